/* labelled: scores of classes and a label each, which may count or not; for engine/run/worked alone
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/run/worked/working.h"

enum
{
  WEFT_ROWS_X,
  WEFT_ROWS_LABELS,
  WEFT_ROWS_MASK,
};

/* x is (outer, classes, inner), a row (outer, inner). */
typedef struct
{
  gint64 n, classes, inner;
} WeftLabelled;

static inline WeftLabelled
weft_rows_get_form (const WeftWorking *w)
{
  const WeftShape *x = weft_working_shape (w, WEFT_ROWS_X);
  int axis = weft_working_attr (w, "dim", 0, -1) > 0 ? 1 : x->rank - 1;
  WeftLabelled rows = { .classes = x->dims[axis], .inner = 1 };

  for (int i = axis + 1; i < x->rank; i++)
    rows.inner *= x->dims[i];
  rows.n = weft_shape_count (x) / rows.classes;
  return rows;
}

static inline WeftWorkedNumber
weft_rows_get (const WeftWorking *w, gint64 row, gint64 j)
{
  WeftLabelled rows = weft_rows_get_form (w);

  return weft_working_in (
      w, WEFT_ROWS_X,
      (gsize) ((row / rows.inner * rows.classes + j) * rows.inner + row % rows.inner));
}

static inline gint64
weft_rows_get_label (const WeftWorking *w, gint64 row)
{
  gint64 label = ((const gint64 *) w->sight->in[WEFT_ROWS_LABELS]->data)[row];

  return CLAMP (label, 0, weft_rows_get_form (w).classes - 1);
}

/* Whether the row does: neither a mask nor its class leaves it out. */
static inline gboolean
weft_rows_count (const WeftWorking *w, gint64 row)
{
  const WeftTensor *masks = w->sight->n_in > WEFT_ROWS_MASK ? w->sight->in[WEFT_ROWS_MASK] : NULL;
  const float *mask = weft_working_floats (masks);
  gint64 label = ((const gint64 *) w->sight->in[WEFT_ROWS_LABELS]->data)[row];

  if ((double) label == weft_working_attr (w, "ignore_index", 0, -1))
    return FALSE;
  return mask == NULL
         || mask[row / (weft_rows_get_form (w).n / weft_shape_count (&masks->shape))] != 0;
}

/* Which row and class the number is that is asked for. */
static inline gint64
weft_rows_find (const WeftWorking *w, gint64 *j)
{
  WeftLabelled rows = weft_rows_get_form (w);
  gint64 offset = (gint64) w->offset;

  *j = offset / rows.inner % rows.classes;
  return offset / rows.inner / rows.classes * rows.inner + offset % rows.inner;
}

/* The scores of the first rows, at most so many. */
static inline void
weft_rows_put_x (WeftWorking *w, gint64 most)
{
  WeftLabelled rows = weft_rows_get_form (w);
  WeftWorkedGrid *x = weft_working_grid (w, g_strdup ("x"), rows.classes);
  gint64 shown = MIN (MIN (rows.n, most), MAX (WEFT_WORKED_MOST / rows.classes, 1));

  for (gint64 row = 0; row < shown; row++)
    for (gint64 j = 0; j < rows.classes; j++)
      weft_working_put (x, weft_rows_get (w, row, j));
}
