/* spread: y[n, c, i, j] = w[c, i + s[n], j + t[n]], round the edges; dw[c, i, j] = Σₙ dy[n, c, i −
 * s[n], j − t[n]]: one thing for every row n of x, which says only how many there are
 *
 * In training a picture, w (C, H, W), is moved for each n by another s and t, drawn evenly from
 * −jitter … jitter, so that what is learnt does not hang on single points; else, and where w is no
 * picture, y[n] = w. Saved: s and t (N, 2), whole numbers. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ops/common.h"

typedef struct
{
  int jitter;
} Attrs;

static const WeftParam attrs_rows[] = {
  WEFT_INT (Attrs, jitter, 0, 0, 1 << 16),
  { NULL },
};

/* w as rows of points; what is no picture is rows of one. */
typedef struct
{
  gsize rows, height, width;
} Sides;

static Sides
get_sides (const WeftShape *w)
{
  gsize count = weft_count (w);

  if (w->rank != 3)
    return (Sides){ count, 1, 1 };
  return (Sides){ count / (gsize) w->dims[2], (gsize) w->dims[1], (gsize) w->dims[2] };
}

static gboolean
check_shape (WeftOpShapes *shapes)
{
  const WeftShape *w = &shapes->in[1];
  WeftShape *y = &shapes->out[0];

  if (w->rank < 1 || w->rank >= WEFT_MAX_RANK || !weft_is_float (w))
    return weft_expects (shapes, _ ("expects numbers with a fraction"));
  *y = (WeftShape){ .rank = w->rank + 1, .type = WEFT_F32, .dims = { shapes->in[0].dims[0] } };
  for (int i = 0; i < w->rank; i++)
    y->dims[i + 1] = w->dims[i];
  return TRUE;
}

/* How far sample n is moved along an axis of that many points: 0 … points − 1, round the edge. */
static gsize
draw_shift (const WeftOpRun *run, guint64 element, gsize points)
{
  gint64 jitter = run->training ? ((const Attrs *) run->attrs)->jitter : 0;
  gint64 shift = (gint64) weft_random_below (&run->random, element, (guint64) (2 * jitter + 1));

  return (gsize) ((shift - jitter) % (gint64) points + (gint64) points) % points;
}

static guint
count_samples (const WeftOpRun *run)
{
  return (guint) MIN (run->out_shape[0].dims[0], weft_elementwise_slices (run));
}

static void
forward (const WeftOpRun *run, guint slice) /* w (rows, W) → y (N, rows, W) */
{
  Sides sides = get_sides (&run->in_shape[1]);
  WeftSpan samples
      = weft_span_of ((gsize) run->out_shape[0].dims[0], count_samples (run), slice, 1);
  const float *w = run->in[1];
  gint32 *shifts = run->saved;

  for (gsize n = samples.begin; n < samples.end; n++)
    {
      gsize s = draw_shift (run, 2 * n, sides.height), t = draw_shift (run, 2 * n + 1, sides.width);
      float *y = (float *) run->out[0] + n * sides.rows * sides.width;

      shifts[2 * n] = (gint32) s;
      shifts[2 * n + 1] = (gint32) t;
      for (gsize row = 0; row < sides.rows; row++)
        {
          gsize i = row % sides.height;
          const float *from = w + (row - i + (i + s) % sides.height) * sides.width;

          memcpy (y + row * sides.width, from + t, (sides.width - t) * sizeof *y);
          memcpy (y + (row + 1) * sides.width - t, from, t * sizeof *y);
        }
    }
}

static guint
count_rows (const WeftOpRun *run)
{
  return (guint) MIN (get_sides (&run->in_shape[1]).rows, weft_elementwise_slices (run));
}

/* Each row of dw is one slice's, which adds up the samples in their order. */
static void
backward (const WeftOpRun *run, guint slice) /* dy (N, rows, W) → dw (rows, W) */
{
  Sides sides = get_sides (&run->in_shape[1]);
  WeftSpan rows = weft_span_of (sides.rows, count_rows (run), slice, 1);
  const gint32 *shifts = run->saved;
  float *dw = run->d_in[1];

  memset (dw + rows.begin * sides.width, 0, (rows.end - rows.begin) * sides.width * sizeof *dw);
  for (gsize n = 0; n < (gsize) run->out_shape[0].dims[0]; n++)
    for (gsize row = rows.begin; row < rows.end; row++)
      {
        gsize i = row % sides.height, s = (gsize) shifts[2 * n], t = (gsize) shifts[2 * n + 1];
        gsize from = row - i + (i + sides.height - s) % sides.height;
        const float *dy = run->d_out[0] + (n * sides.rows + from) * sides.width;
        float *to = dw + row * sides.width;

        for (gsize j = t; j < sides.width; j++)
          to[j] += dy[j - t];
        for (gsize j = 0; j < t; j++)
          to[j] += dy[j + sides.width - t];
      }
}

static gsize
count_saved (const WeftOpShapes *shapes)
{
  return 2 * (gsize) shapes->in[0].dims[0] * sizeof (gint32);
}

#define JITTER(points) (&(const Attrs){ points })

static const WeftOpCase cases[] = {
  { "pictures", { F32 (3, 2, 5, 4), F32 (2, 5, 4) }, JITTER (0) },
  { "moved pictures", { F32 (4, 2, 5, 4), F32 (2, 5, 4) }, JITTER (2) },
  { "moved round more than once", { F32 (2, 1, 2, 3), F32 (1, 2, 3) }, JITTER (9) },
  { "moved pictures, evaluating",
    { F32 (2, 1, 4, 3), F32 (1, 4, 3) },
    JITTER (2),
    .evaluates = TRUE },
  { "numbers, batch of one", { F32 (1, 7), F32 (7) }, JITTER (0) },
  { "large", { F32 (16, 3, 40, 41), F32 (3, 40, 41) }, JITTER (5), .is_large = TRUE },
  { NULL },
};

const WeftOp WEFT_OP_ROW (spread) = {
  .id = "spread",
  .summary = "y[n, c, i, j] = w[c, i + s[n], j + t[n]]",
  .inputs
  = { { "x", .types = WEFT_TYPE_BIT (WEFT_F32) | WEFT_TYPE_BIT (WEFT_I64), .no_gradient = TRUE },
      { "w" } },
  .outputs = { { "y" } },
  .attrs = attrs_rows,
  .attrs_size = sizeof (Attrs),
  .shape = check_shape,
  .saved_bytes = count_saved,
  .forward = { { count_samples, forward } },
  .backward = { { count_rows, backward } },
  .is_random = TRUE,
  .cases = WEFT_OP_CASES (cases),
  .pytorch = "None if training and jitter else w.expand (x.shape[0], *w.shape)",
  .onnx = "Expand (w, Concat (Shape (x, start=0, end=1), tail (y), axis=0))",
};
