/* escape: the key that closes a window of its own */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

void weft_window_close_by_escape (GtkWidget *window);
