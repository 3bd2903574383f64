/* test-taps: a breakpoint pauses at the step at which its condition comes to hold, the same one for
 * any number of threads, and neither it nor a probe changes what is learnt */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "small-trainer.h"

#include <math.h>

#define TO "dense5" /* reads what a layer that learns gives */

/* Puts a point into the wire that leads to that input of a node; one undo, one edit. */
static gint64
put_into (WeftGraph *graph, const char *layer, const char *to, const char *params)
{
  WeftWire wire = *weft_graph_find_wire_to (graph, weft_graph_find_by_name (graph, to)->id, 0);
  g_autoptr (GVariant) values = params ? g_variant_ref_sink (g_variant_new_parsed (params)) : NULL;
  g_autofree char *name = weft_graph_dup_free_name (graph, layer);
  GPtrArray *edits = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_edit_unref);
  WeftNode node = { .id = weft_graph_get_next_id (graph),
                    .name = name,
                    .layer = weft_layer_find (layer),
                    .params = values };

  g_ptr_array_add (edits, weft_edit_remove_wire (&wire));
  g_ptr_array_add (edits, weft_edit_add_node (&node));
  g_ptr_array_add (edits, weft_edit_add_wire (&(WeftWire){ wire.from, node.id, wire.output, 0 }));
  g_ptr_array_add (edits, weft_edit_add_wire (&(WeftWire){ node.id, wire.to, 0, wire.input }));
  net_apply (graph, weft_edit_list (edits, NULL));
  g_ptr_array_unref (edits);
  return node.id;
}

static void
listen (WeftTrainer *trainer, WeftGraph *graph)
{
  g_autoptr (GArray) taps = weft_taps_list (graph);

  weft_trainer_set_taps (trainer, taps);
}

/* Where the run of 400 steps stops, and its hash there. */
static WeftStop
run_until_stopped (WeftModel *model, WeftGraph *graph, guint threads, char **hash)
{
  g_autoptr (WeftTrainer) trainer = new_trainer (threads);
  WeftStatus status;

  weft_trainer_load (trainer, model, NULL, 7, NULL);
  listen (trainer, graph);
  finish (trainer, 400);
  weft_trainer_get_status (trainer, &status);
  g_assert_cmpint (status.state, ==, WEFT_TRAINER_PAUSED);
  g_assert_cmpint (status.stop.step, ==, status.step);
  *hash = dup_hash (trainer);
  return status.stop;
}

static char *
hash_at (WeftModel *model, gint64 step)
{
  g_autoptr (WeftTrainer) trainer = new_trainer (1);

  weft_trainer_load (trainer, model, NULL, 7, NULL);
  finish (trainer, step);
  return dup_hash (trainer);
}

/* The loss of every step is known beforehand: it has to pause at the first below the limit. */
static void
test_very_step (void)
{
  g_autoptr (WeftGraph) graph = net_points ();
  g_autoptr (WeftModel) model = net_model (graph);
  g_autoptr (WeftTrainer) alone = new_trainer (1);
  g_autofree char *one = NULL, *two = NULL, *plain = NULL, *params = NULL;
  float losses[400];
  gint64 point, expected = 0;
  WeftStop stop, other;
  WeftStatus status;
  double limit;

  weft_trainer_load (alone, model, NULL, 7, NULL);
  for (int i = 0; i < 400; i++)
    {
      finish (alone, 1);
      weft_trainer_get_status (alone, &status);
      losses[i] = status.loss;
    }
  limit = ((double) losses[0] + (double) losses[399]) / 2;
  while ((double) losses[expected] >= limit)
    expected++;
  params = g_strdup_printf ("{'when': <'loss_under'>, 'limit': <%.17g>}", limit);
  point = put_into (graph, "breakpoint", TO, params);
  stop = run_until_stopped (model, graph, 1, &one);
  other = run_until_stopped (model, graph, 2, &two);
  plain = hash_at (model, expected + 1);
  g_assert_cmpint (stop.step, ==, expected + 1);
  g_assert_cmpint (other.step, ==, stop.step);
  g_assert_cmpint (stop.point, ==, point);
  g_assert_cmpfloat (stop.measured, ==, (double) losses[expected]);
  g_assert_cmpstr (one, ==, two);
  g_assert_cmpstr (one, ==, plain);
}

/* As it still holds at the next step, it goes on; a formula says the same as the row. */
static void
test_comes_to_hold (void)
{
  g_autoptr (WeftGraph) graph = net_points ();
  g_autoptr (WeftModel) model = net_model (graph);
  g_autoptr (WeftTrainer) trainer = new_trainer (1);
  WeftStatus status;

  put_into (graph, "breakpoint", TO, "{'when': <'formula'>, 'formula': <'step > 12 + abs (-3)'>}");
  weft_trainer_load (trainer, model, NULL, 7, NULL);
  listen (trainer, graph);
  finish (trainer, 40);
  weft_trainer_get_status (trainer, &status);
  g_assert_cmpint (status.step, ==, 16);
  finish (trainer, 40);
  weft_trainer_get_status (trainer, &status);
  g_assert_cmpint (status.step, ==, 56);
  g_assert_cmpint (status.stop.point, ==, 0);
}

/* The norms that a probe tells are those of the batch: of the data they can be counted here. */
static void
test_probe (void)
{
  g_autoptr (WeftGraph) graph = net_points ();
  g_autoptr (WeftModel) model = net_model (graph);
  g_autoptr (WeftTrainer) trainer = new_trainer (2);
  g_autofree char *hash = NULL, *plain = hash_at (model, 30);
  gint64 point = put_into (graph, "probe", TO, NULL);
  const WeftNode *probe = weft_graph_find (graph, point);
  guint32 value = weft_tap_get_series (probe, FALSE), gradient = weft_tap_get_series (probe, TRUE);
  gint64 n[2] = { 0 };
  WeftSample samples[256];
  guint read;

  weft_trainer_load (trainer, model, NULL, 7, NULL);
  listen (trainer, graph);
  finish (trainer, 30);
  hash = dup_hash (trainer);
  g_assert_cmpstr (hash, ==, plain);
  while ((read = weft_trainer_read_samples (trainer, samples, G_N_ELEMENTS (samples))) > 0)
    for (guint i = 0; i < read; i++)
      if (samples[i].series == value || samples[i].series == gradient)
        {
          g_assert_true (samples[i].min > 0 && isfinite (samples[i].max));
          n[samples[i].series == gradient] += samples[i].count;
        }
  g_assert_cmpint (n[0], ==, 30);
  g_assert_cmpint (n[1], ==, 30);
}

/* Points on wires come, go and move without the network becoming another one. */
static void
test_means_nothing (void)
{
  g_autoptr (WeftGraph) graph = net_points ();
  guint64 revision = weft_graph_get_revision (graph);
  WeftWire wire = *weft_graph_find_wire_to (graph, weft_graph_find_by_name (graph, TO)->id, 0);
  gint64 first = put_into (graph, "breakpoint", TO, NULL), node;
  gint64 second = put_into (graph, "probe", TO, NULL);
  int output;

  net_apply (graph, weft_edit_set_param (first, "when", g_variant_new_string ("gradient_above")));
  g_assert_cmpint ((gint64) weft_graph_get_revision (graph), ==, (gint64) revision);
  g_assert_true (weft_taps_find_source (graph, second, &node, &output));
  g_assert_cmpint (node, ==, wire.from);
  net_apply (graph, weft_edit_remove_node (first)); /* which cuts the wire */
  g_assert_cmpint ((gint64) weft_graph_get_revision (graph), >, (gint64) revision);
  g_assert_false (weft_taps_find_source (graph, second, &node, &output));
}

/* What spoils the numbers is told by the wire on which it was seen, too. */
static void
test_not_a_number (void)
{
  static const char *const layers[]
      = { "dense {'units': <int64 16>}", "formula {'formula': <'exp (1000 * (a + 9))'>}",
          "dense {'units': <int64 2>}", NULL };
  g_autoptr (WeftGraph) graph
      = net_new ("{'source': <'moons'>, 'count': <int64 300>}", layers, "cross_entropy");
  g_autoptr (WeftModel) model = NULL;
  g_autoptr (WeftTrainer) trainer = new_trainer (1);
  gint64 point;
  WeftStatus status;

  point = put_into (graph, "breakpoint", "dense3", NULL);
  model = net_model (graph);
  weft_trainer_load (trainer, model, NULL, 7, NULL);
  listen (trainer, graph);
  finish (trainer, 400);
  weft_trainer_get_status (trainer, &status);
  g_assert_cmpint (status.state, ==, WEFT_TRAINER_FAILED);
  g_assert_cmpint (status.stop.point, ==, point);
  g_assert_cmpfloat (status.stop.measured, >, 0);
}

static void
test_problems (void)
{
  const char *wrong[] = { "gradient", "gradient > ", "slope > 1", "> 3", "abs (1, 2) > 1" };

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autofree char *problem = weft_condition_dup_problem (wrong[i]);

      g_assert_nonnull (problem);
    }
  g_assert_null (weft_condition_dup_problem ("gradient > 2 * value ^ 2"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/taps/very-step", test_very_step);
  g_test_add_func ("/taps/comes-to-hold", test_comes_to_hold);
  g_test_add_func ("/taps/probe", test_probe);
  g_test_add_func ("/taps/means-nothing", test_means_nothing);
  g_test_add_func ("/taps/not-a-number", test_not_a_number);
  g_test_add_func ("/taps/problems", test_problems);
  return g_test_run ();
}
