/* work-thread: what takes long for a project, in a thread, with a way to cancel it
 *
 * The window shows how far it is and lets nothing else be done in it meanwhile; others, and what is
 * learning, go on. Main thread. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "projects/store/store.h"

typedef struct
{
  GtkWindow *window;
  const char *heading;
  WeftStore *store; /* of the project */
  gint64 total;     /* the errand's; 0: not known */
  /* In the thread, whose own errand is that of the window. FALSE: with an error. */
  gboolean (*work) (gpointer data, GError **error);
  /* Once, from the main loop. error nullable; WEFT_ERROR_CANCELLED and others. */
  void (*done) (const GError *error, gpointer data);
} WeftWorkThread;

/* What data has must stay until done, which frees it. */
void weft_work_thread_begin (const WeftWorkThread *what, gpointer data);
/* Cancels what goes on with that store (NULL: with any) and waits until it is done, `done` and
 * all: before it is closed. */
void weft_work_thread_end (WeftStore *store);
