/* test-made: what a generator makes is seen where it is handed on with something else */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/watching/viewer.h"
#include "net.h"

#define BIAS 0.25f

static void
add_dense (WeftGraph *graph, const char *name, int units, const char *from)
{
  g_autofree char *params = g_strdup_printf ("{'units': <int64 %d>}", units);

  net_add (graph, "dense", name, params);
  net_wire (graph, from, name);
}

/* An order of three numbers before the sample, in front of who judges. */
static WeftGraph *
new_net (void)
{
  WeftGraph *graph = weft_graph_new ();

  net_add (graph, "data", "data", "{'source': <'moons'>}");
  net_add (graph, "noise", "noise", "{'size': <int64 4>}");
  net_add (graph, "noise", "order", "{'size': <int64 3>}");
  net_wire (graph, "data.x", "noise");
  net_wire (graph, "data.x", "order");
  add_dense (graph, "make", 2, "noise");
  net_add (graph, "concat", "made", NULL);
  net_wire (graph, "order", "made.in1");
  net_wire (graph, "make", "made.in2");
  net_add (graph, "concat", "real", NULL);
  net_wire (graph, "order", "real.in1");
  net_wire (graph, "data.x", "real.in2");
  net_add (graph, "contest", "contest", NULL);
  net_wire (graph, "real", "contest.real");
  net_wire (graph, "made", "contest.made");
  add_dense (graph, "judge", 1, "contest.shown");
  net_add (graph, "bce_with_logits", "loss", NULL);
  net_wire (graph, "judge", "loss.prediction");
  net_wire (graph, "contest.is_real", "loss.target");
  net_train (graph, "recipe", "'adversarial'");
  return graph;
}

/* A generator that makes the same of whatever it is given. */
static void
fix_weights (WeftState *state)
{
  for (guint i = 0; i < state->entries->len; i++)
    {
      const WeftStateEntry *entry = &g_array_index (state->entries, WeftStateEntry, i);

      for (gsize k = 0; k < entry->count; k++)
        entry->value[k] = entry->count == 2 ? BIAS : 0; /* make's bias; weights are more */
    }
}

static void
test_with_order (void)
{
  g_autoptr (WeftGraph) graph = new_net ();
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftModel) model = weft_model_new (graph, catalog, &error);
  g_autoptr (WeftState) state = NULL;
  g_autoptr (WeftViewer) viewer = NULL;
  g_autoptr (WeftSnapshot) snapshot = NULL;
  const WeftWatch watch = { .made = 8 };

  g_assert_no_error (error);
  state = weft_model_new_state (model, 5, NULL);
  fix_weights (state);
  viewer = weft_viewer_new (model, state, NULL, -1);
  snapshot = weft_viewer_look (viewer, &watch);
  g_assert_nonnull (snapshot->made);
  g_assert_cmpint (snapshot->made->shape.dims[0], ==, 8);
  g_assert_cmpint (weft_shape_sample_count (&snapshot->made->shape), ==, 2);
  for (int k = 0; k < 16; k++)
    g_assert_cmpfloat (weft_tensor_floats (snapshot->made)[k], ==, BIAS);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/made/with-order", test_with_order);
  return g_test_run ();
}
