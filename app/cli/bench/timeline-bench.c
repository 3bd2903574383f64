/* timeline-bench: how soon a step of a run is seen again, and how many are while it is dragged */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli/bench/timeline-bench.h"

#include <glib/gi18n.h>

#include "app/cli/line.h"
#include "app/host/host-table.h"
#include "engine/base/median.h"
#include "ui/base/format.h"

enum
{
  LOOKS = 60,
  FIRST = 10,   /* looks after the project was opened again */
  STANDS = 8,   /* s that the window stands before it is closed */
  SLOWEST = 30, /* s for one look, and for opening it */
  MOVES = 300,  /* of the hand that drags, */
};

#define MOVE_EVERY 0.016 /* s, there and back */

typedef struct
{
  WeftSession *session;
  WeftLive *live;
  gint64 steps;  /* of the run */
  gint64 wanted; /* step */
  gint64 drawn;  /* the step of the last picture */
  guint pictures;
} Scene;

/* By the clock, and of all processors, which says the same on a busy machine; ms */
typedef struct
{
  double median, worst, processor_median, processor_worst;
} Looks;

static gint64
get_seen (const Scene *scene)
{
  const WeftSnapshot *snapshot = weft_live_get_snapshot (scene->live);

  return snapshot != NULL ? snapshot->step : -1;
}

/* The weights as they were, and what is made of them. */
static gboolean
is_there (const Scene *scene)
{
  return weft_live_get_status (scene->live)->step == scene->wanted
         && get_seen (scene) == scene->wanted;
}

static gboolean
tick_cb (gpointer user)
{
  return G_SOURCE_CONTINUE; /* the loop goes round, so that whoever waits sees the time */
}

/* ms; *processor_ms: of all threads */
static double
look (Scene *scene, gint64 step, double *processor_ms)
{
  double processor = weft_stage_get_processor_ms ();
  gint64 start = g_get_monotonic_time ();
  guint tick = g_timeout_add (100, tick_cb, NULL);

  scene->wanted = step;
  if (weft_session_look_at (scene->session, step, NULL))
    while (!is_there (scene) && g_get_monotonic_time () - start < SLOWEST * G_USEC_PER_SEC)
      g_main_context_iteration (NULL, TRUE);
  g_source_remove (tick);
  *processor_ms = weft_stage_get_processor_ms () - processor;
  return (double) (g_get_monotonic_time () - start) / 1000;
}

static Looks
look_around (Scene *scene, GRand *random, int n)
{
  double looks[LOOKS], processor[LOOKS];
  Looks found;

  for (int i = 0; i < n; i++)
    looks[i] = look (scene, g_rand_int_range (random, 0, (gint32) scene->steps), &processor[i]);
  found.median = weft_find_median (looks, (guint) n);
  found.worst = looks[n - 1];
  found.processor_median = weft_find_median (processor, (guint) n);
  found.processor_worst = processor[n - 1];
  return found;
}

/* Closed and opened, so that nothing of its run is in memory. */
static gboolean
open_again (Scene *scene, WeftStage *stage)
{
  g_autofree char *path = g_strdup (weft_store_get_path (weft_session_get_store (scene->session)));
  gint64 start = g_get_monotonic_time ();

  weft_session_look_at (scene->session, scene->steps, NULL); /* back to now */
  weft_stage_run (STANDS);
  weft_application_set_session (GTK_WINDOW (stage->window), NULL);
  if (!weft_application_open (stage->application, stage->window, path, NULL))
    return FALSE;
  do
    {
      weft_stage_run (0.05);
      scene->session = weft_application_get_session (GTK_WINDOW (stage->window));
    }
  while ((scene->session == NULL || weft_live_get_status (scene->live)->step < scene->steps)
         && g_get_monotonic_time () - start < SLOWEST * G_USEC_PER_SEC);
  return scene->session != NULL;
}

static void
train (Scene *scene)
{
  weft_session_set_speed (scene->session, 0);
  weft_session_start_over (scene->session, FALSE);
  weft_session_train (scene->session);
  while (weft_live_get_status (scene->live)->step < scene->steps)
    {
      weft_stage_run (0.05);
      if (!weft_live_is_training (scene->live))
        weft_session_train (scene->session);
    }
  weft_session_pause (scene->session);
  weft_stage_run (0.5);
  scene->steps = weft_live_get_status (scene->live)->step;
}

/* A frame that shows another step than the one before. */
static void
painted_cb (GdkFrameClock *clock, Scene *scene)
{
  gint64 seen = get_seen (scene);

  scene->pictures += seen != scene->drawn;
  scene->drawn = seen;
}

/* Pictures a second; *processor_ms: of this process, for each. */
static double
drag (Scene *scene, GtkWidget *window, double *processor_ms)
{
  double processor = weft_stage_get_processor_ms ();
  GdkFrameClock *clock = gtk_widget_get_frame_clock (window);
  gulong handler = g_signal_connect (clock, "after-paint", G_CALLBACK (painted_cb), scene);
  gint64 start = g_get_monotonic_time ();
  double seconds;

  scene->pictures = 0;
  for (int i = 0; i < MOVES; i++)
    {
      double at = (double) ABS (i - MOVES / 2) / (MOVES / 2);

      weft_session_look_at (scene->session, (gint64) (at * (double) (scene->steps - 1)), NULL);
      weft_stage_run (MOVE_EVERY);
    }
  seconds = (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;
  g_signal_handler_disconnect (clock, handler);
  *processor_ms = (weft_stage_get_processor_ms () - processor) / MAX (1, scene->pictures);
  return scene->pictures / seconds;
}

/* What is printed. */
typedef struct
{
  Looks looks, first; /* first: after the project was opened again */
  double pictures, processor_ms;
} Figures;

static void
print (const Scene *scene, const Figures *figures, gboolean as_json)
{
  WeftLine *line;

  if (!as_json)
    {
      g_autofree char *steps = weft_format_count (scene->steps);
      g_autofree char *typical = weft_format_fixed (figures->looks.median, 1),
                      *slowest = weft_format_fixed (figures->looks.worst, 1),
                      *many = weft_format_fixed (figures->pictures, 1),
                      *first = weft_format_fixed (figures->first.median, 1),
                      *first_worst = weft_format_fixed (figures->first.worst, 1);

      g_print (_ ("digits-cnn, %s steps: any of them is seen in %s ms, at worst %s ms; dragged, %s "
                  "pictures a second\n"),
               steps, typical, slowest, many);
      g_print (_ ("its project opened again: in %s ms, at worst %s ms\n"), first, first_worst);
      return;
    }
  line = weft_line_new ();
  weft_line_string (line, "name", "timeline");
  weft_line_int (line, "steps", scene->steps);
  weft_line_number (line, "look_ms", figures->looks.median);
  weft_line_number (line, "worst_look_ms", figures->looks.worst);
  weft_line_number (line, "look_processor_ms", figures->looks.processor_median);
  weft_line_number (line, "worst_look_processor_ms", figures->looks.processor_worst);
  weft_line_number (line, "pictures_per_second", figures->pictures);
  weft_line_number (line, "processor_ms_per_picture", figures->processor_ms);
  weft_line_number (line, "reopened_look_ms", figures->first.median);
  weft_line_number (line, "reopened_worst_look_ms", figures->first.worst);
  weft_line_number (line, "reopened_worst_look_processor_ms", figures->first.processor_worst);
  weft_line_print (line);
}

gboolean
weft_bench_timeline (WeftStage *stage, gint64 steps, gboolean as_json)
{
  WeftHost host = weft_host_make (stage->application);
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  Scene scene = { .live = weft_window_get_live (stage->window), .steps = steps, .drawn = -1 };
  Figures figures;

  if (!host.open_example (stage->application, GTK_WINDOW (stage->window), "digits-cnn", NULL))
    return FALSE;
  weft_stage_run (1);
  scene.session = weft_application_get_session (GTK_WINDOW (stage->window));
  train (&scene);
  figures.looks = look_around (&scene, random, LOOKS);
  figures.pictures = drag (&scene, GTK_WIDGET (stage->window), &figures.processor_ms);
  if (!open_again (&scene, stage))
    return FALSE;
  figures.first = look_around (&scene, random, FIRST);
  print (&scene, &figures, as_json);
  return TRUE;
}
