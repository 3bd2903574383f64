/* stage: the real application in a folder of its own, for benchmarks */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli/bench/stage.h"

#include <glib/gi18n.h>
#include <math.h>
#include <time.h>

#include "app/host/renderer.h"
#include "app/user/paths.h"

double
weft_stage_get_processor_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double) now.tv_sec * 1000 + (double) now.tv_nsec / 1e6;
}

gboolean
weft_stage_open (WeftStage *stage)
{
  g_autofree char *folder = g_dir_make_tmp ("weft-bench-XXXXXX", NULL);
  gint64 start;
  double processor;

  if (folder == NULL || !weft_renderer_init ())
    {
      g_printerr (_ ("weft: this benchmark needs a display\n"));
      return FALSE;
    }
  weft_paths_set_user_dir (folder);
  start = g_get_monotonic_time ();
  processor = weft_stage_get_processor_ms ();
  stage->application = weft_application_new ();
  g_application_set_flags (G_APPLICATION (stage->application), G_APPLICATION_NON_UNIQUE);
  if (!g_application_register (G_APPLICATION (stage->application), NULL, NULL))
    return FALSE;
  stage->window = weft_application_new_window (stage->application);
  gtk_window_set_default_size (GTK_WINDOW (stage->window), 1280, 720);
  gtk_window_present (GTK_WINDOW (stage->window));
  stage->frames = weft_frames_new (GTK_WIDGET (stage->window));
  weft_stage_wait_frame (stage, 10);
  stage->start_ms = (double) (g_get_monotonic_time () - start) / 1000;
  stage->start_processor_ms = weft_stage_get_processor_ms () - processor;
  return TRUE;
}

void
weft_stage_close (WeftStage *stage)
{
  weft_application_set_session (GTK_WINDOW (stage->window), NULL);
  weft_frames_free (stage->frames);
  gtk_window_destroy (GTK_WINDOW (stage->window));
  g_object_unref (stage->application);
}

static gboolean
stop_cb (gpointer user)
{
  *(gboolean *) user = TRUE;
  return G_SOURCE_REMOVE;
}

void
weft_stage_run (double seconds)
{
  gboolean is_over = FALSE;

  g_timeout_add ((guint) (seconds * 1000), stop_cb, &is_over);
  while (!is_over)
    g_main_context_iteration (NULL, TRUE);
}

double
weft_stage_wait_frame (WeftStage *stage, double seconds)
{
  gint64 start = g_get_monotonic_time ();
  WeftFrameTimes times;
  guint before = weft_frames_measure (stage->frames, &times);
  gboolean is_over = FALSE;
  guint timeout = g_timeout_add ((guint) (seconds * 1000), stop_cb, &is_over);

  while (!is_over && weft_frames_measure (stage->frames, &times) == before)
    g_main_context_iteration (NULL, TRUE);
  if (is_over)
    return NAN;
  g_source_remove (timeout);
  return (double) (g_get_monotonic_time () - start) / 1000;
}

GtkWidget *
weft_stage_find (GtkWidget *widget, GType type, const char *style)
{
  GtkWidget *found = NULL;

  if (style != NULL ? gtk_widget_has_css_class (widget, style)
                    : g_type_is_a (G_OBJECT_TYPE (widget), type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = weft_stage_find (child, type, style);
  return found;
}
