/* test-surgery-again: any step of a run whose network was changed on the way can be had again, also
 * of one that an earlier Weft made, which kept less of what had been learnt */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "small-surgery.h"

#define PICTURES                                                                                   \
  "{'source': <'random'>, 'shape': <[int64 2, 6, 6]>, 'count': <int64 96>, 'classes': <int64 3>}"

static void
test_replay (void)
{
  g_autoptr (WeftGraph) graph = net_points ();
  g_autoptr (WeftModel) model = net_model (graph), wider = NULL, deeper = NULL, less = NULL,
                        without = NULL;
  g_autoptr (Run) run = run_new (model, 1);
  double before = NAN, after = NAN;

  set_param (graph, "dense1", "units", 24);
  wider = net_model (graph);
  insert (graph, "dense", "{'units': <int64 16>}", "put_in", "tanh6", "dense7");
  deeper = net_model (graph);
  set_param (graph, "dense5", "units", 9);
  less = net_model (graph);
  go (run, 20);
  weft_trainer_swap (run->trainer, wider);
  go (run, 7);
  weft_trainer_swap (run->trainer, deeper);
  go (run, 3);
  weft_trainer_swap (run->trainer, less);
  go (run, 5);
  weft_trainer_swap (run->trainer, wider);
  weft_trainer_swap (run->trainer, less); /* and this comes back */
  go (run, 5);
  weft_trainer_swap (run->trainer, model);
  go (run, 5);
  check_all_ways (run);
  g_variant_lookup (((WeftJournalEntry *) run->entries->pdata[1])->payload, "loss", "(dd)", &before,
                    &after);
  g_assert_cmpfloat (fabs (after - before), <, 1e-5);
  g_assert_cmpfloat (before, >, 0);
}

static void
set_share (WeftGraph *graph, const char *node, double p)
{
  g_autoptr (GVariant) held = g_variant_ref_sink (g_variant_new_double (p));

  net_apply (graph, weft_edit_set_param (weft_graph_find_by_name (graph, node)->id, "p", held));
}

/* Put in and trained on, it changes nothing of the next batch's loss; and so it is again. */
static void
test_norm_put_in (void)
{
  g_autoptr (WeftGraph) graph = net_points ();
  g_autoptr (WeftModel) model = NULL, normed = NULL;
  g_autoptr (WeftTrainer) plain = new_trainer (1);
  g_autoptr (Run) run = NULL;
  WeftStatus status, with;

  net_train (graph, "optimizer", g_variant_new_string ("sgd"));
  net_train (graph, "lr", g_variant_new_double (0.05));
  set_share (graph, "dropout4", 0);
  model = net_model (graph);
  insert (graph, "batch_norm", NULL, "put_in", "dense5", "tanh6");
  normed = net_model (graph);
  weft_trainer_load (plain, model, NULL, 7, NULL);
  finish (plain, 20);
  run = run_new (model, 1);
  go (run, 20);
  {
    g_autoptr (WeftState) state = weft_trainer_dup_state (plain);
    g_autoptr (WeftTrainer) deaf = new_trainer (1);

    weft_trainer_load (deaf, normed, weft_state_dup (state, NULL), 7, NULL); /* the earlier rule */
    finish (deaf, 1);
    weft_trainer_get_status (deaf, &with);
    finish (plain, 1);
    weft_trainer_get_status (plain, &status);
    g_assert_cmpfloat (fabsf (with.loss - status.loss), >, 1e-3f);
  }
  weft_trainer_swap (run->trainer, normed);
  go (run, 1);
  weft_trainer_get_status (run->trainer, &with);
  g_assert_cmpfloat (fabsf (with.loss - status.loss), <, 1e-5f);
  go (run, 9);
  check_all_ways (run);
}

/* What a Weft that knew no surgery wrote leads to what it led to: hashes that one gave. */
static void
test_earlier_rule (void)
{
  static const char *const hashes[] = {
    "a56e6082120eede0120b4f4c2beb1cf1f630ffa66929c0b72292f330cfc64c2e",
    "4489b4cd2186332a2e02ac074d487b59d5f341aac57da5480eae4fc3a667385e",
    "b8698e52b58c7253c8f330c7c9f67e0a890267bc4328861037a6781df816ba4c",
    "194012552368a8fd25a8b719a8070996072f5ef3fb7c1d7c3bc3c2419d65a6af",
  };
  g_autoptr (WeftGraph) graph = net_points ();
  g_autoptr (WeftModel) model = net_model (graph), wider = NULL, less = NULL;
  const WeftTrainerOptions options = { .threads = 1, .level = 0 };
  g_autoptr (WeftTrainer) trainer = weft_trainer_new (&options);
  g_autoptr (GVariant) payload
      = g_variant_ref_sink (g_variant_new_parsed ("{'stashed': <true>, 'back': <false>}"));
  WeftLimits limits = { .steps = 20, .outlasts_schedule = TRUE };

  set_param (graph, "dense1", "units", 24);
  wider = net_model (graph);
  set_param (graph, "dense5", "units", 9);
  less = net_model (graph);
  weft_trainer_load (trainer, model, NULL, 7, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (hashes); i++)
    {
      WeftModel *const models[] = { NULL, wider, less, model };
      g_autofree char *hash = NULL;

      if (i > 0)
        weft_trainer_do_again (trainer, &(WeftJournalEntry){ .kind = "swap", .payload = payload },
                               models[i]);
      weft_trainer_run (trainer, &limits);
      g_assert_true (weft_trainer_wait (trainer, 60));
      hash = dup_hash (trainer);
      g_assert_cmpstr (hash, ==, hashes[i]);
      limits.steps = 5;
    }
}

/* A rule that is not known here is no guess. */
static void
test_newer_rule (void)
{
  g_autoptr (WeftGraph) graph = net_points ();
  g_autoptr (WeftModel) model = net_model (graph);
  g_autoptr (WeftTrainer) trainer = new_trainer (1);
  g_autoptr (GVariant) payload
      = g_variant_ref_sink (g_variant_new_parsed ("{'rule': <uint32 99>}"));

  weft_trainer_load (trainer, model, NULL, 7, NULL);
  weft_trainer_do_again (trainer, &(WeftJournalEntry){ .kind = "swap", .payload = payload }, model);
  assert_phase (trainer, WEFT_TRAINER_FAILED);
}

static GArray *
list_anew (WeftState *state, WeftModel *before, WeftModel *after)
{
  WeftProgram *program
      = weft_model_get_program (after, weft_model_bind (after, weft_model_get_batch (after)), NULL);
  const WeftStateForm form = weft_model_get_form (after, program);
  GArray *anew = g_array_new (FALSE, FALSE, sizeof (gint64));
  const WeftSurgery surgery = { WEFT_SURGERY_NEWEST, before->graph, after->graph, anew };

  g_assert_true (weft_state_operate (state, &form, &surgery, NULL));
  return anew;
}

/* Filters of another size are others; more of them are not, nor are those that were left and came
 * back. */
static void
test_anew (void)
{
  static const char *const layers[] = { "conv2d {'out_channels': <int64 4>, 'padding': <'same'>}",
                                        "relu", "flatten", "dense {'units': <int64 3>}", NULL };
  g_autoptr (WeftGraph) graph = net_new (PICTURES, layers, "cross_entropy");
  gint64 conv = weft_graph_find_by_name (graph, "conv2d1")->id;
  g_autoptr (GVariant) five = g_variant_ref_sink (g_variant_new_parsed ("[int64 5, 5]"));
  g_autoptr (GVariant) three = g_variant_ref_sink (g_variant_new_parsed ("[int64 3, 3]"));
  g_autoptr (WeftModel) model = NULL, wider = NULL, other = NULL, back = NULL;
  g_autoptr (GArray) first = NULL, second = NULL, third = NULL;
  g_autoptr (WeftState) state = NULL;

  set_optimizer (graph);
  model = net_model (graph);
  state = learn (model, 5);
  set_param (graph, "conv2d1", "out_channels", 6);
  wider = net_model (graph);
  first = list_anew (state, model, wider);
  g_assert_cmpuint (first->len, ==, 0);
  net_apply (graph, weft_edit_set_param (conv, "kernel_size", five));
  other = net_model (graph);
  second = list_anew (state, wider, other);
  g_assert_cmpuint (second->len, ==, 1);
  g_assert_cmpint (g_array_index (second, gint64, 0), ==, conv);
  net_apply (graph, weft_edit_set_param (conv, "kernel_size", three));
  back = net_model (graph);
  third = list_anew (state, other, back);
  g_assert_cmpuint (third->len, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/surgery-again/replay", test_replay);
  g_test_add_func ("/surgery-again/norm-put-in", test_norm_put_in);
  g_test_add_func ("/surgery-again/earlier-rule", test_earlier_rule);
  g_test_add_func ("/surgery-again/newer-rule", test_newer_rule);
  g_test_add_func ("/surgery-again/anew", test_anew);
  return g_test_run ();
}
