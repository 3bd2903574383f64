/* cliff: from one corner to the other along a cliff, from which one falls back to the beginning
 *
 * Gymnasium's CliffWalking, after Sutton and Barto's example 6.6. Where Gymnasium gives the number
 * of a cell, an observation has a 1 at that place. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "engine/environments/grid.h"

#define START 36

static const WeftGrid grid = {
  "............"
  "............"
  "............"
  "SXXXXXXXXXXG",
  4,
  12,
};

typedef struct
{
  gint32 cell;
} Walker;

static void
reset (gpointer state, const WeftRandom *random)
{
  *(Walker *) state = (Walker){ START };
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

  it->cell = weft_grid_move (&grid, it->cell, action);
  *ended = grid.cells[it->cell] == 'G';
  if (grid.cells[it->cell] != 'X')
    return -1;
  it->cell = START;
  return -100;
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

const char WEFT_ENVIRONMENT_TITLE (cliff)[] = N_ ("Cliff");

const WeftEnvironment weft_environment_cliff = {
  .id = "cliff",
  .title = WEFT_ENVIRONMENT_TITLE (cliff),
  .kind = WEFT_KIND_NUMBERS,
  .observation = { .rank = 1, .type = WEFT_F32, .dims = { 48 } },
  .actions = WEFT_N_GRID_MOVES,
  .players = 1,
  .limit = 200, /* Gymnasium has none */
  .pace = 4,
  .state_size = sizeof (Walker),
  .reset = reset,
  .observe = observe,
  .act = act,
  .point = point,
  .draw = draw,
};
