/* identity: weights with which an op that is put in changes nothing */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/state/identity.h"

#include <string.h>

#include "engine/state/stretch.h"

/* w (…, n, …, n, …): 1 where both are the same unit, in the middle of all other axes. */
static void
set_identity (WeftStateEntry *w, int makes, int takes)
{
  memset (w->value, 0, w->count * sizeof *w->value);
  for (gint64 unit = 0; unit < w->shape.dims[makes]; unit++)
    {
      gsize at = 0;

      for (int i = 0; i < w->shape.rank; i++)
        at = at * (gsize) w->shape.dims[i]
             + (gsize) (i == makes || i == takes ? unit : w->shape.dims[i] / 2);
      w->value[at] = 1;
    }
}

static gboolean
may_be_identity (const WeftShape *w, int makes, int takes)
{
  for (int i = 0; i < w->rank; i++)
    if (i != makes && i != takes && w->dims[i] % 2 == 0)
      return FALSE;
  return w->dims[makes] == w->dims[takes];
}

gboolean
weft_units_make_identity (const WeftUnitWalk *walk, const WeftProgramOp *op)
{
  const WeftOpUnits *row = weft_units_row (op);
  const WeftUnitWeight *first = &row->weights[0];
  const WeftProgramOp *maker;
  WeftStateEntry *w, *bias, *lengths;

  if (first->in == 0 || first->takes == 0 || row->weights[1].is_own
      || !weft_shape_equal (weft_units_shape (walk, op->in[0]),
                            weft_units_shape (walk, op->out[0])))
    return FALSE;
  w = weft_units_find_entry (walk, op->in[first->in]);
  if (w == NULL || !may_be_identity (&w->shape, (int) first->makes - 1, (int) first->takes - 1))
    return FALSE;
  set_identity (w, (int) first->makes - 1, (int) first->takes - 1);
  maker = weft_units_find_maker (walk, op->in[first->in]);
  lengths = maker != NULL && weft_units_is_directed (maker)
                ? weft_units_find_entry (walk, maker->in[1])
                : NULL;
  for (gsize row_of = 0; lengths != NULL && row_of < lengths->count; row_of++)
    lengths->value[row_of] = 1;
  if (maker != NULL && !weft_units_is_directed (maker))
    weft_stretch_find (w, weft_units_find_entry (walk, maker->in[1]),
                       weft_units_find_entry (walk, maker->in[2]));
  bias = op->n_in > row->weights[1].in && op->in[row->weights[1].in] >= 0
             ? weft_units_find_entry (walk, op->in[row->weights[1].in])
             : NULL;
  if (bias != NULL)
    memset (bias->value, 0, bias->count * sizeof *bias->value);
  return TRUE;
}
