/* test-worked: a number that is worked out line by line comes to what the op and the optimiser gave
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "engine/base/formula-reader.h"
#include "engine/ops/trial.h"
#include "engine/run/worked.h"
#include "optim-cases.h"

#define TRIED 12 /* numbers of a tensor */

/* --- by hand: what is shown, worked out by a reader of its own --- */

static const char *const functions[]
    = { "exp", "ln", "sqrt", "tanh", "sgm", "max", "min", "abs", "sign" };

static gboolean
is_function (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (functions); i++)
    if (g_str_equal (functions[i], name))
      return TRUE;
  return FALSE;
}

static WeftTerm
join (WeftFormulaReader *reader, char op, WeftTerm a, WeftTerm b)
{
  double x = a.number, y = b.number;

  return WEFT_TERM_NUMBER (op == '+'   ? x + y
                           : op == '-' ? x - y
                           : op == '*' ? x * y
                           : op == '/' ? x / y
                                       : pow (x, y));
}

static WeftTerm
call (WeftFormulaReader *reader, const char *name, const WeftTerm *terms, guint n)
{
  double x = terms[0].number, values[] = { exp (x),
                                           log (x),
                                           sqrt (x),
                                           tanh (x),
                                           1 / (1 + exp (-x)),
                                           n > 1 ? fmax (x, terms[1].number) : NAN,
                                           n > 1 ? fmin (x, terms[1].number) : NAN,
                                           fabs (x),
                                           (x > 0) - (x < 0) };

  for (guint i = 0; i < G_N_ELEMENTS (functions); i++)
    if (g_str_equal (functions[i], name))
      return WEFT_TERM_NUMBER (values[i]);
  return WEFT_TERM_NUMBER (NAN);
}

static WeftTerm
read_name (WeftFormulaReader *reader, const char *name, long place)
{
  return WEFT_TERM_NUMBER (NAN);
}

static double
read_pattern (const WeftWorkedLine *line)
{
  static const WeftFormulaMeaning meaning = { join, is_function, call, read_name };
  g_autoptr (GString) text = g_string_new (NULL);
  WeftFormulaReader reader = { .meaning = &meaning };
  WeftTerm term = { 0 };
  guint k = 0;

  for (const char *at = line->pattern; *at != '\0'; at++)
    if (*at == '#')
      g_string_append_printf (text, "(%.17f)",
                              g_array_index (line->operands, WeftWorkedNumber, k++).number);
    else
      g_string_append_c (text, *at);
  g_assert_cmpuint (k, ==, line->operands->len);
  g_string_replace (text, "·", "*", 0);
  g_string_replace (text, "−", "-", 0);
  g_string_replace (text, "√", "sqrt", 0);
  g_string_replace (text, "σ", "sgm", 0);
  g_string_replace (text, "ln (", "ln(", 0);
  if (g_str_has_prefix (text->str, "ln ") && text->str[3] != '(')
    g_string_insert (text, 3, "(");
  if (!weft_formula_read (&reader, text->str, &term))
    g_test_message ("%s: %s", text->str, reader.problem);
  g_assert_null (reader.problem);
  return term.number;
}

static double
get (const WeftWorkedGrid *grid, guint i)
{
  return g_array_index (grid->numbers, WeftWorkedNumber, i).number;
}

/* Of a sum over grids: of products where there are two, of the numbers where there is one. size: of
 * what is added. */
static double
add_grids (const WeftWorked *worked, const WeftWorkedLine *line, guint first, double *size)
{
  const WeftWorkedGrid *a = worked->grids->pdata[first], *b = NULL;
  double sum = 0, largest = -INFINITY;

  if (strstr (line->symbols, "·") != NULL)
    b = worked->grids->pdata[first + 1];
  for (guint i = 0; i < a->numbers->len; i++)
    {
      double term = b != NULL ? get (a, i) * get (b, i) : get (a, i);

      sum += term;
      largest = fmax (largest, term);
      *size += fabs (term);
    }
  return strstr (line->symbols, "max") == line->symbols ? largest : sum;
}

static const WeftWorkedLine *
find_chosen (const WeftWorked *worked)
{
  const WeftWorkedLine *found = NULL;

  for (guint i = 0; i < worked->lines->len; i++)
    if (((const WeftWorkedLine *) worked->lines->pdata[i])->is_chosen)
      {
        g_assert_null (found);
        found = worked->lines->pdata[i];
      }
  g_assert_nonnull (found);
  return found;
}

/* --- ops --- */

static WeftTensor *
copy (const void *numbers, const WeftShape *shape)
{
  return numbers != NULL && shape->rank >= 0 ? weft_tensor_new_copy (shape, numbers) : NULL;
}

static WeftStepSight *
see (const WeftOpTrial *trial, WeftProgramOp *application, gboolean is_back)
{
  WeftStepSight *sight = g_new0 (WeftStepSight, 1);
  const WeftOpRun *run = &trial->run;

  application->op = trial->op->id;
  application->attrs = (gpointer) run->attrs;
  sight->position = sight->n_stops = 1;
  sight->is_training = run->training;
  sight->stop = (WeftStepStop){ .part = is_back ? WEFT_STEP_BACKWARD : WEFT_STEP_FORWARD,
                                .application = application,
                                .value = -1 };
  sight->n_in = run->n_in;
  sight->n_out = run->n_out;
  for (guint i = 0; i < run->n_in; i++)
    {
      sight->in[i] = copy (run->in[i], &run->in_shape[i]);
      sight->d_in[i] = is_back ? copy (run->d_in[i], &run->in_shape[i]) : NULL;
    }
  for (guint o = 0; o < run->n_out; o++)
    {
      sight->out[o] = copy (run->out[o], &run->out_shape[o]);
      sight->d_out[o] = is_back ? copy (run->d_out[o], &run->out_shape[o]) : NULL;
    }
  return sight;
}

static void
forget (WeftStepSight *sight)
{
  for (guint i = 0; i < WEFT_OP_MAX_IN; i++)
    {
      g_clear_pointer (&sight->in[i], weft_tensor_unref);
      g_clear_pointer (&sight->d_in[i], weft_tensor_unref);
    }
  for (guint o = 0; o < WEFT_OP_MAX_OUT; o++)
    {
      g_clear_pointer (&sight->out[o], weft_tensor_unref);
      g_clear_pointer (&sight->d_out[o], weft_tensor_unref);
    }
  g_free (sight);
}

/* The result of the line itself, and what its operands or grids come to. FALSE: it only shows. */
static gboolean
check_number (const WeftStepSight *sight, const WeftWorkedTarget *target, gsize offset)
{
  g_autoptr (WeftWorked) worked = weft_worked_new (sight, target, offset);
  const WeftWorkedLine *line = find_chosen (worked);
  double size = 0, by_hand;

  g_assert_cmpfloat (line->result.number, ==, (double) weft_tensor_floats (target->tensor)[offset]);
  if (line->pattern == NULL && (line->symbols == NULL || worked->grids->len == 0))
    return FALSE;
  if (line->pattern != NULL && strstr (line->pattern, "f(") != NULL)
    return TRUE;
  if (line->pattern != NULL)
    by_hand = read_pattern (line);
  else
    by_hand = add_grids (worked, line,
                         g_str_has_prefix (line->symbols, "Σ soft-max") ? 3
                         : g_str_has_prefix (line->symbols, "Σ over")   ? worked->grids->len - 1
                                                                        : 0,
                         &size);
  g_test_message ("%s = %.9g, by hand %.9g", line->name, line->result.number, by_hand);
  g_assert_cmpfloat (fabs (by_hand - line->result.number), <=,
                     2e-5 * (fabs (by_hand) + size + .05));
  return TRUE;
}

/* shown: how many have only their inputs beside them. */
static guint
check_targets (const WeftStepSight *sight, guint *shown)
{
  g_autoptr (GPtrArray) targets = weft_worked_list_targets (sight);
  guint n_worked = 0;

  for (guint t = 0; t < targets->len; t++)
    {
      const WeftWorkedTarget *target = targets->pdata[t];
      gsize n = (gsize) weft_shape_count (&target->tensor->shape), pace = MAX (n / TRIED, 1);

      for (gsize offset = 0; offset < n; offset += pace)
        if (check_number (sight, target, offset))
          n_worked++;
        else
          *shown += 1;
    }
  return n_worked;
}

static guint
check_case (const WeftOp *op, const WeftOpCase *op_case, guint *shown)
{
  g_autoptr (WeftOpTrial) trial = weft_op_trial_new (op, op_case, NULL);
  WeftProgramOp application = { 0 };
  WeftStepSight *sight;
  guint n;

  weft_op_trial_fill (trial, 5);
  weft_op_trial_forward (trial, FALSE);
  sight = see (trial, &application, FALSE);
  n = check_targets (sight, shown);
  forget (sight);
  if (!weft_op_has_backward (op))
    return n;
  weft_op_trial_backward (trial, FALSE);
  sight = see (trial, &application, TRUE);
  n += check_targets (sight, shown);
  forget (sight);
  return n;
}

/* Of which some numbers are only shown: what a mask hides, a target's own gradient, what chance
 * left out, a state that is handed on. */
static const char *const in_part[] = { "attention",     "batch_norm", "bce_with_logits",
                                       "cross_entropy", "distance",   "embedding",
                                       "gru",           "lstm",       "rnn",
                                       "softmax",       NULL };

static void
test_op (gconstpointer id)
{
  const WeftOp *op = weft_op_find (id, 0);
  const WeftOpCase *op_case = weft_op_get_cases (op);
  guint n = 0, shown = 0;

  for (; op_case->what != NULL; op_case++)
    if (!op_case->is_large)
      {
        g_test_message ("%s", op_case->what);
        n += check_case (op, op_case, &shown);
      }
  g_test_message ("%s: %u worked, %u shown", op->id, n, shown);
  g_assert_cmpuint (n, >, 0); /* something is worked out of it */
  if (!g_strv_contains (in_part, op->id))
    g_assert_cmpuint (shown, ==, 0);
}

/* What was typed over is not worked out: it would not survive a check by hand. */
static void
test_typed (void)
{
  const WeftOp *op = weft_op_find ("linear", 0);
  g_autoptr (WeftOpTrial) trial = weft_op_trial_new (op, weft_op_get_cases (op), NULL);
  const WeftStepEdit edit = { .offset = 1, .number = 5 };
  WeftProgramOp application = { 0 };
  g_autoptr (GArray) typed = g_array_new (FALSE, FALSE, sizeof edit);
  WeftStepSight *sight;

  weft_op_trial_fill (trial, 5);
  weft_op_trial_forward (trial, FALSE);
  sight = see (trial, &application, FALSE);
  g_array_append_val (typed, edit);
  sight->typed = typed;
  {
    g_autoptr (GPtrArray) targets = weft_worked_list_targets (sight);
    g_autoptr (WeftWorked) as_it_is = weft_worked_new (sight, targets->pdata[0], 0);
    g_autoptr (WeftWorked) over = weft_worked_new (sight, targets->pdata[0], 1);

    g_assert_nonnull (find_chosen (as_it_is)->symbols);
    g_assert_null (find_chosen (over)->symbols);
    g_assert_null (find_chosen (over)->pattern);
    g_assert_nonnull (over->note);
  }
  forget (sight);
}

/* Whatever has no row shows its numbers, and does not fall over. */
static void
test_plain (void)
{
  guint n, shown = 0;
  const WeftOp *const *ops = weft_ops (0, &n);

  for (guint i = 0; i < n; i++)
    for (const WeftOpCase *c = weft_op_get_cases (ops[i]); c != NULL && c->what != NULL; c++)
      if (!c->is_large && !ops[i]->is_view && ops[i]->forward[0].run != NULL)
        {
          check_case (ops[i], c, &shown);
          break;
        }
}

/* --- optimisers --- */

#define LARGEST (OPTIM_ROWS * OPTIM_WEIGHTS)

/* n: OPTIM_WEIGHTS, or LARGEST, which is a matrix. */
static WeftTensor *
copy_weights (const float *numbers, gsize n)
{
  const WeftShape flat = { .rank = 1, .type = WEFT_F32, .dims = { OPTIM_WEIGHTS } };
  const WeftShape matrix = { .rank = 2, .type = WEFT_F32, .dims = { OPTIM_ROWS, OPTIM_WEIGHTS } };

  return numbers != NULL ? weft_tensor_new_copy (n == LARGEST ? &matrix : &flat, numbers) : NULL;
}

static void
see_update (WeftTensor **w, WeftTensor **slots, const OptimArrays *arrays, gsize n)
{
  *w = copy_weights (arrays->w, n);
  for (int s = 0; s < 3; s++)
    slots[s] = copy_weights (arrays->slot[s], n);
}

static void
check_update (const OptimCase *c, const OptimArrays *arrays, int step, gsize n)
{
  WeftStepSight *sight = g_new0 (WeftStepSight, 1);
  WeftWorkedTarget target = { (char *) "w", NULL, { .value = -1 }, 0 };

  sight->position = 1;
  sight->stop.part = WEFT_STEP_UPDATE;
  sight->optimizer = c->row;
  sight->clip_scale = 1;
  weft_update_prepare (&sight->update, c->row, c->settings, .05, step);
  see_update (&sight->in[0], &sight->in[2], arrays, n);
  sight->in[1] = copy_weights (arrays->g, n);
  optim_case_step (c, step, .05, arrays, n);
  see_update (&sight->out[0], &sight->out[1], arrays, n);
  sight->n_in = 5;
  sight->n_out = 4;
  target.tensor = sight->out[0];
  for (gsize i = 0; i < n; i++)
    g_assert_true (check_number (sight, &target, i));
  forget (sight);
}

/* first: all weights begin at it, with waves on them where it is not 0. */
static void
check_optimizer (const OptimCase *c, float first, gsize n)
{
  float w[LARGEST], g[LARGEST], slots[3][LARGEST] = { { 0 } };
  OptimArrays arrays = { w, g, { NULL } };

  g_test_message ("%s", c->row->id);
  for (gsize i = 0; i < n; i++)
    w[i] = first * cosf ((float) i);
  for (guint s = 0; s < c->row->n_slots (c->settings); s++)
    arrays.slot[s] = slots[s];
  for (int step = 1; step <= 8; step++)
    {
      for (gsize i = 0; i < n; i++)
        g[i] = .3f * sinf ((float) i + 3 * (float) step) + .01f;
      check_update (c, &arrays, step, n);
    }
}

static void
test_optimizers (void)
{
  g_autoptr (GArray) cases = optim_cases (0);

  for (guint i = 0; i < cases->len; i++)
    {
      const OptimCase *c = &g_array_index (cases, OptimCase, i);

      check_optimizer (c, 1, OPTIM_WEIGHTS);
      check_optimizer (c, 1, LARGEST);
      check_optimizer (c, 0, OPTIM_WEIGHTS);
    }
}

#define WORKED(op, row) #op,
static const char *const worked[] = {
#include "engine/run/worked.def"
  "relu",
  "sigmoid",
  "gelu",
};
#undef WORKED

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (worked); i++)
    {
      g_autofree char *path = g_strdup_printf ("/worked/%s", worked[i]);

      g_test_add_data_func (path, worked[i], test_op);
    }
  g_test_add_func ("/worked/optimisers", test_optimizers);
  g_test_add_func ("/worked/typed", test_typed);
  g_test_add_func ("/worked/of-all", test_plain);
  return g_test_run ();
}
