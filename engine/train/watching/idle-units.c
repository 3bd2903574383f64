/* idle-units: units through which nothing is learnt: dead ones and saturated ones
 *
 * By the slope of the function, which its op's own backward gives: 0 for every sample, and no
 * gradient comes past the unit; under a twentieth of the function's steepest for nearly every
 * sample, and hardly any does. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/watching/idle-units.h"

#include <math.h>

#define SAMPLES 64
#define FLAT .05f      /* of the steepest slope */
#define NEARLY_ALL .95 /* of a unit's numbers */
#define REACH 4        /* the steepest slope is looked for within so much of 0 */
#define PROBES 257

struct _WeftIdler
{
  WeftModel *model;
  WeftState *state;
  WeftRunner *runner; /* nullable */
};

WeftIdler *
weft_idler_new (WeftModel *model, WeftState *state, WeftPool *pool, int level)
{
  WeftIdler *idler = g_new0 (WeftIdler, 1);
  const WeftPlanOptions options = { .mode = WEFT_MODE_INFER, .level = level, .keep_all = TRUE };

  idler->model = weft_model_ref (model);
  idler->state = state;
  idler->runner = weft_runner_new (model, state, pool, &options, SAMPLES, NULL);
  return idler;
}

void
weft_idler_free (WeftIdler *idler)
{
  g_clear_pointer (&idler->runner, weft_runner_free);
  weft_model_unref (idler->model);
  g_free (idler);
}

static gboolean
is_activation (const char *op)
{
#define UNIT(id, ...) #id,
  static const char *const ids[] = {
#include "engine/ops/activations.def"
    NULL,
  };
#undef UNIT

  return g_strv_contains (ids, op);
}

/* Of n numbers x and what became of them, y; slope: (n). */
static void
find_slopes (const WeftProgramOp *application, float *x, float *y, float *slope, gint64 n)
{
  const WeftOp *op = weft_op_find (application->op, 0);
  const WeftShape shape = { .rank = 2, .type = WEFT_F32, .dims = { 1, n } };
  g_autofree float *ones = g_new (float, n);
  WeftOpRun run = { .attrs = application->attrs,
                    .n_in = 1,
                    .n_out = 1,
                    .in_shape = &shape,
                    .out_shape = &shape,
                    .in = { x },
                    .out = { y },
                    .d_in = { slope },
                    .d_out = { ones } };
  guint slices = op->backward[0].slices != NULL ? op->backward[0].slices (&run) : 1;

  for (gint64 i = 0; i < n; i++)
    ones[i] = 1;
  for (guint i = 0; i < slices; i++)
    op->backward[0].run (&run, i);
}

static float
find_steepest (const WeftProgramOp *application)
{
  const WeftOp *op = weft_op_find (application->op, 0);
  const WeftShape shape = { .rank = 2, .type = WEFT_F32, .dims = { 1, PROBES } };
  float x[PROBES], y[PROBES], slope[PROBES], most = 0;
  WeftOpRun run = { .attrs = application->attrs,
                    .n_in = 1,
                    .n_out = 1,
                    .in_shape = &shape,
                    .out_shape = &shape,
                    .in = { x },
                    .out = { y } };
  guint slices = op->forward[0].slices != NULL ? op->forward[0].slices (&run) : 1;

  for (int i = 0; i < PROBES; i++)
    x[i] = (float) REACH * (2 * (float) i / (PROBES - 1) - 1);
  for (guint i = 0; i < slices; i++)
    op->forward[0].run (&run, i);
  find_slopes (application, x, y, slope, PROBES);
  for (int i = 0; i < PROBES; i++)
    most = fmaxf (most, fabsf (slope[i]));
  return most;
}

/* Units are channels (N, C, …), or the last axis of what has steps (N, T, D). */
typedef struct
{
  gint64 units, inner, outer;
  const float *real; /* which of the outer are; nullable: all */
} Layout;

static gboolean
lay_out (const WeftProgramValue *value, Layout *layout)
{
  const WeftShape *shape = &value->shape;
  int axis = value->mask >= 0 ? shape->rank - 1 : 1;

  if (shape->rank < 2 || shape->type != WEFT_F32)
    return FALSE;
  *layout = (Layout){ .units = shape->dims[axis], .inner = 1 };
  for (int i = axis + 1; i < shape->rank; i++)
    layout->inner *= shape->dims[i];
  layout->outer = layout->units * layout->inner > 0
                      ? weft_shape_count (shape) / (layout->units * layout->inner)
                      : 0;
  return layout->outer > 0;
}

static void
name_unit (gint64 named[WEFT_IDLE_NAMED], gint64 n, gint64 unit)
{
  if (n < WEFT_IDLE_NAMED)
    named[n] = unit;
}

static void
count_unit (WeftIdleUnits *idle, const Layout *layout, const float *slope, gint64 unit, float flat)
{
  gint64 n = 0, none = 0, little = 0;

  for (gint64 i = 0; i < layout->outer * layout->inner; i++)
    {
      float size = fabsf (
          slope[(i / layout->inner * layout->units + unit) * layout->inner + i % layout->inner]);

      if (layout->real != NULL && layout->real[i] == 0)
        continue;
      n++;
      none += size == 0;
      little += size < flat;
    }
  if (none == n)
    name_unit (idle->which_dead, idle->dead++, unit);
  else if ((double) little >= NEARLY_ALL * (double) n)
    name_unit (idle->which_saturated, idle->saturated++, unit);
}

/* The mask of a value with steps is given, or made on the way; NULL: there is none. */
static const float *
find_real (const WeftIdler *idler, WeftExec *exec, const WeftProgram *program, int mask)
{
  for (guint i = 0; mask >= 0 && i < program->inputs->len; i++)
    if (g_array_index (program->inputs, WeftProgramInput, i).value == mask)
      return idler->runner->inputs[i];
  return mask >= 0 ? weft_exec_get_value (exec, mask) : NULL;
}

static void
count_of (const WeftIdler *idler, GHashTable *all, WeftExec *exec, const WeftProgram *program,
          const WeftProgramOp *application)
{
  const WeftProgramValue *value
      = &g_array_index (program->values, WeftProgramValue, application->in[0]);
  float *x = (float *) weft_exec_get_value (exec, application->in[0]);
  float *y = (float *) weft_exec_get_value (exec, application->out[0]);
  gint64 n = weft_shape_count (&value->shape);
  g_autofree float *slope = NULL;
  WeftIdleUnits *idle = g_hash_table_lookup (all, &application->node);
  Layout layout;
  float flat;

  if (x == NULL || y == NULL || !lay_out (value, &layout))
    return;
  if (idle == NULL)
    {
      idle = g_new0 (WeftIdleUnits, 1);
      g_hash_table_insert (all, g_memdup2 (&application->node, sizeof (gint64)), idle);
    }
  layout.real = find_real (idler, exec, program, value->mask);
  slope = g_new (float, n);
  find_slopes (application, x, y, slope, n);
  flat = FLAT * find_steepest (application);
  idle->samples = value->shape.dims[0];
  idle->units += layout.units;
  for (gint64 unit = 0; unit < layout.units; unit++)
    count_unit (idle, &layout, slope, unit, flat);
}

static gint64
choose_samples (const WeftModel *model, guint32 samples[SAMPLES])
{
  gint64 n = MIN (SAMPLES, model->split->count[WEFT_PART_TRAIN]);

  for (gint64 i = 0; i < n; i++)
    samples[i] = weft_drawn_get_sample (model->split, n, i);
  return n;
}

GHashTable *
weft_idler_count (WeftIdler *idler)
{
  guint32 samples[SAMPLES];
  gint64 n = choose_samples (idler->model, samples);
  WeftProgram *program;
  WeftBinding binding;
  GHashTable *all;
  WeftExec *exec;

  if (idler->runner == NULL || n == 0)
    return NULL;
  binding = weft_model_bind_samples (idler->model, samples, n);
  weft_model_gather (idler->model, samples, binding, idler->runner->inputs);
  exec = weft_runner_run (idler->runner, binding, &program, NULL);
  if (exec == NULL)
    return NULL;
  all = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  for (guint i = 0; i < program->ops->len; i++)
    {
      const WeftProgramOp *application = &g_array_index (program->ops, WeftProgramOp, i);

      if (is_activation (application->op))
        count_of (idler, all, exec, program, application);
    }
  return all;
}
