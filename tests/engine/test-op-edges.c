/* test-op-edges: what single ops do at the edge: shapes that do not fit, kinks, extreme numbers */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "engine/base/float.h"
#include "op-levels.h"

/* Records that live as long as the tests; by name, as layers give them. */
static GPtrArray *records;

static gconstpointer
attrs_of (const char *id, const WeftAttr *attrs)
{
  gpointer record = weft_op_attrs_new (weft_op_find (id, 0), attrs);

  g_ptr_array_add (records, record);
  return record;
}

static gconstpointer
halving (void)
{
  return attrs_of ("max_pool2d", WEFT_ATTRS ({ "kernel", { 2, 2 } }, { "stride", { 2, 2 } }));
}

/* --- shapes that do not fit --- */

static void
assert_refused (const char *id, const WeftOpCase *op_case, const char *sentence)
{
  g_autofree char *error = NULL;
  g_autoptr (WeftOpTrial) trial = weft_op_trial_new (weft_op_find (id, 0), op_case, &error);

  g_assert_null (trial);
  g_assert_cmpstr (error, ==, sentence);
}

static void
test_refusals (void)
{
  gconstpointer five = attrs_of ("conv2d", WEFT_ATTRS ({ "kernel", { 5, 5 } }));
  gconstpointer halves = attrs_of ("conv2d", WEFT_ATTRS ({ "groups", { 2 } }));
  gconstpointer pool
      = attrs_of ("max_pool2d", WEFT_ATTRS ({ "kernel", { 3, 3 } }, { "stride", { 3, 3 } }));
  gconstpointer reshape = attrs_of ("reshape", WEFT_ATTRS ({ "dims", { 5, -1 }, 2 }));
  gconstpointer loss = attrs_of ("mse", NULL);

  assert_refused ("linear", &(WeftOpCase){ "", { WEFT_SHAPE (2, 3136), WEFT_SHAPE (10, 784) } },
                  "expects (N, …, 784)");
  assert_refused ("conv2d",
                  &(WeftOpCase){ "", { WEFT_SHAPE (2, 1, 4, 9), WEFT_SHAPE (3, 1, 5, 5) }, five },
                  "expects pictures of at least 5 × 5 after padding");
  assert_refused ("conv2d",
                  &(WeftOpCase){ "", { WEFT_SHAPE (2, 25), WEFT_SHAPE (3, 1, 5, 5) }, five },
                  "expects pictures, (N, C, H, W)");
  assert_refused ("conv2d",
                  &(WeftOpCase){ "", { WEFT_SHAPE (2, 3, 5, 5), WEFT_SHAPE (3, 1, 1, 1) }, halves },
                  "expects channels in and out that divide evenly into 2 groups");
  assert_refused ("max_pool2d", &(WeftOpCase){ "", { WEFT_SHAPE (2, 1, 2, 9) }, pool },
                  "expects pictures of at least 3 × 3 after padding");
  assert_refused ("reshape", &(WeftOpCase){ "", { WEFT_SHAPE (2, 12) }, reshape },
                  "expects a sample of 5 numbers, or a multiple of it");
  assert_refused ("add", &(WeftOpCase){ "", { WEFT_SHAPE (2, 3), WEFT_SHAPE (2, 4) } },
                  "expects all inputs to have the shape of the first, (N, 3)");
  assert_refused ("mse", &(WeftOpCase){ "", { WEFT_SHAPE (2, 3), WEFT_SHAPE (2, 4) }, loss },
                  "expects a target of the prediction's shape, (N, 3)");
  assert_refused ("cross_entropy", &(WeftOpCase){ "", { WEFT_SHAPE (2, 3), WEFT_SHAPE (2) }, loss },
                  "expects a class index for each sample as target");
}

static void
test_extreme_logits (void)
{
  const WeftOpCase rows
      = { "", { { 2, WEFT_F32, { 2, 3 } }, { 1, WEFT_I64, { 2 } } }, attrs_of ("mse", NULL) };
  const WeftOpCase bits
      = { "", { { 2, WEFT_F32, { 2, 1 } }, { 2, WEFT_F32, { 2, 1 } } }, attrs_of ("mse", NULL) };

  for (int i = 0; i < get_levels (); i++)
    {
      g_autoptr (WeftOpTrial) ce = make_trial (weft_op_find ("cross_entropy", levels[i]), &rows, 1);
      g_autoptr (WeftOpTrial) bce
          = make_trial (weft_op_find ("bce_with_logits", levels[i]), &bits, 1);

      memcpy (ce->given[0], (float[]){ 1000, -1000, 0, 5, 5, 5 }, 6 * sizeof (float));
      memcpy (ce->given[1], (gint64[]){ 1, 2 }, 2 * sizeof (gint64));
      run_both (ce, FALSE);
      g_assert_cmpfloat_with_epsilon (*(float *) ce->run.out[0], (2000 + log (3)) / 2, 1e-3);
      memcpy (bce->given[0], (float[]){ 500, -500 }, 2 * sizeof (float));
      memcpy (bce->given[1], (float[]){ 0, 0 }, 2 * sizeof (float));
      run_both (bce, FALSE);
      g_assert_cmpfloat_with_epsilon (*(float *) bce->run.out[0], 250, 1e-3);
      g_assert_cmpfloat_with_epsilon (bce->run.d_in[0][1], 0, 1e-6);
    }
}

/* A label outside the classes never comes from a data set; it must do no harm all the same. */
static void
test_stray_labels (void)
{
  const WeftOpCase rows
      = { "", { { 2, WEFT_F32, { 2, 3 } }, { 1, WEFT_I64, { 2 } } }, attrs_of ("mse", NULL) };
  g_autoptr (WeftOpTrial) trial = make_trial (weft_op_find ("cross_entropy", 0), &rows, 1);

  memcpy (trial->given[1], (gint64[]){ G_MAXINT64, G_MININT64 }, 2 * sizeof (gint64));
  run_both (trial, FALSE);
  g_assert_true (isfinite (*(float *) trial->run.out[0]));
  g_assert_false (weft_op_trial_has_overrun (trial));
}

static void
test_kinks (void)
{
  static const WeftOpCase zeros = { "", { { 2, WEFT_F32, { 1, 3 } } } };
  const WeftOpCase ties = { "", { { 4, WEFT_F32, { 1, 1, 2, 2 } } }, halving () };

  for (int i = 0; i < get_levels (); i++)
    {
      g_autoptr (WeftOpTrial) relu = make_trial (weft_op_find ("relu", levels[i]), &zeros, 1);
      g_autoptr (WeftOpTrial) pool = make_trial (weft_op_find ("max_pool2d", levels[i]), &ties, 1);

      memcpy (relu->given[0], (float[]){ 0, -1, 1 }, 3 * sizeof (float));
      memcpy (relu->run.d_out[0], (float[]){ 7, 7, 7 }, 3 * sizeof (float));
      run_both (relu, FALSE);
      g_assert_cmpmem (relu->run.d_in[0], 12, ((float[]){ 0, 0, 7 }), 12);
      memcpy (pool->given[0], (float[]){ 1, 3, 3, 3 }, 4 * sizeof (float));
      *pool->run.d_out[0] = 5;
      run_both (pool, FALSE);
      g_assert_cmpmem (pool->run.d_in[0], 16, ((float[]){ 0, 5, 0, 0 }), 16);
    }
}

/* Not a number goes through, so that the trainer sees it. */
static void
test_nan_passes (void)
{
  static const char *const ids[]
      = { "relu",      "leaky_relu",  "tanh",     "sigmoid", "elu",      "silu",     "mish",
          "hardswish", "hardsigmoid", "hardtanh", "relu6",   "softplus", "softsign", "abs",
          "sign",      "square",      "exp",      "sin",     "cos",      "erf",      "clamp" };
  const WeftOpCase rows = { "", { { 2, WEFT_F32, { 1, 21 } } }, attrs_of ("leaky_relu", NULL) };

  for (int i = 0; i < get_levels (); i++)
    for (gsize k = 0; k < G_N_ELEMENTS (ids); k++)
      {
        g_autoptr (WeftOpTrial) trial = make_trial (weft_op_find (ids[k], levels[i]), &rows, 1);

        ((float *) trial->given[0])[3] = NAN;
        ((float *) trial->given[0])[20] = NAN;
        weft_op_trial_forward (trial, FALSE);
        g_assert_true (isnan (((float *) trial->run.out[0])[3]));
        g_assert_true (isnan (((float *) trial->run.out[0])[20]));
        g_assert_false (isnan (((float *) trial->run.out[0])[4]));
      }
}

/* What the vector forms make of numbers at the ends of the line. */
static void
test_ends_of_the_line (void)
{
  static const struct
  {
    const char *id;
    float x, y;
  } rows[] = {
    { "log", 0, -INFINITY },
    { "log", INFINITY, INFINITY },
    { "log", 1, 0 },
    { "log", -1, NAN },
    { "log", 1.17549435e-38f, -87.33654f },
    { "log", 3.4e38f, 88.722f },
    { "exp", INFINITY, INFINITY },
    { "exp", 100, INFINITY },
    { "exp", 0, 1 },
    { "sin", INFINITY, NAN },
    { "sin", 1e30f, -0.79116344f },
    { "cos", 0, 1 },
    { "sin", 8000, 0.99784303f },
    { "cos", -8000, 0.06564513f },
    { "erf", INFINITY, 1 },
    { "erf", -20, -1 },
    { "erf", 0.5f, 0.5204999f },
  };
  static const WeftOpCase five = { "", { { 2, WEFT_F32, { 1, 5 } } } };

  for (int i = 0; i < get_levels (); i++)
    for (gsize k = 0; k < G_N_ELEMENTS (rows); k++)
      {
        g_autoptr (WeftOpTrial) trial = make_trial (weft_op_find (rows[k].id, levels[i]), &five, 1);
        float y;

        for (int j = 0; j < 5; j++)
          ((float *) trial->given[0])[j] = j == 2 ? rows[k].x : 0.5f;
        weft_op_trial_forward (trial, FALSE);
        y = ((float *) trial->run.out[0])[2];
        g_test_message ("%s (%g) = %.9g", rows[k].id, rows[k].x, y);
        g_assert_true (isnan (rows[k].y)   ? isnan (y)
                       : isinf (rows[k].y) ? y == rows[k].y
                                           : fabsf (y - rows[k].y) <= 1e-6f * MAX (1, fabsf (y)));
      }
}

static void
test_running_statistics (void)
{
  gconstpointer attrs = attrs_of ("batch_norm", NULL);
  static const WeftShape c = { 1, WEFT_F32, { 1 } };
  const WeftOpCase batch = { "", { { 2, WEFT_F32, { 4, 1 } }, c, c, c, c }, attrs };
  const WeftOpCase single = { "", { { 2, WEFT_F32, { 1, 1 } }, c, c, c, c }, attrs };

  for (int i = 0; i < get_levels (); i++)
    {
      const WeftOp *op = weft_op_find ("batch_norm", levels[i]);
      g_autoptr (WeftOpTrial) a = make_trial (op, &batch, 1), b = make_trial (op, &single, 1);

      memcpy (a->given[0], (float[]){ 1, 2, 3, 6 }, 4 * sizeof (float)); /* mean 3, unbiased 14/3 */
      *(float *) a->given[3] = 0;
      *(float *) a->given[4] = 1;
      weft_op_trial_forward (a, FALSE);
      g_assert_cmpfloat_with_epsilon (*(float *) a->run.in[3], 0.3, 1e-6);
      g_assert_cmpfloat_with_epsilon (*(float *) a->run.in[4], 0.9 + 0.1 * 14 / 3, 1e-6);
      *(float *) b->given[4] = 1;
      weft_op_trial_forward (b, FALSE);
      g_assert_cmpfloat (*(float *) b->run.in[4], ==, 1);
      g_assert_cmpfloat (*(float *) b->run.out[0], ==, *(float *) b->given[2]);
    }
}

static void
test_dropout_share (void)
{
  gconstpointer attrs = attrs_of ("dropout", WEFT_ATTRS ({ "p", { 0.3 } }));
  const WeftOpCase rows = { "", { { 2, WEFT_F32, { 100, 1000 } } }, attrs };
  g_autoptr (WeftOpTrial) trial
      = make_trial (weft_op_find ("dropout", weft_kernel_best_level ()), &rows, 1);
  const float *x = trial->given[0], *y = trial->run.out[0];
  int dropped = 0;

  weft_op_trial_forward (trial, FALSE);
  for (int i = 0; i < 100000; i++)
    if (y[i] == 0.0f)
      dropped++;
    else
      g_assert_cmpfloat_with_epsilon (y[i], x[i] / 0.7f, 1e-5f);
  g_assert_cmpint (abs (dropped - 30000), <, 600); /* four standard deviations */
}

/* --- convolutions of any size --- */

static WeftRandom draws = { 1, WEFT_STREAM_CHECK, 0 };

static int
draw (int low, int high) /* both included */
{
  return low + (int) weft_random_below (&draws, draws.step++, (guint64) (high - low + 1));
}

/* Sizes that fit together, of which half are 3 × 3 of stride 1. */
static void
draw_convolution (WeftOpCase *op_case)
{
  gboolean common = draw (0, 1) == 1;
  int groups = common ? 1 : draw (1, 3), channels = groups * (common ? draw (15, 20) : draw (1, 5));
  WeftAttr kernel = { "kernel" }, stride = { "stride" }, dilation = { "dilation" };
  WeftAttr padding = { "padding" }, end = { "padding_end" };
  gint64 size[2];

  for (int axis = 0; axis < 2; axis++)
    {
      kernel.v[axis] = common ? 3 : draw (1, 5);
      stride.v[axis] = common ? 1 : draw (1, draw (1, 9));
      dilation.v[axis] = common ? 1 : draw (1, 3);
      padding.v[axis] = draw (0, draw (0, 4));
      end.v[axis] = padding.v[axis] + draw (padding.v[axis] > 0 ? -1 : 0, 2);
      size[axis] = (gint64) ((kernel.v[axis] - 1) * dilation.v[axis]) + draw (1, 18);
      size[axis] = MAX (1, size[axis] - (gint64) padding.v[axis]);
    }
  *op_case = (WeftOpCase){
    .what = "drawn",
    .in = { WEFT_SHAPE (draw (1, 3), channels, size[0], size[1]),
            WEFT_SHAPE (groups * (common ? draw (15, 40) : draw (1, 7)), channels / groups,
                        (gint64) kernel.v[0], (gint64) kernel.v[1]) },
    .attrs = attrs_of (
        "conv2d", WEFT_ATTRS (kernel, stride, dilation, padding, end, { "groups", { groups } })),
  };
  if (draw (0, 1) == 1)
    op_case->in[2] = WEFT_SHAPE (op_case->in[1].dims[0]);
}

static void
assert_near (const WeftOpTrial *trial, const float *a, const float *b, const WeftShape *shape)
{
  double largest = 1e-3;

  for (gint64 i = 0; i < weft_shape_count (shape); i++)
    largest = MAX (largest, fabs ((double) b[i]));
  for (gint64 i = 0; i < weft_shape_count (shape); i++)
    g_assert_cmpfloat_with_epsilon (a[i], b[i], 1e-4 * largest);
  g_assert_false (weft_op_trial_has_overrun (trial));
}

/* Every kernel against the plain one. */
static void
test_drawn_convolutions (void)
{
  WeftOpCase op_case;

  for (int i = 0; i < 300; i++)
    {
      g_autoptr (WeftOpTrial) plain = NULL;

      draw_convolution (&op_case);
      plain = make_trial (weft_op_find ("conv2d", 0), &op_case, 3);
      run_both (plain, FALSE);
      for (int level = 1; level < get_levels (); level++)
        {
          g_autoptr (WeftOpTrial) tuned
              = make_trial (weft_op_find ("conv2d", levels[level]), &op_case, 3);

          run_both (tuned, FALSE);
          assert_near (tuned, tuned->run.out[0], plain->run.out[0], plain->out_shape);
          for (guint k = 0; k < plain->run.n_in; k++)
            assert_near (tuned, tuned->run.d_in[k], plain->run.d_in[k], &plain->in_shape[k]);
        }
    }
}

/* The vector functions against double precision, over the range that matters. */
static void
test_accuracy (void)
{
  enum
  {
    N = 100000
  };
  static const WeftOpCase rows = { "", { { 2, WEFT_F32, { 1, N } } } };

  for (int i = 0; i < get_levels (); i++)
    {
      g_autoptr (WeftOpTrial) tanhs = make_trial (weft_op_find ("tanh", levels[i]), &rows, 1);
      g_autoptr (WeftOpTrial) sigmoids = make_trial (weft_op_find ("sigmoid", levels[i]), &rows, 1);
      double worst = 0.0;

      for (int j = 0; j < N; j++)
        ((float *) tanhs->given[0])[j] = ((float *) sigmoids->given[0])[j]
            = (float) (j - N / 2) * 4e-4f;
      weft_op_trial_forward (tanhs, FALSE);
      weft_op_trial_forward (sigmoids, FALSE);
      for (int j = 0; j < N; j++)
        {
          double x = ((float *) tanhs->given[0])[j];

          worst = MAX (worst, fabs (((float *) tanhs->run.out[0])[j] - tanh (x)));
          worst = MAX (worst, fabs (((float *) sigmoids->run.out[0])[j] * (1.0 + exp (-x)) - 1.0));
        }
      g_test_message ("%s: %.1e", weft_kernel_level_name (levels[i]), worst);
      g_assert_cmpfloat (worst, <, 3e-7);
    }
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  weft_float_prepare_thread ();
  records = g_ptr_array_new_with_free_func (g_free);
  g_test_add_func ("/op-edges/refusals", test_refusals);
  g_test_add_func ("/op-edges/extreme-logits", test_extreme_logits);
  g_test_add_func ("/op-edges/stray-labels", test_stray_labels);
  g_test_add_func ("/op-edges/kinks", test_kinks);
  g_test_add_func ("/op-edges/nan-passes", test_nan_passes);
  g_test_add_func ("/op-edges/ends-of-the-line", test_ends_of_the_line);
  g_test_add_func ("/op-edges/running-statistics", test_running_statistics);
  g_test_add_func ("/op-edges/dropout-share", test_dropout_share);
  g_test_add_func ("/op-edges/drawn-convolutions", test_drawn_convolutions);
  g_test_add_func ("/op-edges/accuracy", test_accuracy);
  status = g_test_run ();
  g_ptr_array_unref (records);
  return status;
}
