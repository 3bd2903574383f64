/* embedding_bag: y[n, d] = mean, sum or largest of w[x[n, t], d] over the t that count: those of
 * which a mask (N, T) is not 0 and x[n, t] ≠ padding_idx; where none counts y is 0
 *
 * dw[v, d] = Σ dy[n, d] over the t with x[n, t] = v, by their count (mean), or at the first largest
 * (max). Saved: where the largest are, (N, D), −1: nowhere. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ops/embedding.h"

typedef enum
{
  MEAN,
  SUM,
  MAX_OF,
} Mode;

typedef struct
{
  int mode, padding_idx;
} Attrs;

static const WeftChoice modes[] = {
  { "mean", NULL },
  { "sum", NULL },
  { "max", NULL },
  { NULL },
};

static const WeftParam attrs_rows[] = {
  WEFT_CHOICE (Attrs, mode, MEAN, modes),
  WEFT_INT (Attrs, padding_idx, -1, -1, G_MAXINT),
  { NULL },
};

#define MASK 2

static gboolean
check_shape (WeftOpShapes *shapes)
{
  const WeftShape *x = &shapes->in[0], *mask = &shapes->in[MASK];

  if (!weft_embedding_check (shapes))
    return FALSE;
  if (x->rank != 2)
    return weft_expects (shapes, _ ("expects tokens, (N, T)"));
  if (shapes->n_in > MASK && mask->rank >= 0 && !weft_shape_same_dims (x, mask, 0))
    return weft_expects (shapes, _ ("expects a mask of the steps, (N, T)"));
  shapes->out[0] = WEFT_SHAPE (x->dims[0], shapes->in[1].dims[1]);
  return TRUE;
}

/* The row of what stands at place k of x; −1: it does not count. */
static gint64
get_row (const WeftOpRun *run, gsize k)
{
  const float *mask = run->n_in > MASK ? run->in[MASK] : NULL;

  return mask != NULL && mask[k] == 0.0f
             ? -1
             : weft_embedding_row (run, ((const Attrs *) run->attrs)->padding_idx, k);
}

static gsize
count_real (const WeftOpRun *run, gsize n)
{
  gsize steps = (gsize) run->in_shape[0].dims[1], real = 0;

  for (gsize t = 0; t < steps; t++)
    real += get_row (run, n * steps + t) >= 0;
  return real;
}

static void
add_row (const float *w, gsize width, float *y)
{
#pragma GCC ivdep
  for (gsize d = 0; d < width; d++)
    y[d] += w[d];
}

static void
add_share (const float *dy, float share, gsize width, float *to)
{
#pragma GCC ivdep
  for (gsize d = 0; d < width; d++)
    to[d] += share * dy[d];
}

static void
find_largest (const float *w, gsize width, gint32 t, gint32 *at, float *y)
{
  for (gsize d = 0; d < width; d++)
    if (at[d] < 0 || w[d] > y[d])
      {
        y[d] = w[d];
        at[d] = t;
      }
}

static void
forward_sample (const WeftOpRun *run, gsize n)
{
  int mode = ((const Attrs *) run->attrs)->mode;
  gsize steps = (gsize) run->in_shape[0].dims[1], width = (gsize) run->in_shape[1].dims[1];
  gsize real = mode == MEAN ? MAX (count_real (run, n), 1) : 1;
  float *y = (float *) run->out[0] + n * width;
  gint32 *at = (gint32 *) run->saved + n * width;

  memset (y, 0, width * sizeof *y);
  if (mode == MAX_OF)
    memset (at, 0xff, width * sizeof *at);
  for (gsize t = 0; t < steps; t++)
    {
      gint64 row = get_row (run, n * steps + t);
      const float *w = (const float *) run->in[1] + MAX (row, 0) * (gint64) width;

      if (row >= 0 && mode == MAX_OF)
        find_largest (w, width, (gint32) t, at, y);
      else if (row >= 0)
        add_row (w, width, y);
    }
  for (gsize d = 0; real > 1 && d < width; d++)
    y[d] /= (float) real;
}

static guint
count_slices (const WeftOpRun *run)
{
  gsize work = weft_count (&run->in_shape[0]) * (gsize) run->in_shape[1].dims[1];

  return (guint) MIN ((gsize) run->in_shape[0].dims[0],
                      weft_slices_for (work, WEFT_ELEMENTS_PER_SLICE));
}

static void
forward (const WeftOpRun *run, guint slice)
{
  WeftSpan samples = weft_span_of ((gsize) run->in_shape[0].dims[0], count_slices (run), slice, 1);

  for (gsize n = samples.begin; n < samples.end; n++)
    forward_sample (run, n);
}

/* Some columns of dw, of one sample. */
static void
backward_sample (const WeftOpRun *run, gsize n, const WeftSpan *span)
{
  int mode = ((const Attrs *) run->attrs)->mode;
  gsize steps = (gsize) run->in_shape[0].dims[1], width = (gsize) run->in_shape[1].dims[1];
  float share = mode == MEAN ? 1.0f / (float) MAX (count_real (run, n), 1) : 1.0f;
  const float *dy = run->d_out[0] + n * width;
  const gint32 *at = (const gint32 *) run->saved + n * width;

  for (gsize d = span->begin; mode == MAX_OF && d < span->end; d++)
    if (at[d] >= 0)
      run->d_in[1][(gsize) get_row (run, n * steps + (gsize) at[d]) * width + d] += dy[d];
  for (gsize t = 0; mode != MAX_OF && t < steps; t++)
    {
      gint64 row = get_row (run, n * steps + t);

      if (row >= 0)
        add_share (dy + span->begin, share, span->end - span->begin,
                   run->d_in[1] + (gsize) row * width + span->begin);
    }
}

static void
note_rows (const WeftOpRun *run, guint slice)
{
  weft_embedding_note (run, ((const Attrs *) run->attrs)->padding_idx);
}

static void
backward (const WeftOpRun *run, guint slice) /* dy (N, D) → dw (V, D) */
{
  WeftSpan span = weft_embedding_columns (run, slice);

  for (gsize n = 0; n < (gsize) run->in_shape[0].dims[0]; n++)
    backward_sample (run, n, &span);
}

static gsize
count_saved (const WeftOpShapes *shapes)
{
  return ((const Attrs *) shapes->attrs)->mode == MAX_OF
             ? (gsize) (shapes->in[0].dims[0] * shapes->in[1].dims[1]) * sizeof (gint32)
             : 0;
}

#define BAG(mode, padding) (&(const Attrs){ mode, padding })

static const WeftOpCase cases[] = {
  { "mean", { I64 (3, 5), F32 (7, 4) }, BAG (MEAN, -1), .classes = 7 },
  { "sum, padded, batch of one", { I64 (1, 6), F32 (3, 5) }, BAG (SUM, 0), .classes = 3 },
  { "mean, padded", { I64 (4, 6), F32 (5, 3) }, BAG (MEAN, 2), .classes = 5 },
  { "largest, masked",
    { I64 (3, 4), F32 (6, 3), F32 (3, 4) },
    BAG (MAX_OF, -1),
    .ends = 1 << MASK,
    .classes = 6 },
  { "mean, masked",
    { I64 (3, 4), F32 (6, 3), F32 (3, 4) },
    BAG (MEAN, -1),
    .bits = 1 << MASK,
    .classes = 6 },
  { "large", { I64 (40, 50), F32 (300, 70) }, BAG (MEAN, 2), .classes = 300, .is_large = TRUE },
  { NULL },
};

const WeftOp WEFT_OP_ROW (embedding_bag) = {
  .id = "embedding_bag",
  .units = { WEFT_UNITS_WEIGHED, -1, .weights = { { 1, 2 } } },
  .summary = "y[n, d] = mean, sum or max of w[x[n, t], d] over t",
  .inputs
  = { { "x", .types = WEFT_TYPE_BIT (WEFT_I64), .no_gradient = TRUE, .backward_reads = TRUE },
      { "w" },
      { "mask", .optional = TRUE, .no_gradient = TRUE, .backward_reads = TRUE } },
  .outputs = { { "y" } },
  .attrs = attrs_rows,
  .attrs_size = sizeof (Attrs),
  .shape = check_shape,
  .saved_bytes = count_saved,
  .forward = { { count_slices, forward } },
  .rows = 2,
  .backward = { { weft_embedding_clear_slices, weft_embedding_clear },
                { weft_embedding_note_slices, note_rows },
                { weft_embedding_column_slices, backward } },
  .has_kinks = TRUE,
  .cases = WEFT_OP_CASES (cases),
  .pytorch = "embedding_bag (x, w, mask, mode, padding_idx)",
  .onnx = "g = Gather (w, x); c = padding_idx < 0 ? none : Cast (Not (Equal (x, "
          "padding_idx)), to=1); m = mask or c ? Unsqueeze (mask * c, [-1]) : none; mode == "
          "2 ? (m ? ReduceMax (g + (m - 1) * 1e9, axes=[1], keepdims=0) * ReduceMax (m, "
          "axes=[1], keepdims=0) : ReduceMax (g, axes=[1], keepdims=0)) : mode == 1 ? "
          "ReduceSum (g * m, [1], keepdims=0) : m ? ReduceSum (g * m, [1], keepdims=0) / Max "
          "(ReduceSum (m, [1], keepdims=0), 1.0) : ReduceMean (g, axes=[1], keepdims=0)",
};
