/* gaussians: two round clouds whose centres lie 1 apart; without noise each still has a width */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "engine/data/points.h"

#define CENTRE 0.35355339f /* of class 0 in both coordinates; −CENTRE of class 1 */
#define WIDTH 0.08

static void
place (int c, const float *uniform, float point[2])
{
  point[0] = point[1] = c ? -CENTRE : CENTRE;
}

static WeftDataset *
make (const WeftDataParams *params, guint64 seed, GError **error)
{
  return weft_points_new (params, "gaussians", place, WIDTH + params->noise, seed, error);
}

const WeftSource weft_source_gaussians = {
  .id = "gaussians",
  .title = N_ ("Gaussians"),
  .is_points = TRUE,
  .make = make,
};
