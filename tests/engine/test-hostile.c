/* test-hostile: numbers that nobody should give an op, given to every op of the table: nothing is
 * written or read outside its memory, and what is no number does not get lost on the way */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "engine/base/float.h"
#include "op-levels.h"

static gboolean
is_float (const WeftOpTrial *trial, guint i)
{
  return trial->given[i] != NULL && trial->in_shape[i].type == WEFT_F32;
}

static gsize
count (const WeftShape *shape)
{
  return (gsize) weft_shape_count (shape);
}

static void
fill (WeftOpTrial *trial, guint i, float value)
{
  for (gsize k = 0; k < count (&trial->in_shape[i]); k++)
    ((float *) trial->given[i])[k] = value;
}

static gboolean
is_finite (const float *x, const WeftShape *shape)
{
  for (gsize k = 0; x != NULL && shape->type == WEFT_F32 && k < count (shape); k++)
    if (!isfinite (x[k]))
      return FALSE;
  return TRUE;
}

static gboolean
gives_finite (const WeftOpTrial *trial)
{
  for (guint o = 0; o < trial->run.n_out; o++)
    if (!is_finite (trial->run.out[o], &trial->out_shape[o]))
      return FALSE;
  return TRUE;
}

static gboolean
teaches_finite (const WeftOpTrial *trial)
{
  for (guint i = 0; i < trial->run.n_in; i++)
    if (!is_finite (trial->run.d_in[i], &trial->in_shape[i]))
      return FALSE;
  return TRUE;
}

static void
run_guarded (WeftOpTrial *trial)
{
  run_both (trial, FALSE);
  g_assert_false (weft_op_trial_has_overrun (trial));
}

typedef void (*Law) (WeftOpTrial *trial, guint input);

/* The law for each case, kernel set and input that is there, each on a trial of its own. */
static void
try_all (const char *id, Law law)
{
  for (int level = 0; level < get_levels (); level++)
    for (const WeftOpCase *op_case = weft_op_find (id, 0)->cases; op_case->what != NULL; op_case++)
      for (guint i = 0; i < weft_op_case_count_inputs (op_case) && !op_case->is_large; i++)
        {
          g_autoptr (WeftOpTrial) trial = make_trial (weft_op_find (id, levels[level]), op_case, 5);

          if (trial->given[i] != NULL && !trial->op->is_view)
            law (trial, i);
        }
}

/* --- numbers --- */

/* Places and classes may be reckoned from numbers: none of these may be one. */
static void
try_numbers (WeftOpTrial *trial, guint input)
{
  static const float hostile[]
      = { NAN, INFINITY, -INFINITY, 3e38f, -3e38f, 1e-44f, 0, 1e10f, -1e10f };

  if (!is_float (trial, input))
    return;
  for (gsize k = 0; k < G_N_ELEMENTS (hostile); k++)
    {
      fill (trial, input, hostile[k]);
      run_guarded (trial);
    }
}

static void
test_numbers (gconstpointer id)
{
  try_all (id, try_numbers);
}

/* A label that no class has, a token of no vocabulary. */
static void
try_labels (WeftOpTrial *trial, guint input)
{
  static const gint64 hostile[]
      = { -1, G_MAXINT64, G_MININT64, -100, (gint64) 1 << 31, (gint64) 1 << 40, 1000 };

  if (trial->in_shape[input].type != WEFT_I64)
    return;
  for (gsize k = 0; k < G_N_ELEMENTS (hostile); k++)
    {
      for (gsize i = 0; i < count (&trial->in_shape[input]); i++)
        ((gint64 *) trial->given[input])[i] = hostile[k];
      run_guarded (trial);
    }
}

static void
test_labels (gconstpointer id)
{
  try_all (id, try_labels);
}

/* --- what is no number --- */

/* Whether this case of the op looks at nothing of the input. */
static gboolean
looks_away (const WeftOpTrial *trial, guint input)
{
  static const struct
  {
    const char *id, *what;
    guint input;
  } rows[] = {
    { "triplet", "one class", 0 }, /* there are no triplets */
    { "triplet", "batch of one", 0 },
    { "sampling", "evaluating", 1 },          /* the mean alone */
    { "delay", "batch of one, one step", 0 }, /* what comes before it */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (g_str_equal (rows[i].id, trial->op->id) && g_str_equal (rows[i].what, trial->op_case->what)
        && rows[i].input == input)
      return TRUE;
  return FALSE;
}

/* What goes back through an input that is nothing but NaN comes out as NaN somewhere, so that the
 * trainer sees it. */
static void
try_nan (WeftOpTrial *trial, guint input)
{
  if (!is_float (trial, input) || trial->run.d_in[input] == NULL)
    return;
  fill (trial, input, NAN);
  weft_op_trial_forward (trial, FALSE);
  g_test_message ("%s, %s, input %u", trial->op->id, trial->op_case->what, input);
  g_assert_true (!gives_finite (trial) || looks_away (trial, input));
}

static void
test_nan (gconstpointer id)
{
  try_all (id, try_nan);
}

/* --- nothing is real --- */

static gboolean
is_mask (const WeftOpTrial *trial, guint input)
{
  return g_str_has_suffix (weft_op_get_input (trial->op, input)->name, "mask")
         && is_float (trial, input);
}

/* With a mask of zeros there is nothing to say: zeros or whatever, but numbers. */
static void
try_mask (WeftOpTrial *trial, guint input)
{
  if (!is_mask (trial, input))
    return;
  fill (trial, input, 0);
  run_guarded (trial);
  g_test_message ("%s, %s, input %u", trial->op->id, trial->op_case->what, input);
  g_assert_true (gives_finite (trial) && teaches_finite (trial));
}

static void
test_mask (gconstpointer id)
{
  try_all (id, try_mask);
}

static void
add_row (const WeftOp *op)
{
  static const struct
  {
    const char *name;
    GTestDataFunc test;
  } laws[] = {
    { "numbers", test_numbers },
    { "labels", test_labels },
    { "nan", test_nan },
    { "mask", test_mask },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (laws); i++)
    {
      g_autofree char *path = g_strdup_printf ("/hostile/%s/%s", op->id, laws[i].name);

      g_test_add_data_func (path, op->id, laws[i].test);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  weft_float_prepare_thread ();
  for (const WeftOp *const *op = weft_ops (0, NULL); *op != NULL; op++)
    add_row (*op);
  return g_test_run ();
}
