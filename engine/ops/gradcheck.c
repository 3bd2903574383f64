/* gradcheck: analytic against numeric gradients
 *
 * With r = d_out the scalar L = Σ r·y has the gradient d_in. Along a direction v its derivative is
 * Σ d_in·v, and (L (x + hv) − L (x − hv)) / 2h by central differences; L is summed in double
 * precision. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ops/gradcheck.h"

#include <math.h>

#define DIRECTIONS 3
#define STEP 2e-2f /* larger, and the third derivative shows; smaller, and rounding does */

typedef struct
{
  WeftOpTrial *trial;
  guint input;
  gsize n;
  float *direction; /* (n), the largest |v| is 1 */
} Check;

static double
get_objective (const WeftOpTrial *trial)
{
  double sum = 0.0;

  for (guint o = 0; o < trial->run.n_out; o++)
    {
      const float *y = trial->run.out[o], *r = trial->run.d_out[o];

      for (gint64 i = 0; i < weft_shape_count (&trial->out_shape[o]); i++)
        sum += (double) r[i] * y[i];
    }
  return sum;
}

static double
evaluate_at (const Check *check, const float *center, float distance)
{
  float *x = check->trial->given[check->input];

  for (gsize i = 0; i < check->n; i++)
    x[i] = center[i] + distance * check->direction[i];
  weft_op_trial_forward (check->trial, FALSE);
  return get_objective (check->trial);
}

/* Of ops with kinks the inputs are 8/n apart and 4/n from zero: none may reach another. */
static float
get_step (const Check *check)
{
  return check->trial->op->has_kinks ? MIN (STEP, 2.0f / (float) check->n) : STEP;
}

static double
differentiate (const Check *check)
{
  float step = get_step (check);
  float *x = check->trial->given[check->input];
  g_autofree float *center = g_memdup2 (x, check->n * sizeof *x);
  double upper = evaluate_at (check, center, step), lower = evaluate_at (check, center, -step);

  memcpy (x, center, check->n * sizeof *x);
  return (upper - lower) / (2.0 * step);
}

static void
draw_direction (const Check *check, guint64 seed, guint number)
{
  WeftRandom random = { seed, WEFT_STREAM_CHECK, 100 + number };
  float largest = 0.0f;

  weft_random_fill_normal (&random, check->direction, check->n, 0.0f, 1.0f);
  for (gsize i = 0; i < check->n; i++)
    largest = MAX (largest, fabsf (check->direction[i]));
  for (gsize i = 0; i < check->n; i++)
    check->direction[i] /= largest;
}

/* Relative to the larger of the two derivatives, but where they nearly vanish to a tenth of what is
 * usual for gradients and directions of these lengths. */
static double
compare (const Check *check)
{
  const float *gradient = check->trial->run.d_in[check->input];
  double analytic = 0.0, gradients = 0.0, directions = 0.0, numeric = differentiate (check), size,
         error;

  for (gsize i = 0; i < check->n; i++)
    {
      analytic += (double) gradient[i] * check->direction[i];
      gradients += (double) gradient[i] * gradient[i];
      directions += (double) check->direction[i] * check->direction[i];
    }
  size = MAX (MAX (fabs (analytic), fabs (numeric)),
              0.1 * sqrt (gradients * directions / (double) check->n));
  error = fabs (analytic - numeric);
  if (!isfinite (error))
    return INFINITY;
  return error > 0.0 ? error / size : 0.0;
}

static double
check_input (WeftOpTrial *trial, guint input, guint64 seed)
{
  gsize n = (gsize) weft_shape_count (&trial->in_shape[input]);
  g_autofree float *direction = g_new (float, n);
  Check check = { trial, input, n, direction };
  double worst = 0.0;

  for (guint i = 0; i < DIRECTIONS; i++)
    {
      draw_direction (&check, seed, i);
      worst = MAX (worst, compare (&check));
    }
  return worst;
}

/* Takes the errors of one case into the rows, one for each input; rows is as long as the most
 * inputs. */
static void
check_case (const WeftOp *op, const WeftOpCase *op_case, guint64 seed, WeftGradcheckRow *rows)
{
  g_autofree char *refusal = NULL;
  g_autoptr (WeftOpTrial) trial = weft_op_trial_new (op, op_case, &refusal);

  if (trial == NULL)
    g_error ("%s, %s: %s", op->id, op_case->what, refusal);
  weft_op_trial_fill (trial, seed);
  for (guint i = 0; i < trial->run.n_in; i++)
    if (trial->run.d_in[i] != NULL)
      {
        double error;

        weft_op_trial_forward (trial, FALSE);
        weft_op_trial_backward (trial, FALSE);
        error = check_input (trial, i, seed);
        if (rows[i].what == NULL || error > rows[i].error)
          {
            rows[i].what = op_case->what;
            rows[i].error = error;
          }
      }
}

/* "x", and "x2", "x3", … of an input that repeats. */
static const char *
input_name (const WeftOp *op, guint i)
{
  const WeftOpPort *port = weft_op_get_input (op, i);
  g_autofree char *name = NULL;

  if (!port->repeats)
    return port->name;
  name = g_strdup_printf ("%s%u", port->name, i + 1);
  return g_intern_string (name);
}

GArray *
weft_gradcheck_op (const WeftOp *op, guint64 seed)
{
  GArray *array = g_array_new (FALSE, FALSE, sizeof (WeftGradcheckRow));
  WeftGradcheckRow rows[WEFT_CASE_MAX_IN] = { { 0 } };

  for (const WeftOpCase *op_case = weft_op_get_cases (op); op_case->what != NULL; op_case++)
    if (!op_case->is_large && !op->bends_gradient)
      check_case (op, op_case, seed, rows);
  for (guint i = 0; i < WEFT_CASE_MAX_IN; i++)
    if (rows[i].what != NULL)
      {
        rows[i].op = op->id;
        rows[i].input = input_name (op, i);
        rows[i].limit = WEFT_GRADCHECK_LIMIT;
        rows[i].passed = rows[i].error <= rows[i].limit;
        g_array_append_val (array, rows[i]);
      }
  return array;
}

GArray *
weft_gradcheck_all (int level, guint64 seed)
{
  GArray *array = g_array_new (FALSE, FALSE, sizeof (WeftGradcheckRow));

  for (const WeftOp *const *op = weft_ops (level, NULL); *op != NULL; op++)
    {
      g_autoptr (GArray) rows = weft_gradcheck_op (*op, seed);

      g_array_append_vals (array, rows->data, rows->len);
    }
  return array;
}
