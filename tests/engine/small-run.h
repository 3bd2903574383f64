/* small-run: programs put together by hand, compiled, bound to a batch and run */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/base/float.h"
#include "engine/run/exec.h"
#include "small-program.h"

#define MOST 8192 /* numbers in the largest batch */

static float batch_x[MOST], batch_y[MOST];
static gint64 batch_classes[MOST];

static inline const WeftOptimizer *
find_optimizer (const char *id)
{
  for (guint i = 0; i < weft_optimizers_count (); i++)
    if (g_str_equal (weft_optimizer_get ((int) i, 0)->id, id))
      return weft_optimizer_get ((int) i, weft_kernel_best_level ());
  g_assert_not_reached ();
}

/* values: "{'momentum': <0.9>}"; of names that the row has; transfer full */
static inline gpointer
load_settings (const WeftOptimizer *optimizer, const char *values)
{
  g_autoptr (GVariant) set = g_variant_parse (G_VARIANT_TYPE_VARDICT, values, NULL, NULL, NULL);

  g_assert_nonnull (set);
  return weft_optimizer_load (optimizer, set);
}

static inline WeftPlan *
compile (WeftProgram *program, WeftMode mode, gboolean keep_all, gboolean input_gradient)
{
  WeftPlanOptions options = { mode, weft_kernel_best_level (), keep_all, input_gradient };
  g_autoptr (GError) error = NULL;
  WeftPlan *plan = weft_plan_compile (program, &options, &error);

  g_assert_no_error (error);
  return plan;
}

/* The batch for the program's inputs, of which x comes first; valid until the next call. */
static inline const void *const *
small_batch (const WeftProgram *program)
{
  static const void *inputs[2] = { batch_x };
  int y = weft_program_find_input (program, "y");

  inputs[1] = y >= 0 && small_shape (program, y).type == WEFT_I64 ? (const void *) batch_classes
                                                                  : batch_y;
  return inputs;
}

static inline WeftExec *
bind (WeftPlan *plan, WeftState *state, WeftPool *pool)
{
  g_autoptr (GError) error = NULL;
  WeftProgram *program = weft_plan_get_program (plan);
  WeftExec *exec = weft_exec_new (plan, state, pool, &error);

  g_assert_no_error (error);
  weft_exec_set_inputs (exec, small_batch (program));
  return exec;
}

static inline void
fill_batch (int step)
{
  WeftRandom random = { 5, WEFT_STREAM_CHECK, (guint64) step };

  weft_random_fill_normal (&random, batch_x, MOST, 0, 1);
  weft_random_fill_uniform (&random, batch_y, MOST, -1, 1);
  for (int i = 0; i < MOST; i++)
    batch_classes[i] = (gint64) weft_random_below (&random, (guint64) i, 3);
}
