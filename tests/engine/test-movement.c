/* test-movement: how a step moves the weights is what the step did, and looking changes nothing */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "small-trainer.h"

#define RATE 0.125

static WeftModel *
new_plain (const char *optimizer)
{
  static const char *const layers[]
      = { "dense {'units': <int64 16>}", "tanh", "dense {'units': <int64 2>}", NULL };
  g_autoptr (WeftGraph) graph
      = net_new ("{'source': <'moons'>, 'count': <int64 300>}", layers, "cross_entropy");

  net_train (graph, "optimizer", g_variant_new_string (optimizer));
  net_train (graph, "lr", g_variant_new_double (RATE));
  return net_model (graph);
}

/* After one step more; nullable. */
static WeftMovement *
step (WeftTrainer *trainer)
{
  g_autoptr (WeftSnapshot) snapshot = NULL;

  weft_trainer_step (trainer, WEFT_STEP_BATCH);
  g_assert_true (weft_trainer_wait (trainer, 60));
  snapshot = weft_trainer_take_snapshot (trainer);
  return snapshot != NULL && snapshot->movement != NULL ? weft_movement_ref (snapshot->movement)
                                                        : NULL;
}

static const WeftMoving *
find (const WeftMovement *movement, const WeftStateEntry *entry)
{
  for (guint i = 0; i < movement->n; i++)
    if (movement->each[i].node == entry->node && movement->each[i].name == entry->name)
      return &movement->each[i];
  return NULL;
}

static double
root_mean_square (const float *x, const float *less, gsize n)
{
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    {
      double each = (double) (less != NULL ? x[i] - less[i] : x[i]);

      sum += each * each;
    }
  return sqrt (sum / (double) n);
}

/* What it says of a step is the difference of the states around it, and by plain descent the rate
 * times the gradient. */
static void
test_of_a_step (void)
{
  g_autoptr (WeftModel) model = new_plain ("sgd");
  g_autoptr (WeftTrainer) trainer = new_trainer (1);
  const WeftWatch watch = { .moves = TRUE };
  g_autoptr (WeftState) before = NULL, after = NULL;
  g_autoptr (WeftMovement) movement = NULL;

  weft_trainer_watch (trainer, &watch);
  weft_trainer_load (trainer, model, NULL, 7, NULL);
  g_assert_true (weft_trainer_wait (trainer, 60));
  before = weft_trainer_dup_state (trainer);
  movement = step (trainer);
  after = weft_trainer_dup_state (trainer);
  g_assert_nonnull (movement);
  g_assert_cmpint (movement->step, ==, 1);
  g_assert_cmpuint (movement->n, ==, 4);
  for (guint i = 0; i < after->n_live; i++)
    {
      const WeftStateEntry *entry = &g_array_index (after->entries, WeftStateEntry, i);
      const WeftStateEntry *old = &g_array_index (before->entries, WeftStateEntry, i);
      const WeftMoving *moving = find (movement, entry);
      double size = root_mean_square (entry->value, NULL, entry->count),
             moved = root_mean_square (entry->value, old->value, entry->count);

      g_assert_nonnull (moving);
      g_assert_cmpint (moving->n, ==, entry->count);
      g_assert_cmpint (moving->measured, ==, entry->count);
      g_assert_cmpfloat_with_epsilon (moving->of[WEFT_MOVED_WEIGHTS].norm, size, 1e-9);
      g_assert_cmpfloat_with_epsilon (moving->of[WEFT_MOVED_UPDATES].norm, moved, 1e-9);
      g_assert_cmpfloat_with_epsilon (RATE * moving->of[WEFT_MOVED_GRADIENTS].norm, moved,
                                      1e-5 * moved);
      g_assert_cmpfloat_with_epsilon (weft_moving_get_ratio (moving), moved / size, 1e-9);
    }
}

/* One step of an epoch's or more is measured, others go on; nothing comes out other. */
static void
test_changes_nothing (void)
{
  g_autoptr (WeftModel) model = new_plain ("adam");
  char *hashes[2];

  for (guint looks = 0; looks < 2; looks++)
    {
      g_autoptr (WeftTrainer) trainer = new_trainer (2);
      const WeftWatch watch = { .moves = looks == 1 };

      weft_trainer_watch (trainer, &watch);
      weft_trainer_load (trainer, model, NULL, 7, NULL);
      finish (trainer, 300);
      hashes[looks] = dup_hash (trainer);
    }
  g_assert_cmpstr (hashes[0], ==, hashes[1]);
  g_free (hashes[0]);
  g_free (hashes[1]);
}

static void
test_only_when_asked (void)
{
  g_autoptr (WeftModel) model = new_plain ("sgd");
  g_autoptr (WeftTrainer) trainer = new_trainer (1);
  const WeftWatch watch = { .weights_of = 2 };

  weft_trainer_watch (trainer, &watch);
  weft_trainer_load (trainer, model, NULL, 7, NULL);
  g_assert_null (step (trainer));
}

/* From the smallest to the largest, evenly; what is no number is passed over. */
static void
test_bins (void)
{
  float x[WEFT_MOVEMENT_BINS * 2 + 1];
  WeftMovedNumbers numbers;

  for (guint i = 0; i < WEFT_MOVEMENT_BINS; i++)
    x[2 * i] = x[2 * i + 1] = (float) i + 0.5f;
  x[WEFT_MOVEMENT_BINS * 2] = NAN;
  weft_moved_measure (&numbers, x, G_N_ELEMENTS (x));
  g_assert_cmpfloat ((double) numbers.low, ==, 0.5);
  g_assert_cmpfloat ((double) numbers.high, ==, WEFT_MOVEMENT_BINS - 0.5);
  for (guint b = 0; b < WEFT_MOVEMENT_BINS; b++)
    g_assert_cmpuint (numbers.bins[b], ==, 255);
  weft_moved_measure (&numbers, x, 2); /* of one number all are in one bin */
  g_assert_cmpuint (numbers.bins[0], ==, 255);
  g_assert_cmpuint (numbers.bins[1], ==, 0);
  weft_moved_measure (&numbers, x, 0);
  g_assert_false (numbers.low <= numbers.high);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/movement/of-a-step", test_of_a_step);
  g_test_add_func ("/movement/changes-nothing", test_changes_nothing);
  g_test_add_func ("/movement/only-when-asked", test_only_when_asked);
  g_test_add_func ("/movement/bins", test_bins);
  return g_test_run ();
}
