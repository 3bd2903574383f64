/* tic_tac_toe: three in a row, on a board of three by three
 *
 * The winner of a move has 1, a draw is worth 0. An observation (2, 3, 3) has the marks of who is
 * to move, then the other's. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/environments/environment.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/environments/turns.h"

#define CELLS 9

typedef struct
{
  gint32 cells[CELLS]; /* whose mark it is, 1 or 2; 0: nobody's */
  gint32 moves;        /* that were made */
} Board;

static void
reset (gpointer state, const WeftRandom *random)
{
  *(Board *) state = (Board){ { 0 }, 0 };
}

static gint32
get_player (const Board *board)
{
  return board->moves % 2 + 1;
}

static void
observe (gconstpointer state, float *x)
{
  const Board *board = state;
  gint32 mine = get_player (board);

  for (int i = 0; i < CELLS; i++)
    {
      x[i] = board->cells[i] == mine;
      x[CELLS + i] = board->cells[i] == 3 - mine;
    }
}

static gboolean
may (gconstpointer state, int action)
{
  return ((const Board *) state)->cells[action] == 0;
}

static gboolean
has_row (const Board *board, gint32 player)
{
  static const guint8 rows[8][3] = { { 0, 1, 2 }, { 3, 4, 5 }, { 6, 7, 8 }, { 0, 3, 6 },
                                     { 1, 4, 7 }, { 2, 5, 8 }, { 0, 4, 8 }, { 2, 4, 6 } };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (board->cells[rows[i][0]] == player && board->cells[rows[i][1]] == player
        && board->cells[rows[i][2]] == player)
      return TRUE;
  return FALSE;
}

static double
act (gpointer state, int action, gboolean *ended)
{
  Board *board = state;
  gint32 player = get_player (board);
  gboolean has_won;

  board->cells[action] = player;
  board->moves++;
  has_won = has_row (board, player);
  *ended = has_won || board->moves == CELLS;
  return has_won;
}

static int
point (gconstpointer state, float x, float y)
{
  int column = (int) floorf (x), row = (int) floorf (y);

  return column >= 0 && column < 3 && row >= 0 && row < 3 ? 3 * row + column : -1;
}

static void
turn (int way, const float *x, const float *y, float *turned_x, float *turned_y)
{
  weft_turns_make (way, 2, 3, 3, x, turned_x);
  weft_turns_make (way, 1, 3, 3, y, turned_y);
}

static void
draw (gconstpointer state, WeftDrawing *drawing)
{
  const Board *board = state;

  weft_drawing_begin (drawing, 3, 3);
  for (int i = 1; i < 3; i++)
    {
      float at = (float) i;

      weft_drawing_add_line (drawing, WEFT_INK_LINE, 0.03f, (float[]){ at, 0.1f, at, 2.9f }, 2);
      weft_drawing_add_line (drawing, WEFT_INK_LINE, 0.03f, (float[]){ 0.1f, at, 2.9f, at }, 2);
    }
  for (int i = 0; i < CELLS; i++)
    {
      float x = (float) (i % 3) + 0.5f, y = (float) (i / 3) + 0.5f, s = 0.28f;

      if (board->cells[i] == 1)
        {
          weft_drawing_add_line (drawing, WEFT_INK_ACTOR, 0.1f,
                                 (float[]){ x - s, y - s, x + s, y + s }, 2);
          weft_drawing_add_line (drawing, WEFT_INK_ACTOR, 0.1f,
                                 (float[]){ x - s, y + s, x + s, y - s }, 2);
        }
      else if (board->cells[i] == 2)
        weft_drawing_add_ring (drawing, WEFT_INK_OTHER, x, y, s, 0.1f);
    }
}

const char WEFT_ENVIRONMENT_TITLE (tic_tac_toe)[] = N_ ("Tic-tac-toe");

const WeftEnvironment weft_environment_tic_tac_toe = {
  .id = "tic_tac_toe",
  .title = WEFT_ENVIRONMENT_TITLE (tic_tac_toe),
  .kind = WEFT_KIND_NUMBERS,
  .observation = { .rank = 3, .type = WEFT_F32, .dims = { 2, 3, 3 } },
  .actions = CELLS,
  .players = 2,
  .limit = CELLS,
  .state_size = sizeof (Board),
  .reset = reset,
  .observe = observe,
  .act = act,
  .may = may,
  .point = point,
  .ways = WEFT_TURNS_SQUARE,
  .turn = turn,
  .draw = draw,
};
