/* test-difference: one graph becomes another by one edit, and what differs is said */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/graph/difference.h"
#include "engine/graph/group.h"
#include "tests/engine/net.h"

/* There and back, with every field. */
static void
assert_leads (WeftGraph *from, WeftGraph *to)
{
  g_autoptr (WeftGraph) graph = weft_graph_dup (from);
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftEdit) edit = weft_graph_dup_edit_to (from, to, NULL, &error);
  g_autoptr (WeftEdit) inverse = NULL, back = NULL;

  g_assert_no_error (error);
  if (edit == NULL)
    {
      g_assert_true (weft_graph_equal (from, to));
      return;
    }
  inverse = weft_graph_apply (graph, edit, &error);
  g_assert_no_error (error);
  g_assert_true (weft_graph_equal (graph, to));
  back = weft_graph_apply (graph, inverse, &error);
  g_assert_no_error (error);
  g_assert_true (weft_graph_equal (graph, from));
}

static gint64
pick (WeftGraph *graph, GRand *rand)
{
  guint n = weft_graph_get_n_nodes (graph);

  return n > 0 ? weft_graph_get_node (graph, (guint) g_rand_int_range (rand, 0, (gint32) n))->id
               : 0;
}

static WeftEdit *
choose_edit (WeftGraph *graph, GRand *rand)
{
  static const char *const layers[] = { "dense", "relu", "add", "dropout", "flatten" };
  gint64 node = pick (graph, rand);
  g_autofree char *name = weft_graph_dup_free_name (graph, "dense");
  g_autoptr (GArray) some = g_array_new (FALSE, FALSE, sizeof (gint64));

  switch (g_rand_int_range (rand, 0, 10))
    {
    case 0:
      return weft_edit_add_node (
          &(WeftNode){ .name = name,
                       .layer = weft_layer_find (layers[g_rand_int_range (rand, 0, 5)]),
                       .x = g_rand_int_range (rand, 0, 900) });
    case 1:
      return weft_edit_remove_node (node);
    case 2:
      return weft_edit_set_param (node, "units",
                                  g_variant_new_int64 (g_rand_int_range (rand, 1, 99)));
    case 3:
      return weft_edit_move (node, g_rand_int_range (rand, 0, 900), 7);
    case 4:
      return weft_edit_set_name (node, name);
    case 5:
      return weft_edit_add_wire (&(WeftWire){ node, pick (graph, rand), 0, 0 });
    case 6:
      return weft_graph_get_n_wires (graph) > 0
                 ? weft_edit_remove_wire (weft_graph_get_wire (graph, 0))
                 : weft_edit_move (node, 0, 0);
    case 7:
      return weft_edit_set_training ("lr",
                                     g_variant_new_double (g_rand_double_range (rand, 0.001, 1)));
    case 8:
      return weft_edit_set_flag (node, WEFT_NODE_FROZEN, TRUE);
    default:
      g_array_append_val (some, node);
      return weft_group_make_edit (graph, some, NULL);
    }
}

static void
wander (WeftGraph *graph, GRand *rand, int steps)
{
  for (int i = 0; i < steps; i++)
    {
      g_autoptr (WeftEdit) edit = choose_edit (graph, rand);
      g_autoptr (WeftEdit) inverse = edit != NULL ? weft_graph_apply (graph, edit, NULL) : NULL;
    }
}

static void
test_any (void)
{
  for (guint32 seed = 0; seed < 200; seed++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
      g_autoptr (WeftGraph) first = net_classifier (4, 3);
      g_autoptr (WeftGraph) second = NULL;

      wander (first, rand, 12);
      second = weft_graph_dup (first);
      wander (first, rand, 12);
      wander (second, rand, 12);
      assert_leads (first, second);
      assert_leads (second, first);
    }
}

/* Two that take each other's name. */
static void
test_names (void)
{
  g_autoptr (WeftGraph) first = net_classifier (4, 3), second = weft_graph_dup (first);
  gint64 a = weft_graph_get_node (first, 0)->id, b = weft_graph_get_node (first, 1)->id;
  g_autofree char *of_a = g_strdup (weft_graph_find (first, a)->name),
                  *of_b = g_strdup (weft_graph_find (first, b)->name);

  net_apply (second, weft_edit_set_name (a, "other"));
  net_apply (second, weft_edit_set_name (b, of_a));
  net_apply (second, weft_edit_set_name (a, of_b));
  assert_leads (first, second);
}

static const WeftDifference *
find (GPtrArray *list, const char *what)
{
  for (guint i = 0; i < list->len; i++)
    if (g_str_equal (((const WeftDifference *) list->pdata[i])->what, what))
      return list->pdata[i];
  return NULL;
}

static void
test_words (void)
{
  g_autoptr (WeftGraph) first = net_classifier (4, 3), second = weft_graph_dup (first);
  g_autoptr (GPtrArray) none = weft_graph_list_differences (first, second), list = NULL;
  const WeftDifference *units;

  g_assert_cmpuint (none->len, ==, 0);
  net_set (second, "dense1", "units", "int64 77");
  net_train (second, "lr", "0.5");
  net_add (second, "dropout", "dropout9", NULL);
  net_apply (second, weft_edit_move (net_id (second, "dense1"), 500, 500));
  list = weft_graph_list_differences (first, second);
  g_assert_cmpuint (list->len, ==, 3);
  units = find (list, "Dense 1 · Units");
  g_assert_nonnull (units);
  g_assert_cmpstr (units->values[1], ==, "77");
  g_assert_cmpstr (units->param, ==, "units");
  g_assert_null (find (list, "Dropout 9")->param);
  g_assert_false (find (list, "Dropout 9")->is_in[0]);
  g_assert_true (find (list, "Dropout 9")->is_in[1]);
  g_assert_cmpstr (find (list, "Learning rate")->values[1], ==, "0.5");
  g_assert_cmpstr (find (list, "Learning rate")->param, ==, "lr");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/difference/any", test_any);
  g_test_add_func ("/difference/names", test_names);
  g_test_add_func ("/difference/words", test_words);
  return g_test_run ();
}
