/* matmul: a row with a column; back, what comes with a row or a column of the other */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/run/worked/working.h"

enum
{
  A,
  B,
};

/* Of a and b as they are multiplied, whichever way round they are given. */
typedef struct
{
  gint64 rows, inner, columns, n; /* n: which product */
  gboolean turned[2];
} Product;

static Product
get_product (const WeftWorking *w)
{
  const WeftShape *a = weft_working_shape (w, A), *y = weft_working_y_shape (w);
  Product product = { .rows = y->dims[y->rank - 2], .columns = y->dims[y->rank - 1] };

  product.turned[A] = weft_working_attr (w, "transpose_a", 0, 0) != 0;
  product.turned[B] = weft_working_attr (w, "transpose_b", 0, 0) != 0;
  product.inner = a->dims[a->rank - (product.turned[A] ? 2 : 1)];
  product.n = (gint64) w->offset
              / (w->shape->dims[w->shape->rank - 2] * w->shape->dims[w->shape->rank - 1]);
  return product;
}

static WeftWorkedNumber
get_a (const WeftWorking *w, const Product *p, gint64 i, gint64 k)
{
  gint64 at = p->turned[A] ? k * p->rows + i : i * p->inner + k;

  return weft_working_in (w, A, (gsize) (p->n * p->rows * p->inner + at));
}

static WeftWorkedNumber
get_b (const WeftWorking *w, const Product *p, gint64 k, gint64 j)
{
  gint64 at = p->turned[B] ? j * p->inner + k : k * p->columns + j;

  return weft_working_in (w, B, (gsize) (p->n * p->inner * p->columns + at));
}

static WeftWorkedNumber
get_dy (const WeftWorking *w, const Product *p, gint64 i, gint64 j)
{
  return weft_working_d_out (w, 0, (gsize) ((p->n * p->rows + i) * p->columns + j));
}

static void
forward (WeftWorking *w)
{
  Product p = get_product (w);
  gint64 columns = weft_working_columns (p.inner);
  gint64 i = w->index[w->shape->rank - 2], j = w->index[w->shape->rank - 1];
  WeftWorkedGrid *a = weft_working_grid (w, g_strdup (_ ("a: a row")), columns);
  WeftWorkedGrid *b = weft_working_grid (w, g_strdup (_ ("b: a column")), columns);

  for (gint64 k = 0; k < p.inner; k++)
    {
      weft_working_put (a, get_a (w, &p, i, k));
      weft_working_put (b, get_b (w, &p, k, j));
    }
  weft_working_end (w, "Σ a·b", NULL, 0);
}

/* da[i, k] = Σⱼ dy[i, j] · b[k, j], db[k, j] = Σᵢ dy[i, j] · a[i, k] */
static void
backward (WeftWorking *w)
{
  Product p = get_product (w);
  gint64 row = w->index[w->shape->rank - (p.turned[w->port] ? 1 : 2)];
  gint64 column = w->index[w->shape->rank - (p.turned[w->port] ? 2 : 1)];
  gint64 n = w->port == A ? p.columns : p.rows, columns = weft_working_columns (n);
  WeftWorkedGrid *dy = weft_working_grid (w, g_strdup ("∂L/∂y"), columns);
  WeftWorkedGrid *other
      = weft_working_grid (w, g_strdup (w->port == A ? "∂y/∂a = b" : "∂y/∂b = a"), columns);

  for (gint64 m = 0; m < n; m++)
    {
      weft_working_put (dy, w->port == A ? get_dy (w, &p, row, m) : get_dy (w, &p, m, column));
      weft_working_put (other, w->port == A ? get_b (w, &p, column, m) : get_a (w, &p, m, row));
    }
  weft_working_end (w, w->port == A ? "Σ ∂L/∂y · b" : "Σ ∂L/∂y · a", NULL, 0);
}

const WeftWorkedRow weft_worked_matmul = { NULL, forward, backward };
