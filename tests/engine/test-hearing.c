/* test-hearing: who stops a step that is long does not wait for its end, and nothing remains of it
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/model/batches.h"
#include "small-trainer.h"

/* 256 samples through two wide layers: about a second a step with the plain kernels, whose guess
 * says far less. */
static WeftGraph *
new_long (void)
{
  static const char *const layers[] = {
    "dense {'units': <int64 1024>}",
    "batch_norm",
    "relu",
    "dropout {'p': <0.2>}",
    "dense {'units': <int64 2048>}",
    "dense {'units': <int64 4>}",
    NULL,
  };
  WeftGraph *graph = net_new ("{'source': <'random'>, 'count': <int64 512>, 'shape': <[int64 "
                              "512]>, 'classes': <int64 4>, 'split': <[1.0, 0.0, 0.0]>}",
                              layers, "cross_entropy");

  net_train (graph, "batch_size", g_variant_new_int64 (256));
  return graph;
}

typedef struct
{
  guint asked, due_at;
} Ear;

static gboolean
is_due_cb (gpointer user)
{
  Ear *ear = user;

  return ++ear->asked >= ear->due_at;
}

/* Given up at any look, and then run to its end, it gives what it gives when nobody listens. */
static void
test_exec (gconstpointer threads)
{
  g_autoptr (WeftGraph) graph = new_long ();
  g_autoptr (WeftModel) model = net_model (graph);
  g_autoptr (WeftState) state = weft_model_new_state (model, 5, NULL);
  g_autoptr (WeftPool) pool = weft_pool_new (GPOINTER_TO_UINT (threads), FALSE);
  g_autoptr (WeftBatches) batches = weft_batches_new (model, 5, pool, NULL);
  WeftBinding binding = weft_batches_gather (batches, 0, 0);
  WeftPlanOptions options = { .mode = WEFT_MODE_TRAIN, .level = weft_kernel_best_level () };
  WeftPlan *plan = weft_model_get_plan (model, binding, &options, NULL);
  g_autoptr (WeftExec) deaf = weft_exec_new (plan, state, pool, NULL);
  g_autoptr (WeftExec) exec = weft_exec_new (plan, state, pool, NULL);
  Ear ear = { 0, G_MAXUINT };
  WeftInterrupt interrupt = { is_due_cb, &ear };
  gsize n, n_heard;
  const float *gradients, *heard;

  weft_exec_set_inputs (deaf, (const void *const *) batches->inputs);
  weft_exec_set_inputs (exec, (const void *const *) batches->inputs);
  weft_exec_set_interrupt (exec, &interrupt);
  weft_exec_run (deaf, 5, 0);
  weft_exec_run (exec, 5, 0);
  g_assert_cmpuint (ear.asked, >, 3);
  g_test_message ("asked %u times", ear.asked);
  g_assert_false (weft_exec_is_given_up (exec));
  for (ear.due_at = 1; ear.due_at <= 3; ear.due_at++)
    {
      ear.asked = 0;
      weft_exec_run (exec, 5, 0);
      g_assert_true (weft_exec_is_given_up (exec));
      g_assert_cmpuint (ear.asked, ==, ear.due_at);
    }
  ear.due_at = G_MAXUINT;
  weft_exec_run (exec, 5, 0);
  g_assert_false (weft_exec_is_given_up (exec));
  gradients = weft_exec_get_gradients (deaf, &n);
  heard = weft_exec_get_gradients (exec, &n_heard);
  g_assert_cmpmem (heard, n_heard * sizeof *heard, gradients, n * sizeof *gradients);
}

/* What is short is never interrupted: nobody asks. */
static void
test_short (void)
{
  g_autoptr (WeftGraph) graph = net_points ();
  g_autoptr (WeftModel) model = net_model (graph);
  g_autoptr (WeftState) state = weft_model_new_state (model, 5, NULL);
  g_autoptr (WeftBatches) batches = weft_batches_new (model, 5, NULL, NULL);
  WeftPlanOptions options = { .mode = WEFT_MODE_TRAIN, .level = weft_kernel_best_level () };
  WeftPlan *plan = weft_model_get_plan (model, weft_batches_gather (batches, 0, 0), &options, NULL);
  g_autoptr (WeftExec) exec = weft_exec_new (plan, state, NULL, NULL);
  Ear ear = { 0, 1 };
  WeftInterrupt interrupt = { is_due_cb, &ear };

  weft_exec_set_inputs (exec, (const void *const *) batches->inputs);
  weft_exec_set_interrupt (exec, &interrupt);
  weft_exec_run (exec, 5, 0);
  g_assert_false (weft_exec_is_given_up (exec));
  g_assert_cmpuint (ear.asked, ==, 0);
}

/* Paused in the midst of the first step: the state is as it was, running statistics too, and the
 * steps that follow are those of a run that nobody disturbed. */
static void
test_trainer (void)
{
  g_autoptr (WeftGraph) graph = new_long ();
  g_autoptr (WeftModel) model = net_model (graph);
  WeftTrainerOptions options = { .threads = 1, .level = 0 };
  g_autoptr (WeftTrainer) trainer = weft_trainer_new (&options);
  g_autoptr (WeftTrainer) other = weft_trainer_new (&options);
  g_autofree char *before = NULL, *after = NULL, *end = NULL, *undisturbed = NULL;
  WeftStatus status;

  weft_trainer_load (trainer, model, NULL, 5, NULL);
  before = dup_hash (trainer);
  weft_trainer_run (trainer, NULL);
  g_usleep (60000);
  weft_trainer_pause (trainer);
  g_assert_true (weft_trainer_wait (trainer, 60));
  assert_phase (trainer, WEFT_TRAINER_PAUSED);
  weft_trainer_get_status (trainer, &status);
  g_assert_cmpint (status.step, ==, 0);
  after = dup_hash (trainer);
  g_assert_cmpstr (before, ==, after);
  finish (trainer, 1);
  end = dup_hash (trainer);
  weft_trainer_load (other, model, NULL, 5, NULL);
  finish (other, 1);
  undisturbed = dup_hash (other);
  g_assert_cmpstr (end, ==, undisturbed);
}

/* A network whose validation takes long, with nobody to want more than its results. */
static WeftTrainer *
new_looking (void)
{
  g_autoptr (WeftGraph) graph = new_long ();
  gint64 data = weft_graph_find_by_name (graph, "data")->id;
  g_autoptr (WeftModel) model = NULL;
  WeftTrainerOptions options = { .threads = 1, .level = 0 };
  WeftTrainer *trainer = weft_trainer_new (&options);

  net_apply (graph, weft_edit_set_param (data, "split", g_variant_new_parsed ("[0.1, 0.9, 0.0]")));
  model = net_model (graph);
  weft_trainer_load (trainer, model, NULL, 5, NULL);
  g_assert_true (weft_trainer_wait (trainer, 60));
  weft_trainer_watch (trainer, &(WeftWatch){ .results = TRUE });
  return trainer;
}

/* Who ends it does not wait for results that somebody had asked for; they come all the same. */
static void
test_halt (void)
{
  g_autoptr (WeftTrainer) trainer = new_looking ();
  WeftSnapshot *snapshot;

  weft_trainer_halt (trainer);
  snapshot = weft_trainer_take_snapshot (trainer);
  g_assert_null (snapshot);
  g_assert_true (weft_trainer_wait (trainer, 60));
  snapshot = weft_trainer_take_snapshot (trainer);
  g_assert_nonnull (snapshot);
  g_assert_nonnull (snapshot->evaluation);
  g_assert_cmpint (snapshot->evaluation->count, >, 256);
  weft_snapshot_unref (snapshot);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/hearing/exec/1", GUINT_TO_POINTER (1), test_exec);
  g_test_add_data_func ("/hearing/exec/2", GUINT_TO_POINTER (2), test_exec);
  g_test_add_func ("/hearing/short", test_short);
  g_test_add_func ("/hearing/trainer", test_trainer);
  g_test_add_func ("/hearing/halt", test_halt);
  return g_test_run ();
}
