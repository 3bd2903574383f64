/* generating: what a network makes of latent numbers that somebody gives it, live while it learns
 *
 * Which networks do is said by engine/train/answers/generation.h. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/context/context.h"

/* To be shown while the project's network makes samples; give is called when somebody would rather
 * give it one. */
GtkWidget *weft_generating_new (WeftContext *context, void (*give) (gpointer user), gpointer user);
/* Whether that can be. */
void weft_generating_set_can_give (GtkWidget *generating, gboolean can_give);
