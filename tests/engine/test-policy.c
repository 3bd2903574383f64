/* test-policy: a policy's loss and what stands for it, advantages, and the recipe that acts by it
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "engine/environments/environment.h"
#include "engine/recipes/surrogate.h"
#include "engine/train/judging/evaluate.h"
#include "small-replay.h"

/* --- advantages --- */

/* From the definition: Σ over what follows, up to an end, of (γλ)ᵏ·δ. */
static double
find_advantage (const WeftMoveMade *moves, gsize n, gsize t, double last, double discount,
                double lambda)
{
  double sum = 0, factor = 1;

  for (gsize k = t; k < n; k++, factor *= discount * lambda)
    {
      const WeftMoveMade *move = &moves[k];
      double next = move->end == WEFT_MOVE_ENDED        ? 0
                    : move->end == WEFT_MOVE_BROKEN_OFF ? (double) move->after
                    : k + 1 < n                         ? (double) moves[k + 1].value
                                                        : last;

      sum += factor * ((double) move->reward + discount * next - (double) move->value);
      if (move->end != WEFT_MOVE_GOES_ON)
        break;
    }
  return sum;
}

static void
test_advantages (void)
{
  const WeftRandom random = { 3, WEFT_STREAM_CHECK, 0 };
  const double lambdas[] = { 0, 0.7, 1 };
  WeftMoveMade moves[20];
  float found[20];

  for (guint64 i = 0; i < 20; i++)
    moves[i] = (WeftMoveMade){ .reward = weft_random_normal (&random, 3 * i),
                               .value = weft_random_normal (&random, 3 * i + 1),
                               .after = weft_random_normal (&random, 3 * i + 2),
                               .end = i == 6    ? WEFT_MOVE_ENDED
                                      : i == 13 ? WEFT_MOVE_BROKEN_OFF
                                                : WEFT_MOVE_GOES_ON };
  for (guint k = 0; k < 3; k++)
    {
      weft_advantages_find (moves, 20, 0.3, 0.9, lambdas[k], found);
      for (gsize t = 0; t < 20; t++)
        g_assert_cmpfloat_with_epsilon ((double) found[t],
                                        find_advantage (moves, 20, t, 0.3, 0.9, lambdas[k]), 1e-5);
    }
}

/* At λ = 1 an advantage is the discounted return less what was expected. */
static void
test_returns (void)
{
  const WeftMoveMade moves[]
      = { { 1, 0.5f, 0, 0 }, { 2, -0.5f, 0, 0 }, { 4, 0.25f, 0, WEFT_MOVE_ENDED }, { 8, 1, 0, 0 } };
  float found[4];

  weft_advantages_find (moves, 4, 16, 0.5, 1, found);
  g_assert_cmpfloat ((double) found[0], ==, 1 + 1 + 1 - 0.5);
  g_assert_cmpfloat ((double) found[1], ==, 2 + 2 + 0.5);
  g_assert_cmpfloat ((double) found[2], ==, 4 - 0.25);
  g_assert_cmpfloat ((double) found[3], ==, 8 + 8 - 1);
}

static void
test_normalize (void)
{
  float x[] = { 1, 2, 3, 6 }, same[] = { 5, 5 };
  double sum = 0, square = 0;

  weft_advantages_normalize (x, 4);
  weft_advantages_normalize (same, 2);
  for (int i = 0; i < 4; i++)
    {
      sum += (double) x[i];
      square += (double) x[i] * (double) x[i];
    }
  g_assert_cmpfloat_with_epsilon (sum, 0, 1e-6);
  g_assert_cmpfloat_with_epsilon (square, 4, 1e-5);
  g_assert_cmpfloat (same[0], ==, 0);
}

/* --- the loss --- */

/* The soft cross-entropy's gradient by what stands for the loss is the loss's own, by differences.
 */
static void
assert_gradient (const WeftSurrogate *it, float *scores)
{
  float y[4];
  double sum = 0, whole = 0;

  weft_surrogate_find_shares (it, scores, y);
  for (int a = 0; a < it->n; a++)
    {
      sum += (double) y[a];
      whole += exp ((double) scores[a]);
    }
  for (int a = 0; a < it->n; a++)
    {
      float held = scores[a];
      double up, down, step = 1e-3;

      scores[a] = (float) ((double) held + step);
      up = weft_surrogate_find_loss (it, scores);
      step = (double) scores[a] - (double) held;
      scores[a] = (float) ((double) held - step);
      down = weft_surrogate_find_loss (it, scores);
      step += (double) held - (double) scores[a];
      scores[a] = held;
      g_assert_cmpfloat_with_epsilon (exp ((double) held) / whole * sum - (double) y[a],
                                      (up - down) / step, 2e-4);
    }
}

static void
test_gradient (void)
{
  static const guint64 open[] = { 15, 5, 14, 2 };
  static const double clips[] = { 0, 0.2 };
  WeftRandom random = { 9, WEFT_STREAM_CHECK, 0 };
  int clipped = 0;

  for (; random.step < 200; random.step++)
    {
      float scores[4];
      WeftSurrogate it = { .n = 4, .open = open[random.step % 4], .entropy = 0.3 };

      weft_random_fill_normal (&random, scores, 4, 0, 1);
      it.clip = clips[random.step / 4 % 2];
      it.advantage = (double) weft_random_normal (&random, 10);
      it.action
          = weft_surrogate_draw (scores, 4, it.open, (double) weft_random_uniform (&random, 44));
      g_assert_true ((it.open >> it.action & 1) != 0);
      it.log_before = weft_surrogate_log_chance (scores, 4, it.open, it.action)
                      + 0.3 * (double) weft_random_normal (&random, 12);
      clipped += it.clip > 0 && it.advantage > 0
                 && weft_surrogate_log_chance (scores, 4, it.open, it.action) - it.log_before
                        > log (1.2);
      assert_gradient (&it, scores);
    }
  g_assert_cmpint (clipped, >, 5); /* that case was among them */
}

/* One who may do anything, as likely as then, without entropy: the advantage at the action, as
 * REINFORCE is written by hand. */
static void
test_plain (void)
{
  const float scores[] = { 0.3f, -1, 0.8f };
  const WeftSurrogate it = { .n = 3,
                             .open = 7,
                             .action = 2,
                             .advantage = 1.5,
                             .log_before = weft_surrogate_log_chance (scores, 3, 7, 2) };
  float y[3];

  weft_surrogate_find_shares (&it, scores, y);
  for (int a = 0; a < 3; a++)
    g_assert_cmpfloat_with_epsilon ((double) y[a], a == 2 ? 1.5 : 0, 1e-6);
}

/* As often as the chances say. */
static void
test_draw (void)
{
  const WeftRandom random = { 2, WEFT_STREAM_CHECK, 0 };
  const float scores[] = { 0, 5, logf (3) };
  int taken[3] = { 0 };

  for (guint64 i = 0; i < 20000; i++)
    taken[weft_surrogate_draw (scores, 3, 5, (double) weft_random_uniform (&random, i))]++;
  g_assert_cmpint (taken[1], ==, 0);
  g_assert_cmpfloat_with_epsilon (taken[0] / 20000.0, 0.25, 0.01);
}

/* --- the recipe --- */

static WeftGraph *
new_graph (void)
{
  static const char *const layers[]
      = { "dense {'units': <int64 8>}", "tanh", "dense {'units': <int64 2>}", NULL };
  WeftGraph *graph
      = net_new ("{'source': <'cart_pole'>, 'count': <int64 100>}", layers, "soft_cross_entropy");
  gint64 hope = net_add (graph, "dense", "hope", "{'units': <int64 1>}"),
         value = net_add (graph, "mse", "value", NULL);

  net_wire (graph, weft_graph_find_by_name (graph, "tanh2")->id, 0, hope, 0);
  net_wire (graph, hope, 0, value, 0);
  net_wire (graph, weft_graph_find_by_name (graph, "data")->id, 2, value, 1);
  net_train (graph, "recipe", g_variant_new_string ("policy"));
  net_train (graph, "optimizer", g_variant_new_string ("adam"));
  net_train (graph, "batch_size", g_variant_new_int64 (16));
  net_train (graph, "n_envs", g_variant_new_int64 (3));
  net_train (graph, "n_steps", g_variant_new_int64 (20));
  net_train (graph, "n_epochs", g_variant_new_int64 (2));
  return graph;
}

static WeftModel *
change (WeftGraph *graph, const char *key, GVariant *value)
{
  g_autoptr (WeftGraph) copy = weft_graph_dup (graph);

  net_train (copy, key, value);
  return net_model (copy);
}

/* Resumed and computed again on one thread and on two to the same bits, through changes of how it
 * learns and of what it keeps. */
static void
test_replay (void)
{
  g_autoptr (WeftGraph) graph = new_graph ();
  g_autoptr (WeftModel) model = net_model (graph);
  g_autoptr (WeftModel) plain = change (graph, "method", g_variant_new_string ("reinforce"));
  g_autoptr (WeftModel) more = change (graph, "n_envs", g_variant_new_int64 (5));
  g_autoptr (WeftModel) taught = change (graph, "imitation_steps", g_variant_new_int64 (45));
  g_autoptr (Run) run = run_new (model, 1);

  go (run, 17);
  weft_trainer_swap (run->trainer, plain);
  go (run, 9);
  weft_trainer_swap (run->trainer, more);
  go (run, 12);
  weft_trainer_swap (run->trainer, taught);
  go (run, 20);
  check_all_ways (run);
}

static const WeftStateEntry *
find_own (const WeftState *state, const char *name)
{
  const WeftStateEntry *entry = weft_state_find (state, WEFT_OWN_NODE, name);

  g_assert_nonnull (entry);
  return entry;
}

/* Three batches of 16 lie in 60 moves: after six steps both passes are over, at the seventh moves
 * are made anew, and each world's go on from where they were. */
static void
test_rounds (void)
{
  g_autoptr (WeftGraph) graph = new_graph ();
  g_autoptr (WeftModel) model = net_model (graph);
  g_autoptr (WeftTrainer) trainer = new_trainer (1);

  weft_trainer_load (trainer, model, NULL, 7, NULL);
  for (int step = 1; step <= 7; step++)
    {
      g_autoptr (WeftState) state = NULL;
      const gint32 *progress;

      finish (trainer, 1);
      state = weft_trainer_dup_state (trainer);
      progress
          = (const gint32 *) (const void *) find_own (state, "policy/cart_pole/progress")->value;
      g_assert_cmpint (progress[1], ==, step <= 6 ? 1 : 2);
      g_assert_cmpint (progress[2], ==, step <= 3 || step > 6 ? 0 : 1);
      g_assert_cmpint (progress[3], ==, 16 * ((step - 1) % 3 + 1));
    }
}

/* While it imitates, what the teacher would do stands beside each move, and is learnt. Then nobody
 * is asked any more. */
static void
test_imitation (void)
{
  const WeftEnvironment *world = weft_environment_find ("cart_pole");
  g_autoptr (WeftGraph) graph = new_graph ();
  g_autoptr (WeftTrainer) trainer = new_trainer (1);
  g_autoptr (WeftModel) model = NULL;
  g_autoptr (WeftState) first = NULL, able = NULL, last = NULL;
  g_autoptr (WeftEvaluation) judged = NULL;
  const gint32 *taught;

  net_train (graph, "imitation_steps", g_variant_new_int64 (2400));
  net_train (graph, "lr", g_variant_new_double (0.005));
  model = net_model (graph);
  weft_trainer_load (trainer, model, NULL, 7, NULL);
  finish (trainer, 1);
  first = weft_trainer_dup_state (trainer);
  taught = (const gint32 *) (const void *) find_own (first, "policy/cart_pole/taught")->value;
  for (guint64 i = 0; i < 3; i++)
    {
      const WeftRandom random = { 7, WEFT_STREAM_EPISODE, i };
      float state[4];

      world->reset (state, &random);
      g_assert_cmpint (taught[i * 20], ==, 1 + world->teach (state));
    }
  finish (trainer, 2399);
  able = weft_trainer_dup_state (trainer);
  judged = weft_evaluate (model, able, WEFT_PART_TEST, NULL, 0, NULL);
  g_test_message ("return %g", judged->metrics[model->figure]);
  g_assert_cmpfloat (judged->metrics[model->figure], >, 150); /* chance gains 23 */
  finish (trainer, 6);
  last = weft_trainer_dup_state (trainer);
  taught = (const gint32 *) (const void *) find_own (last, "policy/cart_pole/taught")->value;
  for (int i = 0; i < 60; i++)
    g_assert_cmpint (taught[i], ==, 0);
}

/* What it is judged by is what it gains, the same when asked again. */
static void
test_figure (void)
{
  g_autoptr (WeftGraph) graph = new_graph ();
  g_autoptr (WeftModel) model = net_model (graph);
  g_autoptr (WeftState) state = weft_model_new_state (model, 3, NULL);
  g_autoptr (WeftEvaluation) first = weft_evaluate (model, state, WEFT_PART_TEST, NULL, 0, NULL),
                             second = weft_evaluate (model, state, WEFT_PART_TEST, NULL, 0, NULL);

  g_assert_cmpfloat (first->metrics[model->figure], >=, 8);
  g_assert_cmpfloat (first->metrics[model->figure], ==, second->metrics[model->figure]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/policy/advantages", test_advantages);
  g_test_add_func ("/policy/returns", test_returns);
  g_test_add_func ("/policy/normalize", test_normalize);
  g_test_add_func ("/policy/gradient", test_gradient);
  g_test_add_func ("/policy/plain", test_plain);
  g_test_add_func ("/policy/draw", test_draw);
  g_test_add_func ("/policy/replay", test_replay);
  g_test_add_func ("/policy/rounds", test_rounds);
  g_test_add_func ("/policy/imitation", test_imitation);
  g_test_add_func ("/policy/figure", test_figure);
  return g_test_run ();
}
