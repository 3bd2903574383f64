/* working: what the rows of the table of worked ops are made of */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/run/worked/working.h"

#include <glib/gi18n-lib.h>

#include "engine/ops/op.h"
#include "engine/plan/steps.h"

/* --- what goes in --- */

static WeftWorkedNumber
take (const WeftTensor *tensor, WeftStepPlace place, gsize offset)
{
  const float *x = weft_working_floats (tensor);
  WeftWorkedNumber number = { .number = NAN, .place = place, .offset = offset };

  if (x == NULL || offset >= (gsize) weft_shape_count (&tensor->shape))
    {
      number.place.value = -1;
      return number;
    }
  number.number = (double) x[offset];
  return number;
}

WeftWorkedNumber
weft_working_in (const WeftWorking *w, guint i, gsize offset)
{
  return take (w->sight->in[i], w->sight->at_in[i], offset);
}

WeftWorkedNumber
weft_working_out (const WeftWorking *w, guint o, gsize offset)
{
  return take (w->sight->out[o], w->sight->at_out[o], offset);
}

WeftWorkedNumber
weft_working_d_in (const WeftWorking *w, guint i, gsize offset)
{
  return take (w->sight->d_in[i], w->sight->at_d_in[i], offset);
}

WeftWorkedNumber
weft_working_d_out (const WeftWorking *w, guint o, gsize offset)
{
  return take (w->sight->d_out[o], w->sight->at_d_out[o], offset);
}

WeftWorkedNumber
weft_working_number (double number)
{
  return (WeftWorkedNumber){ .number = number, .place.value = -1 };
}

const WeftShape *
weft_working_shape (const WeftWorking *w, guint i)
{
  const WeftTensor *x = i < w->sight->n_in ? w->sight->in[i] : NULL;

  if (x == NULL && i < w->sight->n_in)
    x = w->sight->d_in[i];
  return x != NULL ? &x->shape : NULL;
}

const WeftShape *
weft_working_y_shape (const WeftWorking *w)
{
  const WeftTensor *y = w->sight->out[0] != NULL ? w->sight->out[0] : w->sight->d_out[0];

  return &y->shape;
}

double
weft_working_attr (const WeftWorking *w, const char *name, int which, double or)
{
  const WeftOp *op = weft_op_find (w->sight->stop.application->op, 0);
  gconstpointer record = w->sight->stop.application->attrs;

  for (const WeftParam *row = op != NULL ? op->attrs : NULL; row != NULL && row->name != NULL;
       row++)
    if (record != NULL && g_str_equal (row->name, name))
      {
        WeftAttr attr = { NULL };

        weft_op_attr_get (row, record, &attr);
        return attr.v[which];
      }
  return or ;
}

/* --- what comes out --- */

static void
free_grid (gpointer data)
{
  WeftWorkedGrid *grid = data;

  g_free (grid->title);
  g_array_unref (grid->numbers);
  g_free (grid);
}

static void
free_line (gpointer data)
{
  WeftWorkedLine *line = data;

  g_free (line->name);
  g_free (line->symbols);
  g_free (line->pattern);
  g_array_unref (line->operands);
  g_free (line);
}

static WeftWorked *
new_worked (void)
{
  WeftWorked *worked = g_new0 (WeftWorked, 1);

  worked->grids = g_ptr_array_new_with_free_func (free_grid);
  worked->lines = g_ptr_array_new_with_free_func (free_line);
  return worked;
}

void
weft_worked_free (WeftWorked *worked)
{
  if (worked == NULL)
    return;
  g_ptr_array_unref (worked->grids);
  g_ptr_array_unref (worked->lines);
  g_free (worked->note);
  g_free (worked);
}

WeftWorkedGrid *
weft_working_grid (WeftWorking *w, char *title, gint64 columns)
{
  WeftWorkedGrid *grid = g_new0 (WeftWorkedGrid, 1);

  grid->title = title;
  grid->columns = MAX (columns, 1);
  grid->numbers = g_array_new (FALSE, FALSE, sizeof (WeftWorkedNumber));
  g_ptr_array_add (w->worked->grids, grid);
  return grid;
}

void
weft_working_put (WeftWorkedGrid *grid, WeftWorkedNumber number)
{
  g_array_append_val (grid->numbers, number);
  grid->rows = (grid->numbers->len + grid->columns - 1) / grid->columns;
}

gint64
weft_working_columns (gint64 n)
{
  return n <= 6 ? n : (gint64) ceil (sqrt ((double) n));
}

static double
get (const WeftWorkedGrid *grid, guint i)
{
  return g_array_index (grid->numbers, WeftWorkedNumber, i).number;
}

double
weft_working_dot (const WeftWorkedGrid *a, const WeftWorkedGrid *b)
{
  double sum = 0;

  for (guint i = 0; i < MIN (a->numbers->len, b->numbers->len); i++)
    sum += get (a, i) * get (b, i);
  return sum;
}

double
weft_working_sum (const WeftWorkedGrid *a)
{
  double sum = 0;

  for (guint i = 0; i < a->numbers->len; i++)
    sum += get (a, i);
  return sum;
}

static WeftWorkedLine *
add_line (WeftWorking *w, char *name, const char *symbols, const char *pattern)
{
  WeftWorkedLine *line = g_new0 (WeftWorkedLine, 1);

  line->name = name;
  line->symbols = g_strdup (symbols);
  line->pattern = g_strdup (pattern);
  line->operands = g_array_new (FALSE, FALSE, sizeof (WeftWorkedNumber));
  g_ptr_array_add (w->worked->lines, line);
  return line;
}

static void
take_operands (WeftWorkedLine *line, guint n, va_list list)
{
  for (guint i = 0; i < n; i++)
    {
      WeftWorkedNumber number = va_arg (list, WeftWorkedNumber);

      g_array_append_val (line->operands, number);
    }
}

WeftWorkedLine *
weft_working_line (WeftWorking *w, char *name, const char *symbols, const char *pattern,
                   WeftWorkedNumber result, guint n, ...)
{
  WeftWorkedLine *line = add_line (w, name, symbols, pattern);
  va_list list;

  line->result = result;
  va_start (list, n);
  take_operands (line, n, list);
  va_end (list);
  return line;
}

void
weft_working_end (WeftWorking *w, const char *symbols, const char *pattern, guint n, ...)
{
  WeftWorkedLine *line = add_line (w, g_strdup (w->name), symbols, pattern);
  va_list list;

  line->result = w->chosen;
  line->is_chosen = TRUE;
  va_start (list, n);
  take_operands (line, n, list);
  va_end (list);
}

void
weft_working_end_mean (WeftWorking *w, const WeftWorkedGrid *losses, const char *symbols,
                       WeftWorkedNumber n)
{
  WeftWorkedNumber sum = weft_working_number (weft_working_sum (losses));

  weft_working_line (w, g_strdup (_ ("Σ of the rows")), NULL, NULL, sum, 0);
  weft_working_end (w, symbols, "# · # / #", 3,
                    weft_working_number (weft_working_attr (w, "scale", 0, 1)), sum, n);
}

char *
weft_working_index (const char *name, const gint64 *index, int rank)
{
  GString *text = g_string_new (name);

  for (int i = 0; i < rank; i++)
    g_string_append_printf (text, "%s%" G_GINT64_FORMAT, i == 0 ? "[" : ", ", index[i]);
  if (rank > 0)
    g_string_append_c (text, ']');
  return g_string_free (text, FALSE);
}

/* --- which number --- */

static void
free_target (gpointer data)
{
  g_free (((WeftWorkedTarget *) data)->name);
  g_free (data);
}

static void
add_target (GPtrArray *targets, char *name, const WeftTensor *tensor, WeftStepPlace place,
            guint port)
{
  WeftWorkedTarget *target;

  if (weft_working_floats (tensor) == NULL || weft_shape_count (&tensor->shape) == 0)
    {
      g_free (name);
      return;
    }
  target = g_new0 (WeftWorkedTarget, 1);
  *target = (WeftWorkedTarget){ name, tensor, place, port };
  g_ptr_array_add (targets, target);
}

static void
list_of_op (GPtrArray *targets, const WeftStepSight *sight, const WeftOp *op)
{
  gboolean is_back = sight->stop.part == WEFT_STEP_BACKWARD;

  for (guint o = 0; !is_back && o < sight->n_out; o++)
    add_target (targets, g_strdup (op->outputs[o].name), sight->out[o], sight->at_out[o], o);
  for (guint i = 0; is_back && i < sight->n_in; i++)
    add_target (targets, g_strdup_printf ("∂L/∂%s", weft_op_get_input (op, i)->name),
                sight->d_in[i], sight->at_d_in[i], i);
}

GPtrArray *
weft_worked_list_targets (const WeftStepSight *sight)
{
  GPtrArray *targets = g_ptr_array_new_with_free_func (free_target);
  const WeftStepStop *stop = &sight->stop;

  if (sight->position == 0)
    return targets;
  if (stop->part == WEFT_STEP_UPDATE)
    add_target (targets, g_strdup (weft_program_value (sight->program, stop->value)->name),
                sight->out[0], sight->at_out[0], 0);
  else if (stop->value >= 0)
    add_target (targets, g_strdup ("∂L/∂x"), sight->out[0], sight->at_out[0], 0);
  else
    list_of_op (targets, sight, weft_op_find (stop->application->op, 0));
  return targets;
}

/* --- the table --- */

#define WORKED(op, row) { #op, &weft_worked_##row },
static const struct
{
  const char *op;
  const WeftWorkedRow *row;
} rows[] = {
#include "engine/run/worked.def"
};
#undef WORKED

#define UNIT(id, ...) #id,
static const char *const units[] = {
#include "engine/ops/activations.def"
#include "engine/ops/arithmetic.def"
};
#undef UNIT

const WeftWorkedRow *
weft_worked_find (const char *op)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (g_str_equal (rows[i].op, op))
      return rows[i].row;
  for (gsize i = 0; i < G_N_ELEMENTS (units); i++)
    if (g_str_equal (units[i], op))
      return &weft_worked_unit;
  return NULL;
}

/* --- what has no row --- */

/* The numbers of a tensor that stand around the one that is asked for, in rows as long as its
 * last axis. */
static void
show_tensor (WeftWorking *w, const char *name, const WeftTensor *tensor, WeftStepPlace place)
{
  gint64 n, width, begin;
  WeftWorkedGrid *grid;

  if (weft_working_floats (tensor) == NULL)
    return;
  n = weft_shape_count (&tensor->shape);
  width = tensor->shape.rank > 0 ? tensor->shape.dims[tensor->shape.rank - 1] : 1;
  begin
      = n <= WEFT_WORKED_MOST ? 0 : MIN ((gint64) w->offset / width * width, n - 1) / width * width;
  grid = weft_working_grid (w, g_strdup (name), MIN (width, WEFT_WORKED_MOST));
  for (gint64 i = begin; i < n && i < begin + WEFT_WORKED_MOST; i++)
    weft_working_put (grid, take (tensor, place, (gsize) i));
}

static void
work_plainly (WeftWorking *w)
{
  const WeftStepSight *sight = w->sight;
  const WeftOp *op = weft_op_find (sight->stop.application->op, 0);

  for (guint i = 0; i < sight->n_in; i++)
    show_tensor (w, weft_op_get_input (op, i)->name, sight->in[i], sight->at_in[i]);
  for (guint o = 0; o < sight->n_out && sight->stop.part == WEFT_STEP_BACKWARD; o++)
    {
      g_autofree char *name = g_strdup_printf ("∂L/∂%s", op->outputs[o].name);

      show_tensor (w, name, sight->d_out[o], sight->at_d_out[o]);
    }
  weft_working_end (w, NULL, NULL, 0);
}

/* What several readers of one value want of it comes together. */
static void
work_sum (WeftWorking *w)
{
  w->worked->formula
      = w->sight->in[1] != NULL ? "∂L/∂x = Σ ∂L/∂x of all that read x" : "∂L/∂x = ∂L/∂y";
  if (w->sight->in[1] != NULL)
    weft_working_end (w, "share 1 + share 2", "# + #", 2, weft_working_in (w, 0, w->offset),
                      weft_working_in (w, 1, w->offset));
  else
    weft_working_end (w, "∂L/∂y", "#", 1, weft_working_in (w, 0, w->offset));
}

/* --- */

static void
find_index (WeftWorking *w)
{
  gsize rest = w->offset;

  for (int axis = w->shape->rank - 1; axis >= 0; axis--)
    {
      w->index[axis] = (gint64) rest % w->shape->dims[axis];
      rest /= (gsize) w->shape->dims[axis];
    }
}

static void
work_op (WeftWorking *w)
{
  const WeftWorkedRow *row = weft_worked_find (w->sight->stop.application->op);
  gboolean is_back = w->sight->stop.part == WEFT_STEP_BACKWARD;
  void (*work) (WeftWorking * w) = NULL;

  if (row != NULL)
    work = is_back ? row->backward : row->forward;
  if (is_back && work != NULL)
    w->worked->formula = "∂L/∂x = Σ ∂L/∂y · ∂y/∂x";
  else
    w->worked->formula = row != NULL && row->formula != NULL
                             ? row->formula
                             : weft_op_find (w->sight->stop.application->op, 0)->summary;
  if (work != NULL)
    work (w);
  else
    work_plainly (w);
}

static gboolean
is_typed (const WeftWorking *w)
{
  const WeftStepPlace *place = &w->chosen.place;

  for (guint i = 0; w->sight->typed != NULL && i < w->sight->typed->len; i++)
    {
      const WeftStepEdit *edit = &g_array_index (w->sight->typed, WeftStepEdit, i);

      if (edit->offset == w->offset && edit->place.kind == place->kind
          && edit->place.value == place->value && edit->place.slot == place->slot)
        return TRUE;
    }
  return FALSE;
}

/* What was typed in its place does not follow from what goes in. */
static void
say_typed (WeftWorking *w)
{
  for (guint i = 0; i < w->worked->lines->len; i++)
    {
      WeftWorkedLine *line = w->worked->lines->pdata[i];

      if (line->is_chosen)
        {
          g_clear_pointer (&line->symbols, g_free);
          g_clear_pointer (&line->pattern, g_free);
          g_array_set_size (line->operands, 0);
        }
    }
  g_free (w->worked->note);
  w->worked->note = g_strdup (_ ("This number was typed over: the formula gave another one."));
}

WeftWorked *
weft_worked_new (const WeftStepSight *sight, const WeftWorkedTarget *target, gsize offset)
{
  WeftWorking w = { .sight = sight, .port = target->port, .shape = &target->tensor->shape };

  w.offset = MIN (offset, (gsize) weft_shape_count (w.shape) - 1);
  w.chosen = take (target->tensor, target->place, w.offset);
  w.worked = new_worked ();
  find_index (&w);
  w.name = weft_working_index (target->name, w.index, w.shape->rank);
  if (sight->stop.part == WEFT_STEP_UPDATE)
    weft_working_update (&w);
  else if (sight->stop.value >= 0)
    work_sum (&w);
  else
    work_op (&w);
  if (is_typed (&w))
    say_typed (&w);
  g_free (w.name);
  return w.worked;
}
