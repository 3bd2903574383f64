/* mountain_car: a car in a valley that has to gather way, pushed to the left, the right or not at
 * all; each move costs one (engine/environments/valley.h) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "engine/environments/valley.h"

#define FORCE 0.001
#define FLAG 0.5

static double
act (gpointer state, int action, gboolean *ended)
{
  *ended = weft_valley_move (state, FORCE * (action - 1), FLAG);
  return -1;
}

static void
draw (gconstpointer state, WeftDrawing *drawing)
{
  weft_valley_draw (state, FLAG, drawing);
}

/* The way in which it goes, so that each swing is larger. */
static int
teach (gconstpointer state)
{
  return ((const WeftValley *) state)->speed < 0 ? 0 : 2;
}

static int
point (gconstpointer state, float x, float y)
{
  return 2 * weft_valley_point (state, x, y);
}

const char WEFT_ENVIRONMENT_TITLE (mountain_car)[] = N_ ("Mountain car");

const WeftEnvironment weft_environment_mountain_car = {
  .id = "mountain_car",
  .title = WEFT_ENVIRONMENT_TITLE (mountain_car),
  .kind = WEFT_KIND_NUMBERS,
  .observation = { .rank = 1, .type = WEFT_F32, .dims = { 2 } },
  .actions = 3,
  .players = 1,
  .limit = 200,
  .pace = 30,
  .state_size = sizeof (WeftValley),
  .reset = weft_valley_reset,
  .observe = weft_valley_observe,
  .act = act,
  .teach = teach,
  .point = point,
  .draw = draw,
};
