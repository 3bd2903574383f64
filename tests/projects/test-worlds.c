/* test-worlds: snake and pong learnt from nothing, better than by chance and than by the rule that
 * one would try first; and the road, whose lane is not left on tracks that training did not have */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>
#include <math.h>

#include "engine/train/answers/episode.h"
#include "probe.h"

#define EPISODES 200
#define TRACKS 20
#define SIDE 10
#define N_MOVES 4 /* at most */
#define CELLS (SIDE * SIDE)

/* What is done by who sees x; may: which actions there are. */
typedef int (*Rule) (const float *x, const gboolean *may, const WeftRandom *random,
                     guint64 element);

static int
find_one (const float *plane)
{
  int cell = 0;

  while (cell < CELLS - 1 && plane[cell] != 1)
    cell++;
  return cell;
}

/* Straight to the food, across before down, whatever lies there. */
static int
chase_food (const float *x, const gboolean *may, const WeftRandom *random, guint64 element)
{
  int head = find_one (x + CELLS), food = find_one (x + 2 * CELLS),
      across = food % SIDE - head % SIDE, down = food / SIDE - head / SIDE,
      sideways = across > 0 ? 1 : 3, upright = down > 0 ? 2 : 0,
      way = across != 0 ? sideways : upright;

  if (!may[way]) /* its neck is there */
    way = way == sideways ? upright : sideways;
  return may[way] ? way : 0;
}

/* The bat to where the ball is. */
static int
follow_ball (const float *x, const gboolean *may, const WeftRandom *random, guint64 element)
{
  float below = x[3] - x[0];

  return fabsf (below) < 0.04f ? 0 : below < 0 ? 1 : 2;
}

static int
wander (const float *x, const gboolean *may, const WeftRandom *random, guint64 element)
{
  guint64 way;

  do
    way = weft_random_below (random, element++, N_MOVES);
  while (!may[way]);
  return (int) way;
}

/* Mean return. */
static double
play (const char *id, Rule rule)
{
  const WeftEnvironment *world = weft_environment_find (id);
  g_autofree gpointer state = g_malloc0 (world->state_size);
  g_autofree float *x = g_new (float, weft_shape_count (&world->observation));
  double sum = 0;

  for (int i = 0; i < EPISODES; i++)
    {
      const WeftRandom random = { 17, WEFT_STREAM_CHECK, (guint64) i };
      gboolean ended = FALSE, may[WEFT_MAX_ACTIONS] = { FALSE };

      world->reset (state, &random);
      for (int move = 0; !ended && move < world->limit; move++)
        {
          weft_environment_list_actions (world, state, may);
          world->observe (state, x);
          sum += world->act (state, rule (x, may, &random, 1000 * (guint64) move), &ended);
        }
    }
  return sum / EPISODES;
}

/* As many steps as the graph's epochs have, without judging in between. */
static WeftState *
learn (WeftModel *model)
{
  WeftTrainerOptions options = { .threads = 1, .level = -1, .only_steps = TRUE };
  WeftLimits limits = { .epochs = model->training.epochs };
  g_autoptr (WeftTrainer) trainer = weft_trainer_new (&options);
  WeftStatus status;

  weft_trainer_load (trainer, model, NULL, (guint64) model->training.seed, NULL);
  weft_trainer_run (trainer, &limits);
  g_assert_true (weft_trainer_wait (trainer, -1));
  weft_trainer_get_status (trainer, &status);
  g_assert_cmpstr (status.error, ==, "");
  return weft_trainer_dup_state (trainer);
}

static double
learn_from (const char *world, int seed)
{
  g_autoptr (WeftGraph) graph = probe_load_graph (world);
  g_autoptr (WeftModel) model = NULL;
  g_autoptr (WeftState) state = NULL;
  g_autoptr (WeftEvaluation) evaluation = NULL;

  probe_set_seed (graph, seed);
  model = probe_model_new (graph, NULL);
  state = learn (model);
  evaluation = probe_judge (model, state);
  return evaluation->metrics[model->figure];
}

/* The mean return of the seeds that are asked is more than that rule's, and each is far from
 * chance: three quarters of the way to the rule. */
static void
beat (const char *world, Rule rule)
{
  double chance = play (world, wander), simple = play (world, rule), sum = 0;
  int n = 0;

  g_assert_cmpfloat (simple, >, chance);
  for (int seed = 1; seed <= 3; seed++)
    if (probe_asks_seed (seed))
      {
        double learnt = learn_from (world, seed);

        g_test_message ("%s: %g by chance, %g by a rule, %g learnt", world, chance, simple, learnt);
        g_assert_cmpfloat (learnt, >, chance + 0.75 * (simple - chance));
        sum += learnt;
        n++;
      }
  g_assert_cmpfloat (sum / n, >, simple);
}

static void
test_snake (void)
{
  beat ("snake", chase_food);
}

static void
test_pong (void)
{
  beat ("pong", follow_ball);
}

/* Moves on the track after which the car was in its lane: outside it a move is worth nothing. */
static guint
count_in_lane (const WeftEpisode *episode)
{
  guint n = 0;

  for (guint i = 1; i <= episode->moves; i++)
    n += weft_episode_get_return (episode, i) > weft_episode_get_return (episode, i - 1);
  return n;
}

/* The example of the gallery, as it is opened: 20 tracks from their beginning to their end. */
static void
test_lane (gconstpointer seed)
{
  g_autofree char *gallery = probe_dup_gallery ();
  g_autoptr (GError) error = NULL;
  WeftExample *example = weft_gallery_find (gallery, "road", &error);
  g_autoptr (WeftGraph) graph = weft_gallery_load_graph (example, &error);
  g_autoptr (WeftModel) model = NULL;
  g_autoptr (WeftState) state = NULL;
  int kept = 0;

  g_assert_no_error (error);
  probe_set_seed (graph, GPOINTER_TO_INT (seed));
  model = probe_model_new (graph, NULL);
  state = learn (model);
  for (guint track = 1; track <= TRACKS; track++)
    {
      const WeftGame game = { .number = track };
      g_autoptr (WeftEpisode) episode
          = weft_model_play (model, state, (gint64) state->seed, &game, NULL, -1, NULL, &error);

      g_assert_no_error (error);
      kept += count_in_lane (episode) == (guint) episode->environment->limit;
      g_test_message ("track %u: %u moves, %u in its lane, return %g", track, episode->moves,
                      count_in_lane (episode), weft_episode_get_return (episode, episode->moves));
    }
  g_assert_cmpint (kept, ==, TRACKS);
  weft_example_free (example);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/worlds/snake", test_snake);
  g_test_add_func ("/worlds/pong", test_pong);
  for (int seed = 1; seed <= 3; seed++)
    {
      g_autofree char *lane = g_strdup_printf ("/worlds/lane/%d", seed);

      if (probe_asks_seed (seed))
        g_test_add_data_func (lane, GINT_TO_POINTER (seed), test_lane);
    }
  return g_test_run ();
}
