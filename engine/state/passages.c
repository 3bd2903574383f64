/* passages: what becomes of units in the ops that only hand them on */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/state/passages.h"

#include "engine/state/surgery.h"

WeftAttr
weft_passage_get_attr (const WeftProgramOp *op, const char *name)
{
  WeftAttr attr;

  weft_op_attr_get (weft_params_find (weft_op_find (op->op, 0)->attrs, name), op->attrs, &attr);
  return attr;
}

static int
get_axis (const WeftUnitWalk *walk, const WeftProgramOp *op)
{
  int dim = (int) weft_passage_get_attr (op, "dim").v[0];

  return dim < 0 ? dim + weft_units_shape (walk, op->in[0])->rank : dim;
}

/* The first that is given with units that are others now; NULL: none. */
static const WeftUnits *
find_given (const WeftUnitWalk *walk, const WeftProgramOp *op)
{
  for (guint i = 0; i < op->n_in; i++)
    if (op->in[i] >= 0 && walk->units[op->in[i]].of != NULL)
      return &walk->units[op->in[i]];
  return NULL;
}

static void
set_on_axis (WeftUnitWalk *walk, const WeftProgramOp *op, const WeftUnits *units, int axis)
{
  const WeftShape *shape = weft_units_shape (walk, op->out[0]);

  if (axis >= shape->rank || shape->dims[axis] != units->of->len)
    return;
  walk->units[op->out[0]] = weft_units_copy (units);
  walk->units[op->out[0]].axis = axis;
}

void
weft_passage_each (WeftUnitWalk *walk, const WeftProgramOp *op)
{
  const WeftUnits *given = find_given (walk, op);

  if (given != NULL)
    set_on_axis (walk, op, given, given->axis);
}

void
weft_passage_channels (WeftUnitWalk *walk, const WeftProgramOp *op)
{
  const WeftUnits *given = &walk->units[op->in[0]];

  if (given->of != NULL && given->axis == 1)
    set_on_axis (walk, op, given, 1);
}

/* A shape seen as (outer, n, inner) around an axis of a sample. */
typedef struct
{
  gsize outer, n, inner;
} Around;

static Around
see_around (const WeftShape *shape, int axis)
{
  Around around = { 1, (gsize) shape->dims[axis], 1 };

  for (int i = 1; i < axis; i++)
    around.outer *= (gsize) shape->dims[i];
  for (int i = axis + 1; i < shape->rank; i++)
    around.inner *= (gsize) shape->dims[i];
  return around;
}

/* Along that axis of what comes out, if all that a unit of it holds was one unit's before. */
static GArray *
follow (const WeftUnits *given, Around in, Around out, gsize before)
{
  g_autoptr (GArray) of = g_array_sized_new (FALSE, FALSE, sizeof (int), (guint) out.n);

  for (gsize i = 0; i < in.outer * in.n * in.inner; i++)
    {
      gsize unit = i / in.inner % in.n, now = i / out.inner % out.n;
      gsize was = (i / (in.inner * in.n) * (gsize) given->before
                   + (gsize) g_array_index (given->of, int, unit))
                      * in.inner
                  + i % in.inner;
      int found = (int) (was / out.inner % before);

      if (g_array_index (given->of, int, unit) < 0)
        return NULL;
      if (was % out.inner != i % out.inner || was / (out.inner * before) != i / (out.inner * out.n))
        return NULL;
      if (now == of->len)
        g_array_append_val (of, found);
      else if (now > of->len || g_array_index (of, int, now) != found)
        return NULL;
    }
  return g_steal_pointer (&of);
}

void
weft_passage_reshaped (WeftUnitWalk *walk, const WeftProgramOp *op)
{
  const WeftUnits *given = &walk->units[op->in[0]];
  const WeftShape *shape = weft_units_shape (walk, op->out[0]);

  if (given->of == NULL)
    return;
  for (int axis = 1; axis < shape->rank; axis++)
    {
      Around in = see_around (weft_units_shape (walk, op->in[0]), given->axis);
      Around out = see_around (shape, axis);
      gsize before = out.n * (gsize) given->before / in.n;
      GArray *of;

      if (out.n * (gsize) given->before % in.n != 0)
        continue;
      of = follow (given, in, out, before);
      if (of == NULL)
        continue;
      walk->units[op->out[0]] = (WeftUnits){ axis, (int) before, of };
      return;
    }
}

void
weft_passage_permuted (WeftUnitWalk *walk, const WeftProgramOp *op)
{
  const WeftUnits *given = &walk->units[op->in[0]];
  const WeftAttr dims = weft_passage_get_attr (op, "dims");

  for (int i = 0; given->of != NULL && i < dims.n; i++)
    if ((int) dims.v[i] == given->axis)
      set_on_axis (walk, op, given, i + 1);
}

void
weft_passage_joined (WeftUnitWalk *walk, const WeftProgramOp *op)
{
  const WeftUnits *given = find_given (walk, op);
  int axis = get_axis (walk, op), before = 0;
  GArray *of;

  if (given == NULL)
    return;
  if (given->axis != axis)
    {
      set_on_axis (walk, op, given, given->axis);
      return;
    }
  of = g_array_new (FALSE, FALSE, sizeof (int));
  for (guint i = 0; i < op->n_in; i++)
    {
      const WeftUnits *units = &walk->units[op->in[i]];
      gboolean is_changed = units->of != NULL && units->axis == axis;
      int n = (int) weft_units_shape (walk, op->in[i])->dims[axis];

      for (int k = 0; k < n; k++)
        {
          int unit = is_changed ? g_array_index (units->of, int, k) : k;
          int was = unit < 0 ? unit : before + unit;

          g_array_append_val (of, was);
        }
      before += is_changed ? units->before : n;
    }
  walk->units[op->out[0]] = (WeftUnits){ axis, before, of };
}

/* One of several parts of one size, of which each had its share of the units. */
static void
set_part (WeftUnitWalk *walk, const WeftProgramOp *op, const WeftUnits *given)
{
  int n = (int) weft_units_shape (walk, op->out[0])->dims[given->axis];
  int start = (int) weft_passage_get_attr (op, "start").v[0], parts = (int) given->of->len / n;
  g_autoptr (GArray) of = NULL;
  int before, first;

  if ((int) given->of->len % n != 0 || given->before % parts != 0 || start % n != 0
      || weft_passage_get_attr (op, "step").v[0] != 1)
    return;
  before = given->before / parts;
  first = start / n * before;
  of = g_array_sized_new (FALSE, FALSE, sizeof (int), (guint) n);
  for (int i = start; i < start + n; i++)
    {
      int unit = g_array_index (given->of, int, i);
      int was = unit < 0 ? unit : unit - first;

      if (unit >= 0 && (was < 0 || was >= before))
        return;
      g_array_append_val (of, was);
    }
  walk->units[op->out[0]] = (WeftUnits){ given->axis, before, g_steal_pointer (&of) };
}

void
weft_passage_sliced (WeftUnitWalk *walk, const WeftProgramOp *op)
{
  const WeftUnits *given = &walk->units[op->in[0]];

  if (given->of != NULL && given->axis != get_axis (walk, op))
    set_on_axis (walk, op, given, given->axis);
  else if (given->of != NULL && walk->rule >= WEFT_SURGERY_HEADS)
    set_part (walk, op, given);
}

void
weft_passage_turned (WeftUnitWalk *walk, const WeftProgramOp *op)
{
  if (walk->rule >= WEFT_SURGERY_HEADS)
    weft_passage_each (walk, op);
}

/* What comes out are the values, as heads weigh them. */
void
weft_passage_attended (WeftUnitWalk *walk, const WeftProgramOp *op)
{
  const WeftUnits *values = &walk->units[op->in[2]];

  if (walk->rule >= WEFT_SURGERY_HEADS && values->of != NULL)
    set_on_axis (walk, op, values, values->axis);
}

void
weft_passage_reduced (WeftUnitWalk *walk, const WeftProgramOp *op)
{
  const WeftUnits *given = &walk->units[op->in[0]];
  int axis = get_axis (walk, op);

  if (given->of != NULL && given->axis != axis)
    set_on_axis (walk, op, given, given->axis - (given->axis > axis));
}
