/* test-replay: any step of a run can be had again, whatever was done to it, bit for bit
 *
 * A run that stops every few steps says what it was there; then each of these stops is computed
 * again from the journal and from some of the key frames. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/past/way-states.h"
#include "small-replay.h"

/* --- what is done --- */

static WeftModel *
change (WeftGraph *graph, const char *node, const char *param, GVariant *value)
{
  g_autoptr (GVariant) held = g_variant_ref_sink (value);

  if (node != NULL)
    net_apply (graph, weft_edit_set_param (weft_graph_find_by_name (graph, node)->id, param, held));
  else
    net_train (graph, param, held);
  return net_model (graph);
}

static void
test_edits (void)
{
  g_autoptr (WeftGraph) graph = net_points ();
  g_autoptr (WeftModel) model = net_model (graph);
  g_autoptr (WeftModel) wider = change (graph, "dense5", "units", g_variant_new_int64 (24));
  g_autoptr (WeftModel) batch = change (graph, NULL, "batch_size", g_variant_new_int64 (50));
  g_autoptr (WeftModel) sgd = change (graph, NULL, "optimizer", g_variant_new_string ("sgd"));
  g_autoptr (WeftModel) split
      = change (graph, "data", "split", g_variant_new_parsed ("[0.6, 0.2, 0.2]"));
  g_autoptr (WeftModel) slower = change (graph, NULL, "lr", g_variant_new_double (0.001));
  g_autoptr (WeftModel) other = change (graph, "data", "source", g_variant_new_string ("circles"));
  g_autoptr (Run) run = run_new (model, 1);

  go (run, 20);
  weft_trainer_set_rate (run->trainer, 0.02);
  go (run, 13);
  weft_trainer_swap (run->trainer, wider);
  go (run, 1);
  weft_trainer_swap (run->trainer, batch);
  weft_trainer_swap (run->trainer, model); /* none was kept: what was learnt since is other */
  weft_trainer_swap (run->trainer, batch); /* and this comes back */
  go (run, 9);
  weft_trainer_set_rate (run->trainer, 0.3);
  weft_trainer_swap (run->trainer, sgd);
  go (run, 5);
  weft_trainer_swap (run->trainer, split);
  go (run, 11);
  weft_trainer_swap (run->trainer, slower); /* the settings' rate again */
  weft_trainer_swap (run->trainer, model);
  weft_trainer_swap (run->trainer, slower);
  go (run, 3);
  weft_trainer_swap (run->trainer, other);
  go (run, 17);
  check_all_ways (run);
}

static void
test_while_it_runs (void)
{
  g_autoptr (WeftGraph) graph = net_points ();
  g_autoptr (WeftModel) model = net_model (graph);
  g_autoptr (WeftModel) wider = change (graph, "dense1", "units", g_variant_new_int64 (20));
  g_autoptr (WeftModel) sgd = change (graph, NULL, "optimizer", g_variant_new_string ("sgd"));
  WeftModel *const models[] = { model, wider, sgd };
  g_autoptr (Run) run = run_new (model, 2);

  weft_trainer_set_speed (run->trainer, 1000);
  for (int i = 0; i < 12; i++)
    {
      weft_trainer_run (run->trainer, NULL);
      g_usleep (3000);
      if (i % 2 == 0)
        weft_trainer_set_rate (run->trainer, 0.001 * (i + 1));
      else
        weft_trainer_swap (run->trainer, models[i / 2 % 3]);
      if (i % 4 == 3)
        weft_trainer_pause (run->trainer);
    }
  weft_trainer_set_speed (run->trainer, 0);
  go (run, 4);
  check_all_ways (run);
}

/* A state that it had is taken back, and given up again for the one before. */
static void
test_restores (void)
{
  g_autoptr (WeftGraph) graph = net_points ();
  g_autoptr (WeftModel) model = net_model (graph);
  g_autoptr (Run) run = run_new (model, 1);
  WeftSink sink = get_sink (run);
  g_autoptr (WeftState) best = NULL, before = NULL;

  go (run, 10);
  best = weft_trainer_dup_state (run->trainer);
  go (run, 10);
  weft_trainer_set_rate (run->trainer, 0.05);
  go (run, 10);
  before = weft_trainer_dup_state (run->trainer);
  weft_trainer_load (run->trainer, model, g_steal_pointer (&best), 7, &sink);
  weft_trainer_write_frame (run->trainer);
  go (run, 7); /* the settings' rate */
  go (run, 3); /* step 20 again, and another */
  weft_trainer_load (run->trainer, model, g_steal_pointer (&before), 7, &sink);
  go (run, 5);
  check_all_ways (run);
}

/* A session that was cut off: the next goes on from the newest frame that is there. */
static void
test_cut_off (void)
{
  g_autoptr (WeftGraph) graph = net_points ();
  g_autoptr (WeftModel) model = net_model (graph);
  g_autoptr (WeftModel) wider = change (graph, "dense1", "units", g_variant_new_int64 (20));
  g_autoptr (Run) run = run_new (model, 1);
  WeftSink sink = get_sink (run);
  guint stored;

  go (run, 10);
  stored = run->kept->len - 1;
  go (run, 10);
  weft_trainer_swap (run->trainer, wider);
  go (run, 10);
  weft_trainer_load (run->trainer, wider, load_cb (run, stored, NULL), 7, &sink);
  go (run, 10); /* from step 10 on, in the wider net */
  go (run, 10);
  go (run, 5);
  check_all_ways (run);
}

/* Says where the last session that began went on from, as a file does. */
static void
set_after (Run *run, gint64 place)
{
  WeftJournalEntry *entry = g_ptr_array_index (run->entries, run->entries->len - 1);
  g_auto (GVariantDict) payload = G_VARIANT_DICT_INIT (entry->payload);

  g_variant_dict_remove (&payload, "from");
  g_variant_dict_insert (&payload, "after", "x", place);
  g_variant_unref (entry->payload);
  entry->payload = g_variant_ref_sink (g_variant_dict_end (&payload));
}

/* It was killed when it had gone back, before a frame said so: the next goes on from before. */
static void
test_cut_off_going_back (void)
{
  g_autoptr (WeftGraph) graph = net_points ();
  g_autoptr (WeftModel) model = net_model (graph);
  g_autoptr (WeftModel) wider = change (graph, "dense1", "units", g_variant_new_int64 (20));
  g_autoptr (Run) run = run_new (model, 1);
  WeftSink sink = get_sink (run);
  g_autoptr (WeftState) early = NULL, before = NULL;

  go (run, 4);
  early = weft_trainer_dup_state (run->trainer);
  go (run, 6);
  go (run, 6);
  before = weft_trainer_dup_state (run->trainer);
  weft_trainer_load (run->trainer, wider, g_steal_pointer (&early), 7, &sink);
  weft_trainer_write_frame (run->trainer);
  g_assert_true (weft_trainer_wait (run->trainer, 60));
  g_ptr_array_set_size (run->kept, 0);
  weft_trainer_load (run->trainer, model, g_steal_pointer (&before), 7, &sink);
  go (run, 5);
  set_after (run, 1);
  weft_trainer_write_frame (run->trainer);
  g_assert_true (weft_trainer_wait (run->trainer, 60));
  check (run, 1, 1);
}

static void
test_schedule (void)
{
  g_autoptr (WeftGraph) graph = net_points ();
  g_autoptr (WeftModel) model = NULL, wider = NULL;
  g_autoptr (Run) run = NULL;

  net_train (graph, "schedule", g_variant_new_string ("cosine"));
  net_train (graph, "warmup_steps", g_variant_new_int64 (3));
  net_train (graph, "epochs", g_variant_new_int64 (2));
  model = net_model (graph);
  wider = change (graph, "dense1", "units", g_variant_new_int64 (20));
  run = run_new (model, 2);
  go (run, 7);
  go (run, 12);
  weft_trainer_renew_schedule (run->trainer);
  go (run, 6);
  go (run, 30);
  weft_trainer_swap (run->trainer, wider);
  go (run, 4);
  check_all_ways (run);
}

/* Numbers that went wrong bring an earlier state back. */
static void
test_failures (void)
{
  g_autoptr (WeftGraph) graph = net_points ();
  g_autoptr (WeftModel) model = NULL;
  g_autoptr (Run) run = NULL;

  net_train (graph, "optimizer", g_variant_new_string ("sgd"));
  model = net_model (graph);
  run = run_new (model, 1);
  go (run, 10);
  weft_trainer_set_rate (run->trainer, 1e38);
  weft_trainer_run (run->trainer, NULL);
  assert_phase (run->trainer, WEFT_TRAINER_FAILED);
  weft_trainer_set_rate (run->trainer, 0.01);
  go (run, 10);
  check_all_ways (run);
}

static void
test_not_passed (void)
{
  g_autoptr (WeftGraph) graph = net_points ();
  g_autoptr (WeftModel) model = net_model (graph);
  g_autoptr (Run) run = run_new (model, 1);
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  g_autoptr (GArray) frames = g_array_new (FALSE, FALSE, sizeof (WeftKeyFrame));
  WeftRunRecord record = { run->entries, frames, 5, catalog, 1, load_cb, run };
  g_auto (WeftReplayed) replayed = { 0 };
  g_autoptr (GError) error = NULL;
  WeftSink sink = get_sink (run);

  g_assert_false (weft_replay (&record, 3, &replayed, &error)); /* of an earlier Weft */
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND);
  g_clear_error (&error);
  go (run, 5);
  g_assert_false (weft_replay (&record, 6, &replayed, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_true (weft_replay (&record, 0, &replayed, &error));
  g_assert_no_error (error);
  g_assert_cmpint (replayed.state->step, ==, 0);
  weft_replayed_clear (&replayed);
  weft_trainer_load (run->trainer, model, weft_trainer_dup_state (run->trainer), 7, &sink);
  go (run, 2);
  record.last_step = 7; /* its curves say so, and no frame does: as after a kill */
  g_assert_false (weft_replay (&record, 7, &replayed, &error));
  g_assert_nonnull (strstr (error->message, "to step 7; the last one is 5"));
  g_clear_error (&error);
  g_ptr_array_remove_index (run->entries, 0); /* as if an earlier Weft had begun it */
  g_assert_false (weft_replay (&record, 3, &replayed, &error));
  g_assert_nonnull (strstr (error->message, "from step 5 on"));
}

/* A frame that is not what the journal leads to is told. */
static void
test_disagreement (void)
{
  g_autoptr (WeftGraph) graph = net_points ();
  g_autoptr (WeftModel) model = net_model (graph);
  g_autoptr (Run) run = run_new (model, 1);
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  g_autoptr (GArray) frames = g_array_new (FALSE, FALSE, sizeof (WeftKeyFrame));
  WeftRunRecord record = { run->entries, frames, 20, catalog, 1, load_cb, run };
  g_auto (WeftReplayed) replayed = { 0 };
  g_autoptr (WeftState) wrong = NULL;
  Kept *kept;

  go (run, 10);
  go (run, 10);
  kept = g_ptr_array_index (run->kept, 1);
  wrong = load_cb (run, 1, NULL);
  g_array_index (wrong->entries, WeftStateEntry, 0).value[0] += 1;
  g_bytes_unref (kept->bytes);
  kept->bytes = weft_state_serialize (wrong);
  g_array_append_val (frames, ((WeftKeyFrame){ 0, 10, 1 }));
  g_array_append_val (frames, ((WeftKeyFrame){ 1, 20, 1 }));
  g_assert_true (weft_replay (&record, 15, &replayed, NULL));
  g_assert_false (replayed.is_exact);
}

static void
test_graph_is_kept (void)
{
  g_autoptr (WeftGraph) graph = net_points (), again = NULL;
  g_autoptr (GVariant) value = NULL, second = NULL;
  g_autoptr (GError) error = NULL;

  net_apply (graph, weft_edit_remove_node (2));
  net_apply (graph, weft_edit_move (3, 1.5, -2));
  value = weft_graph_serialize (graph);
  again = weft_graph_deserialize (value, &error);
  g_assert_no_error (error);
  g_assert_true (weft_graph_equal (graph, again));
  second = weft_graph_serialize (again);
  g_assert_cmpvariant (value, second);
}

/* Whoever drags sees steps that were before the one that is wanted, each after one leg at the most
 * from what was seen already; and that one once the hand rests. */
static void
test_soon (void)
{
  g_autoptr (WeftGraph) graph = net_points ();
  g_autoptr (WeftModel) model = net_model (graph);
  g_autoptr (Run) run = run_new (model, 1);
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  g_autoptr (GArray) frames = g_array_new (FALSE, FALSE, sizeof (WeftKeyFrame));
  const WeftTrainerOptions options = { .threads = 1 };
  g_autoptr (WeftWalk) walk = NULL;
  WeftRunRecord record;
  gint64 seen = 0;
  guint pictures = 0;

  for (int i = 0; i < 600; i++)
    go (run, 1);
  record = (WeftRunRecord){ run->entries, frames, run->last_step, catalog, 1,
                            load_cb,      run,    NULL,           NULL };
  walk = weft_walk_new (&record, &options, 1 << 24);
  while (seen < 600)
    {
      gint64 soon = weft_walk_find_soon (walk, 600), most = pictures == 0 ? 16 : 4 * seen + 16;
      g_autofree char *found = NULL;

      g_assert_cmpint (soon, >, seen);
      g_assert_cmpint (soon, <=, seen + most);
      g_assert_true (weft_walk_head_for (walk, soon, NULL));
      g_assert_true (weft_walk_finish (walk, NULL));
      found = dup_hash (weft_walk_get_trainer (walk));
      g_assert_cmpstr (found, ==, g_hash_table_lookup (run->hashes, &soon));
      seen = soon;
      pictures++;
    }
  g_assert_cmpuint (pictures, >=, 3);
  g_assert_cmpint (weft_walk_find_soon (walk, 5), ==, 5);
}

/* What the trainer keeps in memory is what the run was, and outlives walks, but not a load. */
static void
test_way (void)
{
  g_autoptr (WeftGraph) graph = net_points ();
  g_autoptr (WeftModel) model = net_model (graph);
  g_autoptr (WeftModel) wider = change (graph, "dense1", "units", g_variant_new_int64 (20));
  g_autoptr (Run) run = run_new (model, 1);
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  g_autoptr (GArray) frames = g_array_new (FALSE, FALSE, sizeof (WeftKeyFrame));
  const WeftTrainerOptions options = { .threads = 1 };
  WeftSink sink = get_sink (run);
  gint64 from = -1;

  for (int i = 0; i < 12; i++)
    {
      if (i == 6)
        weft_trainer_swap (run->trainer, wider);
      if (i == 9)
        weft_trainer_set_rate (run->trainer, 0.05);
      g_usleep (30000); /* between two that are kept */
      go (run, 10);
    }
  for (int i = 0; i < 2; i++)
    {
      WeftRunRecord record
          = { run->entries, frames, run->last_step, catalog, 1, load_cb, run, NULL, NULL };
      g_autoptr (WeftWalk) walk = weft_walk_new (&record, &options, 1 << 20);

      weft_walk_lend (walk, weft_trainer_take_way (run->trainer));
      for (gint64 step = 120; step > 0; step -= 10)
        {
          g_autofree char *found = NULL;

          g_assert_true (weft_walk_head_for (walk, step, NULL));
          g_assert_true (weft_walk_finish (walk, NULL));
          found = dup_hash (weft_walk_get_trainer (walk));
          g_assert_cmpstr (found, ==, g_hash_table_lookup (run->hashes, &step));
          from = MAX (from, weft_walk_get_from (walk));
        }
      g_assert_cmpint (from, >, 60);
      weft_trainer_give_way (run->trainer, weft_walk_give_back (walk));
    }
  {
    WeftWayStates *way = weft_trainer_take_way (run->trainer);

    weft_trainer_load (run->trainer, model, NULL, 8, &sink);
    weft_trainer_give_way (run->trainer, way);
    way = weft_trainer_take_way (run->trainer);
    g_assert_cmpuint (way->frames->len, ==, 0);
    weft_way_states_free (way);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/replay/edits", test_edits);
  g_test_add_func ("/replay/while-it-runs", test_while_it_runs);
  g_test_add_func ("/replay/restores", test_restores);
  g_test_add_func ("/replay/cut-off", test_cut_off);
  g_test_add_func ("/replay/cut-off-going-back", test_cut_off_going_back);
  g_test_add_func ("/replay/schedule", test_schedule);
  g_test_add_func ("/replay/failures", test_failures);
  g_test_add_func ("/replay/not-passed", test_not_passed);
  g_test_add_func ("/replay/disagreement", test_disagreement);
  g_test_add_func ("/replay/soon", test_soon);
  g_test_add_func ("/replay/way", test_way);
  g_test_add_func ("/replay/graph-is-kept", test_graph_is_kept);
  return g_test_run ();
}
