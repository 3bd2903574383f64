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
new_net (const char *made_of)
{
  WeftGraph *graph = weft_graph_new ();

  net_add (graph, "data", "data", "{'source': <'moons'>}");
  net_add (graph, "noise", "noise", "{'size': <int64 4>}");
  net_add (graph, "noise", "order", "{'size': <int64 3>}");
  net_wire (graph, "data.x", "noise");
  net_wire (graph, "data.x", "order");
  add_dense (graph, "make", 2, made_of);
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

/* A generator that makes the same of whatever it is given, or gives two numbers on as they are. */
static void
fix_weights (WeftState *state, gboolean gives_on)
{
  static const float same[] = { 1, 0, 0, 1 };

  for (guint i = 0; i < state->entries->len; i++)
    {
      const WeftStateEntry *entry = &g_array_index (state->entries, WeftStateEntry, i);

      for (gsize k = 0; k < entry->count; k++)
        entry->value[k] = entry->count == 2 && !gives_on ? BIAS : 0; /* make's bias */
      if (gives_on && entry->count == G_N_ELEMENTS (same))
        memcpy (entry->value, same, sizeof same);
    }
}

/* Eight of what a model makes. */
static WeftTensor *
look (WeftModel *model, gboolean gives_on)
{
  const WeftWatch watch = { .made = 8 };
  g_autoptr (WeftState) state = weft_model_new_state (model, 5, NULL);
  g_autoptr (WeftViewer) viewer = NULL;
  g_autoptr (WeftSnapshot) snapshot = NULL;

  fix_weights (state, gives_on);
  viewer = weft_viewer_new (model, state, NULL, -1);
  snapshot = weft_viewer_look (viewer, &watch);
  g_assert_nonnull (snapshot->made);
  g_assert_cmpint (snapshot->made->shape.dims[0], ==, 8);
  g_assert_cmpint (weft_shape_sample_count (&snapshot->made->shape), ==, 2);
  return weft_tensor_ref (snapshot->made);
}

static WeftModel *
load (const char *made_of)
{
  g_autoptr (WeftGraph) graph = new_net (made_of);
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  g_autoptr (GError) error = NULL;
  WeftModel *model = weft_model_new (graph, catalog, &error);

  g_assert_no_error (error);
  return model;
}

static void
test_with_order (void)
{
  g_autoptr (WeftModel) model = load ("noise");
  g_autoptr (WeftTensor) made = look (model, FALSE);

  for (int k = 0; k < 16; k++)
    g_assert_cmpfloat (weft_tensor_floats (made)[k], ==, BIAS);
}

/* Of samples of the whole set: one that is sorted by class has every class among the orders. */
static void
test_spread (void)
{
  g_autoptr (WeftModel) model = load ("data.x");
  g_autoptr (WeftTensor) made = look (model, TRUE);
  float x[2];

  for (gint64 i = 0; i < 8; i++)
    {
      weft_field_get (weft_dataset_get_x (model->dataset), i * model->dataset->count / 8, x);
      g_assert_cmpfloat_with_epsilon (weft_tensor_floats (made)[2 * i], x[0], 1e-6);
      g_assert_cmpfloat_with_epsilon (weft_tensor_floats (made)[2 * i + 1], x[1], 1e-6);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/made/with-order", test_with_order);
  g_test_add_func ("/made/spread", test_spread);
  return g_test_run ();
}
