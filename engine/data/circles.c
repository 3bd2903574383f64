/* circles: a disc (class 1) inside a ring (class 0), both evenly filled; 0.25 lies between them */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/data/points.h"

#define DISC 0.5f
#define RING 0.75f
#define EDGE 1.0f

static void
place (int c, const float *uniform, float point[2])
{
  float from = c ? 0 : RING, to = c ? DISC : EDGE;
  float r = sqrtf (from * from + uniform[0] * (to * to - from * from));
  float angle = 2 * (float) G_PI * uniform[1];

  point[0] = r * cosf (angle);
  point[1] = r * sinf (angle);
}

static WeftDataset *
make (const WeftDataParams *params, guint64 seed, GError **error)
{
  return weft_points_new (params, "circles", place, params->noise * (RING - DISC), seed, error);
}

const WeftSource weft_source_circles = {
  .id = "circles",
  .title = N_ ("Circles"),
  .is_points = TRUE,
  .make = make,
};
