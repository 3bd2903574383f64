/* sizes: how large what flows along the wires is, its gradients, and the weights */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/watching/sizes.h"

#include <math.h>

struct _WeftSizer
{
  WeftModel *model;
  WeftState *state;
  WeftRunner *runner; /* one sample, forward and back, where nothing learns; nullable */
  GArray *nothing;    /* gint64: the nodes that learn; the runner's options point at it */
};

WeftSizer *
weft_sizer_new (WeftModel *model, WeftState *state, WeftPool *pool, int level)
{
  WeftSizer *sizer = g_new0 (WeftSizer, 1);
  WeftPlanOptions options = { .mode = WEFT_MODE_TRAIN,
                              .level = level,
                              .keep_all = TRUE,
                              .input_gradient = TRUE,
                              .rest_stands_still = TRUE };

  sizer->model = weft_model_ref (model);
  sizer->state = state;
  sizer->nothing = g_array_new (FALSE, FALSE, sizeof (gint64));
  options.wrt = sizer->nothing;
  sizer->runner = weft_runner_new (model, state, pool, &options, 1, NULL);
  return sizer;
}

void
weft_sizer_free (WeftSizer *sizer)
{
  g_clear_pointer (&sizer->runner, weft_runner_free);
  g_array_unref (sizer->nothing);
  weft_model_unref (sizer->model);
  g_free (sizer);
}

/* √(1/n Σ x²); NaN of nothing. */
static float
measure (const float *x, gsize n)
{
  double sum = 0;

  if (x == NULL || n == 0)
    return NAN;
  for (gsize i = 0; i < n; i++)
    sum += (double) x[i] * (double) x[i];
  return (float) sqrt (sum / (double) n);
}

static WeftSizes *
find_sizes (GHashTable *all, gint64 node)
{
  WeftSizes *sizes = g_hash_table_lookup (all, &node);

  if (sizes != NULL)
    return sizes;
  sizes = g_new (WeftSizes, 1);
  *sizes = (WeftSizes){ NAN, NAN, NAN };
  g_hash_table_insert (all, g_memdup2 (&node, sizeof node), sizes);
  return sizes;
}

static void
measure_values (GHashTable *all, WeftExec *exec, const WeftProgram *program)
{
  GHashTableIter iter;
  gpointer node, value;

  g_hash_table_iter_init (&iter, program->node_values);
  while (g_hash_table_iter_next (&iter, &node, &value))
    {
      int i = GPOINTER_TO_INT (value);
      const WeftShape *shape = &g_array_index (program->values, WeftProgramValue, i).shape;
      gsize n = (gsize) weft_shape_count (shape);
      WeftSizes *sizes = shape->type == WEFT_F32 ? find_sizes (all, *(gint64 *) node) : NULL;

      if (sizes == NULL)
        continue;
      sizes->activation = measure (weft_exec_get_value (exec, i), n);
      sizes->gradient = measure (weft_exec_get_gradient (exec, i), n);
    }
}

/* Of all learnt numbers of a node together. */
static void
measure_weights (GHashTable *all, const WeftState *state)
{
  for (guint i = 0; i < state->n_live; i++)
    {
      const WeftStateEntry *entry = &g_array_index (state->entries, WeftStateEntry, i);

      /* Biases and scales are few beside what a layer weighs by. */
      if (entry->learnt && entry->shape.rank > 1)
        find_sizes (all, entry->node)->weight = measure (entry->value, entry->count);
    }
}

/* Forward and back; nullable. */
static WeftExec *
run (WeftSizer *sizer, guint32 sample, WeftProgram **program)
{
  WeftBinding binding;

  if (sizer->runner == NULL || sample >= sizer->model->dataset->count)
    return NULL;
  binding = weft_model_bind_samples (sizer->model, &sample, 1);
  weft_model_gather (sizer->model, &sample, binding, sizer->runner->inputs);
  return weft_runner_run (sizer->runner, binding, program, NULL);
}

WeftTensor *
weft_sizer_dup_gradient (WeftSizer *sizer, guint32 sample, gint64 node, int output)
{
  WeftProgram *program;
  WeftExec *exec = run (sizer, sample, &program);
  int i = exec != NULL ? weft_program_find_output (program, node, output) : -1;
  const float *gradient = i >= 0 ? weft_exec_get_gradient (exec, i) : NULL;
  WeftShape shape;

  if (gradient == NULL)
    return NULL;
  shape = weft_shape_of_one (&g_array_index (program->values, WeftProgramValue, i).shape);
  return weft_tensor_new_copy (&shape, gradient);
}

GHashTable *
weft_sizer_measure (WeftSizer *sizer, guint32 sample)
{
  WeftProgram *program;
  WeftExec *exec = run (sizer, sample, &program);
  GHashTable *all;

  if (exec == NULL)
    return NULL;
  all = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  measure_values (all, exec, program);
  measure_weights (all, sizer->state);
  return all;
}
