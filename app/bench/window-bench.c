/* window-bench: benchmarks that need the real window */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/bench/window-bench.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>

#include "app/application.h"
#include "app/bench/frame-times.h"
#include "app/bench/median.h"
#include "app/cli/line.h"
#include "app/cli/progress.h"
#include "app/cli/subject.h"
#include "app/files.h"
#include "app/host-table.h"
#include "app/paths.h"
#include "engine/ops/op.h"
#include "ui/canvas/canvas.h"
#include "ui/base/format.h"

enum
{
  ROUNDS = 9,
  SECONDS = 3,
  PAN_FRAMES = 120,
  COLUMNS = 40,
};

typedef struct
{
  WeftApplication *application;
  WeftWindow *window;
  WeftFrames *frames;
} Stage;

/* --- the stage: the real application in a folder of its own --- */

static gboolean
open_stage (Stage *stage)
{
  g_autofree char *folder = g_dir_make_tmp ("weft-bench-XXXXXX", NULL);

  if (folder == NULL || !gtk_init_check ())
    {
      g_printerr (_ ("weft: this benchmark needs a display\n"));
      return FALSE;
    }
  weft_paths_set_user_dir (folder);
  stage->application = weft_application_new ();
  g_application_set_flags (G_APPLICATION (stage->application), G_APPLICATION_NON_UNIQUE);
  if (!g_application_register (G_APPLICATION (stage->application), NULL, NULL))
    return FALSE;
  stage->window = weft_application_new_window (stage->application);
  gtk_window_set_default_size (GTK_WINDOW (stage->window), 1280, 720);
  gtk_window_present (GTK_WINDOW (stage->window));
  stage->frames = weft_frames_new (GTK_WIDGET (stage->window));
  return TRUE;
}

static void
close_stage (Stage *stage)
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

/* Sleeps between events, as the program itself does: who polls takes a processor's time. */
static void
run_for (double seconds)
{
  gboolean is_over = FALSE;

  g_timeout_add ((guint) (seconds * 1000), stop_cb, &is_over);
  while (!is_over)
    g_main_context_iteration (NULL, TRUE);
}

static GtkWidget *
find_canvas (GtkWidget *widget)
{
  if (WEFT_IS_CANVAS (widget))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *canvas = find_canvas (child);

      if (canvas != NULL)
        return canvas;
    }
  return NULL;
}

/* --- canvas: a chain of layers, panned frame by frame --- */

static WeftGraph *
make_chain (guint nodes)
{
  WeftGraph *graph = weft_graph_new ();

  for (guint i = 0; i < nodes; i++)
    {
      const char *id = i == 0 ? "data" : i % 2 == 1 ? "dense" : "relu";
      g_autofree char *name = weft_graph_dup_free_name (graph, id);
      const WeftNode node = { .id = weft_graph_get_next_id (graph),
                              .name = name,
                              .layer = weft_layer_find (id),
                              .x = i % COLUMNS * 174,
                              .y = i / COLUMNS * 168 };
      const WeftWire wire = { .from = node.id - 1, .to = node.id };
      g_autoptr (WeftEdit) add = weft_edit_add_node (&node);
      g_autoptr (WeftEdit) connect = weft_edit_add_wire (&wire);
      g_autoptr (WeftEdit) first = weft_graph_apply (graph, add, NULL);
      g_autoptr (WeftEdit) second = i > 0 ? weft_graph_apply (graph, connect, NULL) : NULL;
    }
  return graph;
}

static void
print_frames (const char *name, guint nodes, WeftFrames *frames, double interval, gboolean as_json)
{
  double median, worst;
  guint n = weft_frames_measure (frames, &median, &worst);
  WeftLine *line;

  if (!as_json)
    {
      g_autofree char *middle = weft_format_fixed (median, 2);
      g_autofree char *slowest = weft_format_fixed (worst, 2);

      g_print (_ ("%-14s %5u nodes  median %s ms  worst %s ms  (%u frames)\n"), name, nodes, middle,
               slowest, n);
      return;
    }
  line = weft_line_new ();
  weft_line_string (line, "case", name);
  weft_line_int (line, "nodes", nodes);
  weft_line_number (line, "median_ms", median);
  weft_line_number (line, "worst_ms", worst);
  weft_line_number (line, "interval_ms", interval);
  weft_line_print (line);
}

static void
bench_canvas_at (Stage *stage, guint nodes, double zoom, const char *name, gboolean as_json)
{
  g_autoptr (WeftGraph) graph = make_chain (nodes);
  g_autofree char *path = weft_files_dup_draft_path ("bench");
  WeftStore *store = weft_store_create (path, graph, "Bench", NULL, NULL);
  GtkWidget *canvas;
  gint64 start;

  if (store == NULL || !weft_store_close (store, NULL)
      || !weft_application_open (stage->application, stage->window, path, NULL))
    return;
  run_for (1);
  canvas = find_canvas (GTK_WIDGET (stage->window));
  if (canvas == NULL)
    return;
  weft_canvas_zoom_to (WEFT_CANVAS (canvas), zoom);
  run_for (0.5);
  weft_frames_clear (stage->frames);
  start = g_get_monotonic_time ();
  for (int i = 0; i < PAN_FRAMES; i++)
    {
      weft_canvas_pan_by (WEFT_CANVAS (canvas), i < PAN_FRAMES / 2 ? -17 : 17,
                          i % 20 < 10 ? -9 : 9);
      run_for (0.0167);
    }
  print_frames (name, nodes, stage->frames,
                (double) (g_get_monotonic_time () - start) / 1000 / PAN_FRAMES, as_json);
}

static void
bench_canvas (Stage *stage, gboolean as_json)
{
  bench_canvas_at (stage, 100, 1, "pan", as_json);
  bench_canvas_at (stage, 1000, 1, "pan", as_json);
  bench_canvas_at (stage, 1000, 0.3, "pan far away", as_json);
}

/* --- window: what it costs to look while a net learns --- */

static double
train_alone (WeftModel *model)
{
  WeftProgress *progress = weft_progress_new (model, 0, weft_kernel_best_level (), FALSE);
  WeftTrainer *trainer = weft_progress_get_trainer (progress);
  WeftStatus status;

  weft_trainer_load (trainer, model, NULL, 1, NULL);
  weft_progress_run (progress, &(WeftLimits){ .seconds = SECONDS });
  weft_trainer_get_status (trainer, &status);
  weft_progress_free (progress);
  return (double) status.samples_seen / status.seconds;
}

static double
train_in_window (Stage *stage)
{
  WeftSession *session = weft_application_get_session (GTK_WINDOW (stage->window));
  WeftLive *live = weft_window_get_live (stage->window);
  WeftStatus before, after;

  weft_session_start_over (session, FALSE);
  weft_session_set_speed (session, 0);
  weft_session_train (session);
  run_for (1);
  before = *weft_live_get_status (live);
  weft_frames_clear (stage->frames);
  run_for (SECONDS);
  after = *weft_live_get_status (live);
  weft_session_pause (session);
  run_for (0.5);
  return (double) (after.samples_seen - before.samples_seen) / (after.seconds - before.seconds);
}

static void
print_window (double alone, double seen, double ratio, double worst, gboolean as_json)
{
  WeftLine *line;

  if (!as_json)
    {
      g_autofree char *without = weft_format_large ((gint64) alone);
      g_autofree char *with = weft_format_large ((gint64) seen);
      g_autofree char *share = weft_format_fixed (ratio, 3),
                      *slowest = weft_format_fixed (worst, 1);

      g_print (_ ("digits-cnn: %s samples/s alone, %s with the window (%s), worst frame %s ms\n"),
               without, with, share, slowest);
      return;
    }
  line = weft_line_new ();
  weft_line_string (line, "name", "window");
  weft_line_number (line, "samples_per_second", seen);
  weft_line_number (line, "alone_samples_per_second", alone);
  weft_line_number (line, "ratio", ratio);
  weft_line_number (line, "worst_ms", worst);
  weft_line_print (line);
}

/* Each time with the window is held against the mean of those right before and after it, for the
 * machine itself becomes faster and slower by more than what is to be seen. */
static gboolean
bench_window (Stage *stage, gboolean as_json)
{
  WeftSubject *subject = weft_subject_open ("digits-cnn", WEFT_STORE_READ, NULL, NULL);
  g_autoptr (WeftModel) model = NULL;
  WeftHost host = weft_host_make (stage->application);
  double alone[ROUNDS + 1], seen[ROUNDS], ratio[ROUNDS], worst = 0, median, longest;

  if (subject == NULL
      || !host.open_example (stage->application, GTK_WINDOW (stage->window), "digits-cnn", NULL))
    return FALSE;
  model = weft_model_new (subject->graph, weft_library_get_catalog (subject->library), NULL);
  run_for (1);
  alone[0] = train_alone (model);
  for (int i = 0; i < ROUNDS; i++)
    {
      seen[i] = train_in_window (stage);
      weft_frames_measure (stage->frames, &median, &longest);
      worst = MAX (worst, longest);
      alone[i + 1] = train_alone (model);
      ratio[i] = seen[i] / (alone[i] + alone[i + 1]) * 2;
    }
  weft_subject_close (subject, NULL);
  print_window (weft_find_median (alone, ROUNDS + 1), weft_find_median (seen, ROUNDS),
                weft_find_median (ratio, ROUNDS), worst, as_json);
  return TRUE;
}

/* The program has one application, so that both benchmarks share its window. */
static Stage shared;

gboolean
weft_bench_in_window (const char *name, gboolean as_json)
{
  if (shared.application == NULL && !open_stage (&shared))
    return FALSE;
  run_for (0.5);
  if (strcmp (name, "window") == 0)
    return bench_window (&shared, as_json);
  bench_canvas (&shared, as_json);
  return TRUE;
}

void
weft_bench_close_window (void)
{
  if (shared.application != NULL)
    close_stage (&shared);
}
