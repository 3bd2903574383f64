/* toasts: what the window says in passing */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/window/window.h"

/* Whether what a toast says is still so. */
typedef gboolean (*WeftToastHolds) (WeftWindow *window, const char *text);

/* What stands in the way of something: it goes as soon as it no longer does. holds: nullable, then
 * it goes with the next change of the document. */
void weft_window_hint (WeftWindow *window, const char *text, WeftToastHolds holds);
/* Takes away what is no longer so; the window calls it as anything changes. */
void weft_toasts_settle (WeftWindow *window);
/* Takes away all that was said of the project that goes. */
void weft_toasts_clear (WeftWindow *window);
