/* time-bar: the bar of a run's steps, a slider for mouse, keys and screen readers
 *
 * Signal: "moved" (gint64 step): by hand, many times while it is dragged. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#define WEFT_TYPE_TIME_BAR (weft_time_bar_get_type ())
G_DECLARE_FINAL_TYPE (WeftTimeBar, weft_time_bar, WEFT, TIME_BAR, GtkWidget)

GtkWidget *weft_time_bar_new (void);
/* While it is dragged, `at` is where the hand has it. best: −1: none. */
void weft_time_bar_set (WeftTimeBar *bar, gint64 first, gint64 newest, gint64 at, gint64 best);
gint64 weft_time_bar_get_first (WeftTimeBar *bar);
void weft_time_bar_set_kept (WeftTimeBar *bar, const GArray *steps); /* gint64, in any order */
/* What was done after so many steps: words, borrowed and copied, in the order of the steps. */
void weft_time_bar_clear_deeds (WeftTimeBar *bar);
void weft_time_bar_add_deed (WeftTimeBar *bar, gint64 step, const char *words);
