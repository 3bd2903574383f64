/* go_7: Go on seven by seven points; the komi of 9 is what perfect play leaves the first (as Davies
 * and others found), so that ties are fair */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "engine/environments/go.h"
#include "engine/environments/turns.h"

#define SIDE 7
#define KOMI 9
#define LIMIT 147 /* three moves a point */

static void
reset (gpointer state, const WeftRandom *random)
{
  weft_go_begin (state, SIDE, KOMI, LIMIT);
}

static void
turn (int way, const float *x, const float *y, float *turned_x, float *turned_y)
{
  weft_go_turn (SIDE, way, x, y, turned_x, turned_y);
}

const char WEFT_ENVIRONMENT_TITLE (go_7)[] = N_ ("Go, 7 × 7");

const WeftEnvironment weft_environment_go_7 = {
  .id = "go_7",
  .title = WEFT_ENVIRONMENT_TITLE (go_7),
  .kind = WEFT_KIND_NUMBERS,
  .observation = { .rank = 3, .type = WEFT_F32, .dims = { WEFT_GO_PLANES, SIDE, SIDE } },
  .actions = WEFT_GO_ACTIONS (SIDE),
  .players = 2,
  .limit = LIMIT,
  .state_size = WEFT_GO_SIZE (LIMIT),
  .reset = reset,
  .observe = weft_go_observe,
  .act = weft_go_act,
  .open = weft_go_open,
  .point = weft_go_point,
  .pass = WEFT_GO_ACTIONS (SIDE),
  .ways = WEFT_TURNS_SQUARE,
  .turn = turn,
  .draw = weft_go_draw,
};
