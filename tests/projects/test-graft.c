/* test-graft: what one network learnt is taken by another by names and shapes, and what is left is
 * said */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/model/model.h"
#include "projects/formats/named-weights.h"
#include "tests/engine/net.h"

/* Numbers that no first value has. */
static WeftState *
state_of (WeftGraph *graph, guint64 seed, float mark)
{
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  g_autoptr (WeftModel) model = weft_model_new (graph, catalog, NULL);
  WeftState *state = weft_model_new_state (model, seed, NULL);

  for (guint i = 0; i < state->entries->len; i++)
    {
      WeftStateEntry *entry = &g_array_index (state->entries, WeftStateEntry, i);

      for (gsize k = 0; k < entry->count; k++)
        {
          entry->value[k] = mark + (float) (100 * i + k);
          if (entry->learnt && entry->slot[0] != NULL)
            entry->slot[0][k] = 1;
        }
    }
  return state;
}

/* With momentum, so that there is something to begin anew. */
static WeftGraph *
graph_new (int inputs, int classes)
{
  WeftGraph *graph = net_classifier (inputs, classes);

  net_train (graph, "momentum", "0.9");
  return graph;
}

/* What of another network's fits into the state, with a row for each. */
static void
graft_onto (WeftState *to, WeftGraph *graph, const char *prefix, const WeftState *from,
            WeftGraph *from_graph, WeftGraft *graft)
{
  g_autoptr (GPtrArray) weights = weft_weights_list (from_graph, from, NULL);
  g_autoptr (GPtrArray) rows = weft_weights_fit (to, graph, prefix, weights, graft);
  guint taken = 0;

  for (guint i = 0; i < rows->len; i++)
    {
      gboolean is_taken;

      g_variant_get_child (rows->pdata[i], 2, "b", &is_taken);
      taken += is_taken;
    }
  g_assert_cmpuint (taken, ==, graft->taken);
  g_assert_cmpuint (rows->len - taken, >=, graft->left->len);
}

static const WeftStateEntry *
entry_of (const WeftState *state, WeftGraph *graph, const char *node, const char *name)
{
  return weft_state_find (state, net_id (graph, node), name);
}

static void
assert_same (const WeftState *a, WeftGraph *graph_a, const WeftState *b, WeftGraph *graph_b,
             const char *node, gboolean is_same)
{
  const WeftStateEntry *x = entry_of (a, graph_a, node, "weight"),
                       *y = entry_of (b, graph_b, node, "weight");

  g_assert_true ((memcmp (x->value, y->value, MIN (x->count, y->count) * sizeof (float)) == 0)
                 == is_same);
  if (!is_same)
    return;
  for (gsize k = 0; k < x->count; k++)
    g_assert_cmpfloat (x->slot[0][k], ==, 0);
}

/* The last layer is of another width; nodes have other numbers. */
static void
test_names_and_shapes (void)
{
  g_autoptr (WeftGraph) from_graph = graph_new (4, 5), graph = graph_new (4, 3);
  g_autoptr (WeftState) from = state_of (from_graph, 1, 0.25f), to = NULL;
  g_auto (WeftGraft) graft = { 0 };
  g_autofree char *words = NULL;

  net_add (graph, "relu", "other", NULL);
  net_apply (graph, weft_edit_remove_node (net_id (graph, "dense1")));
  net_add (graph, "dense", "dense1", "{'units': <int64 8>}");
  net_wire (graph, "data", "dense1");
  net_wire (graph, "dense1", "relu1");
  to = state_of (graph, 2, 0.5f);
  graft_onto (to, graph, "", from, from_graph, &graft);
  g_assert_cmpuint (graft.taken, ==, 2);
  g_assert_cmpuint (graft.of, ==, 4);
  g_assert_cmpint (graft.numbers, ==, 40);
  assert_same (to, graph, from, from_graph, "dense1", TRUE);
  assert_same (to, graph, from, from_graph, "dense2", FALSE);
  words = weft_graft_dup_words (&graft);
  g_assert_cmpstr (words, ==,
                   "2 of 4 tensors of weights were taken. dense2.weight is (3, 8) here and (5, 8) "
                   "there. dense2.bias is (3,) here and (5,) there.");
}

static void
test_prefix (void)
{
  g_autoptr (WeftGraph) from_graph = graph_new (4, 3), graph = graph_new (4, 3);
  g_autoptr (WeftState) from = state_of (from_graph, 1, 0.25f), to = NULL;
  g_auto (WeftGraft) graft = { 0 };

  net_apply (graph, weft_edit_set_name (net_id (graph, "dense1"), "teacher_dense1"));
  to = state_of (graph, 2, 0.5f);
  graft_onto (to, graph, "teacher_", from, from_graph, &graft);
  g_assert_cmpuint (graft.taken, ==, 2);
  g_assert_cmpuint (graft.of, ==, 2);
  g_assert_cmpuint (graft.left->len, ==, 0);
  assert_same (to, graph, from, from_graph, "dense2", FALSE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/graft/names-and-shapes", test_names_and_shapes);
  g_test_add_func ("/graft/prefix", test_prefix);
  return g_test_run ();
}
