/* test-free-input: with the recipe “input” what is shown learns, and the network stands still:
 * without dropout, with the statistics that it has */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/judging/evaluate.h"
#include "engine/train/model/judges.h"
#include "engine/train/trainer.h"
#include "net.h"

static WeftGraph *
new_dream (void)
{
  WeftGraph *graph = weft_graph_new ();

  net_add (graph, "data", "data",
           "{'source': <'random'>, 'shape': <[int64 6]>, 'classes': <int64 8>}");
  net_then (graph, "free_input", "dream", NULL);
  net_then (graph, "dense", "dense1", "{'units': <int64 8>}");
  net_then (graph, "batch_norm", "norm", NULL);
  net_then (graph, "dropout", "drop", NULL);
  net_then (graph, "cross_entropy", "loss", NULL);
  net_wire (graph, "data.y", "loss.target");
  net_add (graph, "excite", "wish", "{'unit': <int64 2>}");
  net_wire (graph, "drop", "wish");
  net_apply (graph, weft_edit_set_flag (net_id (graph, "loss"), WEFT_NODE_MUTED, TRUE));
  net_train (graph, "recipe", "'input'");
  net_train (graph, "lr", "0.1");
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

static void
make_steps (WeftTrainer *trainer, gint64 steps)
{
  WeftLimits limits = { .steps = steps };

  weft_trainer_run (trainer, &limits);
  g_assert_true (weft_trainer_wait (trainer, 60));
}

static void
test_stands_still (void)
{
  WeftTrainerOptions options = { .threads = 1, .level = -1 };
  g_autoptr (WeftGraph) graph = new_dream ();
  g_autoptr (WeftModel) model = new_model (graph);
  g_autoptr (WeftState) first = weft_model_new_state (model, 3, NULL), state = NULL;
  g_autoptr (WeftEvaluation) found = weft_evaluate (model, first, WEFT_PART_TRAIN, NULL, -1, NULL);
  g_autoptr (WeftTrainer) trainer = weft_trainer_new (&options);
  gint64 dream = net_id (graph, "dream");
  WeftStatus status;

  weft_trainer_load (trainer, model, weft_state_dup (first, NULL), 3, NULL);
  make_steps (trainer, 1);
  weft_trainer_get_status (trainer, &status);
  g_assert_cmpfloat_with_epsilon ((double) status.loss, found->loss, 1e-6);
  make_steps (trainer, 5);
  state = weft_trainer_dup_state (trainer);
  for (guint i = 0; i < state->n_live; i++)
    {
      const WeftStateEntry *entry = &g_array_index (state->entries, WeftStateEntry, i);
      const WeftStateEntry *old = weft_state_find (first, entry->node, entry->name);
      gboolean is_same = memcmp (entry->value, old->value, entry->count * sizeof (float)) == 0;

      g_assert_cmpint (is_same, ==, entry->node != dream);
    }
}

/* The one that counts, not one that is muted before it. */
static void
test_title (void)
{
  g_autoptr (WeftGraph) graph = new_dream ();
  g_autoptr (WeftModel) model = new_model (graph);
  g_autofree char *title = weft_model_dup_judge_title (model, 0);

  g_assert_cmpuint (model->n_judges, ==, 1);
  g_assert_cmpstr (title, ==, "Excitation");
}

static gboolean
says (WeftGraph *graph, const char *code)
{
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  g_autoptr (WeftReport) report = weft_check (graph, catalog);

  for (guint i = 0; i < report->diagnostics->len; i++)
    if (g_str_equal (((WeftDiagnostic *) g_ptr_array_index (report->diagnostics, i))->code, code))
      return TRUE;
  return FALSE;
}

static void
test_faults (void)
{
  g_autoptr (WeftGraph) graph = new_dream ();

  g_assert_false (says (graph, "role-missing"));
  net_set (graph, "wish", "unit", "int64 8"); /* of 8 the last is 7 */
  g_assert_true (says (graph, "shape-mismatch"));
  net_set (graph, "wish", "unit", "int64 7");
  g_assert_false (says (graph, "shape-mismatch"));
  net_apply (graph, weft_edit_set_flag (net_id (graph, "loss"), WEFT_NODE_MUTED, FALSE));
  net_apply (graph, weft_edit_remove_node (net_id (graph, "wish")));
  g_assert_true (says (graph, "role-missing"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/free-input/stands-still", test_stands_still);
  g_test_add_func ("/free-input/title", test_title);
  g_test_add_func ("/free-input/faults", test_faults);
  return g_test_run ();
}
