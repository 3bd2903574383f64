/* small-padding: a model over a ragged set, and the loss and gradients of some of its samples */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <math.h>

#include "engine/run/exec.h"
#include "small-ragged.h"

typedef struct
{
  WeftModel *model;
  WeftState *state;
  void *inputs[WEFT_MAX_FEEDS];
} Setup;

static inline void
setup_init (Setup *setup, WeftModel *model)
{
  g_autoptr (GError) error = NULL;

  memset (setup, 0, sizeof *setup);
  setup->model = model;
  setup->state = weft_model_new_state (setup->model, 5, &error);
  g_assert_no_error (error);
  g_assert_true (weft_model_new_inputs (setup->model, 24, setup->inputs, NULL));
}

static inline void
setup_clear (Setup *setup)
{
  weft_model_free_inputs (setup->inputs);
  weft_state_free (setup->state);
  weft_model_unref (setup->model);
}

/* How much a batch counts beside others: by its samples, or by its steps where each is judged. */
static inline double
get_weight (const Setup *setup, const guint32 *samples, gint64 n)
{
  gint64 steps = 0;

  for (gint64 i = 0; i < n; i++)
    steps += weft_lengths_of (setup->model->dataset, samples[i], 0);
  return (double) (setup->model->judges[0].judged.has_steps ? steps : n);
}

/* Adds the loss and all gradients of these samples, padded to t steps, times their weight. */
static inline void
add_pass (Setup *setup, const guint32 *samples, WeftBinding binding, GArray *sums)
{
  double weight = get_weight (setup, samples, binding.n);
  const WeftPlanOptions options = { .mode = WEFT_MODE_TRAIN, .level = weft_kernel_best_level () };
  g_autoptr (GError) error = NULL;
  WeftPlan *plan = weft_model_get_plan (setup->model, binding, &options, &error);
  g_autoptr (WeftExec) exec = NULL;
  const WeftProgram *program;
  guint at = 0;

  g_assert_no_error (error);
  program = weft_plan_get_program (plan);
  exec = weft_exec_new (plan, setup->state, NULL, &error);
  g_assert_no_error (error);
  weft_model_gather (setup->model, samples, binding, setup->inputs);
  weft_exec_set_inputs (exec, (const void *const *) setup->inputs);
  weft_exec_run (exec, 1, 0);
  g_array_set_size (sums, MAX (sums->len, 1));
  g_array_index (sums, double, at++) += (double) weft_exec_get_loss (exec) * weight;
  for (guint i = 0; i < program->values->len; i++)
    {
      const WeftProgramValue *value = &g_array_index (program->values, WeftProgramValue, i);
      const float *gradient
          = value->role == WEFT_VALUE_WEIGHT ? weft_exec_get_gradient (exec, (int) i) : NULL;

      for (gint64 k = 0; gradient && k < weft_shape_count (&value->shape); k++)
        {
          g_array_set_size (sums, MAX (sums->len, at + 1));
          g_array_index (sums, double, at++) += (double) gradient[k] * weight;
        }
    }
}

static inline void
assert_near (GArray *a, GArray *b)
{
  double largest = 0;

  g_assert_cmpuint (a->len, ==, b->len);
  g_assert_cmpuint (a->len, >, 10);
  for (guint i = 0; i < a->len; i++)
    largest = MAX (largest, fabs (g_array_index (a, double, i)));
  for (guint i = 0; i < a->len; i++)
    g_assert_cmpfloat_with_epsilon (g_array_index (a, double, i), g_array_index (b, double, i),
                                    2e-6 * largest);
}
