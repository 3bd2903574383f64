/* own-data: somebody's data in a project, one of their own or the open one
 *
 * Of WeftHost, where what they do is said. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/host/application.h"
#include "ui/context/host.h"

/* Makes a draft of the graph and opens it. */
gboolean weft_own_data_open_draft (WeftApplication *application, GtkWindow *window,
                                   WeftGraph *graph, const char *stem, const char *title,
                                   const char *example, GError **error);
/* The same of a network of another program's. */
gboolean weft_own_data_open_network (WeftApplication *application, GtkWindow *window,
                                     const char *from, GError **error);
gboolean weft_own_data_open_drawn (gpointer user, GtkWindow *window, GError **error);
gboolean weft_own_data_open (gpointer user, GtkWindow *window, const WeftDataChoice *choice,
                             WeftDataset *dataset, gboolean train, GError **error);
void weft_own_data_bring (gpointer user, GtkWindow *window, WeftDataset *dataset, gint64 node,
                          WeftBroughtFunc done, gpointer data);
WeftEdit *weft_own_data_use (gpointer user, GtkWindow *window, const WeftDataChoice *choice,
                             WeftDataset *dataset, gint64 node, double x, double y, GError **error);
WeftDataChoice *weft_own_data_find_choice (gpointer user, GtkWindow *window, const char *sha256);
