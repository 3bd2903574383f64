/* attention: how much a step looks at each other one, and what it takes of them, of one head */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/run/worked/working.h"

enum
{
  Q,
  K,
  V,
  MASK,
};

typedef struct
{
  gint64 n, i, head, from, width, keys, all; /* all: of a step's numbers */
} Look;

static Look
get_look (const WeftWorking *w)
{
  gint64 heads = (gint64) weft_working_attr (w, "heads", 0, 1);
  const gint64 *q = weft_working_shape (w, Q)->dims;
  Look look = { .n = w->index[0], .i = w->index[1], .all = q[2], .width = q[2] / heads };

  look.head = w->index[2] / look.width;
  look.from = look.head * look.width;
  look.keys = weft_working_shape (w, K)->dims[1];
  return look;
}

static gboolean
sees (const WeftWorking *w, const Look *look, gint64 j)
{
  const float *mask = w->sight->n_in > MASK ? weft_working_floats (w->sight->in[MASK]) : NULL;

  return (mask == NULL || mask[look->n * look->keys + j] != 0)
         && (weft_working_attr (w, "causal", 0, 0) == 0 || j <= look->i);
}

static double
get_score (const WeftWorking *w, const Look *look, gint64 j)
{
  const gint64 *q = weft_working_shape (w, Q)->dims;
  double sum = 0;

  for (gint64 d = 0; d < look->width; d++)
    sum += weft_working_in (w, Q, (gsize) ((look->n * q[1] + look->i) * look->all + look->from + d))
               .number
           * weft_working_in (w, K,
                              (gsize) ((look->n * look->keys + j) * look->all + look->from + d))
                 .number;
  return sum / sqrt ((double) look->width);
}

static void
put_query (WeftWorking *w, const Look *look)
{
  const gint64 *q = weft_working_shape (w, Q)->dims;
  WeftWorkedGrid *query = weft_working_grid (w, g_strdup ("q"), look->width), *keys;

  for (gint64 d = 0; d < look->width; d++)
    weft_working_put (
        query,
        weft_working_in (w, Q, (gsize) ((look->n * q[1] + look->i) * look->all + look->from + d)));
  keys = weft_working_grid (w, g_strdup (_ ("k of each step")), look->width);
  for (gint64 j = 0; j < look->keys; j++)
    for (gint64 d = 0; d < look->width; d++)
      weft_working_put (
          keys, weft_working_in (
                    w, K, (gsize) ((look->n * look->keys + j) * look->all + look->from + d)));
}

static void
forward (WeftWorking *w)
{
  Look look;
  WeftWorkedGrid *scores, *shares, *values;
  double largest = -INFINITY, sum = 0;

  if (w->port > 0 || weft_working_attr (w, "dropout", 0, 0) > 0 || w->sight->n_in > MASK + 1)
    {
      weft_working_end (w, NULL, NULL, 0);
      return;
    }
  look = get_look (w);
  put_query (w, &look);
  scores = weft_working_grid (w, g_strdup ("q·k / √d"), look.keys);
  shares = weft_working_grid (w, g_strdup (_ ("soft-max: how much it looks there")), look.keys);
  values = weft_working_grid (w, g_strdup ("v"), look.keys);
  for (gint64 j = 0; j < look.keys; j++)
    if (sees (w, &look, j))
      largest = fmax (largest, get_score (w, &look, j));
  for (gint64 j = 0; j < look.keys; j++)
    sum += sees (w, &look, j) ? exp (get_score (w, &look, j) - largest) : 0;
  for (gint64 j = 0; j < look.keys; j++)
    {
      double p = sees (w, &look, j) ? exp (get_score (w, &look, j) - largest) / sum : 0;

      weft_working_put (scores, weft_working_number (get_score (w, &look, j)));
      weft_working_put (shares, weft_working_number (p));
      weft_working_put (
          values,
          weft_working_in (w, V, (gsize) ((look.n * look.keys + j) * look.all + w->index[2])));
    }
  weft_working_end (w, _ ("Σ soft-max · v"), NULL, 0);
}

const WeftWorkedRow weft_worked_attention = { NULL, forward, NULL };
