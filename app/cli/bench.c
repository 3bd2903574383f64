/* bench: weft bench, the standard workloads through the same trainer as `train`, and where the time
 * of any other network goes */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <cblas.h>
#include <math.h>
#include <string.h>

#include "app/cli/bench/bench-frames.h"
#include "app/cli/bench/bench-writing.h"
#include "app/cli/bench/cost-table.h"
#include "app/cli/bench/peer.h"
#include "app/cli/bench/window-bench.h"
#include "app/cli/command.h"
#include "app/cli/line.h"
#include "app/cli/progress.h"
#include "app/cli/subject.h"
#include "app/user/paths.h"
#include "engine/base/median.h"
#include "engine/ops/op.h"
#include "engine/train/trials/latency.h"
#include "ui/base/format.h"

static struct
{
  gint64 threads, repeats, steps;
  double seconds;
  gboolean with_peer, scaling;
} options = { .repeats = 5, .steps = 2000, .seconds = 0.5 };

static const WeftNumber numbers[] = {
  { "threads", WEFT_NUMBER_WHOLE, &options.threads, 0, 64, N_ ("All processors when left out"),
    "N" },
  { "seconds", WEFT_NUMBER_REAL, &options.seconds, 1e-3, 3600, N_ ("How long each repeat takes"),
    "S" },
  { "repeats", WEFT_NUMBER_WHOLE, &options.repeats, 1, 1000, N_ ("The median of this many"), "N" },
  { "steps", WEFT_NUMBER_WHOLE, &options.steps, 2, 1000000, N_ ("How long the timeline is"), "N" },
  { NULL },
};

static const GOptionEntry entries[] = {
  { "peer", 0, 0, G_OPTION_ARG_NONE, &options.with_peer,
    N_ ("Also PyTorch at its best setting, in turn, and the ratio"), NULL },
  { "scaling", 0, 0, G_OPTION_ARG_NONE, &options.scaling,
    N_ ("How much faster more threads would be, from the times of their shares"), NULL },
  { NULL },
};

#define WRITES "beam" /* it is not trained: it writes sequences */

static const char *const workloads[] = {
  "playground", "mlp_sgd",     "mlp_adam",  "lenet",     "vgg",     "resnet20",
  "lstm",       "transformer", "attention", "unet",      "sound1d", "mobile",
  "bag",        WRITES,        "dqn",       "self_play", NULL,
};

#define INFER "infer" /* not a workload: what the others are measured for */

#define FRAMES "frames" /* not a workload: what key frames cost one */

static const char *const in_window[] = { "canvas", "gallery", "window", "timeline", NULL };

typedef struct
{
  const char *name;
  guint threads;
  double rate;                    /* samples a second, median */
  double spread;                  /* of the repeats around it, as a share of it */
  double alone, alone_spread;     /* the same on one thread; 0: not measured */
  double moves;                   /* made in worlds for a sample; 0: it does not act */
  double latency;                 /* seconds to the answer to one sample, median; 0: not measured */
  double peer_rate, peer_latency; /* 0: not measured */
  double paths[WEFT_N_SCALING];   /* seconds of a step by threads; 0: not measured */
  gint64 peak_bytes;
} Result;

static double
measure_once (WeftProgress *progress, double seconds)
{
  WeftTrainer *trainer = weft_progress_get_trainer (progress);
  WeftStatus before, after;

  weft_trainer_get_status (trainer, &before);
  weft_progress_run (progress, &(WeftLimits){ .seconds = seconds });
  weft_trainer_get_status (trainer, &after);
  if (after.seconds <= before.seconds)
    return 0;
  return (double) (after.samples_seen - before.samples_seen) / (after.seconds - before.seconds);
}

/* Half of what lies between the fastest and the slowest of them. */
static double
find_spread (const double *rates, double median)
{
  double least = rates[0], most = rates[0];

  for (int i = 1; i < options.repeats; i++)
    {
      least = MIN (least, rates[i]);
      most = MAX (most, rates[i]);
    }
  return median > 0 ? (most - least) / 2 / median : 0;
}

static double
measure_median (WeftModel *model, guint threads, double *spread)
{
  g_autofree double *rates = g_new (double, options.repeats);
  double median;
  WeftProgress *progress = weft_progress_new (model, threads, weft_kernel_best_level (), FALSE);

  weft_trainer_load (weft_progress_get_trainer (progress), model, NULL, 1, NULL);
  measure_once (progress, options.seconds / 2);
  for (int i = 0; i < options.repeats; i++)
    rates[i] = measure_once (progress, options.seconds);
  weft_progress_free (progress);
  median = weft_find_median (rates, (gsize) options.repeats);
  *spread = find_spread (rates, median);
  return median;
}

static WeftSubject *
open_workload (const char *name, GError **error)
{
  g_autofree char *base = g_strconcat (name, ".json", NULL);
  g_autofree char *path = g_build_filename (weft_paths_get_bench (), base, NULL);

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return weft_subject_open (path, WEFT_STORE_READ, NULL, error);
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND, _ ("%s: no such workload"), name);
  return NULL;
}

/* How many moves are made in worlds for each sample that is learnt from: a step makes as many as
 * the recipe says, or one in each of its games. */
static double
count_moves (const WeftModel *model)
{
  GVariant *values = weft_graph_get_training (model->graph);
  const WeftParam *params = model->recipe->params;
  g_autoptr (GVariant) moves = NULL;

  if (model->environment == NULL || params == NULL)
    return 0;
  moves = weft_params_get (params, values, "moves");
  if (moves == NULL)
    moves = weft_params_get (params, values, "games");
  return moves != NULL ? (double) g_variant_get_int64 (moves) / model->training.batch_size : 0;
}

/* FALSE: it cannot be run. */
static gboolean
measure_model (WeftModel *model, gboolean infers, Result *result, GError **error)
{
  if (options.scaling)
    return weft_step_costs_find_paths (model, weft_kernel_best_level (), options.seconds,
                                       result->paths, error);
  if (g_str_equal (result->name, WRITES))
    {
      result->rate = weft_bench_measure_writing (model, result->threads, options.seconds,
                                                 (guint) options.repeats, error);
      infers = FALSE;
    }
  else if (!infers)
    {
      result->rate = measure_median (model, result->threads, &result->spread);
      if (options.threads == 0 && result->threads > 1)
        result->alone = measure_median (model, 1, &result->alone_spread);
      result->moves = count_moves (model);
    }
  else
    result->latency = weft_latency_measure (model, result->threads, weft_kernel_best_level (),
                                            options.seconds, (guint) options.repeats, error);
  if (options.with_peer && infers)
    result->peer_latency
        = weft_peer_measure_latency (result->name, options.seconds, (int) options.repeats);
  else if (options.with_peer)
    result->peer_rate = weft_peer_measure (result->name, options.seconds, (int) options.repeats);
  return !isnan (result->latency) && !isnan (result->rate);
}

static gboolean
measure (const char *name, gboolean infers, Result *result, GError **error)
{
  WeftSubject *subject = open_workload (name, error);
  g_autoptr (WeftModel) model = NULL;
  g_autoptr (WeftReport) report = NULL;
  WeftCatalog *catalog;
  gboolean is_done = FALSE;

  if (subject == NULL)
    return FALSE;
  catalog = weft_library_get_catalog (subject->library);
  model = weft_model_new (subject->graph, catalog, error);
  report = weft_check (subject->graph, catalog);
  if (model != NULL)
    {
      result->name = name;
      result->peak_bytes = infers ? report->peak_bytes_inference : report->peak_bytes_training;
      is_done = measure_model (model, infers, result, error);
    }
  weft_subject_close (subject, NULL);
  return is_done;
}

/* As "23.1 µs" */
static char *
format_latency (double seconds)
{
  g_autofree char *number = weft_format_digits (seconds * 1e6, 3);

  return g_strdup_printf (_ ("%s µs"), number);
}

/* Of one thread, then how many times faster with more. */
static void
print_scaling (const Result *result)
{
  const guint threads[WEFT_N_SCALING] = WEFT_SCALING_THREADS;
  g_autofree char *step = format_latency (result->paths[0]);

  g_print (_ ("%-12s %12s a step on one thread"), result->name, step);
  for (int i = 1; i < WEFT_N_SCALING; i++)
    {
      g_autofree char *ratio = weft_format_fixed (result->paths[0] / result->paths[i], 2);

      /* Translators: how many times faster, on how many threads */
      g_print (_ ("   × %s on %u"), ratio, threads[i]);
    }
  g_print ("\n");
}

static void
add_scaling (WeftLine *line, const Result *result)
{
  const guint threads[WEFT_N_SCALING] = WEFT_SCALING_THREADS;

  weft_line_open (line, "scaling", '[');
  for (int i = 0; i < WEFT_N_SCALING; i++)
    {
      weft_line_open (line, NULL, '{');
      weft_line_int (line, "threads", threads[i]);
      weft_line_number (line, "step_seconds", result->paths[i]);
      weft_line_close (line);
    }
  weft_line_close (line);
}

static void
print_latency (const Result *result)
{
  g_autofree char *time = format_latency (result->latency);
  g_autofree char *peer = format_latency (result->peer_latency);
  g_autofree char *ratio = weft_format_fixed (result->peer_latency / result->latency, 2);

  g_print (_ ("%-12s %12s an answer"), result->name, time);
  if (result->peer_latency > 0)
    g_print (_ ("   PyTorch %12s   ratio %s"), peer, ratio);
  g_print ("\n");
}

/* As " ± 2 %" */
static void
print_spread (double spread)
{
  g_autofree char *share = weft_format_share (spread);

  if (spread > 0)
    g_print (" ± %6s", share);
}

static void
print_text (const Result *result)
{
  g_autofree char *rate = weft_format_large ((gint64) result->rate);
  g_autofree char *peer = weft_format_large ((gint64) result->peer_rate);
  g_autofree char *ratio = weft_format_fixed (result->rate / result->peer_rate, 2);
  g_autofree char *moves = weft_format_large ((gint64) (result->moves * result->rate));

  g_print ("%-12s %12s samples/s", result->name, rate);
  print_spread (result->spread);
  if (result->alone > 0)
    {
      g_autofree char *alone = weft_format_large ((gint64) result->alone);

      /* Translators: samples a second, of a computation on a single thread */
      g_print (_ ("   one thread %10s"), alone);
      print_spread (result->alone_spread);
    }
  if (result->moves > 0)
    g_print (_ ("   %s moves/s"), moves);
  if (result->peer_rate > 0)
    g_print (_ ("   PyTorch %12s   ratio %s"), peer, ratio);
  g_print ("\n");
}

static void
add_rates (WeftLine *line, const Result *result)
{
  weft_line_number (line, "samples_per_second", result->rate);
  weft_line_number (line, "spread", result->spread);
  if (result->alone <= 0)
    return;
  weft_line_number (line, "samples_per_second_on_one_thread", result->alone);
  weft_line_number (line, "spread_on_one_thread", result->alone_spread);
}

static void
print_result (const Result *result, gboolean as_json)
{
  if (!as_json)
    {
      (result->paths[0] > 0  ? print_scaling
       : result->latency > 0 ? print_latency
                             : print_text) (result);
      return;
    }
  WeftLine *line = weft_line_new ();

  weft_line_string (line, "name", result->name);
  weft_line_int (line, "threads", result->threads);
  if (result->paths[0] > 0)
    add_scaling (line, result);
  else if (result->latency > 0)
    weft_line_number (line, "seconds_per_answer", result->latency);
  else
    add_rates (line, result);
  if (result->moves > 0)
    weft_line_number (line, "moves_per_second", result->moves * result->rate);
  weft_line_int (line, "peak_bytes", result->peak_bytes);
  weft_line_string (line, "kernels", weft_kernel_level_name (weft_kernel_best_level ()));
  weft_line_string (line, "blas", openblas_get_corename ());
  if (result->peer_latency > 0)
    {
      weft_line_number (line, "peer_seconds_per_answer", result->peer_latency);
      weft_line_number (line, "ratio", result->peer_latency / result->latency);
    }
  if (result->peer_rate > 0)
    {
      weft_line_number (line, "peer_samples_per_second", result->peer_rate);
      weft_line_number (line, "ratio", result->rate / result->peer_rate);
    }
  weft_line_print (line);
}

/* --- key frames --- */

static void
print_frames (const WeftFrameCosts *costs, gboolean as_json)
{
  WeftLine *line;

  if (!as_json)
    {
      g_autofree char *time = weft_format_share (costs->time),
                      *time_spread = weft_format_share (costs->time_spread),
                      *work = weft_format_share (costs->work),
                      *work_spread = weft_format_share (costs->work_spread);

      g_print (_ ("digits-cnn: key frames cost %s ± %s of training's time, %s ± %s of its work\n"),
               time, time_spread, work, work_spread);
      return;
    }
  line = weft_line_new ();
  weft_line_string (line, "name", FRAMES);
  weft_line_int (line, "frames", costs->frames);
  weft_line_number (line, "time_share", costs->time);
  weft_line_number (line, "time_spread", costs->time_spread);
  weft_line_number (line, "work_share", costs->work);
  weft_line_number (line, "work_spread", costs->work_spread);
  weft_line_print (line);
}

static gboolean
measure_frames (guint threads, gboolean as_json, GError **error)
{
  WeftFrameCosts costs;

  if (!weft_bench_measure_frames (threads, options.seconds, (guint) options.repeats, &costs, error))
    return FALSE;
  print_frames (&costs, as_json);
  return TRUE;
}

/* --- any other network --- */

static gboolean
measure_costs (const char *name, guint threads, gboolean as_json, GError **error)
{
  WeftSubject *subject = weft_subject_open (name, WEFT_STORE_READ, NULL, error);
  g_autoptr (WeftModel) model = NULL;
  g_autoptr (WeftStepCosts) costs = NULL;

  if (subject == NULL)
    return FALSE;
  model = weft_model_new (subject->graph, weft_library_get_catalog (subject->library), error);
  if (model != NULL)
    costs = weft_step_costs_measure (model, threads, weft_kernel_best_level (),
                                     options.seconds * (double) options.repeats, NULL, error);
  if (costs != NULL)
    weft_cost_table_print (subject->graph, costs, threads, as_json);
  weft_subject_close (subject, NULL);
  return costs != NULL;
}

static gboolean
measure_named (const char *name, gboolean infers, guint threads, gboolean as_json, GError **error)
{
  Result result = { .threads = threads };

  if (g_strv_contains (in_window, name))
    return weft_bench_in_window (name, options.steps, as_json);
  if (g_str_equal (name, FRAMES))
    return measure_frames (threads, as_json, error);
  if (!g_strv_contains (workloads, name))
    return measure_costs (name, threads, as_json, error);
  if (!measure (name, infers, &result, error))
    return FALSE;
  print_result (&result, as_json);
  return TRUE;
}

static int
run (char **args, gboolean as_json)
{
  guint threads = options.threads > 0 ? (guint) options.threads : weft_pool_default_threads ();
  gboolean infers = args[0] != NULL && g_str_equal (args[0], INFER);
  const char *const *names = (const char *const *) args + infers;

  if (names[0] == NULL)
    names = workloads;
  if (options.with_peer && !weft_peer_is_there ())
    g_printerr (_ ("weft: PyTorch (python3-torch) is not installed: no peer is measured\n"));
  if (!as_json)
    g_print (_ ("%u threads, kernels %s, OpenBLAS %s\n"), threads,
             weft_kernel_level_name (weft_kernel_best_level ()), openblas_get_corename ());
  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autoptr (GError) error = NULL;

      if (!measure_named (names[i], infers, threads, as_json, &error))
        return error != NULL ? weft_command_fail (error) : WEFT_EXIT_FAILED;
    }
  weft_bench_close_window ();
  return WEFT_EXIT_DONE;
}

const WeftCommand weft_command_bench = {
  .name = "bench",
  .usage = "[infer] [NAME|FILE|GRAPH.json ...]",
  .summary
  = N_ ("How fast: the standard workloads; canvas, window and timeline: frames; frames: what key "
        "frames cost; gallery: how soon it and its examples are there; any other network: what "
        "each layer takes; infer: one answer"),
  .options = entries,
  .numbers = numbers,
  .max_args = 32,
  .run = run,
};
