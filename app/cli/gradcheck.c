/* gradcheck: weft gradcheck [FILE], analytic against numeric gradients, of every op or of a graph
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ops/gradcheck.h"

#include <float.h>
#include <math.h>

#include "app/cli/command.h"
#include "app/cli/line.h"
#include "app/cli/subject.h"
#include "engine/run/exec.h"
#include "engine/train/model/model.h"

#define GRAPH_LIMIT 0.05 /* one float32 loss, through every kink of a whole net */
#define BATCH 8

typedef struct
{
  WeftModel *model;
  WeftState *state;
  WeftExec *exec;
  void *inputs[WEFT_MAX_FEEDS];
} Probe;

static gboolean
print_row (const char *op, const char *input, const char *node, const char *what, double error,
           double limit, gboolean as_json)
{
  gboolean has_passed = error <= limit;

  if (as_json)
    {
      WeftLine *line = weft_line_new ();

      weft_line_string (line, "op", op);
      weft_line_string (line, "input", input);
      if (node != NULL)
        weft_line_string (line, "node", node);
      if (what != NULL)
        weft_line_string (line, "case", what);
      weft_line_number (line, "error", error);
      weft_line_number (line, "limit", limit);
      weft_line_bool (line, "passed", has_passed);
      weft_line_print (line);
    }
  else
    g_print ("%-18s %-14s %9.2e  %s\n", node != NULL ? node : op, input, error,
             has_passed ? _ ("ok") : _ ("wrong"));
  return has_passed;
}

static int
check_ops (gboolean as_json)
{
  g_autoptr (GArray) rows = weft_gradcheck_all (weft_kernel_best_level (), 1);
  gboolean has_passed = TRUE;

  for (guint i = 0; i < rows->len; i++)
    {
      const WeftGradcheckRow *row = &g_array_index (rows, WeftGradcheckRow, i);

      has_passed
          &= print_row (row->op, row->input, NULL, row->what, row->error, row->limit, as_json);
    }
  return has_passed ? WEFT_EXIT_DONE : WEFT_EXIT_FAILED;
}

/* --- of a graph: the loss along a direction for each weight --- */

static double
get_loss_at (Probe *probe, WeftStateEntry *entry, const float *start, const float *direction,
             double step)
{
  for (gsize i = 0; i < entry->count; i++)
    entry->value[i] = start[i] + (float) step * direction[i];
  weft_exec_run (probe->exec, 1, 0);
  return (double) weft_exec_get_loss (probe->exec);
}

static double
get_length (const float *x, gsize n)
{
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += (double) x[i] * (double) x[i];
  return sqrt (sum);
}

/* Half along the gradient, so that the loss moves by more than its own rounding, half at random. */
static double
make_direction (const float *gradient, gsize n, guint64 stream, float *direction)
{
  const WeftRandom random = { .seed = 1, .stream = WEFT_STREAM_CHECK, .step = stream };
  double length, height = get_length (gradient, n) + 1e-30, slope = 0;

  weft_random_fill_normal (&random, direction, n, 0, 1);
  length = get_length (direction, n);
  for (gsize i = 0; i < n; i++)
    direction[i] = (float) (direction[i] / length + gradient[i] / height);
  for (gsize i = 0; i < n; i++)
    slope += (double) direction[i] * (double) gradient[i];
  return slope;
}

static double
measure_error (Probe *probe, WeftStateEntry *entry, int value)
{
  g_autofree float *start = g_memdup2 (entry->value, entry->count * sizeof (float));
  g_autofree float *direction = g_new (float, entry->count);
  g_autofree float *gradient = NULL;
  double loss, slope, step, numeric;

  weft_exec_run (probe->exec, 1, 0);
  loss = fabs ((double) weft_exec_get_loss (probe->exec));
  gradient = g_memdup2 (weft_exec_get_gradient (probe->exec, value), entry->count * sizeof (float));
  slope = make_direction (gradient, entry->count, (guint64) value, direction);
  step = MIN (3e-3 * MAX (loss, 0.1) / fabs (slope),
              0.05 * (get_length (start, entry->count) + 0.1));
  numeric = (get_loss_at (probe, entry, start, direction, step)
             - get_loss_at (probe, entry, start, direction, -step))
            / (2 * step);
  for (gsize i = 0; i < entry->count; i++)
    entry->value[i] = start[i];
  /* A bias before a batch norm has no slope: there the loss may move by some of its last bits. */
  return fabs (numeric - slope) / (fabs (slope) + 200 * (double) FLT_EPSILON * loss / step + 1e-6);
}

static gboolean
prepare (Probe *probe, WeftSubject *subject, WeftPool *pool, gint64 *n, GError **error)
{
  const WeftPlanOptions plan_options
      = { .mode = WEFT_MODE_TRAIN, .level = weft_kernel_best_level (), .keep_all = TRUE };
  WeftPlan *plan;

  probe->model
      = weft_model_new (subject->graph, weft_library_get_catalog (subject->library), error);
  if (probe->model == NULL)
    return FALSE;
  *n = MIN (BATCH, probe->model->split->count[WEFT_PART_TRAIN]);
  plan = weft_model_get_plan (probe->model, weft_model_bind (probe->model, *n), &plan_options,
                              error);
  if (plan == NULL)
    return FALSE;
  probe->state = weft_model_new_state (probe->model, 1, error);
  if (probe->state != NULL)
    probe->exec = weft_exec_new (plan, probe->state, pool, error);
  if (probe->exec != NULL && !weft_model_new_inputs (probe->model, *n, probe->inputs, error))
    return FALSE;
  return probe->exec != NULL;
}

static gboolean
check_weights (Probe *probe, gint64 n, gboolean as_json)
{
  WeftBinding binding = weft_model_bind (probe->model, n);
  WeftProgram *program = weft_model_get_program (probe->model, binding, NULL);
  gboolean has_passed = TRUE;

  weft_model_gather (probe->model, probe->model->split->samples[WEFT_PART_TRAIN], binding,
                     probe->inputs);
  weft_exec_set_inputs (probe->exec, (const void *const *) probe->inputs);
  for (guint i = 0; i < program->values->len; i++)
    {
      const WeftProgramValue *value = &g_array_index (program->values, WeftProgramValue, i);
      const WeftNode *node;

      if (value->role != WEFT_VALUE_WEIGHT || !value->wants_grad)
        continue;
      node = weft_graph_find (probe->model->graph, value->node);
      has_passed
          &= print_row (node->layer->id, value->name, node->name, NULL,
                        measure_error (probe, weft_state_find_value (probe->state, value), (int) i),
                        GRAPH_LIMIT, as_json);
    }
  return has_passed;
}

static int
check_graph (const char *name, gboolean as_json)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftPool) pool = weft_pool_new (1, FALSE);
  WeftSubject *subject = weft_subject_open (name, WEFT_STORE_READ, NULL, &error);
  Probe probe = { NULL };
  gint64 n;
  int status;

  if (subject == NULL)
    return weft_command_fail (error);
  if (!prepare (&probe, subject, pool, &n, &error))
    status = weft_command_fail (error);
  else
    status = check_weights (&probe, n, as_json) ? WEFT_EXIT_DONE : WEFT_EXIT_FAILED;
  weft_model_free_inputs (probe.inputs);
  g_clear_pointer (&probe.exec, weft_exec_free);
  g_clear_pointer (&probe.state, weft_state_free);
  g_clear_pointer (&probe.model, weft_model_unref);
  weft_subject_close (subject, NULL);
  return status;
}

static int
run (char **args, gboolean as_json)
{
  return args[0] != NULL ? check_graph (args[0], as_json) : check_ops (as_json);
}

const WeftCommand weft_command_gradcheck = {
  .name = "gradcheck",
  .usage = "[FILE|ID|GRAPH.json]",
  .summary = N_ ("Analytic against numeric gradients: of every op, or of a graph's weights"),
  .max_args = 1,
  .run = run,
};
