/* elastic: y[n, c, i, j] = x[n, c, i + v[n, i, j], j + u[n, i, j]]: a picture drawn as if on rubber
 * (Simard et al. 2003); u and v are drawn for each pixel between −1 and 1, blurred by a Gaussian
 * and times alpha pixels
 *
 * Between pixels by the four around (a mask by the nearest); beyond the edge `fill`. x (N, …, H,
 * W). Outside training y = x. Saved: u and v. dx: each of the four gets its part of dy. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ops/by-sample.h"
#include "engine/ops/resample.h"

#define FIRST 4  /* the first number that moves a pixel */
#define REACH 3  /* deviations that the Gaussian goes out to */
#define MOST 127 /* pixels of it */

typedef struct
{
  double p, alpha, sigma, fill;
  gboolean nearest;
} Attrs;

static const WeftParam attrs_rows[] = {
  WEFT_REAL (Attrs, p, 1, 0, 1),        WEFT_REAL (Attrs, alpha, 8, 0, 1000),
  WEFT_REAL (Attrs, sigma, 4, 0.1, 20), WEFT_REAL (Attrs, fill, 0, -G_MAXFLOAT, G_MAXFLOAT),
  WEFT_BOOL (Attrs, nearest, FALSE),    { NULL },
};

enum
{
  X,
  DRAW,
};

static int
make_kernel (const Attrs *attrs, float kernel[MOST])
{
  int half = MIN (MOST / 2, (int) ceil (REACH * attrs->sigma));
  double sum = 0;

  for (int k = -half; k <= half; k++)
    {
      kernel[k + half] = (float) exp (-k * k / (2 * attrs->sigma * attrs->sigma));
      sum += (double) kernel[k + half];
    }
  for (int k = 0; k <= 2 * half; k++)
    kernel[k] /= (float) sum;
  return half;
}

/* Lines of n numbers, `step` apart; nothing lies beyond their ends. */
static void
blur_line (const float *kernel, int half, gint64 n, gint64 step, const float *x, float *y)
{
  for (gint64 i = 0; i < n; i++)
    {
      float sum = 0;

      for (gint64 k = MAX (0, i - half); k <= MIN (n - 1, i + half); k++)
        sum += kernel[k - i + half] * x[k * step];
      y[i * step] = sum;
    }
}

/* One of the two fields, from its first number on; scratch, field: planes. */
static void
draw_field (const Attrs *attrs, const WeftRandom *random, guint64 first, const WeftPlane *plane,
            float *scratch, float *field)
{
  gint64 size = plane->height * plane->width;
  float kernel[MOST];
  int half = make_kernel (attrs, kernel);

  for (gint64 i = 0; i < size; i++)
    field[i]
        = (float) attrs->alpha * (2.0f * weft_random_uniform (random, first + (guint64) i) - 1.0f);
  for (gint64 i = 0; i < plane->height; i++)
    blur_line (kernel, half, plane->width, 1, field + i * plane->width, scratch + i * plane->width);
  for (gint64 j = 0; j < plane->width; j++)
    blur_line (kernel, half, plane->height, plane->width, scratch + j, field + j);
}

static WeftPlane
get_plane (const WeftOpRun *run)
{
  const Attrs *attrs = run->attrs;
  const WeftShape *x = &run->in_shape[X];

  return (WeftPlane){ x->dims[x->rank - 2], x->dims[x->rank - 1], attrs->nearest,
                      (float) attrs->fill };
}

static guint
count_slices (const WeftOpRun *run)
{
  return (guint) MIN (
      (gsize) run->in_shape[X].dims[0],
      weft_slices_for (weft_count (&run->in_shape[X]), WEFT_ELEMENTS_PER_SLICE / 8));
}

/* saved: (N, 2, H, W), v before u. */
static void
draw_sample (const WeftOpRun *run, guint slice, gsize n, const WeftPlane *plane)
{
  gsize size = (gsize) (plane->height * plane->width);
  WeftRandom random = weft_by_sample (run, DRAW, n);
  float *field = (float *) run->saved + 2 * n * size;
  float *scratch = (float *) run->workspace + slice * size;

  memset (field, 0, 2 * size * sizeof *field);
  if (!weft_by_sample_happens (&random, 0, ((const Attrs *) run->attrs)->p))
    return;
  draw_field (run->attrs, &random, FIRST, plane, scratch, field);
  draw_field (run->attrs, &random, FIRST + size, plane, scratch, field + size);
}

static void
move_plane (const WeftPlane *plane, const float *field, const float *x, float *y)
{
  gint64 size = plane->height * plane->width;

  for (gint64 i = 0; i < size; i++)
    y[i] = weft_plane_read (plane, x, (float) (i / plane->width) + field[i],
                            (float) (i % plane->width) + field[size + i]);
}

static void
move_labels (const WeftPlane *plane, const float *field, const gint64 *x, gint64 *y)
{
  gint64 size = plane->height * plane->width;

  for (gint64 i = 0; i < size; i++)
    y[i] = weft_plane_read_label (plane, x, (float) (i / plane->width) + field[i],
                                  (float) (i % plane->width) + field[size + i]);
}

static void
move_back (const WeftPlane *plane, const float *field, const float *dy, float *dx)
{
  gint64 size = plane->height * plane->width;

  memset (dx, 0, (gsize) size * sizeof *dx);
  for (gint64 i = 0; i < size; i++)
    weft_plane_spread (plane, dy[i], (float) (i / plane->width) + field[i],
                       (float) (i % plane->width) + field[size + i], dx);
}

static void
go_over (const WeftOpRun *run, guint slice, gboolean is_back)
{
  const WeftShape *x = &run->in_shape[X];
  WeftSpan samples = weft_span_of ((gsize) x->dims[0], count_slices (run), slice, 1);
  WeftPlane plane = get_plane (run);
  gsize each = weft_count_between (x, 1, x->rank - 2), size = (gsize) (plane.height * plane.width);

  for (gsize n = samples.begin; n < samples.end; n++)
    {
      const float *field = (const float *) run->saved + 2 * n * size;

      if (!is_back)
        draw_sample (run, slice, n, &plane);
      for (gsize p = n * each; p < (n + 1) * each; p++)
        if (is_back)
          move_back (&plane, field, run->d_out[0] + p * size, run->d_in[X] + p * size);
        else if (weft_planes_are_labels (run))
          move_labels (&plane, field, (const gint64 *) run->in[X] + p * size,
                       (gint64 *) run->out[0] + p * size);
        else
          move_plane (&plane, field, (const float *) run->in[X] + p * size,
                      (float *) run->out[0] + p * size);
    }
}

static void
forward (const WeftOpRun *run, guint slice)
{
  go_over (run, slice, FALSE);
}

static void
backward (const WeftOpRun *run, guint slice)
{
  go_over (run, slice, TRUE);
}

static gsize
count_saved (const WeftOpShapes *shapes)
{
  const WeftShape *x = &shapes->in[X];

  return 2 * (gsize) x->dims[0] * weft_count_between (x, x->rank - 2, x->rank) * sizeof (float);
}

static gsize
count_workspace (const WeftOpShapes *shapes, gboolean backward)
{
  const WeftShape *x = &shapes->in[X];

  return backward ? 0
                  : WEFT_MAX_SLICES * weft_count_between (x, x->rank - 2, x->rank) * sizeof (float);
}

static gboolean
check_shape (WeftOpShapes *shapes)
{
  if (shapes->in[X].rank < 3)
    return weft_expects (shapes, _ ("expects pictures, (N, C, H, W)"));
  shapes->out[0] = shapes->in[X];
  return weft_by_sample_check (shapes, DRAW);
}

static const WeftOpCase cases[] = {
  { "some", { F32 (4, 2, 6, 7), I64 (4) }, &(const Attrs){ 0.8, 3, 1, 0, FALSE }, .classes = 99 },
  { "labels", { I64 (3, 6, 5), I64 (3) }, &(const Attrs){ 1, 9, 2, 0, TRUE }, .classes = 99 },
  { "a mask, wide",
    { F32 (3, 6, 5), I64 (3) },
    &(const Attrs){ 1, 20, 4, 0, TRUE },
    .classes = 99 },
  { "batch of one, of no data", { F32 (1, 1, 5, 5) }, &(const Attrs){ 1, 4, 2, 0.5, FALSE } },
  { "large",
    { F32 (8, 3, 32, 32), I64 (8) },
    &(const Attrs){ 1, 8, 3, 0, FALSE },
    .classes = 99,
    .is_large = TRUE },
  { NULL },
};

const WeftOp WEFT_OP_ROW (elastic) = {
  .id = "elastic",
  .summary = "y[n, c, i, j] = x[n, c, i + v[n, i, j], j + u[n, i, j]], u and v as the sample draws",
  .inputs = { { "x", .types = WEFT_PLANE_TYPES }, WEFT_DRAW_PORT },
  .outputs = { { "y" } },
  .attrs = attrs_rows,
  .attrs_size = sizeof (Attrs),
  .shape = check_shape,
  .saved_bytes = count_saved,
  .workspace_bytes = count_workspace,
  .forward = { { count_slices, forward } },
  .backward = { { count_slices, backward } },
  .is_random = TRUE,
  .draws_by_sample = TRUE,
  .training_only = TRUE,
  .cases = WEFT_OP_CASES (cases),
  .pytorch = "rubber (x, draw, p, alpha, sigma, fill, nearest)",
};
