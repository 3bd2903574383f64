/* test-episode: games that a network plays to be looked at: the same ones again, legal, cut where
 * nobody waits, and without a trace in the state */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/answers/episode.h"

#include <math.h>
#include <string.h>

#include "engine/train/trainer.h"
#include "report.h"

static WeftGraph *
new_cart (const char *recipe)
{
  WeftGraph *graph = weft_graph_new ();

  net_add (graph, "data", "data", "{'source': <'cart_pole'>, 'count': <int64 100>}");
  net_then (graph, "dense", "all", "{'units': <int64 2>}");
  net_then (graph, "mse", "loss", NULL);
  net_wire (graph, "data.y", "loss.target");
  net_train (graph, "recipe", recipe);
  net_train (graph, "first_moves", "<int64 20>");
  net_train (graph, "memory_size", "<int64 60>");
  return graph;
}

static WeftGraph *
new_board (void)
{
  WeftGraph *graph = weft_graph_new ();

  net_add (graph, "data", "data", "{'source': <'tic_tac_toe'>, 'count': <int64 50>}");
  net_then (graph, "flatten", "flat", NULL);
  net_then (graph, "dense", "moves", "{'units': <int64 9>}");
  net_then (graph, "soft_cross_entropy", "policy", NULL);
  net_wire (graph, "data.y", "policy.target");
  net_add (graph, "dense", "hope", "{'units': <int64 1>}");
  net_wire (graph, "flat", "hope");
  net_then (graph, "mse", "value", NULL);
  net_wire (graph, "data.outcome", "value.target");
  net_train (graph, "recipe", "'self_play'");
  net_train (graph, "memory_size", "<int64 60>");
  return graph;
}

static WeftModel *
new_model (WeftGraph *graph)
{
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  g_autoptr (GError) error = NULL;
  WeftModel *model = weft_model_new (graph, catalog, &error);

  g_assert_no_error (error);
  return model;
}

static WeftEpisode *
play (WeftModel *model, WeftState *state, guint64 seed, guint number)
{
  g_autoptr (GError) error = NULL;
  const WeftGame game = { .number = number };
  WeftEpisode *episode = weft_model_play (model, state, seed, &game, NULL, 0, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (episode);
  g_assert_cmpuint (episode->returns->len, ==, episode->moves + 1);
  g_assert_cmpuint (episode->states->len, ==,
                    (episode->moves + 1) * episode->environment->state_size);
  g_assert_cmpfloat (weft_episode_get_return (episode, 0), ==, 0);
  return episode;
}

static gboolean
is_same (const WeftEpisode *a, const WeftEpisode *b)
{
  return a->moves == b->moves && memcmp (a->states->data, b->states->data, a->states->len) == 0;
}

/* Each state is what one of the actions makes of the one before. */
static void
check_moves (const WeftEpisode *episode)
{
  const WeftEnvironment *world = episode->environment;
  g_autofree gpointer next = g_malloc (world->state_size);

  for (guint i = 0; i < episode->moves; i++)
    {
      gboolean is_made = FALSE, ended = FALSE;

      for (int a = 0; !is_made && a < world->actions; a++)
        if (world->may == NULL || world->may (weft_episode_get_state (episode, i), a))
          {
            memcpy (next, weft_episode_get_state (episode, i), world->state_size);
            world->act (next, a, &ended);
            is_made
                = memcmp (next, weft_episode_get_state (episode, i + 1), world->state_size) == 0;
          }
      g_assert_true (is_made);
      g_assert_true (ended == (episode->ended && i + 1 == episode->moves));
    }
}

static void
test_cart (void)
{
  g_autoptr (WeftGraph) graph = new_cart ("'value'");
  g_autoptr (WeftModel) model = new_model (graph);
  g_autoptr (WeftState) state = weft_model_new_state (model, 3, NULL);
  g_autofree char *before = weft_state_dup_hash (state), *after = NULL;
  g_autoptr (WeftEpisode) first = play (model, state, 3, 1), again = play (model, state, 3, 1),
                          other = play (model, state, 3, 2), seeded = play (model, state, 4, 1);

  after = weft_state_dup_hash (state);
  g_assert_cmpstr (before, ==, after);
  g_assert_true (is_same (first, again));
  g_assert_false (is_same (first, other));
  g_assert_false (is_same (first, seeded));
  g_assert_true (first->ended);
  g_assert_cmpfloat (weft_episode_get_return (first, first->moves), ==, first->moves);
  check_moves (first);
}

static void
test_board (void)
{
  g_autoptr (WeftGraph) graph = new_board ();
  g_autoptr (WeftModel) model = new_model (graph);
  g_autoptr (WeftState) state = weft_model_new_state (model, 3, NULL);
  g_autoptr (WeftEpisode) first = play (model, state, 3, 0);
  gboolean differs = FALSE;

  check_moves (first);
  g_assert_true (first->ended);
  g_assert_cmpuint (first->moves, >=, 5);
  for (guint i = 1; i < 6; i++)
    {
      g_autoptr (WeftEpisode) other = play (model, state, 3, i);

      differs = differs || !is_same (first, other);
      if (other->moves % 2 == 1 && other->moves < 9) /* the first player's line */
        g_assert_cmpfloat (weft_episode_get_return (other, other->moves), ==, 1);
      else if (other->moves < 9)
        g_assert_cmpfloat (weft_episode_get_return (other, other->moves), ==, -1);
    }
  g_assert_true (differs);
}

/* Somebody gives the second player's moves: it waits for them, and answers each. */
static void
test_given (void)
{
  g_autoptr (WeftGraph) graph = new_board ();
  g_autoptr (WeftModel) model = new_model (graph);
  g_autoptr (WeftState) state = weft_model_new_state (model, 3, NULL);
  WeftGame game = { .number = 1, .waits_for = 2 };

  for (guint n = 1;; n += 2)
    {
      g_autoptr (WeftEpisode) episode
          = weft_model_play (model, state, 3, &game, NULL, 0, NULL, NULL);
      guint64 open;

      g_assert_nonnull (episode);
      check_moves (episode);
      g_assert_cmpuint (episode->moves, ==, n);
      g_assert_cmpmem (episode->actions->data, game.n_given, game.given, game.n_given);
      if (episode->ended)
        break;
      open = weft_environment_get_open (episode->environment, weft_episode_get_state (episode, n));
      memcpy (game.given, episode->actions->data, n);
      game.given[n] = (guint8) g_bit_nth_lsf (open, -1);
      game.n_given = n + 1;
      {
        g_autoptr (WeftEpisode) after
            = weft_model_play (model, state, 3, &game, NULL, 0, NULL, NULL);

        if (after->ended && after->moves == n + 1)
          break; /* the given move was the last one */
      }
    }
  game.given[0] = 8; /* no board has so few moves: what is no move ends what is given */
  game.given[1] = 8;
  game.n_given = 2;
  {
    g_autoptr (WeftEpisode) episode = weft_model_play (model, state, 3, &game, NULL, 0, NULL, NULL);

    g_assert_cmpuint (episode->moves, ==, 1);
  }
}

/* From where somebody left it: the network goes on as it would have gone on from there, within the
 * limit of the whole. */
static void
test_from (void)
{
  g_autoptr (WeftGraph) graph = new_cart ("'value'");
  g_autoptr (WeftModel) model = new_model (graph);
  g_autoptr (WeftState) state = weft_model_new_state (model, 3, NULL);
  g_autoptr (WeftEpisode) whole = play (model, state, 3, 1), rest = NULL, last = NULL;
  WeftGame game = { .number = 2, .world = model->environment, .made = 4, .got = 4 };
  gsize size = model->environment->state_size;

  g_assert_cmpuint (whole->moves, >, 4);
  memcpy (game.from, weft_episode_get_state (whole, 4), size);
  rest = weft_model_play (model, state, 3, &game, NULL, 0, NULL, NULL);
  g_assert_cmpuint (rest->moves, ==, whole->moves - 4);
  g_assert_cmpmem (rest->states->data, rest->states->len, weft_episode_get_state (whole, 4),
                   whole->states->len - 4 * size);
  g_assert_cmpfloat (weft_episode_get_return (rest, rest->moves), ==, whole->moves);
  game.made = (guint) model->environment->limit - 2;
  last = weft_model_play (model, state, 3, &game, NULL, 0, NULL, NULL);
  g_assert_cmpuint (last->moves, ==, 2);
}

/* What it believes adds up to 1 over the moves that there are; thinking ahead gives shares of what
 * was looked at, and finds the move that wins at once. */
static void
test_beliefs (void)
{
  g_autoptr (WeftGraph) graph = new_board ();
  g_autoptr (WeftModel) model = new_model (graph);
  g_autoptr (WeftState) state = weft_model_new_state (model, 3, NULL);
  WeftGame game = { .number = 1, .n_given = 4, .given = { 0, 3, 1, 4 }, .simulations = 200 };

  for (int k = 0; k < 2; k++)
    {
      g_autoptr (WeftEpisode) episode
          = weft_model_play (model, state, 3, &game, NULL, 0, NULL, NULL);
      const float *beliefs = weft_episode_get_beliefs (episode, 4);
      double sum = 0;

      g_assert_null (weft_episode_get_beliefs (episode, 3)); /* given */
      g_assert_true (isnan (weft_episode_get_hope (episode, 3)));
      g_assert_nonnull (beliefs);
      for (int a = 0; a < 9; a++)
        sum += (double) beliefs[a];
      g_assert_cmpfloat_with_epsilon (sum, 1, 1e-5);
      g_assert_cmpfloat (beliefs[0] + beliefs[1] + beliefs[3] + beliefs[4], ==, 0);
      if (game.simulations > 0)
        {
          g_assert_cmpuint (episode->moves, ==, 5);
          g_assert_cmpuint (episode->actions->data[4], ==, 2);
          g_assert_cmpfloat (weft_episode_get_hope (episode, 4), >, 0.7);
        }
      game.simulations = 0;
    }
}

static gboolean
is_due_cb (gpointer user)
{
  return ++*(int *) user > 4;
}

static void
test_cut (void)
{
  g_autoptr (WeftGraph) graph = new_cart ("'value'");
  g_autoptr (WeftModel) model = new_model (graph);
  g_autoptr (WeftState) state = weft_model_new_state (model, 3, NULL);
  g_autoptr (WeftEpisode) whole = play (model, state, 3, 1), cut = NULL;
  const WeftGame game = { .number = 1 };
  int asked = 0;
  const WeftInterrupt interrupt = { is_due_cb, &asked };

  cut = weft_model_play (model, state, 3, &game, NULL, 0, &interrupt, NULL);
  g_assert_nonnull (cut);
  g_assert_false (cut->ended);
  g_assert_cmpuint (cut->moves, <=, 4);
  g_assert_cmpmem (cut->states->data, cut->states->len, whole->states->data, cut->states->len);
}

static void
test_refused (void)
{
  g_autoptr (WeftGraph) graph = new_cart ("'supervised'");
  g_autoptr (WeftModel) model = new_model (graph);
  g_autoptr (WeftState) state = weft_model_new_state (model, 3, NULL);
  g_autoptr (GError) error = NULL;
  const WeftGame game = { 0 };

  g_assert_false (weft_model_plays (model));
  g_assert_null (weft_model_play (model, state, 1, &game, NULL, 0, NULL, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INVALID);
}

/* The next snapshot that holds an episode, within some seconds. */
static WeftSnapshot *
wait_for_episode (WeftTrainer *trainer, guint number)
{
  for (int i = 0; i < 2000; i++)
    {
      g_autoptr (WeftSnapshot) snapshot = weft_trainer_take_snapshot (trainer);

      if (snapshot != NULL && snapshot->episode != NULL && snapshot->episode->game.number == number)
        return g_steal_pointer (&snapshot);
      g_usleep (5000);
    }
  g_assert_not_reached ();
}

/* Each number is played once, by the network as it is then; while it learns and while it rests. */
static void
test_watched (void)
{
  g_autoptr (WeftGraph) graph = new_cart ("'value'");
  g_autoptr (WeftModel) model = new_model (graph);
  g_autoptr (WeftTrainer) trainer = weft_trainer_new (&(WeftTrainerOptions){ .level = -1 });
  g_autoptr (WeftSnapshot) first = NULL, again = NULL, learning = NULL;
  WeftWatch watch = { .game.number = 1 };

  weft_trainer_load (trainer, model, NULL, 3, NULL);
  weft_trainer_watch (trainer, &watch);
  first = wait_for_episode (trainer, 1);
  g_assert_cmpint (first->episode->step, ==, 0);
  g_assert_true (first->episode->ended);
  watch.sample = 3; /* something else is looked at */
  weft_trainer_watch (trainer, &watch);
  again = wait_for_episode (trainer, 1);
  g_assert_true (again->episode == first->episode);
  weft_trainer_run (trainer, NULL);
  while (learning == NULL || learning->step == 0)
    {
      watch.game.number++;
      g_clear_pointer (&learning, weft_snapshot_unref);
      weft_trainer_watch (trainer, &watch);
      learning = wait_for_episode (trainer, watch.game.number);
    }
  g_assert_cmpint (learning->episode->step, >, 0);
  weft_trainer_pause (trainer);
  g_assert_true (weft_trainer_wait (trainer, 20));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/episode/cart", test_cart);
  g_test_add_func ("/episode/board", test_board);
  g_test_add_func ("/episode/given", test_given);
  g_test_add_func ("/episode/from", test_from);
  g_test_add_func ("/episode/beliefs", test_beliefs);
  g_test_add_func ("/episode/cut", test_cut);
  g_test_add_func ("/episode/refused", test_refused);
  g_test_add_func ("/episode/watched", test_watched);
  return g_test_run ();
}
