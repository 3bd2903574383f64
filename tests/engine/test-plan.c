/* test-plan: a lean plan computes what one with everything kept does, on any number of threads, and
 * the gradients of values with several readers are right */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "small-nets.h"
#include "small-run.h"

typedef struct
{
  WeftPool *pool;
  gboolean keep_all;
  const char *optimizer;
} Settings;

/* The state's hash after 20 steps. */
static char *
train (WeftProgram *program, const Settings *settings)
{
  const WeftOptimizer *optimizer = find_optimizer (settings->optimizer);
  g_autofree gpointer given
      = load_settings (optimizer, "{'momentum': <0.9>, 'weight_decay': <0.0001>}");
  g_autoptr (WeftState) state = weft_state_new (
      &(WeftStateForm){ .program = program, .n_slots = optimizer->n_slots (given) }, 1, NULL);
  g_autoptr (WeftPlan) plan = compile (program, WEFT_MODE_TRAIN, settings->keep_all, FALSE);
  g_autoptr (WeftExec) exec = bind (plan, state, settings->pool);
  WeftUpdate update;

  for (int step = 1; step <= 20; step++)
    {
      fill_batch (step);
      weft_update_prepare (&update, optimizer, given, 0.01, step);
      weft_exec_step (exec, optimizer, &update, 1, step);
      g_assert_true (isfinite (weft_exec_get_loss (exec)));
    }
  g_assert_cmpfloat (weft_exec_get_gradient_norm2 (exec), >, 0);
  return weft_state_dup_hash (state);
}

static WeftProgram *(*const makers[]) (void)
    = { make_mlp, make_fan, make_residual, make_shared, make_picture, make_heads };

/* Memory reuse and threads change no bit. */
static void
test_same_bits (gconstpointer data)
{
  g_autoptr (WeftProgram) program = makers[GPOINTER_TO_INT (data)]();
  g_autoptr (WeftPool) one = weft_pool_new (1, FALSE), two = weft_pool_new (2, FALSE);

  for (guint i = 0; i < weft_optimizers_count (); i++)
    {
      const char *id = weft_optimizer_get ((int) i, 0)->id;
      g_autofree char *lean = train (program, &(Settings){ NULL, FALSE, id });
      g_autofree char *kept = train (program, &(Settings){ one, TRUE, id });
      g_autofree char *threads = train (program, &(Settings){ two, FALSE, id });

      g_assert_cmpstr (lean, ==, kept);
      g_assert_cmpstr (lean, ==, threads);
    }
}

static double
loss_at (WeftExec *exec, float *values, const float *direction, gsize n, double distance)
{
  g_autofree float *before = g_memdup2 (values, n * sizeof *values);
  double loss;

  for (gsize i = 0; i < n; i++)
    values[i] += (float) (distance * direction[i]);
  weft_exec_run (exec, 1, 1);
  loss = weft_exec_get_loss (exec);
  memcpy (values, before, n * sizeof *values);
  return loss;
}

/* Central difference along a random direction against the analytic gradient. */
static void
check_slope (WeftExec *exec, float *values, const float *gradient, gsize n)
{
  g_autofree float *direction = g_new (float, n);
  WeftRandom random = { 11, WEFT_STREAM_CHECK, n };
  double analytic = 0, numeric, step = 2e-3;

  weft_random_fill_normal (&random, direction, n, 0, 1 / sqrtf ((float) n));
  for (gsize i = 0; i < n; i++)
    analytic += (double) gradient[i] * direction[i];
  numeric
      = (loss_at (exec, values, direction, n, step) - loss_at (exec, values, direction, n, -step))
        / (2 * step);
  g_assert_cmpfloat_with_epsilon (analytic, numeric, 0.02 * fabs (numeric) + 1e-3);
}

/* Every weight and the data, all of them through whatever sums and shares there are. */
static void
test_gradients (gconstpointer data)
{
  g_autoptr (WeftProgram) program = makers[GPOINTER_TO_INT (data)]();
  g_autoptr (WeftState) state
      = weft_state_new (&(WeftStateForm){ .program = program, .n_slots = 0 }, 3, NULL);
  g_autoptr (WeftPlan) plan = compile (program, WEFT_MODE_TRAIN, TRUE, TRUE);
  g_autoptr (WeftExec) exec = NULL;

  fill_batch (1);
  exec = bind (plan, state, NULL);
  for (guint i = 0; i < program->values->len; i++)
    {
      const WeftProgramValue *value = &g_array_index (program->values, WeftProgramValue, i);
      gsize n = weft_shape_count (&value->shape);
      g_autofree float *gradient = NULL;
      float *at = batch_x;

      if (value->role != WEFT_VALUE_WEIGHT && (int) i != weft_program_find_input (program, "x"))
        continue;
      if (value->role == WEFT_VALUE_WEIGHT)
        at = weft_state_find_value (state, value)->value;
      weft_exec_run (exec, 1, 1);
      gradient = g_memdup2 (weft_exec_get_gradient (exec, (int) i), n * sizeof *gradient);
      check_slope (exec, at, gradient, n);
    }
}

/* In the kept plan every gradient in between is there too and is what the chain gives. */
static void
test_kept_values (void)
{
  g_autoptr (WeftProgram) program = make_fan ();
  g_autoptr (WeftState) state
      = weft_state_new (&(WeftStateForm){ .program = program, .n_slots = 0 }, 3, NULL);
  g_autoptr (WeftPlan) kept = compile (program, WEFT_MODE_TRAIN, TRUE, FALSE);
  g_autoptr (WeftPlan) lean = compile (program, WEFT_MODE_TRAIN, FALSE, FALSE);
  g_autoptr (WeftExec) exec = NULL, thin = NULL;
  guint hidden = 0;

  fill_batch (1);
  exec = bind (kept, state, NULL);
  thin = bind (lean, state, NULL);
  weft_exec_run (exec, 1, 1);
  weft_exec_run (thin, 1, 1);
  for (guint i = 0; i < program->values->len; i++)
    {
      const WeftProgramValue *value = &g_array_index (program->values, WeftProgramValue, i);
      const float *v = weft_exec_get_value (exec, (int) i);

      g_assert_nonnull (v);
      hidden += weft_exec_get_value (thin, (int) i) == NULL;
      if (value->role == WEFT_VALUE_RESULT)
        g_assert_nonnull (weft_exec_get_gradient (exec, (int) i));
    }
  g_assert_cmpuint (hidden, >, 5);
  g_assert_cmpfloat (weft_exec_get_loss (exec), ==, weft_exec_get_loss (thin));
  g_assert_cmpfloat (*weft_exec_get_gradient (exec, program->total), ==, 1);
}

/* The data's gradient is there when it is asked for, and is what the kept plan gives. */
static void
test_input_gradient (void)
{
  g_autoptr (WeftProgram) program = make_fan ();
  g_autoptr (WeftState) state
      = weft_state_new (&(WeftStateForm){ .program = program, .n_slots = 0 }, 3, NULL);
  g_autoptr (WeftPlan) kept = compile (program, WEFT_MODE_TRAIN, TRUE, TRUE);
  g_autoptr (WeftPlan) lean = compile (program, WEFT_MODE_TRAIN, FALSE, TRUE);
  g_autoptr (WeftPlan) none = compile (program, WEFT_MODE_TRAIN, TRUE, FALSE);
  g_autoptr (WeftExec) a = bind (kept, state, NULL), b = bind (lean, state, NULL);
  g_autoptr (WeftExec) c = bind (none, state, NULL);
  gsize bytes = 32 * 12 * sizeof (float);

  fill_batch (1);
  weft_exec_run (a, 1, 1);
  weft_exec_run (b, 1, 1);
  g_assert_cmpmem (weft_exec_get_gradient (a, weft_program_find_input (program, "x")), bytes,
                   weft_exec_get_gradient (b, weft_program_find_input (program, "x")), bytes);
  g_assert_null (weft_exec_get_gradient (c, weft_program_find_input (program, "x")));
}

static WeftProgram *
make_chain (int length)
{
  WeftProgram *program = weft_program_new (WEFT_BINDING (128, 0));
  int x = small_x (program, WEFT_SHAPE (128, 64));

  for (int i = 0; i < length; i++)
    x = SMALL_OP (program, 3 + 2 * i, "tanh", NULL, small_linear (program, 2 + 2 * i, x, 64));
  small_mse (program, 1000, x);
  return program;
}

/* Inference through twenty layers needs the memory of two; training keeps what backward reads. */
static void
test_arena (void)
{
  g_autoptr (WeftProgram) program = make_chain (20);
  g_autoptr (WeftPlan) infer = compile (program, WEFT_MODE_INFER, FALSE, FALSE);
  g_autoptr (WeftPlan) lean = compile (program, WEFT_MODE_TRAIN, FALSE, FALSE);
  g_autoptr (WeftPlan) kept = compile (program, WEFT_MODE_TRAIN, TRUE, FALSE);
  gsize one = 128 * 64 * sizeof (float), weights = 20 * (64 * 64 + 64) * sizeof (float);

  g_assert_cmpuint (weft_plan_get_arena_bytes (infer), <=, 2 * one);
  g_assert_cmpuint (weft_plan_get_arena_bytes (lean), >=, 20 * one + weights);
  g_assert_cmpuint (weft_plan_get_arena_bytes (lean), <=, 23 * one + weights);
  g_assert_cmpuint (weft_plan_get_arena_bytes (kept), >=, 80 * one + weights);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  weft_float_prepare_thread ();
  for (guint i = 0; i < G_N_ELEMENTS (makers); i++)
    {
      static const char *const names[] = { "mlp", "fan", "residual", "shared", "picture", "heads" };
      g_autofree char *bits = g_strdup_printf ("/plan/same-bits/%s", names[i]);
      g_autofree char *slopes = g_strdup_printf ("/plan/gradients/%s", names[i]);

      g_test_add_data_func (bits, GINT_TO_POINTER (i), test_same_bits);
      g_test_add_data_func (slopes, GINT_TO_POINTER (i), test_gradients);
    }
  g_test_add_func ("/plan/kept-values", test_kept_values);
  g_test_add_func ("/plan/input-gradient", test_input_gradient);
  g_test_add_func ("/plan/arena", test_arena);
  return g_test_run ();
}
