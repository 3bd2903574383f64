/* test-ops: the laws that every row of the op table must pass, one test a row and law */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "engine/base/float.h"
#include "engine/layers/attrs.h"
#include "engine/ops/gradcheck.h"

static const int levels[] = { 0, 3, 4 };
static const WeftLossAttrs whole = { 1.0f };
static const WeftPoolAttrs halving = { { 2, 2 }, { 2, 2 }, { 0, 0 }, { 1, 1 } };

static int
get_levels (void)
{
  int n = 1;

  while (n < (int) G_N_ELEMENTS (levels) && levels[n] <= weft_kernel_best_level ())
    n++;
  return n;
}

static WeftOpTrial *
make_trial (const WeftOp *op, const WeftOpCase *op_case, guint64 seed)
{
  g_autofree char *error = NULL;
  WeftOpTrial *trial = weft_op_trial_new (op, op_case, &error);

  if (trial == NULL)
    g_error ("%s, %s: %s", op->id, op_case->what, error);
  weft_op_trial_fill (trial, seed);
  return trial;
}

static void
run_both (WeftOpTrial *trial, gboolean reversed)
{
  weft_op_trial_forward (trial, reversed);
  weft_op_trial_backward (trial, reversed);
}

/* The largest difference, relative to the largest of b; infinite when a has what is not a number. */
static double
get_difference (const float *a, const float *b, gsize n)
{
  double worst = 0.0, largest = 1e-30;

  for (gsize i = 0; i < n; i++)
    {
      if (!isfinite (a[i]))
        return INFINITY;
      worst = MAX (worst, fabs ((double) a[i] - b[i]));
      largest = MAX (largest, fabs ((double) b[i]));
    }
  return worst / largest;
}

static void
assert_close (const WeftOpTrial *a, const WeftOpTrial *b, double limit)
{
  gsize n = (gsize) weft_shape_count (a->out_shape);
  double error = get_difference (a->run.out[0], b->run.out[0], n);

  g_test_message ("%s, %s: y %.1e", a->op->id, a->op_case->what, error);
  g_assert_cmpfloat (error, <=, limit);
  for (guint i = 0; i < a->run.n_in; i++)
    if (a->run.d_in[i] != NULL)
      {
        error = get_difference (a->run.d_in[i], b->run.d_in[i], (gsize) weft_shape_count (&a->in_shape[i]));
        g_test_message ("  input %u %.1e", i, error);
        g_assert_cmpfloat (error, <=, limit);
      }
}

/* --- laws of a row --- */

static void
test_gradients (gconstpointer id)
{
  for (int i = 0; i < get_levels (); i++)
    {
      g_autoptr (GArray) rows = weft_gradcheck_op (weft_op_find (id, levels[i]), 7);

      g_assert_cmpuint (rows->len, >, 0);
      for (guint j = 0; j < rows->len; j++)
        {
          const WeftGradcheckRow *row = &g_array_index (rows, WeftGradcheckRow, j);

          g_test_message ("%s of %s, %s: %.1e (%s)", row->input, row->op,
                          weft_kernel_level_name (levels[i]), row->error, row->what);
          g_assert_nonnull (row->input);
          g_assert_true (row->passed);
          g_assert_cmpfloat (row->error, <=, 1e-2);
        }
    }
}

static void
test_levels (gconstpointer id)
{
  for (const WeftOpCase *op_case = weft_op_cases (id)->cases; op_case->what != NULL; op_case++)
    {
      g_autoptr (WeftOpTrial) plain = make_trial (weft_op_find (id, 0), op_case, 3);

      run_both (plain, FALSE);
      for (int i = 1; i < get_levels (); i++)
        {
          g_autoptr (WeftOpTrial) tuned = make_trial (weft_op_find (id, levels[i]), op_case, 3);

          run_both (tuned, FALSE);
          assert_close (tuned, plain, 1e-4);
        }
    }
}

/* Slices in reverse order give the same bits, twice over the same trial too, and nothing is written
 * outside the op's memory. */
static void
test_slices (gconstpointer id)
{
  for (int i = 0; i < get_levels (); i++)
    for (const WeftOpCase *op_case = weft_op_cases (id)->cases; op_case->what != NULL; op_case++)
      {
        const WeftOp *op = weft_op_find (id, levels[i]);
        g_autoptr (WeftOpTrial) a = make_trial (op, op_case, 5), b = make_trial (op, op_case, 5);

        run_both (a, FALSE);
        run_both (b, FALSE);
        run_both (b, TRUE);
        g_assert_cmpmem (a->run.out[0], weft_shape_bytes (a->out_shape), b->run.out[0],
                         weft_shape_bytes (b->out_shape));
        for (guint k = 0; k < a->run.n_in; k++)
          {
            gsize bytes = weft_shape_bytes (&a->in_shape[k]);

            g_assert_cmpmem (a->run.in[k], bytes, b->run.in[k], bytes);
            if (a->run.d_in[k] != NULL)
              g_assert_cmpmem (a->run.d_in[k], bytes, b->run.d_in[k], bytes);
          }
        g_assert_false (weft_op_trial_has_overrun (a));
        g_assert_false (weft_op_trial_has_overrun (b));
      }
}

/* Backward may only read what the row says: all else is NaN when it runs. */
static void
test_reads (gconstpointer id)
{
  for (int i = 0; i < get_levels (); i++)
    for (const WeftOpCase *op_case = weft_op_cases (id)->cases; op_case->what != NULL; op_case++)
      {
        const WeftOp *op = weft_op_find (id, levels[i]);
        g_autoptr (WeftOpTrial) a = make_trial (op, op_case, 5), b = make_trial (op, op_case, 5);

        run_both (a, FALSE);
        weft_op_trial_forward (b, FALSE);
        for (guint k = 0; k < b->run.n_in; k++)
          if ((op->backward_reads_in >> k & 1) == 0)
            memset (b->run.in[k], 0xff, weft_shape_bytes (&b->in_shape[k]));
        if ((op->backward_reads_out & 1) == 0)
          memset (b->run.out[0], 0xff, weft_shape_bytes (b->out_shape));
        weft_op_trial_backward (b, FALSE);
        for (guint k = 0; k < a->run.n_in; k++)
          if (a->run.d_in[k] != NULL)
            g_assert_cmpmem (a->run.d_in[k], weft_shape_bytes (&a->in_shape[k]), b->run.d_in[k],
                             weft_shape_bytes (&a->in_shape[k]));
      }
}

/* In place, where the row allows it, gives the same bits as apart. */
static void
test_overwrite (gconstpointer id)
{
  for (int i = 0; i < get_levels (); i++)
    for (const WeftOpCase *op_case = weft_op_cases (id)->cases; op_case->what != NULL; op_case++)
      {
        const WeftOp *op = weft_op_find (id, levels[i]);
        g_autoptr (WeftOpTrial) apart = make_trial (op, op_case, 9), within = make_trial (op, op_case, 9);
        gsize bytes = weft_shape_bytes (apart->out_shape);
        void *out = within->run.out[0];
        float *d_in = within->run.d_in[0];

        if (!op->may_overwrite || op->is_view)
          return;
        run_both (apart, FALSE);
        weft_op_trial_forward (within, FALSE);
        memcpy (within->run.in[0], within->given[0], bytes);
        within->run.out[0] = within->run.in[0];
        within->run.d_in[0] = within->run.d_out[0];
        for (const WeftPhase *phase = op->forward; phase->run != NULL; phase++)
          for (guint s = 0; s < phase->slices (&within->run); s++)
            phase->run (&within->run, s);
        g_assert_cmpmem (within->run.out[0], bytes, apart->run.out[0], bytes);
        for (const WeftPhase *phase = op->backward; phase->run != NULL; phase++)
          for (guint s = 0; s < phase->slices (&within->run); s++)
            phase->run (&within->run, s);
        g_assert_cmpmem (within->run.d_in[0], bytes, apart->run.d_in[0], bytes);
        within->run.out[0] = out;
        within->run.d_in[0] = d_in;
      }
}

/* What is not wanted is not written, and what is wanted does not change for it. */
static void
test_unwanted (gconstpointer id)
{
  for (int i = 0; i < get_levels (); i++)
    for (const WeftOpCase *op_case = weft_op_cases (id)->cases; op_case->what != NULL; op_case++)
      for (guint k = 0; k < weft_op_case_count_inputs (op_case); k++)
        {
          const WeftOp *op = weft_op_find (id, levels[i]);
          g_autoptr (WeftOpTrial) all = make_trial (op, op_case, 5), one = make_trial (op, op_case, 5);
          float *d_in[WEFT_CASE_MAX_IN];

          if (op->is_view || all->run.d_in[k] == NULL)
            continue;
          run_both (all, FALSE);
          memcpy (d_in, one->run.d_in, sizeof d_in);
          for (guint other = 0; other < WEFT_CASE_MAX_IN; other++)
            one->run.d_in[other] = other == k ? d_in[k] : NULL;
          run_both (one, FALSE);
          g_assert_cmpmem (one->run.d_in[k], weft_shape_bytes (&one->in_shape[k]), all->run.d_in[k],
                           weft_shape_bytes (&all->in_shape[k]));
          memcpy (one->run.d_in, d_in, sizeof d_in);
        }
}

/* --- the checks themselves --- */

static float planted_factor;

static void
scale_gradient (const WeftOpRun *run, guint slice)
{
  for (gint64 i = 0; i < weft_shape_count (&run->in_shape[0]); i++)
    run->d_in[0][i] *= planted_factor;
}

/* The number of rows that fail when the first input's gradient is scaled after the op has made it. */
static guint
count_failures (const WeftOp *op, float factor)
{
  g_autofree WeftOp *wrong = g_memdup2 (op, sizeof *op);
  g_autoptr (GArray) rows = NULL;
  guint n = 0, failed = 0;

  while (wrong->backward[n].run != NULL)
    n++;
  g_assert_cmpuint (n + 1, <, WEFT_OP_MAX_PHASES);
  wrong->backward[n] = (WeftPhase){ NULL, scale_gradient };
  planted_factor = factor;
  rows = weft_gradcheck_op (wrong, 7);
  for (guint i = 0; i < rows->len; i++)
    failed += !g_array_index (rows, WeftGradcheckRow, i).passed;
  return failed;
}

static void
test_planted_errors (void)
{
  for (const WeftOp *const *op = weft_ops (weft_kernel_best_level (), NULL); *op != NULL; op++)
    if (!(*op)->is_view)
      {
        g_assert_cmpuint (count_failures (*op, 1.0f), ==, 0);
        g_assert_cmpuint (count_failures (*op, 1.03f), ==, 1);
        g_assert_cmpuint (count_failures (*op, 0.0f), ==, 1);
        g_assert_cmpuint (count_failures (*op, -1.0f), ==, 1);
        g_assert_cmpuint (count_failures (*op, NAN), ==, 1);
      }
}

static void
test_table (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GArray) rows = weft_gradcheck_all (0, 1);
  guint n;

  for (int i = 0; i < get_levels (); i++)
    for (const WeftOp *const *op = weft_ops (levels[i], &n); *op != NULL; op++)
      {
        g_assert_nonnull ((*op)->summary);
        g_assert_nonnull ((*op)->shape);
        g_assert_true ((*op)->is_view || (*op)->forward[0].run != NULL);
        g_assert_nonnull (weft_op_cases ((*op)->id));
        if (i == 0)
          g_assert_true (g_hash_table_add (seen, (gpointer) (*op)->id));
      }
  g_assert_cmpuint (g_hash_table_size (seen), ==, n);
  g_assert_cmpuint (rows->len, >=, n);
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
  static const WeftConvAttrs five = { .kernel = { 5, 5 }, .stride = { 1, 1 }, .dilation = { 1, 1 }, .groups = 1 };
  static const WeftConvAttrs halves = { .kernel = { 1, 1 }, .stride = { 1, 1 }, .dilation = { 1, 1 }, .groups = 2 };
  static const WeftPoolAttrs pool = { .kernel = { 3, 3 }, .stride = { 3, 3 }, .dilation = { 1, 1 } };
  static const WeftReshapeAttrs reshape = { 2, { 5, -1 } };
  static const WeftLossAttrs loss = { 1.0f };

  assert_refused ("linear", &(WeftOpCase){ "", { WEFT_SHAPE (2, 3136), WEFT_SHAPE (10, 784) } },
                  "expects (N, …, 784)");
  assert_refused ("conv2d", &(WeftOpCase){ "", { WEFT_SHAPE (2, 1, 4, 9), WEFT_SHAPE (3, 1, 5, 5) }, &five },
                  "expects pictures of at least 5 × 5 after padding");
  assert_refused ("conv2d", &(WeftOpCase){ "", { WEFT_SHAPE (2, 25), WEFT_SHAPE (3, 1, 5, 5) }, &five },
                  "expects pictures, (N, C, H, W)");
  assert_refused ("conv2d", &(WeftOpCase){ "", { WEFT_SHAPE (2, 3, 5, 5), WEFT_SHAPE (3, 1, 1, 1) }, &halves },
                  "expects channels in and out that divide evenly into 2 groups");
  assert_refused ("max_pool2d", &(WeftOpCase){ "", { WEFT_SHAPE (2, 1, 2, 9) }, &pool },
                  "expects pictures of at least 3 × 3 after padding");
  assert_refused ("reshape", &(WeftOpCase){ "", { WEFT_SHAPE (2, 12) }, &reshape },
                  "expects a sample of 5 numbers, or a multiple of it");
  assert_refused ("add", &(WeftOpCase){ "", { WEFT_SHAPE (2, 3), WEFT_SHAPE (2, 4) } },
                  "expects all inputs to have the shape of the first, (N, 3)");
  assert_refused ("mse", &(WeftOpCase){ "", { WEFT_SHAPE (2, 3), WEFT_SHAPE (2, 4) }, &loss },
                  "expects a target of the prediction's shape, (N, 3)");
  assert_refused ("cross_entropy", &(WeftOpCase){ "", { WEFT_SHAPE (2, 3), WEFT_SHAPE (2) }, &loss },
                  "expects a class index for each sample as target");
}

/* --- numbers at the edge --- */

static void
test_extreme_logits (void)
{
  static const WeftOpCase rows = { "", { { 2, WEFT_F32, { 2, 3 } }, { 1, WEFT_I64, { 2 } } }, &whole };
  static const WeftOpCase bits = { "", { { 2, WEFT_F32, { 2, 1 } }, { 2, WEFT_F32, { 2, 1 } } }, &whole };

  for (int i = 0; i < get_levels (); i++)
    {
      g_autoptr (WeftOpTrial) ce = make_trial (weft_op_find ("cross_entropy", levels[i]), &rows, 1);
      g_autoptr (WeftOpTrial) bce = make_trial (weft_op_find ("bce_with_logits", levels[i]), &bits, 1);

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
  static const WeftOpCase rows = { "", { { 2, WEFT_F32, { 2, 3 } }, { 1, WEFT_I64, { 2 } } }, &whole };
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
  static const WeftOpCase ties = { "", { { 4, WEFT_F32, { 1, 1, 2, 2 } } },
                                   &halving };

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
  static const char *const ids[] = { "relu", "leaky_relu", "tanh", "sigmoid" };
  static const WeftLeakyReluAttrs slope = { 0.1f };
  static const WeftOpCase rows = { "", { { 2, WEFT_F32, { 1, 21 } } }, &slope };

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

static void
test_running_statistics (void)
{
  static const WeftBatchNormAttrs attrs = { 1e-5f, 0.1f };
  static const WeftShape c = { 1, WEFT_F32, { 1 } };
  static const WeftOpCase batch = { "", { { 2, WEFT_F32, { 4, 1 } }, c, c, c, c }, &attrs };
  static const WeftOpCase single = { "", { { 2, WEFT_F32, { 1, 1 } }, c, c, c, c }, &attrs };

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
  static const WeftDropoutAttrs attrs = { 0.3f };
  static const WeftOpCase rows = { "", { { 2, WEFT_F32, { 100, 1000 } } }, &attrs };
  g_autoptr (WeftOpTrial) trial = make_trial (weft_op_find ("dropout", weft_kernel_best_level ()), &rows, 1);
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

static void
add_row (const WeftOp *op)
{
  static const struct
  {
    const char *name;
    GTestDataFunc test;
  } laws[] = {
    { "gradients", test_gradients }, { "levels", test_levels },       { "slices", test_slices },
    { "reads", test_reads },         { "overwrite", test_overwrite }, { "unwanted", test_unwanted },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (laws); i++)
    {
      g_autofree char *path = g_strdup_printf ("/ops/%s/%s", op->id, laws[i].name);

      g_test_add_data_func (path, op->id, laws[i].test);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  weft_float_prepare_thread ();
  for (const WeftOp *const *op = weft_ops (0, NULL); *op != NULL; op++)
    add_row (*op);
  g_test_add_func ("/ops/table", test_table);
  g_test_add_func ("/ops/planted-errors", test_planted_errors);
  g_test_add_func ("/ops/refusals", test_refusals);
  g_test_add_func ("/ops/extreme-logits", test_extreme_logits);
  g_test_add_func ("/ops/stray-labels", test_stray_labels);
  g_test_add_func ("/ops/kinks", test_kinks);
  g_test_add_func ("/ops/nan-passes", test_nan_passes);
  g_test_add_func ("/ops/running-statistics", test_running_statistics);
  g_test_add_func ("/ops/dropout-share", test_dropout_share);
  return g_test_run ();
}
