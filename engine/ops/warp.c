/* warp: y[n, c, i, j] = x[n, c, v, u], (u, v) = M[n]·(i, j): a picture that is flipped, shifted,
 * turned, scaled and sheared about its centre, each sample as it draws
 *
 * M: warp-map.h. Between pixels by the four around; beyond the edge `fill`. x (N, …, H, W). Outside
 * training y = x. dx: each of the four gets its part of dy. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ops/by-sample.h"
#include "engine/ops/resample.h"
#include "engine/ops/warp-map.h"

static const WeftParam attrs_rows[] = { WEFT_WARP_ROWS (WeftWarp), { NULL } };

enum
{
  X,
  DRAW,
};

/* Rows that are rows again, whole pixels on: flipped and shifted alone. */
static gboolean
is_whole (const WeftWarpMap *map)
{
  const double *m = map->m;

  return fabs (m[0]) == 1 && m[1] == 0 && m[3] == 0 && fabs (m[4]) == 1 && m[2] == rint (m[2])
         && m[5] == rint (m[5]);
}

static void
move_plane (const WeftPlane *plane, const WeftWarpMap *map, const float *x, float *y)
{
  gint64 step = (gint64) map->m[0], first = (gint64) map->m[2];

  for (gint64 i = 0; i < plane->height; i++, y += plane->width)
    {
      gint64 row = (gint64) map->m[4] * i + (gint64) map->m[5];
      gboolean is_within = row >= 0 && row < plane->height;

      for (gint64 j = 0, u = first; j < plane->width; j++, u += step)
        y[j] = is_within && u >= 0 && u < plane->width ? x[row * plane->width + u] : plane->fill;
    }
}

static void
warp_plane (const WeftPlane *plane, const WeftWarpMap *map, const float *x, float *y)
{
  const double *m = map->m;

  for (gint64 i = 0; i < plane->height; i++)
    for (gint64 j = 0; j < plane->width; j++)
      {
        double u = m[0] * (double) j + m[1] * (double) i + m[2],
               v = m[3] * (double) j + m[4] * (double) i + m[5];

        *y++ = weft_plane_read (plane, x, (float) v, (float) u);
      }
}

static void
warp_labels (const WeftPlane *plane, const WeftWarpMap *map, const gint64 *x, gint64 *y)
{
  const double *m = map->m;

  for (gint64 i = 0; i < plane->height; i++)
    for (gint64 j = 0; j < plane->width; j++)
      {
        double u = m[0] * (double) j + m[1] * (double) i + m[2],
               v = m[3] * (double) j + m[4] * (double) i + m[5];

        *y++ = weft_plane_read_label (plane, x, (float) v, (float) u);
      }
}

static void
unwarp_plane (const WeftPlane *plane, const WeftWarpMap *map, const float *dy, float *dx)
{
  const double *m = map->m;

  memset (dx, 0, (gsize) (plane->height * plane->width) * sizeof *dx);
  for (gint64 i = 0; i < plane->height; i++)
    for (gint64 j = 0; j < plane->width; j++)
      {
        double u = m[0] * (double) j + m[1] * (double) i + m[2],
               v = m[3] * (double) j + m[4] * (double) i + m[5];

        weft_plane_spread (plane, *dy++, (float) v, (float) u, dx);
      }
}

static WeftPlane
get_plane (const WeftOpRun *run)
{
  const WeftWarp *attrs = run->attrs;
  const WeftShape *x = &run->in_shape[X];

  return (WeftPlane){ x->dims[x->rank - 2], x->dims[x->rank - 1], attrs->nearest,
                      (float) attrs->fill };
}

/* Of each plane of the slice; all of one sample are moved alike. */
static void
go_over (const WeftOpRun *run, guint slice, const void *from, void *to, gboolean is_back)
{
  WeftSpan planes = weft_planes_of (run, slice);
  WeftPlane plane = get_plane (run);
  gsize each = weft_count_between (&run->in_shape[X], 1, run->in_shape[X].rank - 2);
  gsize size = (gsize) (plane.height * plane.width);
  WeftWarpMap map = { { 0 } };

  for (gsize p = planes.begin; p < planes.end; p++)
    {
      if (p == planes.begin || p % each == 0)
        map = weft_warp_draw (run, run->attrs, DRAW, p / each, plane.height, plane.width);
      if (weft_planes_are_labels (run))
        warp_labels (&plane, &map, (const gint64 *) from + p * size, (gint64 *) to + p * size);
      else if (is_back)
        unwarp_plane (&plane, &map, (const float *) from + p * size, (float *) to + p * size);
      else if (is_whole (&map))
        move_plane (&plane, &map, (const float *) from + p * size, (float *) to + p * size);
      else
        warp_plane (&plane, &map, (const float *) from + p * size, (float *) to + p * size);
    }
}

static void
forward (const WeftOpRun *run, guint slice)
{
  go_over (run, slice, run->in[X], run->out[0], FALSE);
}

static void
backward (const WeftOpRun *run, guint slice)
{
  go_over (run, slice, run->d_out[0], run->d_in[X], TRUE);
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
  { "flipped",
    { F32 (6, 2, 5, 4), I64 (6) },
    &(const WeftWarp){ .p = 1, .flip = 0.5, .turn_over = 0.5, .scale_min = 1, .scale_max = 1 },
    .classes = 99 },
  { "shifted, a colour behind",
    { F32 (5, 1, 6, 7), I64 (5) },
    &(const WeftWarp){ .p = 0.8,
                       .translate_x = 0.4,
                       .translate_y = 0.2,
                       .scale_min = 1,
                       .scale_max = 1,
                       .fill = 0.5 },
    .classes = 99 },
  { "all of it",
    { F32 (4, 2, 6, 7), I64 (4) },
    &(const WeftWarp){ 1, 0.5, 0.5, 30, 0.1, 0.2, 0.7, 1.4, 20, 0, FALSE },
    .classes = 99 },
  { "a mask",
    { F32 (4, 6, 7), I64 (4) },
    &(const WeftWarp){ 1, 0.5, 0.5, 30, 0.1, 0.2, 0.7, 1.4, 20, 0, TRUE },
    .classes = 99 },
  { "labels",
    { I64 (4, 6, 7), I64 (4) },
    &(const WeftWarp){ 1, 0.5, 0.5, 30, 0.1, 0.2, 0.7, 1.4, 20, 0, TRUE },
    .classes = 99 },
  { "batch of one, of no data",
    { F32 (1, 3, 4, 4) },
    &(const WeftWarp){ 1, 0, 0, 90, 0, 0, 1, 1, 0, 0, FALSE } },
  { "large",
    { F32 (16, 3, 32, 32), I64 (16) },
    &(const WeftWarp){ 1, 0.5, 0.5, 30, 0.1, 0.2, 0.7, 1.4, 20, 0, FALSE },
    .classes = 99,
    .is_large = TRUE },
  { NULL },
};

const WeftOp WEFT_OP_ROW (warp) = {
  .id = "warp",
  .summary = "y[n, c, i, j] = x[n, c, v, u], (u, v) = M[n]·(i, j), M as the sample draws",
  .inputs = { { "x", .types = WEFT_PLANE_TYPES }, WEFT_DRAW_PORT },
  .outputs = { { "y" } },
  .attrs = attrs_rows,
  .attrs_size = sizeof (WeftWarp),
  .shape = check_shape,
  .forward = { { weft_planes_slices, forward } },
  .backward = { { weft_planes_slices, backward } },
  .is_random = TRUE,
  .draws_by_sample = TRUE,
  .training_only = TRUE,
  .cases = WEFT_OP_CASES (cases),
  .pytorch = "warp (x, draw, p, flip, turn_over, degrees, (translate_x, translate_y), (scale_min, "
             "scale_max), shear, fill, nearest)",
};
