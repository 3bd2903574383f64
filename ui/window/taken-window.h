/* taken-window: of weights that were imported, tensor by tensor what fitted, and of the rest why
 * not
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* words: of all in a sentence. rows: GVariant (ssbs): name, shape or what does not fit, whether it
 * was taken; what does not fit comes first. Escape closes it. */
GtkWindow *weft_taken_window_new (GtkWindow *parent, const char *words, GPtrArray *rows);
