/* canvas-bench: how long the window works in a frame while something is done with the canvas or a
 * plot, how soon it is there, and what memory it takes */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli/bench/canvas-bench.h"

#include <glib/gi18n.h>
#include <math.h>
#include <stdio.h>
#include <unistd.h>

#include "app/cli/line.h"
#include "app/host/host-table.h"
#include "app/user/files.h"
#include "ui/base/format.h"
#include "ui/canvas/canvas.h"
#include "ui/scene/edits.h"

enum
{
  FRAMES = 120,
  MOST_SECONDS = 5,
  COLUMNS = 40,
  PLOT_BATCH = 1000,
};

#define FRAME_SECONDS 0.0167

typedef struct
{
  WeftStage *stage;
  WeftCanvas *canvas;
  GtkWidget *curves;
  gint64 node;  /* that is dragged */
  gint64 first; /* to which a wire leads from it */
  gint64 added; /* last */
  gint64 dense; /* whose units change */
  double began; /* zoom */
} Scene;

/* --- what is done in each frame --- */

static void
pan (Scene *scene, int i)
{
  weft_canvas_pan_by (scene->canvas, i < FRAMES / 2 ? -17 : 17, i % 20 < 10 ? -9 : 9);
}

static void
zoom (Scene *scene, int i)
{
  double share = (double) (i < FRAMES / 2 ? i : FRAMES - i) / (FRAMES / 2.0);

  weft_canvas_zoom_to (scene->canvas, scene->began * pow (0.3, share));
}

static WeftGraph *
get_graph (Scene *scene)
{
  return weft_session_get_graph (weft_application_get_session (GTK_WINDOW (scene->stage->window)));
}

/* As edits of one gesture, which the file gets too. */
static void
drag (Scene *scene, int i)
{
  WeftSession *session = weft_application_get_session (GTK_WINDOW (scene->stage->window));
  const WeftNode *node = weft_graph_find (weft_session_get_graph (session), scene->node);
  g_autoptr (WeftEdit) edit
      = weft_edit_move (node->id, node->x + 3, node->y + (i % 20 < 10 ? 2 : -2));

  weft_history_do (weft_session_get_history (session), edit, 1, NULL);
}

/* A title more: which is no move. */
static void
rename_node (Scene *scene, int i)
{
  WeftSession *session = weft_application_get_session (GTK_WINDOW (scene->stage->window));
  g_autofree char *title = g_strdup_printf ("%d", i);
  g_autoptr (WeftEdit) edit = weft_edit_set_title (scene->node, title);

  weft_history_do (weft_session_get_history (session), edit, 1, NULL);
}

/* Another network each time: what flows through all that comes behind has another shape. */
static void
set_units (Scene *scene, int i)
{
  WeftSession *session = weft_application_get_session (GTK_WINDOW (scene->stage->window));
  g_autoptr (WeftEdit) edit
      = weft_edit_set_param (scene->dense, "units", g_variant_new_int64 (5 + i % 2));

  weft_history_do (weft_session_get_history (session), edit, 1, NULL);
}

static void
do_edit (Scene *scene, WeftEdit *edit) /* takes edit; nullable */
{
  WeftSession *session = weft_application_get_session (GTK_WINDOW (scene->stage->window));

  g_return_if_fail (edit != NULL);
  weft_history_do (weft_session_get_history (session), edit, 0, NULL);
  weft_edit_unref (edit);
}

/* The first wire is cut, and joined again. */
static void
cut_and_join (Scene *scene, int i)
{
  WeftGraph *graph = get_graph (scene);
  const WeftWire *there = weft_graph_find_wire_to (graph, scene->first, 0);
  const WeftWire wire = there != NULL ? *there : (WeftWire){ scene->node, scene->first, 0, 0 };

  do_edit (scene, there != NULL ? weft_edits_unwire (graph, &wire, 1)
                                : weft_edits_connect (graph, &wire, NULL));
}

/* A layer into that wire, and out of it again. */
static void
add_and_remove (Scene *scene, int i)
{
  WeftGraph *graph = get_graph (scene);
  const WeftWire wire = { scene->node, scene->first, 0, 0 };
  const WeftAddition addition
      = { .layer = weft_layer_find ("relu"), .at = { 87, 84 }, .into = &wire };

  do_edit (scene, weft_graph_find (graph, scene->added) == NULL
                      ? weft_edits_add (graph, &addition, &scene->added)
                      : weft_edits_remove (graph, &scene->added, 1, TRUE, NULL));
}

/* A letter more, and from the sixth on from the beginning. */
static void
type (Scene *scene, int i)
{
  static const char word[] = "convol";
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (scene->stage->window));
  g_autofree char *text = g_strndup (word, (gsize) (i % 6) + 1);

  if (i == 0)
    weft_canvas_open_search (scene->canvas, 200, 100);
  else if (focus != NULL && GTK_IS_TEXT (focus))
    gtk_editable_set_text (GTK_EDITABLE (focus), text);
}

static void
redraw_curves (Scene *scene, int i)
{
  gtk_widget_queue_draw (scene->curves);
}

typedef struct
{
  const char *name;
  double zoom;
  void (*step) (Scene *scene, int i);
} Case;

static const Case cases[] = {
  { "pan", 1, pan },       { "pan far away", 0.3, pan }, { "zoom", 1, zoom },
  { "drag", 1, drag },     { "type", 1, type },          { "rename", 1, rename_node },
  { "set", 1, set_units }, { "cut", 1, cut_and_join },   { "add", 1, add_and_remove },
};

static const guint sizes[] = { 100, 1000, 5000, 10000 };

enum
{
  GROUPED = 8000,
  IN_GROUP = 100,
};

/* --- what is said --- */

static void
print_frames (const char *name, const char *of, gint64 n, gboolean is_training, WeftFrames *frames,
              double interval, gboolean as_json)
{
  WeftFrameTimes times;
  guint drawn = weft_frames_measure (frames, &times);
  WeftLine *line;

  if (!as_json)
    {
      g_autofree char *middle = weft_format_fixed (times.median, 2),
                      *slowest = weft_format_fixed (times.worst, 2),
                      *middle_cpu = weft_format_fixed (times.median_cpu, 2),
                      *slowest_cpu = weft_format_fixed (times.worst_cpu, 2);
      g_autofree char *count = weft_format_count (n);

      g_print (_ ("%-14s %10s %s%s  median %s ms  worst %s ms  of the processor %s and %s ms  "
                  "(%u frames)\n"),
               name, count, _ (of), is_training ? _ (", training") : "", middle, slowest,
               middle_cpu, slowest_cpu, drawn);
      return;
    }
  line = weft_line_new ();
  weft_line_string (line, "case", name);
  weft_line_int (line, of, n);
  weft_line_bool (line, "training", is_training);
  weft_line_number (line, "median_ms", times.median);
  weft_line_number (line, "worst_ms", times.worst);
  weft_line_number (line, "median_cpu_ms", times.median_cpu);
  weft_line_number (line, "worst_cpu_ms", times.worst_cpu);
  weft_line_number (line, "interval_ms", interval);
  weft_line_print (line);
}

/* nodes: 0: it is of none. */
static void
print_number (const char *name, gint64 nodes, const char *key, double value, gboolean as_json)
{
  g_autofree char *text = weft_format_number (value);
  WeftLine *line;

  if (!as_json)
    {
      g_print ("%-14s %s %s\n", name, text, key);
      return;
    }
  line = weft_line_new ();
  weft_line_string (line, "case", name);
  if (nodes > 0)
    weft_line_int (line, "nodes", nodes);
  weft_line_number (line, key, value);
  weft_line_print (line);
}

/* What of the program is in memory, bytes; 0: the system does not say. */
static double
measure_memory (void)
{
  g_autofree char *text = NULL;
  gint64 pages = 0;

  if (g_file_get_contents ("/proc/self/statm", &text, NULL, NULL))
    sscanf (text, "%*d %" G_GINT64_FORMAT, &pages);
  return (double) pages * (double) sysconf (_SC_PAGESIZE);
}

/* Does it in each of some frames, of fewer where they are slow; the time between two, ms. */
static double
play (Scene *scene, void (*step) (Scene *scene, int i))
{
  gint64 start = g_get_monotonic_time ();
  int i = 0;

  weft_frames_clear (scene->stage->frames);
  for (; i < FRAMES && g_get_monotonic_time () - start < MOST_SECONDS * G_USEC_PER_SEC; i++)
    {
      weft_frames_begin_input (scene->stage->frames);
      step (scene, i);
      weft_frames_end_input (scene->stage->frames);
      weft_stage_run (FRAME_SECONDS);
    }
  return (double) (g_get_monotonic_time () - start) / 1000 / i;
}

/* --- the canvas --- */

static gint64
add_in (WeftGraph *graph, gint64 group, const char *id, double x, double y, gint64 from)
{
  g_autofree char *name = weft_graph_dup_free_name (graph, id);
  const WeftNode node = { .id = weft_graph_get_next_id (graph),
                          .name = name,
                          .layer = weft_layer_find (id),
                          .parent = group,
                          .x = x,
                          .y = y };
  const WeftWire wire = { from, node.id, 0, 0 };
  g_autoptr (WeftEdit) made = weft_edit_add_node (&node), wired = weft_edit_add_wire (&wire);
  g_autoptr (WeftEdit) first = weft_graph_apply (graph, made, NULL);
  g_autoptr (WeftEdit) second = from > 0 ? weft_graph_apply (graph, wired, NULL) : NULL;

  return node.id;
}

static gint64
add (WeftGraph *graph, const char *id, double x, double y, gint64 from)
{
  return add_in (graph, 0, id, x, y, from);
}

static void
wire_labels (WeftGraph *graph, gint64 data, gint64 loss)
{
  g_autoptr (WeftEdit) edit = weft_edit_add_wire (&(WeftWire){ data, loss, 1, 1 });
  g_autoptr (WeftEdit) inverse = weft_graph_apply (graph, edit, NULL);
}

/* A chain of layers, and beside its beginning a small network that can learn. */
static WeftGraph *
make_chain (guint nodes)
{
  WeftGraph *graph = weft_graph_new ();
  gint64 data = add (graph, "data", 0, 0, 0), before = data;
  gint64 dense = add (graph, "dense", 174, -168, data);

  wire_labels (graph, data, add (graph, "cross_entropy", 348, -168, dense));
  for (guint i = 3; i < nodes; i++)
    before = add (graph, i % 2 == 1 ? "dense" : "relu", (i - 2) % COLUMNS * 174,
                  (i - 2) / COLUMNS * 168, before);
  return graph;
}

/* The same in groups of a hundred, one behind the other. */
static WeftGraph *
make_groups (guint nodes)
{
  WeftGraph *graph = weft_graph_new ();
  gint64 data = add (graph, "data", 0, 0, 0), before = data;

  for (guint g = 0; g < nodes / IN_GROUP; g++)
    {
      double x = (g + 1) % 10 * 174, y = (g + 1) / 10 * 168;
      gint64 group = add (graph, "group", x, y, 0), inner;
      const WeftWire wire = { before, group, 0, 0 };
      g_autoptr (WeftEdit) wired = weft_edit_add_wire (&wire);
      g_autoptr (WeftEdit) inverse = NULL;

      inner = add_in (graph, group, "group_input", 0, 0, 0);
      for (guint i = 1; i + 2 < IN_GROUP; i++)
        inner = add_in (graph, group, i % 2 == 1 ? "dense" : "relu", i % 10 * 174, i / 10 * 168,
                        inner);
      add_in (graph, group, "group_output", 9 * 174, 9 * 168, inner);
      inverse = weft_graph_apply (graph, wired, NULL);
      before = group;
    }
  wire_labels (graph, data, add (graph, "cross_entropy", 0, 10 * 168, before));
  return graph;
}

/* How long the window takes to show it, ms; NaN: it cannot be shown. cpu: of the processor. */
static double
open_graph (WeftStage *stage, WeftGraph *graph, double *cpu)
{
  g_autofree char *path = weft_files_dup_draft_path ("bench");
  WeftStore *store = weft_store_create (path, graph, "Bench", NULL, NULL);
  gint64 start = g_get_monotonic_time ();
  double cpu_start = weft_frames_get_cpu ();

  if (store == NULL || !weft_store_close (store, NULL)
      || !weft_application_open (stage->application, stage->window, path, NULL))
    return NAN;
  while (weft_stage_find (GTK_WIDGET (stage->window), WEFT_TYPE_CANVAS, NULL) == NULL)
    g_main_context_iteration (NULL, TRUE);
  weft_stage_wait_frame (stage, 30);
  *cpu = weft_frames_get_cpu () - cpu_start;
  return (double) (g_get_monotonic_time () - start) / 1000;
}

static void
bench_cases (Scene *scene, const char *of, guint nodes, gboolean is_training, gboolean as_json)
{
  WeftSession *session = weft_application_get_session (GTK_WINDOW (scene->stage->window));

  if (is_training)
    weft_session_train (session);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      weft_canvas_zoom_to (scene->canvas, cases[i].zoom);
      scene->began = cases[i].zoom;
      weft_stage_run (0.5);
      print_frames (cases[i].name, of, nodes, is_training, scene->stage->frames,
                    play (scene, cases[i].step), as_json);
      gtk_window_set_focus (GTK_WINDOW (scene->stage->window), NULL);
      weft_canvas_take_focus (scene->canvas);
    }
  if (is_training)
    weft_session_pause (session);
}

/* The last one, so that it stands in the chain or in a group. */
static gint64
find_dense (WeftGraph *graph)
{
  const WeftLayer *dense = weft_layer_find ("dense");
  guint i = weft_graph_get_n_nodes (graph);

  while (i > 0 && weft_graph_get_node (graph, i - 1)->layer != dense)
    i--;
  g_return_val_if_fail (i > 0, 0);
  return weft_graph_get_node (graph, i - 1)->id;
}

static void
bench_graph (WeftStage *stage, WeftGraph *made, const char *of, guint nodes, gboolean as_json)
{
  double cpu = NAN, ms = open_graph (stage, made, &cpu);
  WeftGraph *graph;
  Scene scene = { .stage = stage };

  print_number ("open", nodes, "ms", ms, as_json);
  print_number ("open", nodes, "cpu_ms", cpu, as_json);
  if (isnan (ms))
    return;
  weft_stage_run (1);
  scene.canvas = WEFT_CANVAS (weft_stage_find (GTK_WIDGET (stage->window), WEFT_TYPE_CANVAS, NULL));
  graph = weft_session_get_graph (weft_application_get_session (GTK_WINDOW (stage->window)));
  scene.node = weft_graph_get_node (graph, 0)->id;
  scene.first = weft_graph_get_node (graph, 1)->id;
  scene.dense = find_dense (graph);
  bench_cases (&scene, of, nodes, FALSE, as_json);
  bench_cases (&scene, of, nodes, TRUE, as_json);
}

/* --- plots --- */

static void
push_points (WeftLive *live, gint64 from, gint64 to)
{
  WeftSample batch[PLOT_BATCH];

  for (gint64 at = from; at < to; at += PLOT_BATCH)
    {
      for (int i = 0; i < PLOT_BATCH; i++)
        batch[i] = weft_sample_new (WEFT_SERIES_TRAIN_LOSS, at + i + 1,
                                    2 + sin ((double) (at + i) * 0.37)
                                        + 1000.0 / (double) (at + i + 100));
      weft_live_push_samples (live, batch, PLOT_BATCH);
    }
}

static void
bench_plots (WeftStage *stage, gboolean as_json)
{
  WeftLive *live = weft_window_get_live (stage->window);
  Scene scene = { .stage = stage };
  gint64 points = 0;

  scene.curves = weft_stage_find (GTK_WIDGET (stage->window), 0, "curves");
  weft_live_clear_series (live);
  for (gint64 wanted = 10000; scene.curves != NULL && wanted <= 10000000; wanted *= 10)
    {
      push_points (live, points, wanted);
      points = wanted;
      weft_stage_run (0.7);
      print_frames ("plot", N_ ("points"), points, FALSE, stage->frames,
                    play (&scene, redraw_curves), as_json);
    }
}

void
weft_bench_canvas (WeftStage *stage, gboolean as_json)
{
  WeftHost host = weft_host_make (stage->application);
  g_autoptr (WeftGraph) groups = NULL;

  print_number ("start", 0, "ms", stage->start_ms, as_json);
  if (host.open_example (stage->application, GTK_WINDOW (stage->window), "playground", NULL))
    weft_stage_run (2);
  print_number ("memory", 0, "bytes", measure_memory (), as_json);
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (WeftGraph) chain = make_chain (sizes[i]);

      bench_graph (stage, chain, N_ ("nodes"), sizes[i], as_json);
    }
  groups = make_groups (GROUPED);
  bench_graph (stage, groups, N_ ("grouped"), GROUPED, as_json);
  bench_plots (stage, as_json);
}
