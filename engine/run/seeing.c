/* seeing: how the sights of ops are read out of what a forward pass left */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/run/seeing.h"

#include <math.h>
#include <string.h>

/* An input by its name; −1: it is absent. */
static int
find_input (const WeftOp *op, const WeftOpRun *run, const char *name)
{
  for (guint i = 0; i < run->n_in; i++)
    if (strcmp (weft_op_get_input (op, i)->name, name) == 0)
      return run->in[i] != NULL ? (int) i : -1;
  return -1;
}

static gint64
get_attr (const WeftOp *op, const WeftOpRun *run, const char *name)
{
  WeftAttr attr;

  weft_op_attr_get (weft_params_find (op->attrs, name), run->attrs, &attr);
  return (gint64) attr.v[0];
}

/* Up to the last step that is real, by the op's mask (N, T) where it has one. */
static gint64
count_real (const WeftOp *op, const WeftOpRun *run, gint64 steps)
{
  int input = find_input (op, run, "mask");
  const float *mask = input >= 0 ? run->in[input] : NULL;

  while (mask != NULL && steps > 1 && mask[steps - 1] == 0.0f)
    steps--;
  return steps;
}

/* Saved: gates (N, T, G·H), then what is kept (N, T, H); h (N, T, H) is what comes out
 * (engine/ops/recurrent.h). */
void
weft_see_gate (const WeftOp *op, const WeftOpRun *run, int of, WeftShape *shape, float *to)
{
  const gint64 *dims = run->out_shape[0].dims;
  gint64 units = dims[2], gates = run->in_shape[find_input (op, run, "w_hh")].dims[0];
  gint64 steps = count_real (op, run, dims[1]), stride = of >= 0 ? gates : units;
  const float *from = of == WEFT_SEE_STATE  ? run->out[0]
                      : of == WEFT_SEE_KEPT ? (const float *) run->saved + dims[0] * dims[1] * gates
                                            : (const float *) run->saved + of * units;

  *shape = WEFT_SHAPE (steps, units);
  for (gint64 t = 0; to != NULL && t < steps; t++)
    memcpy (to + t * units, from + t * stride, (gsize) units * sizeof *to);
}

/* How much query i of a head looks at each of some keys, which an op keeps only where somebody
 * wants it: softmax of q·k / √d. */
static void
find_shares (const float *q, const float *k, const float *mask, gint64 head, gint64 step,
             gint64 columns, gint64 seen, float *to)
{
  double highest = -INFINITY, sum = 0;

  for (gint64 j = 0; j < columns; j++)
    {
      gboolean is_seen = j < seen && (mask == NULL || mask[j] != 0.0f);
      double dot = 0;

      for (gint64 d = 0; is_seen && d < head; d++)
        dot += (double) q[d] * (double) k[j * step + d];
      to[j] = is_seen ? (float) (dot / sqrt ((double) head)) : -INFINITY;
      highest = to[j] > highest ? to[j] : highest;
    }
  for (gint64 j = 0; j < columns; j++)
    sum += to[j] = to[j] == -INFINITY ? 0.0f : (float) exp (to[j] - highest);
  for (gint64 j = 0; j < columns && sum > 0; j++)
    to[j] = (float) (to[j] / sum);
}

/* p before dropout (N, heads, T, S). */
void
weft_see_attention (const WeftOp *op, const WeftOpRun *run, int of, WeftShape *shape, float *to)
{
  gint64 heads = get_attr (op, run, "heads"), queries = run->in_shape[0].dims[1],
         width = run->in_shape[0].dims[2], head = width / heads,
         keys = run->in_shape[find_input (op, run, "k")].dims[1];
  gint64 columns = count_real (op, run, keys), rows = queries == keys ? columns : queries;
  const float *q = run->in[0], *k = run->in[find_input (op, run, "k")];
  const float *mask
      = find_input (op, run, "mask") >= 0 ? run->in[find_input (op, run, "mask")] : NULL;
  gboolean causal = get_attr (op, run, "causal") != 0;

  *shape = WEFT_SHAPE (heads, rows, columns);
  for (gint64 h = 0; to != NULL && h < heads; h++)
    for (gint64 i = 0; i < rows; i++, to += columns)
      find_shares (q + i * width + h * head, k + h * head, mask, head, width, columns,
                   causal ? i + 1 : columns, to);
}

/* y (N, T, K) of cosines; mel filters gather pitches, which are seen as such. */
void
weft_see_swings (const WeftOp *op, const WeftOpRun *run, int of, WeftShape *shape, float *to)
{
  const WeftParam *kind = weft_params_find (op->attrs, "kind");
  const gint64 *dims = run->out_shape[0].dims;
  gboolean swings = strcmp (kind->choices[get_attr (op, run, "kind")].value, "cosines") == 0
                    && run->out_shape[0].rank == 3;

  *shape = swings ? WEFT_SHAPE (dims[1], dims[2]) : WEFT_SHAPE (0);
  if (to != NULL)
    memcpy (to, run->out[0], (gsize) weft_shape_count (shape) * sizeof *to);
}

void
weft_see_rows (const WeftOp *op, const WeftOpRun *run, int of, WeftShape *shape, float *to)
{
  const WeftShape *x = &run->in_shape[0];
  gint64 n = weft_shape_count (x) / MAX (x->dims[0], 1),
         padding = get_attr (op, run, "padding_idx");

  if (x->rank == 2)
    n = count_real (op, run, n);
  *shape = WEFT_SHAPE (n);
  for (gint64 i = 0; to != NULL && i < n; i++)
    {
      gint64 row = ((const gint64 *) run->in[0])[i];

      to[i] = row == padding ? -1.0f : (float) row;
    }
}

/* Saved: the code of each vector. */
void
weft_see_codes (const WeftOp *op, const WeftOpRun *run, int of, WeftShape *shape, float *to)
{
  const WeftShape *x = &run->in_shape[0];
  gint64 vectors = weft_shape_count (x) / MAX (x->dims[get_attr (op, run, "dim")], 1);
  gint64 n = vectors / MAX (x->dims[0], 1);

  *shape = WEFT_SHAPE (n);
  for (gint64 i = 0; to != NULL && i < n; i++)
    to[i] = (float) ((const gint32 *) run->saved)[i];
}
