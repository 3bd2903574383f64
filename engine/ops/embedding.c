/* embedding: y[n, d] = w[x[n], d], and 0 where x[n] = padding_idx; dw[v, d] = Σₙ [x[n] = v] dy[n,
 * d], and 0 for v = padding_idx
 *
 * Slices are columns of w: each one adds up all samples in their order, so that there are no
 * partial sums, and a row that is written once more is never another slice's. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ops/common.h"

typedef struct
{
  int padding_idx;
} Attrs;

static const WeftParam attrs_rows[] = {
  WEFT_INT (Attrs, padding_idx, -1, -1, G_MAXINT),
  { NULL },
};

#define ALIGN 16 /* floats of a cache line */

static gboolean
check_shape (WeftOpShapes *shapes)
{
  const WeftShape *x = &shapes->in[0], *w = &shapes->in[1];
  WeftShape *y = &shapes->out[0];

  if (x->type != WEFT_I64 || x->rank >= WEFT_MAX_RANK)
    return weft_expects (shapes, _ ("expects whole numbers that stand for something"));
  if (w->rank != 2 || !weft_is_float (w))
    return weft_expects (shapes, _ ("expects a row of weights for each of them"));
  *y = *x;
  y->type = WEFT_F32;
  y->dims[y->rank++] = w->dims[1];
  return TRUE;
}

/* The row of w, −1: none. Data is checked when it is read; a stray number must not reach outside
 * memory all the same. */
static gint64
get_row (const WeftOpRun *run, gsize n)
{
  const Attrs *attrs = run->attrs;
  gint64 x = ((const gint64 *) run->in[0])[n];

  return x == attrs->padding_idx ? -1 : CLAMP (x, 0, run->in_shape[1].dims[0] - 1);
}

static void
forward (const WeftOpRun *run, guint slice) /* x (N), w (V, D) → y (N, D) */
{
  gsize width = (gsize) run->in_shape[1].dims[1], count = weft_count (&run->in_shape[0]);
  WeftSpan span = weft_span_of (count, weft_elementwise_slices (run), slice, 1);
  const float *w = run->in[1];
  float *y = run->out[0];

  for (gsize n = span.begin; n < span.end; n++)
    {
      gint64 row = get_row (run, n);

      if (row < 0)
        memset (y + n * width, 0, width * sizeof *y);
      else
        memcpy (y + n * width, w + (gsize) row * width, width * sizeof *y);
    }
}

static guint
count_columns (const WeftOpRun *run)
{
  gsize most = ((gsize) run->in_shape[1].dims[1] + ALIGN - 1) / ALIGN;
  gsize work = weft_count (&run->out_shape[0]) + weft_count (&run->in_shape[1]);

  return (guint) MIN (most, weft_slices_for (work, WEFT_ELEMENTS_PER_SLICE));
}

static void
backward (const WeftOpRun *run, guint slice) /* dy (N, D) → dw (V, D) */
{
  gsize width = (gsize) run->in_shape[1].dims[1], count = weft_count (&run->in_shape[0]);
  WeftSpan span = weft_span_of (width, count_columns (run), slice, ALIGN);
  const float *dy = run->d_out[0];
  float *dw = run->d_in[1];

  for (gint64 v = 0; v < run->in_shape[1].dims[0]; v++)
    memset (dw + (gsize) v * width + span.begin, 0, (span.end - span.begin) * sizeof *dw);
  for (gsize n = 0; n < count; n++)
    {
      gint64 row = get_row (run, n);
      float *to = dw + (gsize) row * width;

      for (gsize d = span.begin; row >= 0 && d < span.end; d++)
        to[d] += dy[n * width + d];
    }
}

#define PADDING(index) (&(const Attrs){ index })

static const WeftOpCase cases[] = {
  { "sentences", { I64 (3, 5), F32 (7, 4) }, PADDING (-1), .classes = 7 },
  { "padded", { I64 (4, 6), F32 (5, 3) }, PADDING (0), .classes = 5 },
  { "labels, batch of one", { I64 (1), F32 (10, 20) }, PADDING (-1), .classes = 10 },
  { "large", { I64 (40, 50), F32 (300, 70) }, PADDING (2), .classes = 300, .is_large = TRUE },
  { NULL },
};

const WeftOp WEFT_OP_ROW (embedding) = {
  .id = "embedding",
  .summary = "y[n, d] = w[x[n], d], and 0 where x[n] = padding_idx",
  .inputs
  = { { "x", .types = WEFT_TYPE_BIT (WEFT_I64), .no_gradient = TRUE, .backward_reads = TRUE },
      { "w" } },
  .outputs = { { "y" } },
  .attrs = attrs_rows,
  .attrs_size = sizeof (Attrs),
  .shape = check_shape,
  .forward = { { weft_elementwise_slices, forward } },
  .backward = { { count_columns, backward } },
  .onnx = "Gather",
  .cases = cases,
  .pytorch = "F.embedding (x, w) * (x != padding_idx).unsqueeze (-1)",
};
