/* test-opponent: a person who points at the board: legal moves alone are taken, and it is said
 * whose turn it is and who has won */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/results/opponent.h"

/* After these moves, whoever made them. */
static WeftEpisode *
new_episode_of (const char *id, const guint8 *moves, guint n)
{
  const WeftEnvironment *world = weft_environment_find (id);
  WeftEpisode *episode = g_new0 (WeftEpisode, 1);
  g_autofree gpointer state = g_malloc0 (world->state_size);
  double sum = 0;

  g_atomic_ref_count_init (&episode->ref_count);
  episode->environment = world;
  episode->states = g_byte_array_new ();
  episode->actions = g_byte_array_new ();
  episode->returns = g_array_new (FALSE, FALSE, sizeof (double));
  episode->beliefs = g_array_new (FALSE, FALSE, sizeof (float));
  episode->hopes = g_array_new (FALSE, FALSE, sizeof (double));
  world->reset (state, &(WeftRandom){ 1, WEFT_STREAM_EPISODE, 0 });
  for (guint i = 0;; i++)
    {
      g_byte_array_append (episode->states, state, (guint) world->state_size);
      g_array_append_val (episode->returns, sum);
      if (i == n)
        return episode;
      sum += (i % 2 ? -1 : 1) * world->act (state, moves[i], &episode->ended);
      g_byte_array_append (episode->actions, &moves[i], 1);
      episode->moves++;
    }
}

static WeftEpisode *
new_episode (const guint8 *moves, guint n)
{
  return new_episode_of ("tic_tac_toe", moves, n);
}

/* A stone where he points, and none: he may pass. */
static void
test_go (void)
{
  WeftOpponent opponent = { 0 };
  g_autoptr (WeftEpisode) begun = new_episode_of ("go_5", NULL, 0), answered = NULL;

  g_assert_true (weft_opponent_can_play (begun->environment));
  weft_opponent_begin (&opponent);
  g_assert_false (weft_opponent_point (&opponent, begun, 5.2f, 1));
  g_assert_true (weft_opponent_point (&opponent, begun, 2.5f, 2.5f));
  g_assert_cmpuint (opponent.game.given[0], ==, 12);
  answered = new_episode_of ("go_5", (guint8[]){ 12, 7 }, 2);
  g_assert_false (weft_opponent_point (&opponent, answered, 2.5f, 1.5f)); /* taken */
  g_assert_true (weft_opponent_pass (&opponent, answered));
  g_assert_cmpmem (opponent.game.given, 3, ((guint8[]){ 12, 7, 25 }), 3);
}

/* Where nobody may pass there is no such move. */
static void
test_no_pass (void)
{
  WeftOpponent opponent = { 0 };
  g_autoptr (WeftEpisode) begun = new_episode (NULL, 0);

  weft_opponent_begin (&opponent);
  g_assert_false (weft_opponent_pass (&opponent, begun));
}

static void
test_points (void)
{
  WeftOpponent opponent = { 0 };
  g_autoptr (WeftEpisode) begun = new_episode (NULL, 0), answered = NULL;

  weft_opponent_begin (&opponent);
  g_assert_cmpint (opponent.game.waits_for, ==, 1);
  g_assert_true (weft_opponent_is_to_move (&opponent, begun));
  g_assert_false (weft_opponent_point (&opponent, begun, -0.1f, 1));
  g_assert_false (weft_opponent_point (&opponent, begun, 1, 3.2f));
  g_assert_true (weft_opponent_point (&opponent, begun, 2.5f, 1.5f));
  g_assert_cmpuint (opponent.game.n_given, ==, 1);
  g_assert_cmpuint (opponent.game.given[0], ==, 5);
  answered = new_episode ((guint8[]){ 5, 4 }, 2);
  g_assert_false (weft_opponent_point (&opponent, answered, 1.5f, 1.5f)); /* taken */
  g_assert_true (weft_opponent_point (&opponent, answered, 0.5f, 0.5f));
  g_assert_cmpuint (opponent.game.n_given, ==, 3);
  g_assert_cmpmem (opponent.game.given, 3, ((guint8[]){ 5, 4, 0 }), 3);
}

static void
test_sides (void)
{
  WeftOpponent opponent = { 0 };
  g_autoptr (WeftEpisode) begun = new_episode (NULL, 0), won = NULL;

  weft_opponent_begin (&opponent);
  weft_opponent_begin (&opponent);
  g_assert_cmpint (opponent.game.waits_for, ==, 2);
  g_assert_false (weft_opponent_is_to_move (&opponent, begun));
  g_assert_false (weft_opponent_point (&opponent, begun, 0.5f, 0.5f));
  won = new_episode ((guint8[]){ 0, 3, 1, 4, 2 }, 5); /* by the first */
  g_assert_true (won->ended);
  g_assert_cmpstr (weft_opponent_tell (&opponent, won), ==,
                   "The network has won. Click for another game.");
  weft_opponent_begin (&opponent);
  g_assert_cmpstr (weft_opponent_tell (&opponent, won), ==,
                   "You have won. Click for another game.");
  g_assert_false (weft_opponent_point (&opponent, won, 2.5f, 2.5f));
}

/* Every point of a board's drawing is an action or none; all that may be done can be pointed at,
 * but a pass. */
static void
test_boards (void)
{
  guint n, boards = 0;
  const WeftEnvironment *const *worlds = weft_environments (&n);
  g_autoptr (WeftDrawing) drawing = weft_drawing_new ();

  for (guint i = 0; i < n; i++)
    {
      const WeftEnvironment *world = worlds[i];
      g_autofree gpointer state = g_malloc0 (world->state_size);
      guint64 seen = world->pass > 0 ? (guint64) 1 << (world->pass - 1) : 0;

      if (!weft_opponent_can_play (world))
        continue;
      boards++;
      world->reset (state, &(WeftRandom){ 1, WEFT_STREAM_EPISODE, 0 });
      world->draw (state, drawing);
      for (int k = -500; k < 10500; k++)
        {
          float x = drawing->width * (float) (k % 100) / 100,
                y = drawing->height * (float) k / 10000;
          int action = world->point (state, x, y);

          g_assert_cmpint (action, >=, -1);
          g_assert_cmpint (action, <, world->actions);
          if (action >= 0)
            seen |= (guint64) 1 << action;
        }
      g_assert_cmphex (seen & weft_environment_get_open (world, state), ==,
                       weft_environment_get_open (world, state));
    }
  g_assert_cmpuint (boards, >=, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/opponent/points", test_points);
  g_test_add_func ("/opponent/go", test_go);
  g_test_add_func ("/opponent/no-pass", test_no_pass);
  g_test_add_func ("/opponent/sides", test_sides);
  g_test_add_func ("/opponent/boards", test_boards);
  return g_test_run ();
}
