/* mountain_car_continuous: the car in its valley, pushed as hard as one likes: a force costs a
 * tenth of its square, the flag brings a hundred (engine/environments/valley.h)
 *
 * A force beyond what there is costs what it was cut to; Gymnasium lets it cost its whole square.
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "engine/environments/valley.h"

#define POWER 0.0015
#define FLAG 0.45

static double
push (gpointer state, const float *forces, gboolean *ended)
{
  double force = CLAMP ((double) forces[0], -1, 1);

  *ended = weft_valley_move (state, POWER * force, FLAG);
  return (*ended ? 100 : 0) - 0.1 * force * force;
}

static void
draw (gconstpointer state, WeftDrawing *drawing)
{
  weft_valley_draw (state, FLAG, drawing);
}

const char WEFT_ENVIRONMENT_TITLE (mountain_car_continuous)[] = N_ ("Mountain car, by force");

const WeftEnvironment weft_environment_mountain_car_continuous = {
  .id = "mountain_car_continuous",
  .title = WEFT_ENVIRONMENT_TITLE (mountain_car_continuous),
  .kind = WEFT_KIND_NUMBERS,
  .observation = { .rank = 1, .type = WEFT_F32, .dims = { 2 } },
  .forces = 1,
  .low = -1,
  .high = 1,
  .players = 1,
  .limit = 999,
  .pace = 30,
  .state_size = sizeof (WeftValley),
  .reset = weft_valley_reset,
  .observe = weft_valley_observe,
  .push = push,
  .point = weft_valley_point,
  .draw = draw,
};
