/* grid_world: four cells by three with a good end, a bad one, and feet that slip
 *
 * The world of Russell and Norvig's "Artificial Intelligence", chapter 17: of ten moves eight go
 * where they should and one to either side of that; each costs 0.04, the ends bring 1 and −1. An
 * observation has a 1 where one stands. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "engine/environments/chance.h"
#include "engine/environments/grid.h"

#define START 8
#define COST 0.04
#define SLIP 0.1f /* to one side */

static const WeftGrid grid = {
  "...G"
  ".#.X"
  "S...",
  3,
  4,
};

typedef struct
{
  gint32 cell;
  WeftChance chance;
} Walker;

static void
reset (gpointer state, const WeftRandom *random)
{
  *(Walker *) state = (Walker){ START, weft_chance_begin (random) };
}

static void
observe (gconstpointer state, float *x)
{
  weft_grid_observe (&grid, ((const Walker *) state)->cell, x);
}

static double
act (gpointer state, int action, gboolean *ended)
{
  Walker *it = state;
  const WeftRandom random = weft_chance_next (&it->chance);
  float drawn = weft_random_uniform (&random, 0);
  int turn = drawn < SLIP ? 1 : drawn < 2 * SLIP ? WEFT_N_GRID_MOVES - 1 : 0;

  it->cell = weft_grid_move (&grid, it->cell, (action + turn) % WEFT_N_GRID_MOVES);
  *ended = grid.cells[it->cell] == 'G' || grid.cells[it->cell] == 'X';
  return (*ended ? grid.cells[it->cell] == 'G' ? 1 : -1 : 0) - COST;
}

static void
draw (gconstpointer state, WeftDrawing *drawing)
{
  weft_grid_draw (&grid, ((const Walker *) state)->cell, drawing);
}

static int
point (gconstpointer state, float x, float y)
{
  return weft_grid_point (&grid, ((const Walker *) state)->cell, x, y);
}

const char WEFT_ENVIRONMENT_TITLE (grid_world)[] = N_ ("Grid world");

const WeftEnvironment weft_environment_grid_world = {
  .id = "grid_world",
  .title = WEFT_ENVIRONMENT_TITLE (grid_world),
  .kind = WEFT_KIND_NUMBERS,
  .observation = { .rank = 1, .type = WEFT_F32, .dims = { 12 } },
  .actions = WEFT_N_GRID_MOVES,
  .players = 1,
  .limit = 200,
  .pace = 4,
  .state_size = sizeof (Walker),
  .reset = reset,
  .observe = observe,
  .act = act,
  .point = point,
  .draw = draw,
};
