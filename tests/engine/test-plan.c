/* test-plan: a lean plan computes what one with everything kept does, on any number of threads, and the
 * gradients of values with several readers are right */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "engine/base/float.h"
#include "engine/plan/exec.h"
#include "small-program.h"

#define MOST 65536

typedef struct
{
  WeftPool *pool;
  gboolean keep_all;
  const char *optimizer;
} Settings;

static float batch_x[MOST], batch_y[MOST];
static gint64 batch_classes[MOST];

static const WeftOptimizer *
find_optimizer (const char *id)
{
  for (guint i = 0; i < weft_optimizers_count (); i++)
    if (g_str_equal (weft_optimizer_get ((int) i, 0)->id, id))
      return weft_optimizer_get ((int) i, weft_kernel_best_level ());
  g_assert_not_reached ();
}

static WeftPlan *
compile (WeftProgram *program, WeftMode mode, gboolean keep_all, gboolean input_gradient)
{
  WeftPlanOptions options = { mode, weft_kernel_best_level (), keep_all, input_gradient };
  g_autoptr (GError) error = NULL;
  WeftPlan *plan = weft_plan_compile (program, &options, &error);

  g_assert_no_error (error);
  return plan;
}

static WeftExec *
bind (WeftPlan *plan, WeftState *state, WeftPool *pool)
{
  g_autoptr (GError) error = NULL;
  WeftProgram *program = weft_plan_get_program (plan);
  WeftExec *exec = weft_exec_new (plan, state, pool, &error);

  g_assert_no_error (error);
  weft_exec_set_input (exec, batch_x,
                       program->y >= 0 && small_shape (program, program->y).type == WEFT_I64
                         ? (const void *) batch_classes
                         : batch_y);
  return exec;
}

static void
fill_batch (int step)
{
  WeftRandom random = { 5, WEFT_STREAM_CHECK, (guint64) step };

  weft_random_fill_normal (&random, batch_x, MOST, 0, 1);
  weft_random_fill_uniform (&random, batch_y, MOST, -1, 1);
  for (int i = 0; i < MOST; i++)
    batch_classes[i] = (gint64) weft_random_below (&random, (guint64) i, 3);
}

/* The state's hash after 20 steps. */
static char *
train (WeftProgram *program, const Settings *settings)
{
  WeftTraining training = { .momentum = 0.9, .eps = 1e-8, .alpha = 0.99, .weight_decay = 1e-4 };
  const WeftOptimizer *optimizer = find_optimizer (settings->optimizer);
  g_autoptr (WeftState) state = weft_state_new (program, optimizer->n_slots (&training), 1, NULL);
  g_autoptr (WeftPlan) plan = compile (program, WEFT_MODE_TRAIN, settings->keep_all, FALSE);
  g_autoptr (WeftExec) exec = bind (plan, state, settings->pool);
  WeftUpdate update;

  for (int step = 1; step <= 20; step++)
    {
      fill_batch (step);
      weft_update_prepare (&update, &training, 0.01, step);
      weft_exec_step (exec, optimizer, &update, 1, step);
      g_assert_true (isfinite (weft_exec_get_loss (exec)));
    }
  g_assert_cmpfloat (weft_exec_get_gradient_norm2 (exec), >, 0);
  return weft_state_dup_hash (state);
}

/* --- programs: each has something that a compiler may get wrong --- */

static WeftProgram *
make_mlp (void)
{
  return small_mlp (64, 100, 300, 3);
}

/* x feeds three readers; views between; sums of sums; a value added to itself. */
static WeftProgram *
make_fan (void)
{
  WeftProgram *p = small_new (32);
  WeftReshapeAttrs square = { 2, { 4, 4 } }, flat = { 1, { 16 } };
  WeftAxisAttrs columns = { 1 };
  int x = small_linear (p, 2, small_x (p, WEFT_SHAPE (32, 12)), 16);
  int s = SMALL_OP (p, 16, "sigmoid", NULL, x);
  int a = SMALL_OP (p, 3, "relu", NULL, x), b = SMALL_OP (p, 4, "tanh", NULL, x);
  int c = SMALL_OP (p, 5, "add", NULL, a, b, x, s); /* b's share of dx comes while ds still lies in dc */
  int d = SMALL_OP (p, 6, "reshape", &square, c), e = SMALL_OP (p, 7, "reshape", &flat, d);
  int f = SMALL_OP (p, 8, "add", NULL, e, c), g = SMALL_OP (p, 9, "add", NULL, f, f);
  int h = SMALL_OP (p, 10, "relu", NULL, g);
  int i = SMALL_OP (p, 11, "concat", &columns, h, small_linear (p, 12, f, 5), a);

  small_mse (p, 14, small_linear (p, 13, SMALL_OP (p, 15, "sigmoid", NULL, i), 2));
  return p;
}

/* Two residual blocks with statistics and dropout, and classes for a target. */
static WeftProgram *
make_residual (void)
{
  WeftProgram *p = small_new (32);
  WeftDropoutAttrs half = { 0.5f };
  WeftLossAttrs loss = { 2 };
  int x = small_linear (p, 2, small_x (p, WEFT_SHAPE (32, 20)), 24);

  for (int block = 0; block < 2; block++)
    {
      gint64 node = 10 * (block + 1);
      int h = SMALL_OP (p, node, "relu", NULL, small_batch_norm (p, node + 1, x));

      h = SMALL_OP (p, node + 2, "dropout", &half, small_linear (p, node + 3, h, 24));
      x = SMALL_OP (p, node + 4, "relu", NULL, SMALL_OP (p, node + 5, "add", NULL, h, x));
    }
  p->prediction = small_linear (p, 40, x, 3);
  p->loss = SMALL_OP (p, 41, "cross_entropy", &loss, p->prediction,
                      small_y (p, (WeftShape){ .rank = 1, .type = WEFT_I64, .dims = { 32 } }));
  return p;
}

/* One weight read by two ops, and a branch that leads nowhere. */
static WeftProgram *
make_shared (void)
{
  WeftProgram *p = small_new (16);
  int x = small_x (p, WEFT_SHAPE (16, 8));
  int w = small_weight (p, 2, "weight", 8, WEFT_SHAPE (8, 8));
  int a = SMALL_OP (p, 3, "tanh", NULL, SMALL_OP (p, 2, "linear", NULL, x, w));
  int b = SMALL_OP (p, 5, "tanh", NULL, SMALL_OP (p, 4, "linear", NULL, a, w));

  SMALL_OP (p, 7, "relu", NULL, small_linear (p, 6, a, 40));
  small_mse (p, 9, SMALL_OP (p, 8, "add", NULL, a, b));
  return p;
}

/* A picture through convolution and pooling. */
static WeftProgram *
make_picture (void)
{
  WeftProgram *p = small_new (8);
  WeftConvAttrs conv = { .kernel = { 3, 3 }, .stride = { 1, 1 }, .padding = { 1, 1 },
                         .dilation = { 1, 1 }, .padding_end = { 1, 1 }, .groups = 1 };
  WeftPoolAttrs pool = { .kernel = { 2, 2 }, .stride = { 2, 2 }, .dilation = { 1, 1 } };
  WeftReshapeAttrs flat = { 1, { -1 } };
  int x = small_x (p, WEFT_SHAPE (8, 1, 12, 12));

  for (gint64 node = 10; node < 30; node += 10)
    {
      gint64 channels = small_shape (p, x).dims[1];
      int w = small_weight (p, node, "weight", 9 * channels, WEFT_SHAPE (4, channels, 3, 3));
      int b = small_weight (p, node, "bias", 9 * channels, WEFT_SHAPE (4));
      int y = SMALL_OP (p, node, "conv2d", &conv, x, w, b);

      x = SMALL_OP (p, node + 2, "max_pool2d", &pool, SMALL_OP (p, node + 1, "relu", NULL, y));
    }
  small_mse (p, 41, small_linear (p, 40, SMALL_OP (p, 39, "reshape", &flat, x), 2));
  return p;
}

static WeftProgram *(*const makers[]) (void)
    = { make_mlp, make_fan, make_residual, make_shared, make_picture };

/* --- laws --- */

/* Memory reuse and threads change no bit. */
static void
test_same_bits (gconstpointer data)
{
  g_autoptr (WeftProgram) program = makers[GPOINTER_TO_INT (data)] ();
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
  numeric = (loss_at (exec, values, direction, n, step) - loss_at (exec, values, direction, n, -step))
            / (2 * step);
  g_assert_cmpfloat_with_epsilon (analytic, numeric, 0.02 * fabs (numeric) + 1e-3);
}

/* Every weight and the data, all of them through whatever sums and shares there are. */
static void
test_gradients (gconstpointer data)
{
  g_autoptr (WeftProgram) program = makers[GPOINTER_TO_INT (data)] ();
  g_autoptr (WeftState) state = weft_state_new (program, 0, 3, NULL);
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

      if (value->kind != WEFT_VALUE_WEIGHT && (int) i != program->x)
        continue;
      if (value->kind == WEFT_VALUE_WEIGHT)
        at = weft_state_find (state, value->node, value->name)->value;
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
  g_autoptr (WeftState) state = weft_state_new (program, 0, 3, NULL);
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
      if (value->kind == WEFT_VALUE_RESULT)
        g_assert_nonnull (weft_exec_get_gradient (exec, (int) i));
    }
  g_assert_cmpuint (hidden, >, 5);
  g_assert_cmpfloat (weft_exec_get_loss (exec), ==, weft_exec_get_loss (thin));
  g_assert_cmpfloat (*weft_exec_get_gradient (exec, program->loss), ==, 1);
}

/* The data's gradient is there when it is asked for, and is what the kept plan gives. */
static void
test_input_gradient (void)
{
  g_autoptr (WeftProgram) program = make_fan ();
  g_autoptr (WeftState) state = weft_state_new (program, 0, 3, NULL);
  g_autoptr (WeftPlan) kept = compile (program, WEFT_MODE_TRAIN, TRUE, TRUE);
  g_autoptr (WeftPlan) lean = compile (program, WEFT_MODE_TRAIN, FALSE, TRUE);
  g_autoptr (WeftPlan) none = compile (program, WEFT_MODE_TRAIN, TRUE, FALSE);
  g_autoptr (WeftExec) a = bind (kept, state, NULL), b = bind (lean, state, NULL);
  g_autoptr (WeftExec) c = bind (none, state, NULL);
  gsize bytes = 32 * 12 * sizeof (float);

  fill_batch (1);
  weft_exec_run (a, 1, 1);
  weft_exec_run (b, 1, 1);
  g_assert_cmpmem (weft_exec_get_gradient (a, program->x), bytes,
                   weft_exec_get_gradient (b, program->x), bytes);
  g_assert_null (weft_exec_get_gradient (c, program->x));
}

static WeftProgram *
make_chain (int length)
{
  WeftProgram *program = small_new (128);
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

/* Evaluating and inferring agree; dropout is off, statistics are the running ones and stay. */
static void
test_modes (void)
{
  g_autoptr (WeftProgram) program = make_residual ();
  g_autoptr (WeftState) state = weft_state_new (program, 0, 3, NULL);
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
  first = g_memdup2 (weft_exec_get_value (a, program->prediction), bytes);
  weft_exec_run (a, 1, 2);
  weft_exec_run (b, 1, 3);
  g_assert_cmpmem (first, bytes, weft_exec_get_value (a, program->prediction), bytes);
  g_assert_cmpmem (first, bytes, weft_exec_get_value (b, program->prediction), bytes);
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
  g_autoptr (WeftState) state = weft_state_new (program, 0, 3, NULL);
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
  g_autoptr (WeftState) state = weft_state_new (program, 2, 3, NULL);
  g_autoptr (WeftState) before = weft_state_dup (state, NULL);
  g_autoptr (WeftPlan) plan = compile (program, WEFT_MODE_TRAIN, FALSE, FALSE);
  g_autoptr (WeftExec) exec = NULL;
  WeftTraining training = { .eps = 1e-8, .weight_decay = 0.1 };
  WeftUpdate update;

  fill_batch (1);
  exec = bind (plan, state, NULL);
  weft_update_prepare (&update, &training, 0.1, 1);
  weft_exec_step (exec, find_optimizer ("adamw"), &update, 1, 1);
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
  g_autoptr (WeftState) state = weft_state_new (program, 0, 3, NULL);
  g_autoptr (WeftPlan) plan = compile (program, WEFT_MODE_TRAIN, FALSE, FALSE);
  g_autoptr (WeftExec) exec = NULL;
  g_autofree char *name = NULL, *weight = NULL, *before = NULL, *after = NULL;
  WeftTraining training = { .eps = 1e-8 };
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
  weft_update_prepare (&update, &training, 0.1, 1);
  weft_exec_step (exec, find_optimizer ("sgd"), &update, 1, 1);
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

/* A state of another network is refused, not read beyond its end. */
static void
test_foreign_state (void)
{
  g_autoptr (WeftProgram) program = small_mlp (4, 3, 4, 2), other = small_mlp (4, 3, 5, 2);
  g_autoptr (WeftState) state = weft_state_new (other, 0, 3, NULL);
  g_autoptr (WeftPlan) plan = compile (program, WEFT_MODE_TRAIN, FALSE, FALSE);
  g_autoptr (GError) error = NULL;

  g_assert_null (weft_exec_new (plan, state, NULL, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INVALID);
}

/* Without a loss there is nothing to train, and all that nobody reads is a result. */
static void
test_without_loss (void)
{
  g_autoptr (WeftProgram) program = small_new (4);
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
  state = weft_state_new (program, 0, 1, NULL);
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
  g_autoptr (WeftProgram) program = small_new (2);
  g_autoptr (WeftState) state = NULL;
  g_autoptr (WeftPlan) plan = NULL;
  g_autoptr (WeftExec) exec = NULL;
  WeftReshapeAttrs flat = { 1, { 4 } };
  const float a[8] = { 1, 2, 3, 4, 5, 6, 7, 8 }, b[8] = { -1 };
  int x = small_x (program, WEFT_SHAPE (2, 2, 2));
  int y = SMALL_OP (program, 3, "relu", NULL, SMALL_OP (program, 2, "reshape", &flat, x));

  state = weft_state_new (program, 0, 1, NULL);
  plan = compile (program, WEFT_MODE_INFER, FALSE, FALSE);
  exec = weft_exec_new (plan, state, NULL, NULL);
  weft_exec_set_input (exec, a, NULL);
  weft_exec_run (exec, 1, 1);
  g_assert_cmpfloat (((const float *) weft_exec_get_value (exec, y))[7], ==, 8);
  g_assert_cmpfloat (a[7], ==, 8);
  weft_exec_set_input (exec, b, NULL);
  weft_exec_run (exec, 1, 2);
  g_assert_cmpfloat (((const float *) weft_exec_get_value (exec, y))[0], ==, 0);
  g_assert_cmpfloat (b[0], ==, -1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  weft_float_prepare_thread ();
  for (guint i = 0; i < G_N_ELEMENTS (makers); i++)
    {
      static const char *const names[] = { "mlp", "fan", "residual", "shared", "picture" };
      g_autofree char *bits = g_strdup_printf ("/plan/same-bits/%s", names[i]);
      g_autofree char *slopes = g_strdup_printf ("/plan/gradients/%s", names[i]);

      g_test_add_data_func (bits, GINT_TO_POINTER (i), test_same_bits);
      g_test_add_data_func (slopes, GINT_TO_POINTER (i), test_gradients);
    }
  g_test_add_func ("/plan/kept-values", test_kept_values);
  g_test_add_func ("/plan/input-gradient", test_input_gradient);
  g_test_add_func ("/plan/arena", test_arena);
  g_test_add_func ("/plan/modes", test_modes);
  g_test_add_func ("/plan/training-mode", test_training_mode);
  g_test_add_func ("/plan/dead-branch", test_dead_branch);
  g_test_add_func ("/plan/bad-op", test_bad_op);
  g_test_add_func ("/plan/foreign-state", test_foreign_state);
  g_test_add_func ("/plan/without-loss", test_without_loss);
  g_test_add_func ("/plan/next-batch", test_next_batch);
  return g_test_run ();
}
