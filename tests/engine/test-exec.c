/* test-exec: modes, batches, and what happens when numbers or states are wrong */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "small-nets.h"
#include "small-run.h"

/* Evaluating and inferring agree; dropout is off, statistics are the running ones and stay. */
static void
test_modes (void)
{
  g_autoptr (WeftProgram) program = make_residual ();
  g_autoptr (WeftState) state
      = weft_state_new (&(WeftStateForm){ .program = program, .n_slots = 0 }, 3, NULL);
  g_autoptr (WeftPlan) evaluate = compile (program, WEFT_MODE_EVALUATE, FALSE, FALSE);
  g_autoptr (WeftPlan) infer = compile (program, WEFT_MODE_INFER, FALSE, FALSE);
  g_autoptr (WeftExec) a = NULL, b = NULL;
  g_autofree char *before = weft_state_dup_hash (state), *after = NULL;
  gsize bytes = 32 * 3 * sizeof (float);
  g_autofree float *first = NULL;

  fill_batch (1);
  a = bind (evaluate, state, NULL);
  b = bind (infer, state, NULL);
  weft_exec_run (a, 1, 1);
  first = g_memdup2 (weft_exec_get_value (a, small_prediction (program)), bytes);
  weft_exec_run (a, 1, 2);
  weft_exec_run (b, 1, 3);
  g_assert_cmpmem (first, bytes, weft_exec_get_value (a, small_prediction (program)), bytes);
  g_assert_cmpmem (first, bytes, weft_exec_get_value (b, small_prediction (program)), bytes);
  g_assert_true (isfinite (weft_exec_get_loss (a)));
  g_assert_true (isnan (weft_exec_get_loss (b)));
  after = weft_state_dup_hash (state);
  g_assert_cmpstr (before, ==, after);
}

/* Training moves the running statistics, and dropout follows (seed, step) alone. */
static void
test_training_mode (void)
{
  g_autoptr (WeftProgram) program = make_residual ();
  g_autoptr (WeftState) state
      = weft_state_new (&(WeftStateForm){ .program = program, .n_slots = 0 }, 3, NULL);
  g_autoptr (WeftPlan) plan = compile (program, WEFT_MODE_TRAIN, FALSE, FALSE);
  g_autoptr (WeftExec) exec = NULL;
  float loss[4];

  fill_batch (1);
  exec = bind (plan, state, NULL);
  for (int i = 0; i < 4; i++)
    {
      weft_exec_run (exec, i == 3 ? 2 : 1, i == 1 ? 2 : 1);
      loss[i] = weft_exec_get_loss (exec);
    }
  g_assert_cmpfloat (loss[0], ==, loss[2]);
  g_assert_cmpfloat (loss[0], !=, loss[1]);
  g_assert_cmpfloat (loss[0], !=, loss[3]);
  g_assert_cmpfloat (weft_state_find (state, 11, "running_mean")->value[0], !=, 0);
}

/* Weights that the loss does not hang on stay as they are, also under decay. */
static void
test_dead_branch (void)
{
  g_autoptr (WeftProgram) program = make_shared ();
  g_autoptr (WeftState) state
      = weft_state_new (&(WeftStateForm){ .program = program, .n_slots = 2 }, 3, NULL);
  g_autoptr (WeftState) before = weft_state_dup (state, NULL);
  g_autoptr (WeftPlan) plan = compile (program, WEFT_MODE_TRAIN, FALSE, FALSE);
  g_autoptr (WeftExec) exec = NULL;
  const WeftOptimizer *adamw = find_optimizer ("adamw");
  g_autofree gpointer settings = load_settings (adamw, "{'weight_decay': <0.1>}");
  WeftUpdate update;

  fill_batch (1);
  exec = bind (plan, state, NULL);
  weft_update_prepare (&update, adamw, settings, 0.1, 1);
  weft_exec_step (exec, adamw, &update, 1, 1);
  g_assert_cmpfloat (weft_state_find (state, 2, "weight")->value[5], !=,
                     weft_state_find (before, 2, "weight")->value[5]);
  g_assert_cmpmem (weft_state_find (state, 6, "weight")->value, 320 * 4,
                   weft_state_find (before, 6, "weight")->value, 320 * 4);
}

/* The first op whose numbers go wrong is named, and the weights are left sound. */
static void
test_bad_op (void)
{
  g_autoptr (WeftProgram) program = small_mlp (4, 3, 4, 2);
  g_autoptr (WeftState) state
      = weft_state_new (&(WeftStateForm){ .program = program, .n_slots = 0 }, 3, NULL);
  g_autoptr (WeftPlan) plan = compile (program, WEFT_MODE_TRAIN, FALSE, FALSE);
  g_autoptr (WeftExec) exec = NULL;
  g_autofree char *name = NULL, *weight = NULL, *before = NULL, *after = NULL;
  const WeftOptimizer *sgd = find_optimizer ("sgd");
  g_autofree gpointer settings = load_settings (sgd, "@a{sv} {}");
  WeftUpdate update;
  gint64 node;

  fill_batch (1);
  exec = bind (plan, state, NULL);
  weft_exec_run (exec, 1, 1);
  g_assert_null (weft_exec_find_bad_op (exec, 1, 1, &node));
  for (int i = 0; i < 4; i++)
    weft_state_find (state, 4, "weight")->value[i] = 3e38f;
  weft_state_find (state, 4, "bias")->value[0] = 3e38f;
  for (int i = 0; i < 12; i++)
    weft_state_find (state, 2, "weight")->value[i] = 100;
  batch_x[0] = batch_x[1] = batch_x[2] = 1;
  before = weft_state_dup_hash (state);
  weft_update_prepare (&update, sgd, settings, 0.1, 1);
  weft_exec_step (exec, sgd, &update, 1, 1);
  after = weft_state_dup_hash (state);
  g_assert_cmpstr (before, ==, after);
  g_assert_false (isfinite (weft_exec_get_loss (exec)));
  name = weft_exec_find_bad_op (exec, 1, 1, &node);
  g_assert_cmpint (node, ==, 4);
  g_assert_true (g_str_has_prefix (name, "linear4 (linear, "));

  weft_state_find (state, 2, "bias")->value[1] = NAN;
  weight = weft_exec_find_bad_op (exec, 1, 1, &node);
  g_assert_cmpint (node, ==, 2);
  g_assert_cmpstr (weight, ==, "bias");
}

/* Looking for the op moves running statistics on the way, and puts them back. */
static void
test_bad_op_leaves_state (void)
{
  g_autoptr (WeftProgram) program = make_residual ();
  g_autoptr (WeftState) state
      = weft_state_new (&(WeftStateForm){ .program = program, .n_slots = 1 }, 3, NULL);
  g_autoptr (WeftPlan) plan = compile (program, WEFT_MODE_TRAIN, FALSE, FALSE);
  g_autoptr (WeftExec) exec = NULL;
  g_autofree char *before = NULL, *after = NULL, *name = NULL;
  gint64 node;

  fill_batch (1);
  weft_state_find (state, 40, "weight")->value[0] = 3e38f;
  weft_state_find (state, 40, "bias")->value[0] = 3e38f;
  exec = bind (plan, state, NULL);
  weft_exec_run (exec, 1, 1);
  before = weft_state_dup_hash (state);
  name = weft_exec_find_bad_op (exec, 1, 1, &node);
  g_assert_cmpint (node, ==, 40);
  g_assert_nonnull (name);
  after = weft_state_dup_hash (state);
  g_assert_cmpstr (before, ==, after);
}

/* A state of another network is refused, not read beyond its end. */
static void
test_foreign_state (void)
{
  g_autoptr (WeftProgram) program = small_mlp (4, 3, 4, 2), other = small_mlp (4, 3, 5, 2);
  g_autoptr (WeftState) state
      = weft_state_new (&(WeftStateForm){ .program = other, .n_slots = 0 }, 3, NULL);
  g_autoptr (WeftPlan) plan = compile (program, WEFT_MODE_TRAIN, FALSE, FALSE);
  g_autoptr (GError) error = NULL;

  g_assert_null (weft_exec_new (plan, state, NULL, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INVALID);
}

/* Without a loss there is nothing to train, and all that nobody reads is a result. */
static void
test_without_loss (void)
{
  g_autoptr (WeftProgram) program = weft_program_new (WEFT_BINDING (4, 0));
  g_autoptr (WeftState) state = NULL;
  g_autoptr (WeftPlan) plan = NULL;
  g_autoptr (WeftExec) exec = NULL;
  g_autoptr (GError) error = NULL;
  WeftPlanOptions train = { WEFT_MODE_TRAIN, 0, FALSE, FALSE };
  int x = small_x (program, WEFT_SHAPE (4, 3)), h = small_linear (program, 2, x, 5);
  int a = SMALL_OP (program, 3, "relu", NULL, h), b = SMALL_OP (program, 4, "tanh", NULL, h);

  g_assert_null (weft_plan_compile (program, &train, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INVALID);
  fill_batch (1);
  state = weft_state_new (&(WeftStateForm){ .program = program, .n_slots = 0 }, 1, NULL);
  plan = compile (program, WEFT_MODE_INFER, FALSE, FALSE);
  exec = bind (plan, state, NULL);
  weft_exec_run (exec, 1, 1);
  for (int i = 0; i < 20; i++)
    {
      float r = ((const float *) weft_exec_get_value (exec, a))[i];
      float t = ((const float *) weft_exec_get_value (exec, b))[i];

      g_assert_cmpfloat_with_epsilon (r, MAX (atanhf (t), 0), 1e-4);
    }
}

/* Another batch of the same shape: pointers follow, also through a view. */
static void
test_next_batch (void)
{
  g_autoptr (WeftProgram) program = weft_program_new (WEFT_BINDING (2, 0));
  g_autoptr (WeftState) state = NULL;
  g_autoptr (WeftPlan) plan = NULL;
  g_autoptr (WeftExec) exec = NULL;
  const float a[8] = { 1, 2, 3, 4, 5, 6, 7, 8 }, b[8] = { -1 };
  int x = small_x (program, WEFT_SHAPE (2, 2, 2));
  int y = SMALL_OP (program, 3, "relu", NULL,
                    SMALL_OP (program, 2, "reshape", WEFT_ATTRS ({ "dims", { 4 }, 1 }), x));

  state = weft_state_new (&(WeftStateForm){ .program = program, .n_slots = 0 }, 1, NULL);
  plan = compile (program, WEFT_MODE_INFER, FALSE, FALSE);
  exec = weft_exec_new (plan, state, NULL, NULL);
  weft_exec_set_inputs (exec, (const void *[]){ a });
  weft_exec_run (exec, 1, 1);
  g_assert_cmpfloat (((const float *) weft_exec_get_value (exec, y))[7], ==, 8);
  g_assert_cmpfloat (a[7], ==, 8);
  weft_exec_set_inputs (exec, (const void *[]){ b });
  weft_exec_run (exec, 1, 2);
  g_assert_cmpfloat (((const float *) weft_exec_get_value (exec, y))[0], ==, 0);
  g_assert_cmpfloat (b[0], ==, -1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  weft_float_prepare_thread ();
  g_test_add_func ("/exec/modes", test_modes);
  g_test_add_func ("/exec/training-mode", test_training_mode);
  g_test_add_func ("/exec/dead-branch", test_dead_branch);
  g_test_add_func ("/exec/bad-op", test_bad_op);
  g_test_add_func ("/exec/bad-op-leaves-state", test_bad_op_leaves_state);
  g_test_add_func ("/exec/foreign-state", test_foreign_state);
  g_test_add_func ("/exec/without-loss", test_without_loss);
  g_test_add_func ("/exec/next-batch", test_next_batch);
  return g_test_run ();
}
