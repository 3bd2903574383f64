/* xor: a square of four fields, opposite ones of one class; 0.2 lies between the fields */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "engine/data/points.h"

#define MARGIN 0.1f

static void
place (int c, const float *uniform, float point[2])
{
  float right = uniform[2] < 0.5f ? -1 : 1;
  float up = c ? -right : right; /* class 1 where the signs differ */

  point[0] = right * (MARGIN + uniform[0] * (1 - MARGIN));
  point[1] = up * (MARGIN + uniform[1] * (1 - MARGIN));
}

static WeftDataset *
make (const WeftDataParams *params, guint64 seed, GError **error)
{
  return weft_points_new (params, "xor", place, params->noise * 2 * MARGIN, seed, error);
}

const WeftSource weft_source_xor = {
  .id = "xor",
  .title = N_ ("XOR"),
  .is_points = TRUE,
  .make = make,
};
