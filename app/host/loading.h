/* loading: large data into a project, or out of it, in a thread (work-thread.h); main thread */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/session/library.h"

typedef struct
{
  GtkWindow *window;
  const char *heading;
  WeftStore *store;
  WeftGraph *graph;     /* as it will be; the thread's alone */
  WeftLibrary *library; /* of that store; the thread's alone: it then has what the graph needs */
  WeftDataset *dataset; /* nullable: put into the store and the library first */
} WeftLoading;

/* error NULL: all is there; else WEFT_ERROR_CANCELLED and others. */
typedef void (*WeftLoadedFunc) (const GError *error, gpointer user);

/* Whether somebody would notice. dataset nullable. */
gboolean weft_loading_is_long (WeftStore *store, WeftGraph *graph, WeftDataset *dataset);
/* done is called once, from the main loop; store and library must stay until then. */
void weft_loading_begin (const WeftLoading *loading, WeftLoadedFunc done, gpointer user);
