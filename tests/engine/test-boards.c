/* test-boards: the games of stones: lines of play counted to a depth (perft), and each rule beside
 * one that is written down another way, slowly */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "engine/environments/environment.h"

/* --- perft --- */

/* Lines of so many moves from there on, which end before where the game does. */
static guint64
count (const WeftEnvironment *game, gconstpointer state, int depth)
{
  guint64 n = 0;
  g_autofree gpointer next = g_malloc (game->state_size);

  for (int a = 0; a < game->actions; a++)
    {
      gboolean ended = FALSE;

      if (game->may != NULL && !game->may (state, a))
        continue;
      memcpy (next, state, game->state_size);
      game->act (next, a, &ended);
      n += depth == 1 ? 1 : ended ? 0 : count (game, next, depth - 1);
    }
  return n;
}

static void
check_perft (const char *id, const guint64 *wanted, int depth)
{
  const WeftEnvironment *game = weft_environment_find (id);
  g_autofree gpointer state = g_malloc0 (game->state_size);

  game->reset (state, &(WeftRandom){ 1, 1, 1 });
  for (int i = 0; i < depth; i++)
    g_assert_cmpuint (count (game, state, i + 1), ==, wanted[i]);
}

/* The published numbers. */
static void
test_connect_four_perft (void)
{
  static const guint64 wanted[] = { 7, 49, 343, 2401, 16807, 117649, 823536, 5673234 };

  check_perft ("connect_four", wanted, G_N_ELEMENTS (wanted));
}

/* --- connect four, cell by cell --- */

static gboolean
runs_from (int cells[6][7], int row, int column, int down, int right)
{
  for (int i = 0; i < 4; i++, row += down, column += right)
    if (row < 0 || row > 5 || column < 0 || column > 6 || cells[row][column] != 1)
      return FALSE;
  return TRUE;
}

/* Whether the stones marked 1 have four in a row. */
static gboolean
has_row (int cells[6][7])
{
  for (int row = 0; row < 6; row++)
    for (int column = 0; column < 7; column++)
      if (runs_from (cells, row, column, 0, 1) || runs_from (cells, row, column, 1, 0)
          || runs_from (cells, row, column, 1, 1) || runs_from (cells, row, column, 1, -1))
        return TRUE;
  return FALSE;
}

/* Games at random beside a board of cells, marked 1 by who is to move and 2 by the other. */
static int
play_connect_four (guint64 seed)
{
  const WeftEnvironment *game = weft_environment_find ("connect_four");
  WeftRandom random = { seed, 1, 0 };
  g_autofree gpointer state = g_malloc0 (game->state_size);
  int cells[6][7] = { { 0 } }, moves = 0;
  gboolean ended = FALSE, has_won = FALSE;

  game->reset (state, &random);
  while (!ended)
    {
      int column = weft_environment_pick (game, state, &random, (guint64) moves++), row = 5;
      float x[84];

      for (int i = 0; i < 7; i++)
        g_assert_cmpint (game->may (state, i), ==, cells[0][i] == 0);
      while (cells[row][column] != 0)
        row--;
      cells[row][column] = 1;
      has_won = game->act (state, column, &ended) > 0;
      g_assert_cmpint (has_won, ==, has_row (cells));
      g_assert_cmpint (ended, ==, has_won || moves == 42);
      game->observe (state, x);
      for (int i = 0; i < 42; i++)
        {
          int *cell = &cells[i / 7][i % 7];

          *cell = *cell == 0 ? 0 : 3 - *cell;
          g_assert_cmpfloat (x[i], ==, *cell == 1);
          g_assert_cmpfloat (x[42 + i], ==, *cell == 2);
        }
    }
  return has_won ? moves : 0;
}

static void
test_connect_four_cells (void)
{
  int drawn = 0;

  for (guint64 seed = 0; seed < 3000; seed++)
    drawn += play_connect_four (seed) == 0;
  g_assert_cmpint (drawn, >, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/boards/connect-four/perft", test_connect_four_perft);
  g_test_add_func ("/boards/connect-four/cells", test_connect_four_cells);
  return g_test_run ();
}
