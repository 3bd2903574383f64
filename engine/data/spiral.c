/* spiral: two arms of one and a half turns, r = r₀ + (1 − r₀) t; 0.3 lies between the arms */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/data/points.h"

#define TURNS 1.5f
#define START 0.1f
#define BETWEEN ((1 - START) / (2 * TURNS))

static void
place (int c, const float *uniform, float point[2])
{
  float t = uniform[0];
  float r = START + (1 - START) * t;
  float angle = 2 * (float) G_PI * TURNS * t + (c ? (float) G_PI : 0);

  point[0] = r * sinf (angle);
  point[1] = r * cosf (angle);
}

static WeftDataset *
make (const WeftDataParams *params, guint64 seed, GError **error)
{
  return weft_points_new (params, "spiral", place, params->noise * BETWEEN, seed, error);
}

const WeftSource weft_source_spiral = {
  .id = "spiral",
  .title = N_ ("Spiral"),
  .is_points = TRUE,
  .make = make,
};
