/* run-history: the runs of a project as the window shows them, and the way back to one
 *
 * Functions of the host; user: the application. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/host/application.h"

GPtrArray *weft_run_history_list (gpointer user, GtkWindow *window);
void weft_run_history_mark (gpointer user, GtkWindow *window, const WeftRunCard *card);
GArray *weft_run_history_load_samples (gpointer user, GtkWindow *window, gint64 run);
WeftGraph *weft_run_history_load_graph (gpointer user, GtkWindow *window, gint64 run,
                                        GError **error);
gboolean weft_run_history_go_back (gpointer user, GtkWindow *window, gint64 run, GError **error);
