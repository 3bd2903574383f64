/* connect_four: four in a row, on a board of six by seven into whose columns stones are dropped
 *
 * The winner of a move has 1, a draw is worth 0. An observation (2, 6, 7) has the stones of who is
 * to move, then the other's, the uppermost row first. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/environments/environment.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/environments/bits.h"
#include "engine/environments/turns.h"

#define COLUMNS 7
#define ROWS 6
#define CELLS (COLUMNS * ROWS)
#define PITCH (ROWS + 1) /* bits of a column, from below; the last is never set: rows end there */

typedef struct
{
  WeftBits stones[2]; /* of who began, of the other */
  gint32 moves;       /* that were made */
} Board;

static void
reset (gpointer state, const WeftRandom *random)
{
  *(Board *) state = (Board){ .moves = 0 };
}

static guint64
get_cell (int column, int row) /* row: from below */
{
  return (guint64) 1 << (column * PITCH + row);
}

static guint64
get_stones (const Board *board, int player)
{
  return weft_bits_get (board->stones[player]);
}

static void
observe (gconstpointer state, float *x) /* (2, ROWS, COLUMNS) */
{
  const Board *board = state;
  int mover = board->moves % 2;

  for (int side = 0; side < 2; side++)
    {
      guint64 stones = get_stones (board, side == 0 ? mover : 1 - mover);

      for (int row = ROWS; row-- > 0;)
        for (int column = 0; column < COLUMNS; column++)
          *x++ = (stones & get_cell (column, row)) != 0;
    }
}

static gboolean
may (gconstpointer state, int column)
{
  const Board *board = state;

  return ((get_stones (board, 0) | get_stones (board, 1)) & get_cell (column, ROWS - 1)) == 0;
}

/* Upwards, along a row, and in both slanting directions: each stone that has three neighbours. */
static gboolean
has_four (guint64 stones)
{
  static const int ways[] = { 1, PITCH, PITCH - 1, PITCH + 1 };

  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      guint64 pairs = stones & stones >> ways[i];

      if ((pairs & pairs >> 2 * ways[i]) != 0)
        return TRUE;
    }
  return FALSE;
}

static double
act (gpointer state, int column, gboolean *ended)
{
  Board *board = state;
  int mover = board->moves % 2;
  guint64 full = get_stones (board, 0) | get_stones (board, 1), mine = get_stones (board, mover);
  gboolean has_won;

  /* One more at the column's foot carries to its first free cell. */
  mine |= (full + get_cell (column, 0)) & ~full & (get_cell (column, ROWS) - get_cell (column, 0));
  board->stones[mover] = weft_bits_make (mine);
  board->moves++;
  has_won = has_four (mine);
  *ended = has_won || board->moves == CELLS;
  return has_won;
}

static int
point (gconstpointer state, float x, float y)
{
  int column = (int) floorf (x);

  return column >= 0 && column < COLUMNS ? column : -1;
}

static void
turn (int way, const float *x, const float *y, float *turned_x, float *turned_y)
{
  weft_turns_make (way, 2, ROWS, COLUMNS, x, turned_x);
  weft_turns_make (way, 1, 1, COLUMNS, y, turned_y);
}

static void
draw (gconstpointer state, WeftDrawing *drawing)
{
  const Board *board = state;

  weft_drawing_begin (drawing, COLUMNS, ROWS);
  weft_drawing_add_box (drawing, WEFT_INK_BODY, 0, 0, COLUMNS, ROWS);
  for (int column = 0; column < COLUMNS; column++)
    for (int row = 0; row < ROWS; row++)
      {
        guint64 cell = get_cell (column, row);
        WeftInk ink = (get_stones (board, 0) & cell) != 0   ? WEFT_INK_ACTOR
                      : (get_stones (board, 1) & cell) != 0 ? WEFT_INK_OTHER
                                                            : WEFT_INK_GROUND;

        weft_drawing_add_disc (drawing, ink, (float) column + 0.5f, (float) (ROWS - 1 - row) + 0.5f,
                               0.4f);
      }
}

const char WEFT_ENVIRONMENT_TITLE (connect_four)[] = N_ ("Connect four");

const WeftEnvironment weft_environment_connect_four = {
  .id = "connect_four",
  .title = WEFT_ENVIRONMENT_TITLE (connect_four),
  .kind = WEFT_KIND_NUMBERS,
  .observation = { .rank = 3, .type = WEFT_F32, .dims = { 2, ROWS, COLUMNS } },
  .actions = COLUMNS,
  .players = 2,
  .limit = CELLS,
  .state_size = sizeof (Board),
  .reset = reset,
  .observe = observe,
  .act = act,
  .may = may,
  .point = point,
  .ways = WEFT_TURNS_MIRROR,
  .turn = turn,
  .draw = draw,
};
