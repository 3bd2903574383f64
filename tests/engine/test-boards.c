/* test-boards: the games of stones: lines of play counted to a depth (perft), and each rule beside
 * one that is written down another way, slowly */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "engine/environments/go.h"

/* --- perft --- */

/* Lines of so many moves from there on, which end before where the game does. */
static guint64
count (const WeftEnvironment *game, gconstpointer state, int depth)
{
  guint64 n = 0, open = weft_environment_get_open (game, state);
  g_autofree gpointer next = g_malloc (game->state_size);

  for (int a = 0; a < game->actions; a++)
    {
      gboolean ended = FALSE;

      if ((open >> a & 1) == 0)
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

/* --- Go, point by point, positions as words --- */

typedef struct
{
  int side, moves, passes;
  char points[50];    /* 'x' of who began, 'o', '.', row by row */
  GHashTable *before; /* points */
} Slow;

static const int ways[4][2] = { { 0, 1 }, { 1, 0 }, { 0, -1 }, { -1, 0 } };

/* The point beside, −1 beyond the edge. */
static int
step (const Slow *slow, int point, int way)
{
  int row = point / slow->side + ways[way][0], column = point % slow->side + ways[way][1];

  return row < 0 || column < 0 || row >= slow->side || column >= slow->side
             ? -1
             : row * slow->side + column;
}

/* Marks what is connected with the point; whether one of `goal` lies beside that. */
static gboolean
walk (const Slow *slow, const char *points, int point, char goal, gboolean seen[49])
{
  gboolean finds = FALSE;

  seen[point] = TRUE;
  for (int way = 0; way < 4; way++)
    {
      int next = step (slow, point, way);

      if (next < 0 || seen[next])
        continue;
      if (points[next] == goal)
        finds = TRUE;
      else if (points[next] == points[point])
        finds |= walk (slow, points, next, goal, seen);
    }
  return finds;
}

static void
take_off (const Slow *slow, char *points, int point)
{
  gboolean seen[49] = { FALSE };

  if (walk (slow, points, point, '.', seen))
    return;
  for (int i = 0; i < slow->side * slow->side; i++)
    if (seen[i])
      points[i] = '.';
}

/* What the points are after the move, by the mover; FALSE: he may not. */
static gboolean
try_move (const Slow *slow, int point, char points[50])
{
  char mine = "xo"[slow->moves % 2], other = "ox"[slow->moves % 2];
  gboolean seen[49] = { FALSE };

  strcpy (points, slow->points);
  if (points[point] != '.')
    return FALSE;
  points[point] = mine;
  for (int way = 0; way < 4; way++)
    {
      int next = step (slow, point, way);

      if (next >= 0 && points[next] == other)
        take_off (slow, points, next);
    }
  return walk (slow, points, point, '.', seen) && !g_hash_table_contains (slow->before, points);
}

static double
get_lead (const Slow *slow, double komi)
{
  double lead = -komi;

  for (int i = 0; i < slow->side * slow->side; i++)
    {
      gboolean seen[2][49] = { { FALSE } };
      gboolean x, o;

      if (slow->points[i] != '.')
        {
          lead += slow->points[i] == 'x' ? 1 : -1;
          continue;
        }
      x = walk (slow, slow->points, i, 'x', seen[0]);
      o = walk (slow, slow->points, i, 'o', seen[1]);
      lead += x - o;
    }
  return lead;
}

static void
check_seen (const Slow *slow, const WeftEnvironment *game, gconstpointer state, guint64 open)
{
  int n = slow->side * slow->side;
  char mine = "xo"[slow->moves % 2];
  float x[WEFT_GO_PLANES * 49];

  game->observe (state, x);
  for (int i = 0; i < n; i++)
    {
      char points[50];
      gboolean may = try_move (slow, i, points);

      g_assert_cmpint ((open >> i & 1) != 0, ==, may);
      g_assert_cmpfloat (x[i], ==, slow->points[i] == mine);
      g_assert_cmpfloat (x[n + i], ==, slow->points[i] != mine && slow->points[i] != '.');
      g_assert_cmpfloat (x[2 * n + i], ==, mine == 'x');
      g_assert_cmpfloat (x[3 * n + i], ==, slow->passes > 0);
      g_assert_cmpfloat (x[4 * n + i], ==, slow->points[i] == '.' && !may);
    }
  g_assert_cmpuint (open >> n, ==, 1); /* a pass is always there */
}

static double
make_slow_move (Slow *slow, int action, double komi, int limit, gboolean *ended)
{
  char points[50];
  double lead;

  if (action == slow->side * slow->side)
    slow->passes++;
  else
    {
      g_assert_true (try_move (slow, action, points));
      strcpy (slow->points, points);
      g_hash_table_add (slow->before, g_strdup (points));
      slow->passes = 0;
    }
  *ended = slow->passes == 2 || slow->moves + 1 == limit;
  lead = *ended ? get_lead (slow, komi) * (slow->moves % 2 == 0 ? 1 : -1) : 0;
  slow->moves++;
  return lead > 0 ? 1 : lead < 0 ? -1 : 0;
}

/* Few passes, so that boards fill, and stones are taken, again and again. Repeated: positions that
 * were forbidden for that alone. */
static int
play_go (const WeftEnvironment *game, int side, double komi, guint64 seed)
{
  WeftRandom random = { seed, 1, 0 };
  g_autofree gpointer state = g_malloc0 (game->state_size);
  g_autoptr (GHashTable) before = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Slow slow = { side, 0, 0, { 0 }, before };
  gboolean ended = FALSE;
  int repeated = 0;

  memset (slow.points, '.', (gsize) side * (gsize) side);
  game->reset (state, &random);
  while (!ended)
    {
      guint64 open = weft_environment_get_open (game, state);
      int action = weft_environment_pick (game, state, &random, (guint64) (3 * slow.moves));
      gboolean ends;

      check_seen (&slow, game, state, open);
      if (action == side * side)
        action = weft_environment_pick (game, state, &random, (guint64) (3 * slow.moves + 1));
      g_assert_cmpfloat (game->act (state, action, &ends), ==,
                         make_slow_move (&slow, action, komi, game->limit, &ended));
      g_assert_cmpint (ends, ==, ended);
      for (int i = 0; i < side * side; i++)
        {
          char points[50];

          repeated += slow.points[i] == '.' && !try_move (&slow, i, points)
                      && g_hash_table_contains (before, points);
        }
    }
  return repeated;
}

static void
test_go_points (void)
{
  int repeated = 0;

  for (guint64 seed = 0; seed < 100; seed++)
    {
      repeated += play_go (weft_environment_find ("go_5"), 5, 7.5, seed);
      repeated += play_go (weft_environment_find ("go_7"), 7, 9, seed);
    }
  g_test_message ("%d moves were forbidden since they repeat", repeated);
  g_assert_cmpint (repeated, >, 100);
}

/* Lines counted by the slow rules. */
static guint64
count_slowly (const Slow *slow, int depth)
{
  guint64 n = 0;

  for (int a = 0; a <= slow->side * slow->side; a++)
    {
      g_autoptr (GHashTable) before = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      Slow next = *slow;
      GHashTableIter iter;
      gpointer key;
      char points[50];
      gboolean ended;

      if (a < slow->side * slow->side && !try_move (slow, a, points))
        continue;
      g_hash_table_iter_init (&iter, slow->before);
      while (g_hash_table_iter_next (&iter, &key, NULL))
        g_hash_table_add (before, g_strdup (key));
      next.before = before;
      make_slow_move (&next, a, 0, 1000, &ended);
      n += depth == 1 ? 1 : ended ? 0 : count_slowly (&next, depth - 1);
    }
  return n;
}

/* On two by two points stones are taken at once, and nearly all that is forbidden is so since it
 * repeats. */
static void
test_go_perft (void)
{
  g_autoptr (GHashTable) before = g_hash_table_new (g_str_hash, g_str_equal);
  Slow slow = { 2, 0, 0, "....", before };
  WeftEnvironment game = *weft_environment_find ("go_5");
  g_autofree gpointer state = g_malloc0 (game.state_size);
  static const guint64 five[] = { 26, 651, 15650 }; /* 26 · 26 − 25, … */

  game.actions = WEFT_GO_ACTIONS (2);
  weft_go_begin (state, 2, 0, 75);
  for (int depth = 1; depth <= 9; depth++)
    g_assert_cmpuint (count (&game, state, depth), ==, count_slowly (&slow, depth));
  check_perft ("go_5", five, G_N_ELEMENTS (five));
}

/* All positions that can be reached, nothing being forbidden since it repeats. */
static void
reach (const WeftEnvironment *game, const WeftGo *go, GHashTable *seen)
{
  g_autofree WeftGo *next = g_malloc (game->state_size);

  for (int a = 0; a < game->actions - 1; a++)
    for (int mover = 0; mover < 2; mover++)
      {
        gint64 key;
        gboolean ended;

        memcpy (next, go, game->state_size);
        next->moves = mover;
        if ((game->open (next) >> a & 1) == 0)
          continue;
        game->act (next, a, &ended);
        next->moves = next->n_before = next->most = 0;
        key = (gint64) next->now.stones[0].low << 32 | next->now.stones[1].low;
        if (!g_hash_table_contains (seen, &key))
          {
            g_hash_table_add (seen, g_memdup2 (&key, sizeof key));
            reach (game, next, seen);
          }
      }
}

/* Tromp and Farnebäck's numbers of legal positions (sequence A094777); all but the empty board are
 * made of moves. */
static void
test_go_positions (void)
{
  static const guint wanted[] = { [2] = 57, [3] = 12675 };
  WeftEnvironment game = *weft_environment_find ("go_5");

  for (int side = 2; side <= 3; side++)
    {
      g_autoptr (GHashTable) seen
          = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
      g_autofree WeftGo *go = g_malloc0 (game.state_size);

      game.actions = WEFT_GO_ACTIONS (side);
      weft_go_begin (go, side, 0, 75);
      reach (&game, go, seen);
      g_assert_cmpuint (g_hash_table_size (seen) + 1, ==, wanted[side]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/boards/connect-four/perft", test_connect_four_perft);
  g_test_add_func ("/boards/connect-four/cells", test_connect_four_cells);
  g_test_add_func ("/boards/go/points", test_go_points);
  g_test_add_func ("/boards/go/perft", test_go_perft);
  g_test_add_func ("/boards/go/positions", test_go_positions);
  return g_test_run ();
}
