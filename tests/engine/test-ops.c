/* test-ops: the laws that every row of the op table must pass, one test a row and law */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "engine/base/float.h"
#include "engine/ops/gradcheck.h"
#include "op-levels.h"

/* The largest difference, relative to the largest of b; infinite when a has what is not a number.
 */
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
  double error;

  for (guint o = 0; o < a->run.n_out; o++)
    {
      error = get_difference (a->run.out[o], b->run.out[o],
                              (gsize) weft_shape_count (&a->out_shape[o]));
      g_test_message ("%s, %s: %s %.1e", a->op->id, a->op_case->what, a->op->outputs[o].name,
                      error);
      g_assert_cmpfloat (error, <=, limit);
    }
  for (guint i = 0; i < a->run.n_in; i++)
    if (a->run.d_in[i] != NULL)
      {
        error = get_difference (a->run.d_in[i], b->run.d_in[i],
                                (gsize) weft_shape_count (&a->in_shape[i]));
        g_test_message ("  input %u %.1e", i, error);
        g_assert_cmpfloat (error, <=, limit);
      }
}

/* --- laws of a row --- */

/* Whether differences tell what goes back. */
static gboolean
can_check (const WeftOp *op)
{
  return weft_op_has_backward (op) && !op->bends_gradient;
}

static void
test_gradients (gconstpointer id)
{
  for (int i = 0; i < get_levels (); i++)
    {
      g_autoptr (GArray) rows = weft_gradcheck_op (weft_op_find (id, levels[i]), 7);

      g_assert_true ((rows->len > 0) == can_check (weft_op_find (id, levels[i])));
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

/* Numbers lie where the row says, which people are told. */
static void
assert_range (const WeftOpTrial *trial)
{
  const float *y = trial->run.out[0];

  for (gint64 i = 0;
       trial->op->low < trial->op->high && i < weft_shape_count (&trial->out_shape[0]); i++)
    {
      g_assert_cmpfloat (y[i], >=, trial->op->low);
      g_assert_cmpfloat (y[i], <=, trial->op->high);
    }
}

static void
test_levels (gconstpointer id)
{
  for (const WeftOpCase *op_case = weft_op_find (id, 0)->cases; op_case->what != NULL; op_case++)
    {
      g_autoptr (WeftOpTrial) plain = make_trial (weft_op_find (id, 0), op_case, 3);

      run_both (plain, FALSE);
      assert_range (plain);
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
    for (const WeftOpCase *op_case = weft_op_find (id, 0)->cases; op_case->what != NULL; op_case++)
      {
        const WeftOp *op = weft_op_find (id, levels[i]);
        g_autoptr (WeftOpTrial) a = make_trial (op, op_case, 5), b = make_trial (op, op_case, 5);

        run_both (a, FALSE);
        run_both (b, FALSE);
        run_both (b, TRUE);
        for (guint o = 0; o < a->run.n_out; o++)
          g_assert_cmpmem (a->run.out[o], weft_shape_bytes (&a->out_shape[o]), b->run.out[o],
                           weft_shape_bytes (&b->out_shape[o]));
        for (guint k = 0; k < a->run.n_in; k++)
          {
            gsize bytes = weft_shape_bytes (&a->in_shape[k]);

            if (a->run.in[k] != NULL)
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
    for (const WeftOpCase *op_case = weft_op_find (id, 0)->cases; op_case->what != NULL; op_case++)
      {
        const WeftOp *op = weft_op_find (id, levels[i]);
        g_autoptr (WeftOpTrial) a = make_trial (op, op_case, 5), b = make_trial (op, op_case, 5);

        run_both (a, FALSE);
        weft_op_trial_forward (b, FALSE);
        for (guint k = 0; k < b->run.n_in; k++)
          if (b->run.in[k] != NULL && !weft_op_get_input (op, k)->backward_reads)
            memset (b->run.in[k], 0xff, weft_shape_bytes (&b->in_shape[k]));
        for (guint o = 0; o < b->run.n_out; o++)
          if (!op->outputs[o].backward_reads)
            memset (b->run.out[o], 0xff, weft_shape_bytes (&b->out_shape[o]));
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
    for (const WeftOpCase *op_case = weft_op_find (id, 0)->cases; op_case->what != NULL; op_case++)
      {
        const WeftOp *op = weft_op_find (id, levels[i]);
        g_autoptr (WeftOpTrial) apart = make_trial (op, op_case, 9),
                                within = make_trial (op, op_case, 9);
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
    for (const WeftOpCase *op_case = weft_op_find (id, 0)->cases; op_case->what != NULL; op_case++)
      for (guint k = 0; k < weft_op_case_count_inputs (op_case); k++)
        {
          const WeftOp *op = weft_op_find (id, levels[i]);
          g_autoptr (WeftOpTrial) all = make_trial (op, op_case, 5),
                                  one = make_trial (op, op_case, 5);
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
static guint planted_input;

static void
scale_gradient (const WeftOpRun *run, guint slice)
{
  float *d_in = planted_input < run->n_in ? run->d_in[planted_input] : NULL;

  for (gint64 i = 0; d_in != NULL && i < weft_shape_count (&run->in_shape[planted_input]); i++)
    d_in[i] *= planted_factor;
}

/* The number of rows that fail when that input's gradient is scaled after the op has made it. */
static guint
count_failures (const WeftOp *op, guint input, float factor)
{
  g_autofree WeftOp *wrong = g_memdup2 (op, sizeof *op);
  g_autoptr (GArray) rows = NULL;
  guint n = 0, failed = 0;

  while (wrong->backward[n].run != NULL)
    n++;
  g_assert_cmpuint (n + 1, <, WEFT_OP_MAX_PHASES);
  wrong->backward[n] = (WeftPhase){ NULL, scale_gradient };
  planted_factor = factor;
  planted_input = input;
  rows = weft_gradcheck_op (wrong, 7);
  for (guint i = 0; i < rows->len; i++)
    failed += !g_array_index (rows, WeftGradcheckRow, i).passed;
  return failed;
}

/* An error in the gradient of any one input is told, and told of that one. */
static void
test_planted_errors (void)
{
  static const float wrong[] = { 1.03f, 0.0f, -1.0f, NAN };

  for (const WeftOp *const *op = weft_ops (weft_kernel_best_level (), NULL); *op != NULL; op++)
    {
      g_autoptr (GArray) rows = weft_gradcheck_op (*op, 7);

      if ((*op)->is_view || !can_check (*op))
        continue;
      g_test_message ("%s", (*op)->id);
      g_assert_cmpuint (count_failures (*op, 0, 1.0f), ==, 0);
      for (gsize k = 0; k < G_N_ELEMENTS (wrong); k++)
        {
          guint told = 0;

          for (guint input = 0; input < WEFT_CASE_MAX_IN; input++)
            told += count_failures (*op, input, wrong[k]);
          g_assert_cmpuint (told, ==, rows->len);
        }
    }
}

/* Whether the row says that some input of it has a gradient. */
static gboolean
promises_gradient (const WeftOp *op)
{
  for (guint i = 0; op->inputs[i].name != NULL; i++)
    if (!op->inputs[i].no_gradient)
      return TRUE;
  return FALSE;
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
        g_assert_nonnull (weft_op_get_cases (*op));
        g_assert_true (((*op)->cases != NULL) == (levels[i] == 0)); /* WEFT_OP_CASES */
        g_assert_nonnull ((*op)->pytorch);
        g_assert_nonnull ((*op)->outputs[0].name);
        g_assert_true (!(*op)->attrs == !(*op)->attrs_size);
        g_assert_true (weft_op_has_backward (*op) == promises_gradient (*op));
        if (i == 0)
          g_assert_true (g_hash_table_add (seen, (gpointer) (*op)->id));
      }
  g_assert_cmpuint (g_hash_table_size (seen), ==, n);
  g_assert_cmpuint (rows->len, >=, n);
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
  return g_test_run ();
}
