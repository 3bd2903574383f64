/* test-learning: what training does to a step besides the optimiser's rule: several batches,
 * clipped gradients, an average of weights, verdicts at the end of epochs */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "engine/train/judging/evaluate.h"
#include "engine/train/model/average.h"
#include "engine/train/trials/finder.h"
#include "small-replay.h"

#define STEPS 8 /* an epoch, of batches of 32 */

/* Nothing that looks at a whole batch or draws numbers. */
static WeftGraph *
new_plain (const char *optimizer, double lr)
{
  static const char *const layers[]
      = { "dense {'units': <int64 16>}", "tanh", "dense {'units': <int64 2>}", NULL };
  WeftGraph *graph = net_new ("{'source': <'moons'>, 'count': <int64 300>, 'standardize': <true>}",
                              layers, "cross_entropy");

  net_train (graph, "optimizer", g_variant_new_string (optimizer));
  net_train (graph, "lr", g_variant_new_double (lr));
  net_train (graph, "batch_size", g_variant_new_int64 (32));
  return graph;
}

static WeftState *
learn (WeftModel *model, guint threads, gint64 steps)
{
  g_autoptr (WeftTrainer) trainer = new_trainer (threads);

  weft_trainer_load (trainer, model, NULL, 7, NULL);
  finish (trainer, steps);
  return weft_trainer_dup_state (trainer);
}

static double
find_difference (const WeftState *a, const WeftState *b)
{
  double most = 0;

  for (guint i = 0; i < a->n_live; i++)
    {
      const WeftStateEntry *x = &g_array_index (a->entries, WeftStateEntry, i);
      const WeftStateEntry *y = weft_state_find (b, x->node, x->name);

      for (gsize k = 0; x->learnt && k < x->count; k++)
        most = MAX (most, fabs ((double) x->value[k] - (double) y->value[k]));
    }
  return most;
}

/* Four batches of eight, or one of 32; an epoch ends with a part of one in both. */
static void
test_accumulate (void)
{
  g_autoptr (WeftGraph) graph = new_plain ("sgd", 0.1);
  g_autoptr (WeftModel) large = net_model (graph), small = NULL;
  g_autoptr (WeftState) a = learn (large, 1, 2 * STEPS + 3), b = NULL, c = NULL;
  g_autofree char *one = NULL, *two = NULL;

  net_train (graph, "batch_size", g_variant_new_int64 (8));
  net_train (graph, "accumulate", g_variant_new_int64 (4));
  small = net_model (graph);
  g_assert_cmpint (weft_model_get_steps_per_epoch (small), ==,
                   weft_model_get_steps_per_epoch (large));
  b = learn (small, 1, 2 * STEPS + 3);
  c = learn (small, 2, 2 * STEPS + 3);
  g_assert_cmpint (a->epoch, ==, b->epoch);
  g_assert_cmpint (a->cursor, ==, b->cursor);
  g_assert_cmpfloat (find_difference (a, b), <, 1e-5);
  one = weft_state_dup_hash (b);
  two = weft_state_dup_hash (c);
  g_assert_cmpstr (one, ==, two);
}

static double
find_length (WeftModel *model, gint64 steps)
{
  g_autoptr (WeftState) begin = weft_model_new_state (model, 7, NULL);
  g_autoptr (WeftState) end = learn (model, 1, steps);
  double sum = 0;

  for (guint i = 0; i < begin->n_live; i++)
    {
      const WeftStateEntry *x = &g_array_index (begin->entries, WeftStateEntry, i);
      const WeftStateEntry *y = weft_state_find (end, x->node, x->name);

      for (gsize k = 0; x->learnt && k < x->count; k++)
        sum += pow ((double) y->value[k] - (double) x->value[k], 2);
    }
  return sqrt (sum);
}

/* A step of plain descent is as long as the rate times the gradient. */
static void
test_clip (void)
{
  g_autoptr (WeftGraph) graph = new_plain ("sgd", 1);
  g_autoptr (WeftModel) model = net_model (graph), shorter = NULL, longer = NULL, each = NULL;
  g_autoptr (WeftState) begin = weft_model_new_state (model, 7, NULL), end = NULL;
  double length = find_length (model, 1);

  g_assert_cmpfloat (length, >, 0.05);
  net_train (graph, "clip_norm", g_variant_new_double (0.02));
  shorter = net_model (graph);
  g_assert_cmpfloat_with_epsilon (find_length (shorter, 1), 0.02, 1e-5);
  net_train (graph, "clip_norm", g_variant_new_double (100));
  longer = net_model (graph);
  g_assert_cmpfloat_with_epsilon (find_length (longer, 1), length, 1e-6);
  net_train (graph, "clip_norm", g_variant_new_double (0));
  net_train (graph, "clip_value", g_variant_new_double (0.001));
  each = net_model (graph);
  end = learn (each, 1, 1);
  g_assert_cmpfloat_with_epsilon (find_difference (begin, end), 0.001, 1e-6);
}

/* Taken op by op, a clipped step gives the same bits. */
static void
test_inside (gconstpointer optimizer)
{
  g_autoptr (WeftGraph) graph = new_plain (optimizer, 0.01);
  g_autoptr (WeftModel) model = NULL;
  g_autoptr (WeftTrainer) trainer = new_trainer (2);
  g_autoptr (WeftState) whole = NULL;
  g_autofree char *one = NULL, *two = NULL;
  WeftStatus status;

  net_train (graph, "clip_norm", g_variant_new_double (0.05));
  net_train (graph, "clip_value", g_variant_new_double (0.02));
  net_train (graph, "ema_decay", g_variant_new_double (0.5));
  model = net_model (graph);
  whole = learn (model, 1, 2);
  one = weft_state_dup_hash (whole);
  weft_trainer_load (trainer, model, NULL, 7, NULL);
  finish (trainer, 1);
  do
    {
      weft_trainer_step (trainer, WEFT_STEP_OP);
      g_assert_true (weft_trainer_wait (trainer, 60));
      weft_trainer_get_status (trainer, &status);
    }
  while (status.step < 2);
  two = dup_hash (trainer);
  g_assert_cmpstr (one, ==, two);
}

/* a₁ = w₁, then aₜ = a/2 + w/2; what is judged is the average. */
static void
test_average (void)
{
  g_autoptr (WeftGraph) graph = new_plain ("sgd", 0.5);
  g_autoptr (WeftModel) model = NULL;
  g_autoptr (WeftState) first = NULL, second = NULL, third = NULL, judged = NULL;
  g_autoptr (WeftEvaluation) averaged = NULL, same = NULL, weights = NULL;
  const float *average;
  guint place = 0;

  net_train (graph, "ema_decay", g_variant_new_double (0.5));
  model = net_model (graph);
  first = learn (model, 1, 1);
  second = learn (model, 1, 2);
  third = learn (model, 1, 3);
  average = weft_state_find (third, WEFT_OWN_NODE, "average/weights")->value;
  for (guint i = 0; i < first->n_live; i++)
    {
      const WeftStateEntry *entry = &g_array_index (first->entries, WeftStateEntry, i);

      for (gsize k = 0; entry->learnt && k < entry->count; k++, place++)
        {
          double a = 0.25 * (double) entry->value[k];

          a += 0.25 * (double) weft_state_find (second, entry->node, entry->name)->value[k];
          a += 0.5 * (double) weft_state_find (third, entry->node, entry->name)->value[k];
          g_assert_cmpfloat_with_epsilon (average[place], a, 1e-6);
        }
    }
  averaged = weft_evaluate (model, third, WEFT_PART_TEST, NULL, -1, NULL);
  judged = weft_state_dup (third, NULL);
  weft_average_swap (model->training.ema_decay, judged);
  same = weft_evaluate (model, judged, WEFT_PART_TEST, NULL, -1, NULL);
  g_assert_cmpfloat (averaged->loss, !=, same->loss);
  weft_average_swap (model->training.ema_decay, judged);
  g_assert_cmpfloat (find_difference (judged, third), ==, 0);
  weft_average_forget (model->training.ema_decay, judged);
  weights = weft_evaluate (model, judged, WEFT_PART_TEST, NULL, -1, NULL);
  g_assert_cmpfloat (weights->loss, ==, same->loss);
}

/* The figure does not change, so that after the first epoch all are bad: with a patience of two the
 * rate is halved at the ends of epochs 4 and 7. */
static void
test_plateau (void)
{
  g_autoptr (WeftGraph) graph = new_plain ("sgd", 1e-12);
  g_autoptr (WeftModel) model = NULL;
  g_autoptr (Run) run = NULL;
  static const struct
  {
    gint64 epochs;
    double share;
  } stops[] = { { 4, 1 }, { 1, 0.5 }, { 2, 0.5 }, { 1, 0.25 } };

  net_train (graph, "schedule", g_variant_new_string ("plateau"));
  net_train (graph, "patience", g_variant_new_int64 (2));
  net_train (graph, "factor", g_variant_new_double (0.5));
  model = net_model (graph);
  run = run_new (model, 2);
  for (guint i = 0; i < G_N_ELEMENTS (stops); i++)
    {
      WeftStatus status;

      go (run, stops[i].epochs * STEPS - (i == 0 ? 3 : 0)); /* in the midst of epochs */
      weft_trainer_get_status (run->trainer, &status);
      g_assert_cmpfloat_with_epsilon (status.rate / 1e-12, stops[i].share, 1e-5);
    }
  check (run, 0, 1);
  check (run, 2, 2);
}

/* Without a change of weights the first validation stays the best. */
static void
test_stop_early (void)
{
  g_autoptr (WeftGraph) graph = new_plain ("sgd", 0);
  g_autoptr (WeftModel) model = NULL;
  g_autoptr (WeftTrainer) trainer = new_trainer (1);
  WeftStatus status;

  net_train (graph, "stop_patience", g_variant_new_int64 (3));
  model = net_model (graph);
  weft_trainer_load (trainer, model, NULL, 7, NULL);
  for (int i = 1; i <= 2; i++)
    {
      finish (trainer, 100 * STEPS);
      weft_trainer_get_status (trainer, &status);
      g_assert_cmpint (status.state, ==, WEFT_TRAINER_FINISHED);
      g_assert_true (status.stopped_early);
      g_assert_cmpint (status.epoch, ==, i == 1 ? 4 : 7); /* the best is of step 1 */
    }
}

/* On a copy: a rate at which the loss falls, within what plain descent takes; the state that it is
 * tried on stays, and the same trial gives the same rate. */
static void
test_finder (void)
{
  g_autoptr (WeftGraph) graph = new_plain ("sgd", 0.1);
  g_autoptr (WeftModel) model = net_model (graph);
  g_autoptr (WeftState) state = learn (model, 1, 3);
  g_autoptr (WeftFinding) one = weft_find_rate (model, state, 7, 1, -1, NULL, NULL);
  g_autoptr (WeftFinding) two = weft_find_rate (model, state, 7, 2, -1, NULL, NULL);
  g_autofree char *before = weft_state_dup_hash (state), *after = NULL;

  g_assert_nonnull (one);
  g_assert_cmpfloat (one->rate, >, 1e-3);
  g_assert_cmpfloat (one->rate, <, 10);
  g_assert_cmpfloat (one->rate, ==, two->rate);
  g_assert_cmpuint (one->trials->len, >, 100);
  after = weft_state_dup_hash (state);
  g_assert_cmpstr (before, ==, after);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/learning/accumulate", test_accumulate);
  g_test_add_func ("/learning/clip", test_clip);
  g_test_add_data_func ("/learning/inside/adam", "adam", test_inside);
  g_test_add_data_func ("/learning/inside/lamb", "lamb", test_inside);
  g_test_add_data_func ("/learning/inside/muon", "muon", test_inside);
  g_test_add_func ("/learning/average", test_average);
  g_test_add_func ("/learning/plateau", test_plateau);
  g_test_add_func ("/learning/stop-early", test_stop_early);
  g_test_add_func ("/learning/finder", test_finder);
  return g_test_run ();
}
