/* attention: how much a step looks at each other one, and what it takes of them, of one head; back,
 * by what it took, and by how its look would change it */
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

/* How much query i looks at key j. */
static void
show_weight (WeftWorking *w)
{
  const gint64 *q = weft_working_shape (w, Q)->dims, j = w->index[3];
  gint64 width = q[2] / (gint64) weft_working_attr (w, "heads", 0, 1);
  Look look = { w->index[0], w->index[2],
                w->index[1], w->index[1] * width,
                width,       weft_working_shape (w, K)->dims[1],
                q[2] };
  WeftWorkedGrid *scores = weft_working_grid (w, g_strdup ("q·k / √d"), look.keys);
  WeftWorkedNumber m = weft_working_number (-INFINITY), s = weft_working_number (0);

  for (gint64 k = 0; k < look.keys; k++)
    {
      double score = sees (w, &look, k) ? get_score (w, &look, k) : -INFINITY;

      weft_working_put (scores, weft_working_number (score));
      m.number = fmax (m.number, score);
    }
  for (gint64 k = 0; k < look.keys; k++)
    s.number += sees (w, &look, k) ? exp (get_score (w, &look, k) - m.number) : 0;
  if (!sees (w, &look, j))
    {
      weft_working_end (w, _ ("it is hidden"), "#", 1, weft_working_number (0));
      return;
    }
  weft_working_line (w, g_strdup ("m"), "max s", NULL, m, 0);
  weft_working_line (w, g_strdup ("Z"), "Σ exp (s − m)", NULL, s, 0);
  weft_working_end (w, "exp (s − m) / Z", "exp (# − #) / #", 3,
                    weft_working_number (get_score (w, &look, j)), m, s);
}

static void
forward (WeftWorking *w)
{
  Look look;
  WeftWorkedGrid *scores, *shares, *values;
  double largest = -INFINITY, sum = 0;

  if (w->port == 1 && w->sight->n_in <= MASK + 1)
    {
      show_weight (w);
      return;
    }
  if (w->port > 0 || (w->sight->is_training && weft_working_attr (w, "dropout", 0, 0) > 0)
      || w->sight->n_in > MASK + 1)
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

/* --- back --- */

/* Of one head of a sample: rows are those that look, columns those that are looked at. */
typedef struct
{
  Look look;
  gint64 queries;
  double *p, *ds; /* (queries, keys) */
} Head;

static void
head_clear (Head *head)
{
  g_free (head->p);
  g_free (head->ds);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Head, head_clear)

static WeftWorkedNumber
get_of (const WeftWorking *w, const Head *head, guint port, gint64 step, gint64 d)
{
  gint64 steps = port == Q ? head->queries : head->look.keys;

  return weft_working_in (
      w, port, (gsize) ((head->look.n * steps + step) * head->look.all + head->look.from + d));
}

static WeftWorkedNumber
get_dy (const WeftWorking *w, const Head *head, gint64 i, gint64 d)
{
  return weft_working_d_out (
      w, 0, (gsize) ((head->look.n * head->queries + i) * head->look.all + head->look.from + d));
}

/* ∂L/∂p: by what was taken of v, and by the weights themselves where somebody reads them. */
static double
get_dp (const WeftWorking *w, const Head *head, gint64 i, gint64 j)
{
  const Look *look = &head->look;
  gint64 row = (look->n * (look->all / look->width) + look->head) * head->queries + i;
  double sum = 0;

  if (weft_working_floats (w->sight->d_out[1]) != NULL)
    sum = weft_working_d_out (w, 1, (gsize) (row * look->keys + j)).number;
  for (gint64 d = 0; w->sight->d_out[0] != NULL && d < look->width; d++)
    sum += get_dy (w, head, i, d).number * get_of (w, head, V, j, d).number;
  return sum;
}

/* Row i: p = softmax (s), ds = p (dp − Σ p·dp) / √d. */
static void
fill_row (const WeftWorking *w, Head *head, gint64 i)
{
  Look *look = &head->look;
  double *p = head->p + i * look->keys, *ds = head->ds + i * look->keys;
  double largest = -INFINITY, sum = 0, dot = 0;

  look->i = i;
  for (gint64 j = 0; j < look->keys; j++)
    largest = fmax (largest, sees (w, look, j) ? get_score (w, look, j) : -INFINITY);
  for (gint64 j = 0; j < look->keys; j++)
    sum += p[j] = sees (w, look, j) ? exp (get_score (w, look, j) - largest) : 0;
  for (gint64 j = 0; j < look->keys; j++)
    {
      p[j] = sum > 0 ? p[j] / sum : 0;
      ds[j] = get_dp (w, head, i, j);
      dot += p[j] * ds[j];
    }
  for (gint64 j = 0; j < look->keys; j++)
    ds[j] = p[j] * (ds[j] - dot) / sqrt ((double) look->width);
}

static Head
get_head (const WeftWorking *w)
{
  Head head = { get_look (w), weft_working_shape (w, Q)->dims[1] };

  head.p = g_new0 (double, head.queries *head.look.keys);
  head.ds = g_new0 (double, head.queries *head.look.keys);
  for (gint64 i = 0; i < head.queries; i++)
    fill_row (w, &head, i);
  return head;
}

/* dq[i] = Σⱼ ds[i, j] · k[j] */
static void
back_to_query (WeftWorking *w, const Head *head, gint64 d)
{
  gint64 n = head->look.keys;
  WeftWorkedGrid *ds = weft_working_grid (w, g_strdup ("∂L/∂s = p · (∂L/∂p − Σ p·∂L/∂p) / √d"), n);
  WeftWorkedGrid *k = weft_working_grid (w, g_strdup (_ ("k of each step")), n);
  WeftWorkedGrid *p = weft_working_grid (w, g_strdup (_ ("soft-max: how much it looks there")), n);

  for (gint64 j = 0; j < n; j++)
    {
      weft_working_put (ds, weft_working_number (head->ds[w->index[1] * n + j]));
      weft_working_put (k, get_of (w, head, K, j, d));
      weft_working_put (p, weft_working_number (head->p[w->index[1] * n + j]));
    }
  weft_working_end (w, "Σ ∂L/∂s · k", NULL, 0);
}

/* dk[j] = Σᵢ ds[i, j] · q[i], dv[j] = Σᵢ p[i, j] · dy[i] */
static void
back_to_seen (WeftWorking *w, const Head *head, gint64 d)
{
  gboolean is_key = w->port == K;
  gint64 n = head->queries;
  WeftWorkedGrid *share
      = weft_working_grid (w,
                           g_strdup (is_key ? "∂L/∂s = p · (∂L/∂p − Σ p·∂L/∂p) / √d"
                                            : _ ("soft-max: how much each looks here")),
                           n);
  WeftWorkedGrid *with
      = weft_working_grid (w, g_strdup (is_key ? _ ("q of each step") : "∂L/∂y"), n);

  for (gint64 i = 0; i < n; i++)
    {
      gint64 at = i * head->look.keys + w->index[1];

      weft_working_put (share, weft_working_number (is_key ? head->ds[at] : head->p[at]));
      weft_working_put (with, is_key ? get_of (w, head, Q, i, d) : get_dy (w, head, i, d));
    }
  weft_working_end (w, is_key ? "Σ ∂L/∂s · q" : "Σ p · ∂L/∂y", NULL, 0);
}

static void
backward (WeftWorking *w)
{
  g_auto (Head) head = { 0 };

  if ((w->sight->is_training && weft_working_attr (w, "dropout", 0, 0) > 0)
      || w->sight->n_in > MASK + 1)
    {
      weft_working_end (w, NULL, NULL, 0);
      return;
    }
  head = get_head (w);
  if (w->port == Q)
    back_to_query (w, &head, w->index[2] % head.look.width);
  else
    back_to_seen (w, &head, w->index[2] % head.look.width);
}

const WeftWorkedRow weft_worked_attention = { NULL, forward, backward };
