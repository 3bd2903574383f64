/* explained-settings: a button behind which the settings of an explainer stand */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "engine/train/explainers/explainer.h"

/* changed: a setting of the shown one. */
GtkWidget *weft_explained_settings_new (void (*changed) (gpointer user), gpointer user);
/* Whose settings they are; what was set of another one is kept for it. Nullable, or one without
 * settings: the button is not there. */
void weft_explained_settings_show (GtkWidget *button, const WeftExplainerRow *row);
/* As people type them, "size=4,fill=0.5"; "" where nothing is set. Transfer full. */
char *weft_explained_settings_dup_text (GtkWidget *button);
