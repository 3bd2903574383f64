/* test-acting: a recipe that acts in a world: what it keeps of its own is part of the run, and what
 * it is judged by is what it gains */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "engine/recipes/priority.h"
#include "engine/recipes/surrogate.h"
#include "engine/recipes/value-moves.h"
#include "engine/train/judging/evaluate.h"
#include "engine/train/judging/figures.h"
#include "engine/train/model/judges.h"
#include "small-replay.h"

static WeftGraph *
new_graph (void)
{
  static const char *const layers[]
      = { "dense {'units': <int64 8>}", "batch_norm", "tanh", "dense {'units': <int64 2>}", NULL };
  WeftGraph *graph = net_new (
      "{'source': <'cart_pole'>, 'count': <int64 100>, 'standardize': <true>}", layers, "mse");

  net_train (graph, "recipe", g_variant_new_string ("value"));
  net_train (graph, "optimizer", g_variant_new_string ("adam"));
  net_train (graph, "batch_size", g_variant_new_int64 (16));
  net_train (graph, "memory_size", g_variant_new_int64 (60));
  net_train (graph, "first_moves", g_variant_new_int64 (20));
  net_train (graph, "moves", g_variant_new_int64 (3));
  net_train (graph, "target_every", g_variant_new_int64 (7));
  net_train (graph, "exploration_steps", g_variant_new_int64 (30));
  return graph;
}

static WeftModel *
change (WeftGraph *graph, const char *key, GVariant *value)
{
  g_autoptr (WeftGraph) copy = weft_graph_dup (graph);

  net_train (copy, key, value);
  return net_model (copy);
}

/* Through edits that leave what it keeps, and those that make it begin anew; resumed and computed
 * again on one thread and on two to the same bits. */
static void
test_replay (void)
{
  g_autoptr (WeftGraph) graph = new_graph ();
  g_autoptr (WeftModel) model = net_model (graph);
  g_autoptr (WeftModel) greedier = change (graph, "exploration", g_variant_new_double (0.5));
  g_autoptr (WeftModel) forgetful = change (graph, "memory_size", g_variant_new_int64 (30));
  g_autoptr (WeftModel) plain = change (graph, "recipe", g_variant_new_string ("supervised"));
  g_autoptr (WeftModel) single = change (graph, "double_q", g_variant_new_boolean (FALSE));
  g_autoptr (Run) run = run_new (model, 1);

  go (run, 25);
  weft_trainer_swap (run->trainer, greedier);
  go (run, 9);
  weft_trainer_swap (run->trainer, forgetful);
  go (run, 12);
  weft_trainer_swap (run->trainer, plain);
  go (run, 5);
  weft_trainer_swap (run->trainer, single);
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

/* After so many steps the memory holds what was played, and the copy has followed. */
static void
test_kept (void)
{
  g_autoptr (WeftGraph) graph = new_graph ();
  g_autoptr (WeftModel) model = net_model (graph);
  g_autoptr (WeftTrainer) trainer = new_trainer (1);
  g_autoptr (WeftState) state = NULL;
  const WeftStateEntry *memory, *target;
  gsize weights = 0;

  weft_trainer_load (trainer, model, NULL, 7, NULL);
  finish (trainer, 10);
  state = weft_trainer_dup_state (trainer);
  memory = find_own (state, "value/cart_pole/memory");
  target = find_own (state, "value/cart_pole/target");
  g_assert_cmpint (memory->shape.dims[0], ==, 60);
  for (gint64 i = 0; i < 60; i++) /* 20 and 3 a step: 50 */
    {
      const float *move = memory->value + i * memory->shape.dims[1];

      g_assert_true ((move[2 * 4 + 1] == 1) == (i < 50)); /* the reward */
      g_assert_true (i >= 50 || fabsf (move[4] - move[0] - 0.02f * move[1]) < 1e-5f);
    }
  for (guint i = 0; i < state->n_live; i++)
    if (g_array_index (state->entries, WeftStateEntry, i).node != WEFT_OWN_NODE)
      weights += g_array_index (state->entries, WeftStateEntry, i).count;
  g_assert_cmpuint (target->count, ==, weights);
}

/* --- several rewards, and priorities --- */

/* Drawn as often as they are large; sums are those of the numbers, whatever came before. */
static void
test_priority (void)
{
  enum
  {
    N = 5
  };
  const float worths[N] = { 0, 1, 4, 0.5f, 2.5f };
  float tree[16] = { 0 };
  const WeftRandom random = { 3, WEFT_STREAM_CHECK, 0 };
  int drawn[N] = { 0 };

  g_assert_cmpint (weft_priority_count (N), ==, 16);
  g_assert_cmpint (weft_priority_find (tree, N, 0.5), <, N); /* all are 0 */
  for (int round = 0; round < 2; round++)
    for (int i = 0; i < N; i++)
      weft_priority_set (tree, N, i, round == 0 ? 7 : worths[i]);
  g_assert_cmpfloat (weft_priority_get_sum (tree), ==, 8);
  for (guint64 i = 0; i < 20000; i++)
    drawn[weft_priority_find (tree, N, (double) weft_random_uniform (&random, i))]++;
  for (int i = 0; i < N; i++)
    {
      g_assert_cmpfloat (weft_priority_get (tree, N, i), ==, worths[i]);
      g_assert_cmpfloat_with_epsilon (drawn[i] / 20000.0, (double) worths[i] / 8, 0.015);
    }
  g_assert_cmpint (weft_priority_find (tree, N, 0), ==, 1);
  g_assert_cmpint (weft_priority_find (tree, N, 0.9999999999), ==, 4);
}

static WeftModel *
new_ahead (WeftGraph *graph)
{
  g_autoptr (WeftGraph) copy = weft_graph_dup (graph);

  net_train (copy, "priority", g_variant_new_double (0.6));
  net_train (copy, "n_step", g_variant_new_int64 (3));
  return net_model (copy);
}

/* Memory, tree and counters resumed in the middle, through another way of drawing. */
static void
test_replay_ahead (void)
{
  g_autoptr (WeftGraph) graph = new_graph ();
  g_autoptr (WeftModel) plain = net_model (graph), ahead = new_ahead (graph);
  g_autoptr (Run) run = run_new (ahead, 1);

  go (run, 30);
  weft_trainer_swap (run->trainer, plain);
  go (run, 6);
  weft_trainer_swap (run->trainer, ahead);
  go (run, 12);
  check_all_ways (run);
}

/* What was drawn stands in the tree by how much it surprised, the rest as the highest did; the sums
 * are those of the leaves. */
static void
test_priorities_kept (void)
{
  g_autoptr (WeftGraph) graph = new_graph ();
  g_autoptr (WeftModel) model = new_ahead (graph);
  g_autoptr (WeftTrainer) trainer = new_trainer (1);
  g_autoptr (WeftState) state = NULL;
  const WeftStateEntry *tree;
  int changed = 0;

  weft_trainer_load (trainer, model, NULL, 7, NULL);
  finish (trainer, 10);
  state = weft_trainer_dup_state (trainer);
  tree = find_own (state, "value/cart_pole/priorities");
  g_assert_cmpuint (tree->count, ==, 128);
  for (int i = 1; i < 64; i++)
    g_assert_cmpfloat (tree->value[i], ==, tree->value[2 * i] + tree->value[2 * i + 1]);
  for (int i = 0; i < 64; i++) /* 20 and 3 a step: 50 */
    {
      float worth = tree->value[64 + i];

      g_assert_true (i < 50 ? worth > 0 && worth <= tree->value[0] : worth == 0);
      changed += worth > 0 && worth != 1;
    }
  g_assert_cmpint (changed, >=, 16);
}

/* Rewards of up to three moves, worked out by hand: not beyond an end, nor beyond the newest move,
 * behind which the oldest lies. */
static void
test_look_ahead (void)
{
  float memory[5][13] = { { 0 } };
  WeftRecipeRun run = { NULL };
  WeftEnvironment world = { .observation = { .rank = 1, .dims = { 4 } } };
  Value value = { .discount = 0.5, .reward_scale = 2, .memory_size = 5, .n_step = 3, .moves = 1 };
  Progress progress = { .filled = 5, .next = 2 };
  /* The place, what it brings, where the last one lies, how it ends. */
  static const struct
  {
    int place;
    float reward, factor;
    int last, end;
  } known[] = {
    { 0, 2 * (1 + 0.5f * 2), 0.25f, 1, WEFT_MOVE_GOES_ON }, /* move 1 is the newest */
    { 1, 2 * 2, 0.5f, 1, WEFT_MOVE_GOES_ON },
    { 2, 2 * (3 + 0.5f * 4), 0.25f, 3, WEFT_MOVE_ENDED },
    { 3, 2 * 4, 0.5f, 3, WEFT_MOVE_ENDED },
    { 4, 2 * (5 + 0.5f * 1 + 0.25f * 2), 0.125f, 1, WEFT_MOVE_GOES_ON },
  };

  for (int i = 0; i < 5; i++)
    {
      const Outcome outcome
          = { .reward = (float) (i + 1), .end = i == 3 ? WEFT_MOVE_ENDED : WEFT_MOVE_GOES_ON };

      memory[i][4] = (float) i; /* seen after it */
      memcpy (memory[i] + 8, &outcome, sizeof outcome);
    }
  run.environment = &world;
  run.record = &value;
  run.own[PROGRESS] = &progress;
  run.own[MEMORY] = memory;
  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    {
      Drawn drawn;
      gint64 last = weft_value_look_ahead (&run, known[i].place, &drawn);

      g_assert_cmpint (last, ==, known[i].last);
      g_assert_cmpfloat (drawn.outcome.reward, ==, known[i].reward);
      g_assert_cmpfloat (drawn.factor, ==, known[i].factor);
      g_assert_cmpint (drawn.outcome.end, ==, known[i].end);
    }
}

/* The figure is what is gained, the same when it is asked again, in place of the loss. */
static void
test_figure (void)
{
  g_autoptr (WeftGraph) graph = new_graph ();
  g_autoptr (WeftModel) model = net_model (graph);
  g_autoptr (WeftState) state = weft_model_new_state (model, 3, NULL);
  g_autofree char *before = weft_state_dup_hash (state), *after = NULL;
  g_autoptr (WeftEvaluation) first = weft_evaluate (model, state, WEFT_PART_TEST, NULL, 0, NULL),
                             second = weft_evaluate (model, state, WEFT_PART_TEST, NULL, 0, NULL);
  WeftFigure figures[WEFT_MAX_FIGURES];
  guint n = weft_evaluation_list_figures (first, model, figures);

  after = weft_state_dup_hash (state);
  g_assert_cmpstr (before, ==, after);
  g_assert_cmpstr (weft_series_get_name (figures[0].series), ==, "test/return");
  for (guint i = 0; i < n; i++)
    g_assert_cmpstr (weft_series_get_name (figures[i].series), !=, "test/loss");
  g_assert_cmpfloat (figures[0].value, >=, 8); /* no pole falls sooner */
  g_assert_cmpfloat (figures[0].value, <=, 500);
  g_assert_cmpint (model->best, ==, model->figure);
  g_assert_cmpfloat (first->metrics[model->figure], ==, second->metrics[model->figure]);
  g_assert_cmpint (weft_series_get_meaning (figures[0].series).direction, ==, 1);
}

/* The sets of all environments: what is seen, and what each action brings with random play. */
static void
test_worlds (void)
{
  const WeftEnvironment *const *rows;
  guint n;

  rows = weft_environments (&n);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL), other = weft_catalog_new (NULL);
      g_autofree char *text
          = g_strdup_printf ("{'source': <'%s'>, 'count': <int64 200>}", rows[i]->id);
      g_autoptr (GVariant) params
          = g_variant_ref_sink (g_variant_parse (NULL, text, NULL, NULL, NULL));
      g_autoptr (WeftDataset) set = weft_catalog_lookup (catalog, params, 1, 1, NULL),
                              again = weft_catalog_lookup (other, params, 1, 2, NULL);
      WeftShape target;

      g_assert_nonnull (set);
      g_assert_cmpstr (set->sha256, ==, again->sha256); /* as split_seed says */
      g_assert_true (weft_shape_equal (&weft_dataset_get_x (set)->shape, &rows[i]->observation));
      target = weft_environment_get_target (rows[i]);
      g_assert_true (weft_shape_equal (&weft_dataset_get_y (set)->shape, &target));
    }
}

/* A pole that leans is worth more pushed after: what random play brings says so, too. */
static void
test_cart_pole (void)
{
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  g_autoptr (GVariant) params = g_variant_ref_sink (
      g_variant_new_parsed ("{'source': <'cart_pole'>, 'count': <int64 2000>}"));
  g_autoptr (WeftDataset) set = weft_catalog_lookup (catalog, params, 1, 1, NULL);
  const float *x = weft_dataset_get_x (set)->data, *y = weft_dataset_get_y (set)->data;
  int right = 0, leaning = 0;

  for (int i = 0; i < 2000; i++)
    {
      g_assert_true (y[2 * i] >= 1 && y[2 * i] < 100 && y[2 * i + 1] >= 1 && y[2 * i + 1] < 100);
      if (fabsf (x[4 * i + 2] + x[4 * i + 3]) < 0.5f)
        continue;
      leaning++;
      right += (x[4 * i + 2] + x[4 * i + 3] > 0) == (y[2 * i + 1] > y[2 * i]);
    }
  g_assert_cmpint (leaning, >, 300);
  g_assert_cmpint (right, >, leaning * 3 / 5);
}

/* Answers of another width, and none at all, are refused: nothing is read beside them. */
static void
test_other_answers (void)
{
  static const char *const losses[] = { "mse", "penalty" };

  for (guint i = 0; i < G_N_ELEMENTS (losses); i++)
    {
      g_autoptr (WeftGraph) graph = weft_graph_new ();
      gint64 data
          = net_add (graph, "data", "data", "{'source': <'cart_pole'>, 'count': <int64 100>}"),
          dense = net_add (graph, "dense", "dense1", "{'units': <int64 1>}"),
          loss = net_add (graph, losses[i], "loss", NULL);
      g_autoptr (WeftModel) model = NULL;
      g_autoptr (WeftTrainer) trainer = weft_trainer_new (&(WeftTrainerOptions){ .level = -1 });
      WeftStatus status;

      net_wire (graph, data, 0, dense, 0);
      net_wire (graph, dense, 0, loss, 0);
      if (i == 0)
        net_wire (graph, data, 2, loss, 1); /* the outcome, one number */
      net_train (graph, "recipe", g_variant_new_string ("value"));
      model = net_model (graph);
      weft_trainer_load (trainer, model, NULL, 1, NULL);
      weft_trainer_run (trainer, &(WeftLimits){ .steps = 3 });
      weft_trainer_wait (trainer, -1);
      weft_trainer_get_status (trainer, &status);
      g_assert_cmpint (status.state, ==, WEFT_TRAINER_FAILED);
      g_assert_nonnull (strstr (status.error, "a number for each of 2 actions"));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/acting/worlds", test_worlds);
  g_test_add_func ("/acting/cart-pole", test_cart_pole);
  g_test_add_func ("/acting/kept", test_kept);
  g_test_add_func ("/acting/figure", test_figure);
  g_test_add_func ("/acting/other-answers", test_other_answers);
  g_test_add_func ("/acting/priority", test_priority);
  g_test_add_func ("/acting/priorities-kept", test_priorities_kept);
  g_test_add_func ("/acting/look-ahead", test_look_ahead);
  g_test_add_func ("/acting/replay-ahead", test_replay_ahead);
  g_test_add_func ("/acting/replay", test_replay);
  return g_test_run ();
}
