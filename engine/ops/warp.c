/* warp: y[n, c, i, j] = x[n, c, v, u], (u, v) = M[n]·(i, j): a picture that is flipped, shifted,
 * turned, scaled and sheared about its centre, each sample as it draws
 *
 * M[n] undoes flip · shift · turn · shear · scale, in PyTorch's order (torchvision's RandomAffine).
 * Between pixels by the four around; beyond the edge `fill`. x (N, …, H, W). Outside training y =
 * x. dx: each of the four gets its part of dy. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ops/by-sample.h"
#include "engine/ops/resample.h"

typedef struct
{
  double p, flip, turn_over; /* probabilities: of all of it, of each axis */
  double degrees, translate_x, translate_y, scale_min, scale_max, shear;
  double fill;
  gboolean nearest;
} Attrs;

static const WeftParam attrs_rows[] = {
  WEFT_REAL (Attrs, p, 1, 0, 1),
  WEFT_REAL (Attrs, flip, 0, 0, 1),
  WEFT_REAL (Attrs, turn_over, 0, 0, 1),
  WEFT_REAL (Attrs, degrees, 0, 0, 180),
  WEFT_REAL (Attrs, translate_x, 0, 0, 1),
  WEFT_REAL (Attrs, translate_y, 0, 0, 1),
  WEFT_REAL (Attrs, scale_min, 1, 0.01, 100),
  WEFT_REAL (Attrs, scale_max, 1, 0.01, 100),
  WEFT_REAL (Attrs, shear, 0, 0, 89),
  WEFT_REAL (Attrs, fill, 0, -G_MAXFLOAT, G_MAXFLOAT),
  WEFT_BOOL (Attrs, nearest, FALSE),
  { NULL },
};

enum
{
  X,
  DRAW,
};

/* What a sample draws, in the order of its numbers. */
enum
{
  HAPPENS,
  FLIP,
  TURN_OVER,
  ANGLE,
  ACROSS,
  DOWN,
  SCALE,
  SHEAR,
};

/* u = m[0]·j + m[1]·i + m[2], v = m[3]·j + m[4]·i + m[5] */
typedef struct
{
  double m[6];
} Map;

static Map
invert (double angle, double across, double down, double scale, double shear)
{
  double a = cos (angle), b = -cos (angle) * tan (shear) - sin (angle);
  double c = sin (angle), d = -sin (angle) * tan (shear) + cos (angle);

  return (Map){ { d / scale, -b / scale, -(d * across - b * down) / scale, -c / scale, a / scale,
                  -(a * down - c * across) / scale } };
}

/* About the centre, not the corner; flipped it is read from the other end. */
static Map
centre (Map map, double width, double height, double x, double y)
{
  double right = (width - 1) / 2, below = (height - 1) / 2, *m = map.m;

  m[2] -= m[0] * right + m[1] * below;
  m[5] -= m[3] * right + m[4] * below;
  for (int i = 0; i < 3; i++)
    {
      m[i] *= x;
      m[3 + i] *= y;
    }
  m[2] += right;
  m[5] += below;
  return map;
}

static Map
draw (const WeftOpRun *run, gsize n)
{
  const Attrs *attrs = run->attrs;
  const WeftShape *x = &run->in_shape[X];
  double width = (double) x->dims[x->rank - 1], height = (double) x->dims[x->rank - 2];
  WeftRandom random = weft_by_sample (run, DRAW, n);
  double across = attrs->translate_x * width, down = attrs->translate_y * height;
  double turn = attrs->degrees * G_PI / 180, slant = attrs->shear * G_PI / 180;
  Map map;

  if (!weft_by_sample_happens (&random, HAPPENS, attrs->p))
    return (Map){ { 1, 0, 0, 0, 1, 0 } };
  map = invert (weft_by_sample_between (&random, ANGLE, -turn, turn),
                round (weft_by_sample_between (&random, ACROSS, -across, across)),
                round (weft_by_sample_between (&random, DOWN, -down, down)),
                weft_by_sample_between (&random, SCALE, attrs->scale_min, attrs->scale_max),
                weft_by_sample_between (&random, SHEAR, -slant, slant));
  return centre (map, width, height, weft_by_sample_happens (&random, FLIP, attrs->flip) ? -1 : 1,
                 weft_by_sample_happens (&random, TURN_OVER, attrs->turn_over) ? -1 : 1);
}

/* Rows that are rows again, whole pixels on: flipped and shifted alone. */
static gboolean
is_whole (const Map *map)
{
  const double *m = map->m;

  return fabs (m[0]) == 1 && m[1] == 0 && m[3] == 0 && fabs (m[4]) == 1 && m[2] == rint (m[2])
         && m[5] == rint (m[5]);
}

static void
move_plane (const WeftPlane *plane, const Map *map, const float *x, float *y)
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
warp_plane (const WeftPlane *plane, const Map *map, const float *x, float *y)
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
unwarp_plane (const WeftPlane *plane, const Map *map, const float *dy, float *dx)
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
  const Attrs *attrs = run->attrs;
  const WeftShape *x = &run->in_shape[X];

  return (WeftPlane){ x->dims[x->rank - 2], x->dims[x->rank - 1], attrs->nearest,
                      (float) attrs->fill };
}

/* Of each plane of the slice; all of one sample are moved alike. */
static void
go_over (const WeftOpRun *run, guint slice, const float *from, float *to, gboolean is_back)
{
  WeftSpan planes = weft_planes_of (run, slice);
  WeftPlane plane = get_plane (run);
  gsize each = weft_count_between (&run->in_shape[X], 1, run->in_shape[X].rank - 2);
  gsize size = (gsize) (plane.height * plane.width);
  Map map = { { 0 } };

  for (gsize p = planes.begin; p < planes.end; p++)
    {
      if (p == planes.begin || p % each == 0)
        map = draw (run, p / each);
      if (is_back)
        unwarp_plane (&plane, &map, from + p * size, to + p * size);
      else if (is_whole (&map))
        move_plane (&plane, &map, from + p * size, to + p * size);
      else
        warp_plane (&plane, &map, from + p * size, to + p * size);
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
  return weft_by_sample_check (shapes, DRAW) && weft_shape_same (shapes);
}

static const WeftOpCase cases[] = {
  { "flipped",
    { F32 (6, 2, 5, 4), I64 (6) },
    &(const Attrs){ .p = 1, .flip = 0.5, .turn_over = 0.5, .scale_min = 1, .scale_max = 1 },
    .classes = 99 },
  { "shifted, a colour behind",
    { F32 (5, 1, 6, 7), I64 (5) },
    &(const Attrs){ .p = 0.8,
                    .translate_x = 0.4,
                    .translate_y = 0.2,
                    .scale_min = 1,
                    .scale_max = 1,
                    .fill = 0.5 },
    .classes = 99 },
  { "all of it",
    { F32 (4, 2, 6, 7), I64 (4) },
    &(const Attrs){ 1, 0.5, 0.5, 30, 0.1, 0.2, 0.7, 1.4, 20, 0, FALSE },
    .classes = 99 },
  { "a mask",
    { F32 (4, 6, 7), I64 (4) },
    &(const Attrs){ 1, 0.5, 0.5, 30, 0.1, 0.2, 0.7, 1.4, 20, 0, TRUE },
    .classes = 99 },
  { "batch of one, of no data",
    { F32 (1, 3, 4, 4) },
    &(const Attrs){ 1, 0, 0, 90, 0, 0, 1, 1, 0, 0, FALSE } },
  { "large",
    { F32 (16, 3, 32, 32), I64 (16) },
    &(const Attrs){ 1, 0.5, 0.5, 30, 0.1, 0.2, 0.7, 1.4, 20, 0, FALSE },
    .classes = 99,
    .is_large = TRUE },
  { NULL },
};

const WeftOp WEFT_OP_ROW (warp) = {
  .id = "warp",
  .summary = "y[n, c, i, j] = x[n, c, v, u], (u, v) = M[n]·(i, j), M as the sample draws",
  .inputs = { { "x" }, WEFT_DRAW_PORT },
  .outputs = { { "y" } },
  .attrs = attrs_rows,
  .attrs_size = sizeof (Attrs),
  .shape = check_shape,
  .forward = { { weft_planes_slices, forward } },
  .backward = { { weft_planes_slices, backward } },
  .is_random = TRUE,
  .draws_by_sample = TRUE,
  .training_only = TRUE,
  .cases = cases,
  .pytorch = "warp (x, draw, p, flip, turn_over, degrees, (translate_x, translate_y), (scale_min, "
             "scale_max), shear, fill, nearest)",
};
