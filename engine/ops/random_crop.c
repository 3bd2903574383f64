/* random_crop: y[n, c, i, j] = x[n, c, i + top[n] − padding, j + left[n] − padding], a part of the
 * picture, beyond its edge `fill`; top and left as the sample draws, outside training the middle
 *
 * x (N, …, H, W) → (N, …, height, width). dx is dy where the part lies, else 0. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ops/crop-place.h"
#include "engine/ops/resample.h"

typedef struct
{
  WeftSize2 size, padding;
  double fill;
} Attrs;

static const WeftParam attrs_rows[] = {
  WEFT_SIZE2 (Attrs, size, 1, 1, G_MAXINT),
  WEFT_SIZE2 (Attrs, padding, 0, 0, G_MAXINT),
  WEFT_REAL (Attrs, fill, 0, -G_MAXFLOAT, G_MAXFLOAT),
  { NULL },
};

enum
{
  X,
  DRAW,
};

static void
crop (const WeftPlane *plane, const WeftCropPlace *place, const WeftSize2 *size, const float *x,
      float *y)
{
  for (gint64 i = 0; i < size->h; i++)
    for (gint64 j = 0; j < size->w; j++)
      {
        gint64 at = weft_plane_find (plane, place->top + i, place->left + j);

        *y++ = at >= 0 ? x[at] : plane->fill;
      }
}

static void
crop_labels (const WeftPlane *plane, const WeftCropPlace *place, const WeftSize2 *size,
             const gint64 *x, gint64 *y)
{
  for (gint64 i = 0; i < size->h; i++)
    for (gint64 j = 0; j < size->w; j++)
      {
        gint64 at = weft_plane_find (plane, place->top + i, place->left + j);

        *y++ = at >= 0 ? x[at] : (gint64) plane->fill;
      }
}

static void
uncrop (const WeftPlane *plane, const WeftCropPlace *place, const WeftSize2 *size, const float *dy,
        float *dx)
{
  memset (dx, 0, (gsize) (plane->height * plane->width) * sizeof *dx);
  for (gint64 i = 0; i < size->h; i++)
    for (gint64 j = 0; j < size->w; j++, dy++)
      {
        gint64 at = weft_plane_find (plane, place->top + i, place->left + j);

        if (at >= 0)
          dx[at] = *dy;
      }
}

static void
go_over (const WeftOpRun *run, guint slice, gboolean is_back)
{
  const Attrs *attrs = run->attrs;
  const WeftShape *x = &run->in_shape[X];
  WeftPlane plane = { x->dims[x->rank - 2], x->dims[x->rank - 1], TRUE, (float) attrs->fill };
  WeftSpan planes = weft_planes_of (run, slice);
  gsize each = weft_count_between (x, 1, x->rank - 2);
  gsize in = (gsize) (plane.height * plane.width),
        out = (gsize) attrs->size.h * (gsize) attrs->size.w;

  for (gsize p = planes.begin; p < planes.end; p++)
    {
      WeftCropPlace place = weft_crop_place (run, DRAW, p / each, plane.height, plane.width,
                                             &attrs->size, &attrs->padding);

      if (is_back)
        uncrop (&plane, &place, &attrs->size, run->d_out[0] + p * out, run->d_in[X] + p * in);
      else if (weft_planes_are_labels (run))
        crop_labels (&plane, &place, &attrs->size, (const gint64 *) run->in[X] + p * in,
                     (gint64 *) run->out[0] + p * out);
      else
        crop (&plane, &place, &attrs->size, (const float *) run->in[X] + p * in,
              (float *) run->out[0] + p * out);
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

static gboolean
check_shape (WeftOpShapes *shapes)
{
  const Attrs *attrs = shapes->attrs;
  const WeftShape *x = &shapes->in[X];

  if (x->rank < 3)
    return weft_expects (shapes, _ ("expects pictures, (N, C, H, W)"));
  if (x->dims[x->rank - 2] + 2 * (gint64) attrs->padding.h < attrs->size.h
      || x->dims[x->rank - 1] + 2 * (gint64) attrs->padding.w < attrs->size.w)
    return weft_expects (shapes, _ ("expects pictures that are no smaller than what is cut out"));
  if (!weft_by_sample_check (shapes, DRAW))
    return FALSE;
  shapes->out[0] = *x;
  shapes->out[0].dims[x->rank - 2] = attrs->size.h;
  shapes->out[0].dims[x->rank - 1] = attrs->size.w;
  return TRUE;
}

static const WeftOpCase cases[] = {
  { "smaller",
    { F32 (5, 2, 7, 8), I64 (5) },
    &(const Attrs){ { 4, 5 }, { 0, 0 }, 0 },
    .classes = 99 },
  { "with an edge, a mask",
    { F32 (5, 5, 6), I64 (5) },
    &(const Attrs){ { 5, 6 }, { 2, 3 }, 0.5 },
    .classes = 99 },
  { "labels, beyond the edge the first one",
    { I64 (5, 5, 6), I64 (5) },
    &(const Attrs){ { 5, 6 }, { 2, 3 }, 0 },
    .classes = 99 },
  { "evaluating",
    { F32 (3, 1, 7, 8), I64 (3) },
    &(const Attrs){ { 4, 4 }, { 0, 1 }, 0 },
    .classes = 99,
    .evaluates = TRUE },
  { "batch of one, of no data", { F32 (1, 3, 4, 4) }, &(const Attrs){ { 2, 3 }, { 0, 0 }, 0 } },
  { "large",
    { F32 (16, 3, 32, 32), I64 (16) },
    &(const Attrs){ { 32, 32 }, { 4, 4 }, 0 },
    .classes = 99,
    .is_large = TRUE },
  { NULL },
};

const WeftOp WEFT_OP_ROW (random_crop) = {
  .id = "random_crop",
  .summary = "y[n, c, i, j] = x[n, c, i + top[n] − padding, j + left[n] − padding]",
  .inputs = { { "x", .types = WEFT_PLANE_TYPES }, WEFT_DRAW_PORT },
  .outputs = { { "y" } },
  .attrs = attrs_rows,
  .attrs_size = sizeof (Attrs),
  .shape = check_shape,
  .forward = { { weft_planes_slices, forward } },
  .backward = { { weft_planes_slices, backward } },
  .is_random = TRUE,
  .draws_by_sample = TRUE,
  .cases = WEFT_OP_CASES (cases),
  .pytorch = "cropped (x, draw, training, size, padding, fill)",
};
