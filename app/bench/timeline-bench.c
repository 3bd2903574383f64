/* timeline-bench: how soon a step of a run is seen again, and how many are while it is dragged */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/bench/timeline-bench.h"

#include <glib/gi18n.h>

#include "engine/base/median.h"
#include "app/cli/line.h"
#include "app/host-table.h"
#include "ui/base/format.h"

enum
{
  LOOKS = 60,
  SLOWEST = 30, /* s for one look */
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

/* ms */
static double
look (Scene *scene, gint64 step)
{
  gint64 start = g_get_monotonic_time ();
  guint tick = g_timeout_add (100, tick_cb, NULL);

  scene->wanted = step;
  if (weft_session_look_at (scene->session, step, NULL))
    while (!is_there (scene) && g_get_monotonic_time () - start < SLOWEST * G_USEC_PER_SEC)
      g_main_context_iteration (NULL, TRUE);
  g_source_remove (tick);
  return (double) (g_get_monotonic_time () - start) / 1000;
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

static void
print (const Scene *scene, double *looks, double pictures, double processor_ms, gboolean as_json)
{
  double median = weft_find_median (looks, LOOKS), worst = looks[LOOKS - 1];
  WeftLine *line;

  if (!as_json)
    {
      g_autofree char *steps = weft_format_count (scene->steps);
      g_autofree char *typical = weft_format_fixed (median, 1),
                      *slowest = weft_format_fixed (worst, 1),
                      *many = weft_format_fixed (pictures, 1);

      g_print (_ ("digits-cnn, %s steps: any of them is seen in %s ms, at worst %s ms; dragged, %s "
                  "pictures a second\n"),
               steps, typical, slowest, many);
      return;
    }
  line = weft_line_new ();
  weft_line_string (line, "name", "timeline");
  weft_line_int (line, "steps", scene->steps);
  weft_line_number (line, "look_ms", median);
  weft_line_number (line, "worst_look_ms", worst);
  weft_line_number (line, "pictures_per_second", pictures);
  weft_line_number (line, "processor_ms_per_picture", processor_ms);
  weft_line_print (line);
}

gboolean
weft_bench_timeline (WeftStage *stage, gint64 steps, gboolean as_json)
{
  WeftHost host = weft_host_make (stage->application);
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  Scene scene = { .live = weft_window_get_live (stage->window), .steps = steps, .drawn = -1 };
  double looks[LOOKS], pictures, processor_ms;

  if (!host.open_example (stage->application, GTK_WINDOW (stage->window), "digits-cnn", NULL))
    return FALSE;
  weft_stage_run (1);
  scene.session = weft_application_get_session (GTK_WINDOW (stage->window));
  train (&scene);
  for (int i = 0; i < LOOKS; i++)
    looks[i] = look (&scene, g_rand_int_range (random, 0, (gint32) scene.steps));
  pictures = drag (&scene, GTK_WIDGET (stage->window), &processor_ms);
  print (&scene, looks, pictures, processor_ms, as_json);
  return TRUE;
}
