/* plane-on-screen: a canvas in a window of its own, for the tests that draw it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tests/ui/small-graph.h"
#include "ui/canvas/plane.h"

#include <adwaita.h>

typedef struct
{
  WeftGraph *graph;
  WeftHistory *history;
  WeftCatalog *catalog;
  WeftLive *live;
  WeftHost host;
  WeftContext *context;
  GtkWidget *window, *canvas;
  WeftPlane *plane;
} Fixture;

static inline void
watch_cb (gpointer user, GtkWindow *window, const WeftWatch *watch)
{
}

static inline gboolean
wake_cb (gpointer user)
{
  return G_SOURCE_CONTINUE;
}

/* Until it is so; a test that waits in vain is ended by its time limit. */
#define WAIT_UNTIL(is_so)                                                                          \
  while (!(is_so))                                                                                 \
  g_main_context_iteration (NULL, TRUE)

static inline GtkWidget *
find (GtkWidget *widget, GType type)
{
  GtkWidget *found = NULL;

  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find (child, type);
  return found;
}

static inline void
after_cb (GdkFrameClock *clock, gboolean *is_over)
{
  *is_over = TRUE;
}

/* One frame, painted. */
static inline void
wait_frame (Fixture *f)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (f->plane));
  gboolean is_over = FALSE;
  gulong id = g_signal_connect (clock, "after-paint", G_CALLBACK (after_cb), &is_over);

  gtk_widget_queue_draw (GTK_WIDGET (f->plane));
  WAIT_UNTIL (is_over);
  g_signal_handler_disconnect (clock, id);
}

static inline void
show (Fixture *f, WeftGraph *graph)
{
  WeftProject project = { 0 };

  f->graph = graph;
  f->history = weft_history_new (f->graph);
  f->catalog = weft_catalog_new (NULL);
  f->live = weft_live_new ();
  f->host = (WeftHost){ .watch = watch_cb, .user = f };
  project.graph = f->graph;
  project.history = f->history;
  project.catalog = f->catalog;
  f->window = gtk_window_new ();
  g_object_ref_sink (f->window);
  f->context = weft_context_new (&f->host, GTK_WINDOW (f->window), &project, f->live);
  f->canvas = weft_canvas_new (f->context);
  weft_context_attach (f->context, f->canvas);
  gtk_window_set_default_size (GTK_WINDOW (f->window), 1200, 640);
  gtk_window_set_child (GTK_WINDOW (f->window), f->canvas);
  f->plane = WEFT_PLANE (find (f->canvas, WEFT_TYPE_PLANE));
  gtk_window_present (GTK_WINDOW (f->window));
  WAIT_UNTIL (f->plane->sight.has_view && f->plane->under.wires != NULL);
  weft_canvas_zoom_to (WEFT_CANVAS (f->canvas), 1);
  wait_frame (f);
}

static inline void
hide (Fixture *f)
{
  gtk_window_destroy (GTK_WINDOW (f->window));
  g_object_unref (f->window);
  g_object_unref (f->context);
  g_object_unref (f->live);
  g_object_unref (f->history);
  g_object_unref (f->graph);
  weft_catalog_unref (f->catalog);
}

/* Before all else; the frames go on coming where nothing asks for one. */
static inline void
begin (int *argc, char ***argv)
{
  g_test_init (argc, argv, NULL);
  g_assert_true (gtk_init_check ());
  adw_init ();
  g_timeout_add (50, wake_cb, NULL);
}
