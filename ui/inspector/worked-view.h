/* worked-view: a number worked out as by hand: what goes into it as grids, then line by line
 *
 * Signal "picked" (WeftWorkedNumber *): one of the numbers that go into it was chosen. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "engine/run/worked.h"

#define WEFT_TYPE_WORKED_VIEW (weft_worked_view_get_type ())
G_DECLARE_FINAL_TYPE (WeftWorkedView, weft_worked_view, WEFT, WORKED_VIEW, GtkBox)

GtkWidget *weft_worked_view_new (void);
void weft_worked_view_set (WeftWorkedView *view, WeftWorked *worked); /* takes; nullable */
/* "y[0, 3] = Σ w·x + b = −0.27 + 0.21 = −0.06". to_fill (nullable): whose line it is, where people
 * are to fill in what comes out, of this line and, as it goes into it, of those before. Transfer
 * full. */
char *weft_worked_line_dup_text (const WeftWorkedLine *line, const WeftWorked *to_fill);
