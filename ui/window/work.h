/* work: what takes long, over a window: how far it is, how long it still takes, and Cancel */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "engine/base/errand.h"

/* Nothing else can be done in the window until weft_work_end. Cancel and Escape cancel the
 * errand. Transfer none: the window that is shown. */
GtkWidget *weft_work_begin (GtkWindow *parent, const char *heading, WeftErrand *errand);
void weft_work_end (GtkWidget *work);
/* "12 s left" of what went on for so many seconds and came so far; nullable as long as that cannot
 * be told; transfer full. */
char *weft_work_dup_left (double seconds, double share);
