/* test-self-play-steps: what a recipe that plays against itself keeps, what it asks of the graph,
 * and what it is judged by */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "engine/environments/environment.h"
#include "engine/train/judging/evaluate.h"
#include "engine/train/model/judges.h"
#include "engine/train/trainer.h"
#include "report.h"

#define WIDTH (18 + 9 + 1) /* what is seen, which moves were tried, what came of it */

static WeftGraph *
new_graph (const char *source, int moves)
{
  WeftGraph *graph = weft_graph_new ();
  g_autofree char *data = g_strdup_printf ("{'source': <'%s'>, 'count': <int64 100>}", source);
  g_autofree char *units = g_strdup_printf ("{'units': <int64 %d>}", moves);

  net_add (graph, "data", "data", data);
  net_then (graph, "flatten", "flat", NULL);
  net_then (graph, "dense", "wide", "{'units': <int64 16>}");
  net_then (graph, "relu", "bend", NULL);
  net_then (graph, "dense", "moves", units);
  net_then (graph, "soft_cross_entropy", "policy", NULL);
  net_add (graph, "dense", "hope", "{'units': <int64 1>}");
  net_wire (graph, "bend", "hope");
  net_then (graph, "mse", "value", NULL);
  net_wire (graph, "data.outcome", "value.target");
  net_train (graph, "recipe", "'self_play'");
  net_train (graph, "games", "<int64 4>");
  net_train (graph, "simulations", "<int64 10>");
  net_train (graph, "memory_size", "<int64 200>");
  net_train (graph, "batch_size", "<int64 8>");
  return graph;
}

static WeftModel *
new_game_model (WeftGraph *graph)
{
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  g_autoptr (GError) error = NULL;
  WeftModel *model = weft_model_new (graph, catalog, &error);

  g_assert_no_error (error);
  return model;
}

/* Nullable: the trainer failed, and *status says why. */
static WeftState *
learn (WeftModel *model, gint64 steps, WeftStatus *status)
{
  WeftTrainerOptions options = { .threads = 1, .level = -1 };
  WeftLimits limits = { .steps = steps };
  g_autoptr (WeftTrainer) trainer = weft_trainer_new (&options);

  weft_trainer_load (trainer, model, NULL, 1, NULL);
  weft_trainer_run (trainer, &limits);
  g_assert_true (weft_trainer_wait (trainer, 60));
  weft_trainer_get_status (trainer, status);
  return status->state == WEFT_TRAINER_FINISHED ? weft_trainer_dup_state (trainer) : NULL;
}

/* Of a game that was played: who moved into a won end has 1, and before him the other −1. */
static void
check_position (const float *position)
{
  double marks = 0, shares = 0;

  for (int i = 0; i < 9; i++)
    {
      g_assert_true (position[18 + i] == 0 || position[i] + position[9 + i] == 0);
      marks += (double) (position[9 + i] - position[i]);
      shares += (double) position[18 + i];
    }
  g_assert_true (marks == 0 || marks == 1); /* who moves has as many, or one fewer */
  g_assert_cmpfloat_with_epsilon (shares, 1, 1e-6);
  g_assert_true (position[27] == 0 || fabsf (position[27]) == 1);
}

static int
count_marks (const float *position)
{
  int n = 0;

  for (int i = 0; i < 18; i++)
    n += position[i] > 0;
  return n;
}

/* A game lies backwards: each position before the one that follows it has the contrary outcome. */
static void
test_memory (void)
{
  g_autoptr (WeftGraph) graph = new_graph ("tic_tac_toe", 9);
  g_autoptr (WeftModel) model = NULL;
  g_autoptr (WeftState) state = NULL;
  const WeftStateEntry *entry;
  WeftStatus status;
  const float *memory;
  int won = 0, filled = 0;

  net_wire (graph, "data.y", "policy.target");
  model = new_game_model (graph);
  state = learn (model, 30, &status);
  entry = weft_state_find (state, WEFT_OWN_NODE, "self_play/tic_tac_toe/memory");
  g_assert_cmpuint (entry->count, ==, 200 * WIDTH);
  memory = entry->value;
  for (int i = 0; i < 200; i++, memory += WIDTH)
    {
      gboolean is_filled = memory[18] != 0 || count_marks (memory) > 0;

      if (!is_filled)
        continue;
      filled++;
      check_position (memory);
      won += memory[27] > 0;
      if (i > 0 && count_marks (memory) < count_marks (memory - WIDTH))
        g_assert_cmpfloat (memory[27], ==, -memory[27 - WIDTH]);
    }
  g_test_message ("%d positions, %d of who won", filled, won);
  g_assert_cmpint (filled, >, 80);
  g_assert_cmpint (won, >, 10);
}

/* The share won against somebody who searches without beliefs; the same whenever it is asked. */
static void
test_judge (void)
{
  g_autoptr (WeftGraph) graph = new_graph ("tic_tac_toe", 9);
  g_autoptr (WeftModel) model = NULL;
  g_autoptr (WeftState) state = NULL;
  WeftStatus status;
  g_autofree char *title = NULL;
  double figures[2];

  net_wire (graph, "data.y", "policy.target");
  model = new_game_model (graph);
  g_assert_cmpint (model->n_judges, ==, 2);
  title = weft_model_dup_criterion_title (model, (guint) model->figure);
  g_assert_null (strstr (title, " · ")); /* it is the network's, of neither loss */
  state = learn (model, 1, &status);
  for (int i = 0; i < 2; i++)
    {
      g_autoptr (WeftEvaluation) evaluation
          = weft_evaluate (model, state, WEFT_PART_TEST, NULL, 0, NULL);

      figures[i] = evaluation->metrics[weft_model_find_criterion (model, "win_rate")];
    }
  g_assert_cmpfloat (figures[0], ==, figures[1]);
  g_assert_cmpfloat (figures[0], <, 0.5); /* nothing is known yet */
  g_assert_cmpfloat (figures[0], >=, 0);
}

static void
test_roles (void)
{
  g_autoptr (WeftGraph) graph = new_graph ("cart_pole", 2);
  g_autoptr (WeftReport) report = NULL;
  g_autofree char *message = NULL;

  net_wire (graph, "data.y", "policy.target");
  report = check (graph);
  g_assert_nonnull (find (report, "role-missing"));
  message = weft_diagnostic_dup_message ((WeftDiagnostic *) find (report, "role-missing"));
  g_assert_nonnull (strstr (message, "game of two players"));
}

/* As many scores as something else wants, but the game does not. */
static void
test_heads (void)
{
  g_autoptr (WeftGraph) graph = new_graph ("tic_tac_toe", 5);
  g_autoptr (WeftModel) model = NULL;
  g_autoptr (WeftState) state = NULL;
  WeftStatus status;

  net_add (graph, "dense", "other", "{'units': <int64 5>}");
  net_wire (graph, "bend", "other");
  net_wire (graph, "other", "policy.target");
  model = new_game_model (graph);
  state = learn (model, 2, &status);
  g_assert_null (state);
  g_assert_nonnull (strstr (status.error, "9 moves"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/self-play/memory", test_memory);
  g_test_add_func ("/self-play/judge", test_judge);
  g_test_add_func ("/self-play/roles", test_roles);
  g_test_add_func ("/self-play/heads", test_heads);
  return g_test_run ();
}
