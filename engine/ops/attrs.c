/* attrs: an op's record, filled and read by the names that its rows give */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ops/op.h"

#include <string.h>

static void
set_dims (WeftDims *dims, const WeftAttr *attr)
{
  dims->n = attr->n;
  for (int i = 0; i < attr->n; i++)
    dims->d[i] = (int) attr->v[i];
}

static void
set_field (const WeftParam *row, const WeftAttr *attr, gpointer field)
{
  switch (row->type)
    {
    case WEFT_PARAM_REAL:
      weft_param_set_real (row, field, attr->v[0]);
      return;
    case WEFT_PARAM_SIZE2:
      ((WeftSize2 *) field)->h = (int) attr->v[0];
      ((WeftSize2 *) field)->w = (int) attr->v[1];
      return;
    case WEFT_PARAM_DIMS:
      set_dims (field, attr);
      return;
    case WEFT_PARAM_REALS:
      ((WeftReals *) field)->n = attr->n;
      memcpy (((WeftReals *) field)->v, attr->v, sizeof attr->v);
      return;
    default:
      *(int *) field = (int) attr->v[0]; /* INT, BOOL and CHOICE */
    }
}

gpointer
weft_op_attrs_new (const WeftOp *op, const WeftAttr *attrs)
{
  char *record;

  if (op->attrs_size == 0)
    return NULL;
  record = g_malloc0 (op->attrs_size);
  weft_params_load (op->attrs, NULL, record, op->attrs_size);
  for (; attrs != NULL && attrs->name != NULL; attrs++)
    {
      const WeftParam *row = weft_params_find (op->attrs, attrs->name);

      if (row != NULL)
        set_field (row, attrs, record + row->offset);
      else
        g_critical ("%s has no attribute “%s”", op->id, attrs->name);
    }
  return record;
}

void
weft_op_attr_get (const WeftParam *row, gconstpointer record, WeftAttr *attr)
{
  const void *field = (const char *) record + row->offset;
  const WeftDims *dims = field;
  const WeftReals *reals = field;
  const int *numbers = field;

  *attr = (WeftAttr){ .name = row->name };
  if (row->type == WEFT_PARAM_REAL)
    attr->v[0] = weft_param_get_real (row, field);
  else if (row->type == WEFT_PARAM_DIMS)
    for (attr->n = 0; attr->n < dims->n; attr->n++)
      attr->v[attr->n] = dims->d[attr->n];
  else if (row->type == WEFT_PARAM_REALS)
    for (attr->n = 0; attr->n < reals->n; attr->n++)
      attr->v[attr->n] = reals->v[attr->n];
  else
    for (int i = 0; i < (row->type == WEFT_PARAM_SIZE2 ? 2 : 1); i++)
      attr->v[i] = numbers[i];
}

const WeftOpPort *
weft_op_get_input (const WeftOp *op, guint i)
{
  guint last = 0;

  while (last < i && op->inputs[last + 1].name != NULL)
    last++;
  return last == i || op->inputs[last].repeats ? &op->inputs[last] : NULL;
}

gboolean
weft_op_input_takes (const WeftOp *op, guint i, WeftType type)
{
  guint types = weft_op_get_input (op, i)->types;

  return (types != 0 ? types : WEFT_TYPE_BIT (WEFT_F32)) & WEFT_TYPE_BIT (type);
}

gboolean
weft_op_has_backward (const WeftOp *op)
{
  return op->backward[0].run != NULL || op->is_view || op->passes_gradient;
}
