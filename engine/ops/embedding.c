/* embedding: y[n, d] = w[x[n], d], and 0 where x[n] = padding_idx; dw[v, d] = Σₙ [x[n] = v] dy[n,
 * d], and 0 for v = padding_idx
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ops/embedding.h"

typedef struct
{
  int padding_idx;
} Attrs;

static const WeftParam attrs_rows[] = {
  WEFT_INT (Attrs, padding_idx, -1, -1, G_MAXINT),
  { NULL },
};

static gboolean
check_shape (WeftOpShapes *shapes)
{
  WeftShape *y = &shapes->out[0];

  if (!weft_embedding_check (shapes))
    return FALSE;
  *y = shapes->in[0];
  y->type = WEFT_F32;
  y->dims[y->rank++] = shapes->in[1].dims[1];
  return TRUE;
}

static gint64
get_row (const WeftOpRun *run, gsize n)
{
  return weft_embedding_row (run, ((const Attrs *) run->attrs)->padding_idx, n);
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

static void
note_rows (const WeftOpRun *run, guint slice)
{
  weft_embedding_note (run, ((const Attrs *) run->attrs)->padding_idx);
}

static void
backward (const WeftOpRun *run, guint slice) /* dy (N, D) → dw (V, D) */
{
  gsize width = (gsize) run->in_shape[1].dims[1], count = weft_count (&run->in_shape[0]);
  WeftSpan span = weft_embedding_columns (run, slice);
  const float *dy = run->d_out[0];

  for (gsize n = 0; n < count; n++)
    {
      gint64 row = get_row (run, n);
      float *to = run->d_in[1] + (gsize) MAX (row, 0) * width;

      if (row < 0)
        continue;
#pragma GCC ivdep
      for (gsize d = span.begin; d < span.end; d++)
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
  .units = { WEFT_UNITS_WEIGHED, -1, .weights = { { 1, 2 } } },
  .summary = "y[n, d] = w[x[n], d], and 0 where x[n] = padding_idx",
  .inputs
  = { { "x", .types = WEFT_TYPE_BIT (WEFT_I64), .no_gradient = TRUE, .backward_reads = TRUE },
      { "w" } },
  .outputs = { { "y" } },
  .attrs = attrs_rows,
  .attrs_size = sizeof (Attrs),
  .shape = check_shape,
  .forward = { { weft_elementwise_slices, forward } },
  .rows = 2,
  .backward = { { weft_embedding_clear_slices, weft_embedding_clear },
                { weft_embedding_note_slices, note_rows },
                { weft_embedding_column_slices, backward } },
  .cases = WEFT_OP_CASES (cases),
  .pytorch = "F.embedding (x, w) * (x != padding_idx).unsqueeze (-1)",
  .onnx = "padding_idx < 0 ? Gather (w, x) : Gather (w, x) * Unsqueeze (Cast (Not (Equal (x, "
          "padding_idx)), to=1), [-1])",
};
