/* numbers-view: a tensor of one sample as numbers, the last two dimensions at a time; writes only
 * what is in sight */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "engine/base/shape.h"

#define WEFT_TYPE_NUMBERS_VIEW (weft_numbers_view_get_type ())
G_DECLARE_FINAL_TYPE (WeftNumbersView, weft_numbers_view, WEFT, NUMBERS_VIEW, GtkWidget)

GtkWidget *weft_numbers_view_new (void);
/* x (rows, cols): must live until the next call; NULL: none. */
void weft_numbers_view_set (WeftNumbersView *view, const float *x, gint64 rows, gint64 cols);
