/* moons: two half circles of radius 0.6 that reach into each other; about 0.3 lies between them */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/data/points.h"

#define RADIUS 0.6f
#define BETWEEN 0.3f

static void
place (int c, const float *uniform, float point[2])
{
  float angle = (float) G_PI * uniform[0];
  float side = c ? -1 : 1; /* the lower moon is the upper one turned by half a circle */

  point[0] = side * (RADIUS * cosf (angle) - RADIUS / 2);
  point[1] = side * (RADIUS * sinf (angle) - RADIUS / 4);
}

static WeftDataset *
make (const WeftDataParams *params, guint64 seed, GError **error)
{
  return weft_points_new (params, "moons", place, params->noise * BETWEEN, seed, error);
}

const WeftSource weft_source_moons = {
  .id = "moons",
  .title = N_ ("Moons"),
  .is_points = TRUE,
  .make = make,
};
