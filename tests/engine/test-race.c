/* test-race: children of one state that learn side by side: none runs ahead, each is as if it had
 * learnt alone, and what differs is all that differs */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/trials/race.h"
#include "small-trainer.h"

#include <math.h>

#define STEPS 120

static WeftState *
start_of (WeftModel *model)
{
  g_autoptr (WeftTrainer) trainer = new_trainer (1);

  weft_trainer_load (trainer, model, NULL, 7, NULL);
  finish (trainer, 40);
  return weft_trainer_dup_state (trainer);
}

static char *
hash_alone (WeftModel *model, const WeftState *start)
{
  g_autoptr (WeftTrainer) trainer = new_trainer (1);

  weft_trainer_load (trainer, model, weft_state_dup (start, NULL), start->seed, NULL);
  finish (trainer, STEPS);
  return dup_hash (trainer);
}

static WeftModel *
model_at (WeftGraph *graph, double rate)
{
  net_train (graph, "lr", g_variant_new_double (rate));
  return net_model (graph);
}

static char *
hash_of (const Recorder *recorder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftState) state = weft_state_deserialize (recorder->last, &error);

  g_assert_no_error (error);
  g_assert_cmpint (state->step, ==, 40 + STEPS);
  return weft_state_dup_hash (state);
}

/* Pauses once on the way, at which none of them is far from another. */
static void
watch (WeftRace *race, guint n)
{
  gboolean was_paused = FALSE;

  while (!weft_race_is_over (race))
    {
      gint64 least = G_MAXINT64, most = 0;
      WeftRacerStatus status;

      if (!was_paused)
        weft_race_set_paused (race, TRUE);
      for (guint i = 0; i < n; i++)
        {
          weft_race_get_status (race, i, &status);
          least = MIN (least, status.step);
          most = MAX (most, status.step);
        }
      if (!was_paused)
        {
          g_assert_cmpint (most - least, <=, 2 * WEFT_RACE_AHEAD);
          weft_race_set_paused (race, FALSE);
        }
      was_paused = TRUE;
      g_usleep (2000);
    }
}

static void
test_side_by_side (void)
{
  const double rates[] = { 0.01, 0.003, 0.03 };
  g_autoptr (WeftGraph) graph = net_points ();
  g_autoptr (WeftModel) first = net_model (graph);
  g_autoptr (WeftState) start = start_of (first);
  char *alone[3], *raced[3];
  WeftRacer racers[3];
  Recorder recorders[3];
  WeftRace *race;

  for (guint i = 0; i < 3; i++)
    {
      racers[i] = (WeftRacer){ .model = model_at (graph, rates[i]),
                               .state = weft_state_dup (start, NULL),
                               .sink = recorder_init (&recorders[i]),
                               .run = i + 2,
                               .parent = 1 };
      alone[i] = hash_alone (racers[i].model, start);
    }
  race = weft_race_begin (racers, 3, STEPS);
  watch (race, 3);
  weft_race_end (race);
  for (guint i = 0; i < 3; i++)
    {
      raced[i] = hash_of (&recorders[i]);
      g_assert_cmpstr (raced[i], ==, alone[i]);
      g_assert_cmpstr (recorders[i].journal->pdata[0], ==, "load");
      weft_model_unref (racers[i].model);
      recorder_clear (&recorders[i]);
    }
  g_assert_cmpstr (alone[0], !=, alone[1]);
  for (guint i = 0; i < 3; i++)
    {
      g_free (alone[i]);
      g_free (raced[i]);
    }
}

/* A child of another network takes over what was learnt, as a run does whose network is changed. */
static void
test_another_network (void)
{
  g_autoptr (WeftGraph) graph = net_points ();
  g_autoptr (WeftModel) before = net_model (graph), wide = NULL;
  g_autoptr (WeftState) start = start_of (before);
  g_autoptr (WeftTrainer) alone = new_trainer (1);
  g_autoptr (WeftEdit) edit = NULL, inverse = NULL;
  g_autofree char *hash = NULL, *raced = NULL;
  Recorder recorders[2];
  WeftRacer racers[2];
  WeftRace *race;

  edit = weft_edit_set_param (weft_graph_find_by_name (graph, "dense5")->id, "units",
                              g_variant_new_int64 (20));
  inverse = weft_graph_apply (graph, edit, NULL);
  g_assert_nonnull (inverse);
  wide = net_model (graph);
  weft_trainer_load (alone, before, weft_state_dup (start, NULL), start->seed, NULL);
  weft_trainer_swap (alone, wide);
  finish (alone, STEPS);
  hash = dup_hash (alone);
  for (guint i = 0; i < 2; i++)
    racers[i] = (WeftRacer){ .model = i == 0 ? before : wide,
                             .before = i == 0 ? NULL : before,
                             .state = weft_state_dup (start, NULL),
                             .sink = recorder_init (&recorders[i]),
                             .run = i + 2,
                             .parent = 1 };
  race = weft_race_begin (racers, 2, STEPS);
  while (!weft_race_is_over (race))
    g_usleep (2000);
  weft_race_end (race);
  raced = hash_of (&recorders[1]);
  g_assert_cmpstr (raced, ==, hash);
  g_assert_cmpstr (recorders[1].journal->pdata[0], ==, "load");
  g_assert_cmpstr (recorders[1].journal->pdata[1], ==, "swap");
  for (guint i = 0; i < 2; i++)
    recorder_clear (&recorders[i]);
}

/* One whose numbers go wrong does not keep the others waiting. */
static void
test_one_fails (void)
{
  static const char *const layers[]
      = { "dense {'units': <int64 8>}", "formula {'formula': <'exp (a)'>}",
          "dense {'units': <int64 2>}", NULL };
  g_autoptr (WeftGraph) graph
      = net_new ("{'source': <'moons'>, 'count': <int64 300>}", layers, "cross_entropy");
  g_autoptr (WeftModel) tame = NULL, wild = NULL;
  WeftRacer racers[2] = { 0 };
  WeftRacerStatus status;
  WeftRace *race;

  net_train (graph, "optimizer", g_variant_new_string ("sgd"));
  tame = model_at (graph, 0.001);
  wild = model_at (graph, 1000);
  racers[0] = (WeftRacer){ .model = tame, .state = weft_model_new_state (tame, 7, NULL) };
  racers[1] = (WeftRacer){ .model = wild, .state = weft_model_new_state (wild, 7, NULL) };
  race = weft_race_begin (racers, 2, STEPS);
  while (!weft_race_is_over (race))
    g_usleep (2000);
  weft_race_get_status (race, 1, &status);
  g_assert_cmpint (status.state, ==, WEFT_TRAINER_FAILED);
  weft_race_get_status (race, 0, &status);
  g_assert_cmpint (status.step, ==, STEPS);
  weft_race_end (race);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/race/side-by-side", test_side_by_side);
  g_test_add_func ("/race/another-network", test_another_network);
  g_test_add_func ("/race/one-fails", test_one_fails);
  return g_test_run ();
}
