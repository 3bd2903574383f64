/* warp-map: how a sample's picture is flipped, shifted, turned, scaled and sheared about its
 * centre, as it draws; for the op that moves pictures, and for what moves along with them
 *
 * The map undoes flip · shift · turn · shear · scale, in PyTorch's order (torchvision's
 * RandomAffine). */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/ops/by-sample.h"

/* Probabilities of all of it and of each axis; how far. A row's record begins with these. */
#define WEFT_WARP_FIELDS                                                                           \
  double p, flip, turn_over, degrees, translate_x, translate_y, scale_min, scale_max, shear, fill; \
  gboolean nearest

typedef struct
{
  WEFT_WARP_FIELDS;
} WeftWarp;

#define WEFT_WARP_ROWS(Type)                                                                       \
  WEFT_REAL (Type, p, 1, 0, 1), WEFT_REAL (Type, flip, 0, 0, 1),                                   \
      WEFT_REAL (Type, turn_over, 0, 0, 1), WEFT_REAL (Type, degrees, 0, 0, 180),                  \
      WEFT_REAL (Type, translate_x, 0, 0, 1), WEFT_REAL (Type, translate_y, 0, 0, 1),              \
      WEFT_REAL (Type, scale_min, 1, 0.01, 100), WEFT_REAL (Type, scale_max, 1, 0.01, 100),        \
      WEFT_REAL (Type, shear, 0, 0, 89), WEFT_REAL (Type, fill, 0, -G_MAXFLOAT, G_MAXFLOAT),       \
      WEFT_BOOL (Type, nearest, FALSE)

/* What a sample draws, in the order of its numbers. */
enum
{
  WEFT_WARP_HAPPENS,
  WEFT_WARP_FLIP,
  WEFT_WARP_TURN_OVER,
  WEFT_WARP_ANGLE,
  WEFT_WARP_ACROSS,
  WEFT_WARP_DOWN,
  WEFT_WARP_SCALE,
  WEFT_WARP_SHEAR,
};

/* From where pixel (i, j) is taken: u = m[0]·j + m[1]·i + m[2], v = m[3]·j + m[4]·i + m[5]. */
typedef struct
{
  double m[6];
} WeftWarpMap;

static inline WeftWarpMap
weft_warp_invert (double angle, double across, double down, double scale, double shear)
{
  double a = cos (angle), b = -cos (angle) * tan (shear) - sin (angle);
  double c = sin (angle), d = -sin (angle) * tan (shear) + cos (angle);

  return (WeftWarpMap){ { d / scale, -b / scale, -(d * across - b * down) / scale, -c / scale,
                          a / scale, -(a * down - c * across) / scale } };
}

/* About the centre, not the corner; flipped it is read from the other end. */
static inline WeftWarpMap
weft_warp_centre (WeftWarpMap map, double width, double height, double x, double y)
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

/* Of row n; draw: which input says which samples they are. */
static inline WeftWarpMap
weft_warp_draw (const WeftOpRun *run, const WeftWarp *warp, guint draw, gsize n, double height,
                double width)
{
  WeftRandom random = weft_by_sample (run, draw, n);
  double across = warp->translate_x * width, down = warp->translate_y * height;
  double turn = warp->degrees * G_PI / 180, slant = warp->shear * G_PI / 180;
  WeftWarpMap map;

  if (!weft_by_sample_happens (&random, WEFT_WARP_HAPPENS, warp->p))
    return (WeftWarpMap){ { 1, 0, 0, 0, 1, 0 } };
  map = weft_warp_invert (
      weft_by_sample_between (&random, WEFT_WARP_ANGLE, -turn, turn),
      round (weft_by_sample_between (&random, WEFT_WARP_ACROSS, -across, across)),
      round (weft_by_sample_between (&random, WEFT_WARP_DOWN, -down, down)),
      weft_by_sample_between (&random, WEFT_WARP_SCALE, warp->scale_min, warp->scale_max),
      weft_by_sample_between (&random, WEFT_WARP_SHEAR, -slant, slant));
  return weft_warp_centre (
      map, width, height, weft_by_sample_happens (&random, WEFT_WARP_FLIP, warp->flip) ? -1 : 1,
      weft_by_sample_happens (&random, WEFT_WARP_TURN_OVER, warp->turn_over) ? -1 : 1);
}
