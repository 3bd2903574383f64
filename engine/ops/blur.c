/* blur: y = x blurred by a Gaussian of a deviation that the sample draws, mirrored at the edges; dx
 * is the transposed map of dy
 *
 * x (N, …, H, W), kernel_size pixels wide in each direction. Outside training y = x. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ops/by-sample.h"
#include "engine/ops/resample.h"

#define MOST 63 /* pixels of a kernel */

typedef struct
{
  double p, sigma_min, sigma_max;
  int kernel_size;
} Attrs;

static const WeftParam attrs_rows[] = {
  WEFT_REAL (Attrs, p, 1, 0, 1),
  WEFT_REAL (Attrs, sigma_min, 0.1, 0.01, 100),
  WEFT_REAL (Attrs, sigma_max, 2, 0.01, 100),
  WEFT_INT (Attrs, kernel_size, 5, 1, MOST),
  { NULL },
};

enum
{
  X,
  DRAW,
};

/* Fills in the kernel; FALSE: the sample stays as it is. */
static gboolean
draw (const WeftOpRun *run, gsize n, float *kernel)
{
  const Attrs *attrs = run->attrs;
  WeftRandom random = weft_by_sample (run, DRAW, n);
  double sigma = weft_by_sample_between (&random, 1, attrs->sigma_min, attrs->sigma_max), sum = 0;

  if (!weft_by_sample_happens (&random, 0, attrs->p))
    return FALSE;
  for (int k = 0; k < attrs->kernel_size; k++)
    {
      double away = (k - attrs->kernel_size / 2) / sigma;

      kernel[k] = (float) exp (-away * away / 2);
      sum += (double) kernel[k];
    }
  for (int k = 0; k < attrs->kernel_size; k++)
    kernel[k] /= (float) sum;
  return TRUE;
}

/* At the edge it goes back, the last pixel once. */
static inline gint64
mirror (gint64 i, gint64 n)
{
  i = ABS (i);
  return i < n ? i : 2 * (n - 1) - i;
}

/* Lines of n numbers, `step` apart, blurred into y; transposed it adds to y. */
static void
blur_line (const float *kernel, int size, gint64 n, gint64 step, const float *x, float *y)
{
  for (gint64 i = 0; i < n; i++)
    {
      float sum = 0;

      for (int k = 0; k < size; k++)
        sum += kernel[k] * x[mirror (i + k - size / 2, n) * step];
      y[i * step] = sum;
    }
}

static void
spread_line (const float *kernel, int size, gint64 n, gint64 step, const float *dy, float *dx)
{
  for (gint64 i = 0; i < n; i++)
    dx[i * step] = 0;
  for (gint64 i = 0; i < n; i++)
    for (int k = 0; k < size; k++)
      dx[mirror (i + k - size / 2, n) * step] += kernel[k] * dy[i * step];
}

typedef void (*Line) (const float *kernel, int size, gint64 n, gint64 step, const float *x,
                      float *y);

static void
go_over (const WeftOpRun *run, guint slice, const float *from, float *to, Line line)
{
  const WeftShape *x = &run->in_shape[X];
  WeftSpan planes = weft_planes_of (run, slice);
  gint64 height = x->dims[x->rank - 2], width = x->dims[x->rank - 1];
  gsize each = weft_count_between (x, 1, x->rank - 2), size = (gsize) (height * width);
  int taps = ((const Attrs *) run->attrs)->kernel_size;
  float *between = (float *) run->workspace + slice * size, kernel[MOST];

  for (gsize p = planes.begin; p < planes.end; p++)
    {
      if (!draw (run, p / each, kernel))
        {
          memmove (to + p * size, from + p * size, size * sizeof *to);
          continue;
        }
      for (gint64 i = 0; i < height; i++)
        line (kernel, taps, width, 1, from + p * size + i * width, between + i * width);
      for (gint64 j = 0; j < width; j++)
        line (kernel, taps, height, width, between + j, to + p * size + j);
    }
}

static void
forward (const WeftOpRun *run, guint slice)
{
  go_over (run, slice, run->in[X], run->out[0], blur_line);
}

static void
backward (const WeftOpRun *run, guint slice)
{
  go_over (run, slice, run->d_out[0], run->d_in[X], spread_line);
}

static gsize
count_workspace (const WeftOpShapes *shapes, gboolean backward)
{
  const WeftShape *x = &shapes->in[X];

  return WEFT_MAX_SLICES * weft_count_between (x, x->rank - 2, x->rank) * sizeof (float);
}

static gboolean
check_shape (WeftOpShapes *shapes)
{
  const WeftShape *x = &shapes->in[X];
  int half = ((const Attrs *) shapes->attrs)->kernel_size / 2;

  if (x->rank < 3)
    return weft_expects (shapes, _ ("expects pictures, (N, C, H, W)"));
  if (half >= x->dims[x->rank - 1] || half >= x->dims[x->rank - 2])
    return weft_expects (shapes, _ ("expects pictures that are larger than half of its kernel"));
  return weft_by_sample_check (shapes, DRAW) && weft_shape_same (shapes);
}

static const WeftOpCase cases[] = {
  { "some", { F32 (5, 2, 6, 7), I64 (5) }, &(const Attrs){ 0.7, 0.3, 2, 5 }, .classes = 99 },
  { "batch of one, of no data", { F32 (1, 1, 4, 5) }, &(const Attrs){ 1, 1, 1, 3 } },
  { "large",
    { F32 (16, 3, 32, 32), I64 (16) },
    &(const Attrs){ 1, 0.5, 1.5, 7 },
    .classes = 99,
    .is_large = TRUE },
  { NULL },
};

const WeftOp WEFT_OP_ROW (blur) = {
  .id = "blur",
  .summary = "y = x blurred by a Gaussian of a deviation that the sample draws",
  .inputs = { { "x" }, WEFT_DRAW_PORT },
  .outputs = { { "y" } },
  .attrs = attrs_rows,
  .attrs_size = sizeof (Attrs),
  .shape = check_shape,
  .workspace_bytes = count_workspace,
  .forward = { { weft_planes_slices, forward } },
  .backward = { { weft_planes_slices, backward } },
  .is_random = TRUE,
  .draws_by_sample = TRUE,
  .training_only = TRUE,
  .cases = WEFT_OP_CASES (cases),
  .pytorch = "blurred (x, draw, p, (sigma_min, sigma_max), kernel_size)",
};
