/* own-data: somebody's data in a project, one of their own or the open one
 *
 * Of WeftHost, where what they do is said. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/application.h"
#include "ui/context/host.h"

/* Makes a draft of the graph and opens it; data that was read goes along (nullable). */
gboolean weft_own_data_open_draft (WeftApplication *application, GtkWindow *window,
                                   WeftGraph *graph, const char *stem, const char *title,
                                   const char *example, WeftDataset *dataset, GError **error);
gboolean weft_own_data_open (gpointer user, GtkWindow *window, const WeftDataChoice *choice,
                             WeftDataset *dataset, gboolean train, GError **error);
WeftEdit *weft_own_data_use (gpointer user, GtkWindow *window, const WeftDataChoice *choice,
                             WeftDataset *dataset, gint64 node, double x, double y, GError **error);
WeftDataChoice *weft_own_data_find_choice (gpointer user, GtkWindow *window, const char *sha256);
