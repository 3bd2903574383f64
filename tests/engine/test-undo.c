/* test-undo: n edits of any kind, n undos: nothing is lost, through a file neither */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "engine/graph/graph-private.h"
#include "engine/graph/group.h"
#include "engine/graph/history.h"
#include "engine/graph/training.h"
#include "tests/engine/net.h"

static WeftEdit *
wire (gint64 from, int output, gint64 to, int input)
{
  return weft_edit_add_wire (&(WeftWire){ from, to, output, input });
}

static void
count_cb (WeftHistory *history, int what, WeftEdit *edit, WeftEdit *inverse, guint *counts)
{
  g_assert_nonnull (edit);
  g_assert_nonnull (inverse);
  counts[what]++;
}

static void
test_gestures (void)
{
  g_autoptr (WeftGraph) graph = net_classifier (4, 3);
  g_autoptr (WeftGraph) before = weft_graph_dup (graph);
  g_autoptr (WeftHistory) history = weft_history_new (graph);
  g_autoptr (WeftEdit) wrong = weft_edit_remove_node (99);
  g_autoptr (GVariant) units = NULL;
  guint counts[4] = { 0 }, gesture = weft_history_new_gesture (history);
  gint64 dense = net_id (graph, "dense1");

  g_signal_connect (history, "recorded", G_CALLBACK (count_cb), counts);
  for (int i = 1; i <= 5; i++)
    {
      g_autoptr (WeftEdit) edit
          = weft_edit_set_param (dense, "units", g_variant_new_int64 (i * 10));

      g_assert_true (weft_history_do (history, edit, gesture, NULL));
    }
  for (int i = 0; i < 2; i++)
    {
      g_autoptr (WeftEdit) edit = weft_edit_move (dense, i, i);

      g_assert_true (weft_history_do (history, edit, 0, NULL));
    }
  g_assert_cmpuint (weft_history_get_position (history), ==, 3);
  g_assert_cmpuint (counts[WEFT_RECORD_NEW], ==, 3);
  g_assert_cmpuint (counts[WEFT_RECORD_MERGE], ==, 4);
  while (weft_history_undo (history))
    ;
  g_assert_true (weft_graph_equal (graph, before));
  g_assert_cmpuint (counts[WEFT_RECORD_UNDO], ==, 3);
  g_assert_true (weft_history_redo (history));
  units = weft_node_get_param (weft_graph_find (graph, dense), "units");
  g_assert_cmpint (g_variant_get_int64 (units), ==, 50);
  g_assert_false (weft_history_do (history, wrong, 0, NULL));
  g_assert_true (weft_history_can_redo (history)); /* a refused edit takes nothing away */
}

/* --- the property --- */

static gint64
random_id (WeftGraph *graph, GRand *rand)
{
  guint n = weft_graph_get_n_nodes (graph);

  if (n == 0 || g_rand_int_range (rand, 0, 20) == 0)
    return g_rand_int_range (rand, -1, 100);
  return weft_graph_get_node (graph, (guint) g_rand_int_range (rand, 0, (int) n))->id;
}

static GVariant *
random_param (const WeftParam *param, GRand *rand)
{
  switch (g_rand_int_range (rand, 0, 5))
    {
    case 0:
      return NULL;
    case 1:
      return g_variant_new_string (param->choices ? param->choices[0].value : "same");
    case 2:
      return g_variant_new_boolean (g_rand_boolean (rand));
    case 3:
      return g_variant_new_double (g_rand_double_range (rand, -2, 20));
    default:
      return g_variant_new_int64 (g_rand_int_range (rand, -2, 20));
    }
}

static WeftEdit *
random_param_edit (WeftGraph *graph, GRand *rand)
{
  gint64 id = random_id (graph, rand);
  const WeftNode *node = weft_graph_find (graph, id);
  const WeftParam *params = node ? node->layer->params : weft_training_params ();
  int n = 0;

  while (params[n].name)
    n++;
  if (n == 0)
    return weft_edit_set_param (id, "none", NULL);
  params += g_rand_int_range (rand, 0, n);
  if (!node)
    return weft_edit_set_training (params->name, random_param (params, rand));
  return weft_edit_set_param (id, params->name, random_param (params, rand));
}

static WeftEdit *
random_add (WeftGraph *graph, GRand *rand)
{
  static const char *const groups[] = { "group", "group_input", "group_output" };
  guint n;
  const WeftLayer *const *layers = weft_layers (&n);
  g_autofree char *name = g_strdup_printf ("n%d", g_rand_int_range (rand, 0, 60));
  WeftNode node = {
    .id = g_rand_int_range (rand, 0, 4) ? 0 : g_rand_int_range (rand, 1, 80),
    .name = name,
    .title = g_rand_boolean (rand) ? (char *) "标题" : NULL,
    .layer = g_rand_boolean (rand) ? layers[g_rand_int_range (rand, 0, (int) n)]
                                   : weft_layer_find (groups[g_rand_int_range (rand, 0, 3)]),
    .parent = g_rand_int_range (rand, 0, 3) ? 0 : random_id (graph, rand),
    .shared = g_rand_int_range (rand, 0, 3) ? 0 : random_id (graph, rand),
    .flags = (guint) g_rand_int_range (rand, 0, 8),
    .x = g_rand_double (rand),
  };

  return weft_edit_add_node (&node);
}

static WeftEdit *
random_remove_wire (WeftGraph *graph, GRand *rand)
{
  guint n = weft_graph_get_n_wires (graph);

  if (n == 0)
    return wire (1, 0, 1, 0);
  return weft_edit_remove_wire (
      weft_graph_get_wire (graph, (guint) g_rand_int_range (rand, 0, (int) n)));
}

static WeftEdit *random_edit (WeftGraph *graph, GRand *rand, int depth);

static WeftEdit *
random_list (WeftGraph *graph, GRand *rand, int depth)
{
  g_autoptr (GPtrArray) edits = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_edit_unref);

  for (int i = g_rand_int_range (rand, 0, 5); i > 0; i--)
    g_ptr_array_add (edits, random_edit (graph, rand, depth - 1));
  return weft_edit_list (edits, g_rand_boolean (rand) ? "Tidy" : NULL);
}

/* A random choice of nodes put into a group, or a node taken apart; where that is refused a parent
 * that most often is none. */
static WeftEdit *
random_group (WeftGraph *graph, GRand *rand)
{
  gint64 id = random_id (graph, rand), other = random_id (graph, rand);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  WeftEdit *edit = NULL;

  for (int i = g_rand_int_range (rand, 0, 5); i > 0; i--)
    {
      gint64 chosen = random_id (graph, rand);

      g_array_append_val (ids, chosen);
    }
  if (g_rand_boolean (rand))
    edit = weft_group_make_edit (graph, ids, NULL);
  else
    edit = weft_ungroup_make_edit (graph, id, NULL);
  return edit ? edit : weft_edit_set_parent (id, g_rand_int_range (rand, 0, 3) ? other : 0);
}

static WeftEdit *
random_edit (WeftGraph *graph, GRand *rand, int depth)
{
  gint64 id = random_id (graph, rand);
  g_autofree char *name = g_strdup_printf ("n%d", g_rand_int_range (rand, 0, 60));

  switch (g_rand_int_range (rand, 0, depth > 0 ? 18 : 16))
    {
    case 0:
    case 1:
    case 2:
      return random_add (graph, rand);
    case 3:
      return weft_edit_remove_node (id);
    case 4:
    case 5:
    case 6:
      return wire (id, g_rand_int_range (rand, -1, 3), random_id (graph, rand),
                   g_rand_int_range (rand, -1, 4));
    case 7:
      return random_remove_wire (graph, rand);
    case 8:
      return weft_edit_set_name (id, name);
    case 9:
      return weft_edit_set_title (id, g_rand_boolean (rand) ? name : NULL);
    case 10:
      return weft_edit_move (id, g_rand_double_range (rand, -1e3, 1e3),
                             g_rand_int_range (rand, 0, 9) ? 3 : NAN);
    case 11:
      return random_param_edit (graph, rand);
    case 12:
    case 13:
      return random_group (graph, rand);
    case 14:
      return weft_edit_set_shared (id, g_rand_int_range (rand, 0, 3) ? random_id (graph, rand) : 0);
    case 15:
      return weft_edit_set_flag (id, weft_flags[g_rand_int_range (rand, 0, 3)].flag,
                                 g_rand_boolean (rand));
    default:
      return random_list (graph, rand, depth);
    }
}

/* The same edit after a journey through bytes, as a file keeps it. Takes edit. */
static WeftEdit *
through_bytes (WeftEdit *edit)
{
  g_autoptr (WeftEdit) held = edit;
  g_autoptr (GVariant) value = weft_edit_serialize (edit);
  g_autoptr (GBytes) bytes = g_variant_get_data_as_bytes (value);
  g_autoptr (GVariant) read
      = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE ("(sv)"), bytes, FALSE));
  WeftEdit *again = weft_edit_deserialize (read, NULL);
  g_autoptr (GVariant) second = weft_edit_serialize (again);
  g_autofree char *label = weft_edit_dup_label (again);

  g_assert_cmpvariant (value, second);
  g_assert_cmpuint (strlen (label), >, 0);
  return again;
}

/* n random edits of every kind, sound ones and others, n undos: identical; n redos: identical; and
 * a second history that was filled from bytes takes back the same. */
static void
test_property (void)
{
  for (guint32 seed = 1; seed <= 8; seed++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
      g_autoptr (WeftGraph) graph = weft_graph_new ();
      g_autoptr (WeftHistory) history = weft_history_new (graph);
      g_autoptr (GPtrArray) stages = g_ptr_array_new_with_free_func (g_object_unref);
      guint refused = 0, inside = 0;

      g_ptr_array_add (stages, weft_graph_dup (graph));
      for (int i = 0; i < 400; i++)
        {
          g_autoptr (WeftEdit) edit = through_bytes (random_edit (graph, rand, 2));
          g_autoptr (GError) error = NULL;

          if (weft_history_do (history, edit, 0, &error))
            g_ptr_array_add (stages, weft_graph_dup (graph));
          else
            g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INVALID);
          refused += error != NULL;
          for (guint k = 0; k < weft_graph_get_n_nodes (graph); k++)
            inside += weft_graph_get_node (graph, k)->parent != 0;
          weft_graph_assert (graph);
          g_assert_true (weft_graph_equal (graph, stages->pdata[stages->len - 1]));
        }
      g_assert_cmpuint (refused, >, 20);
      g_assert_cmpuint (stages->len, >, 100);
      g_assert_cmpuint (inside, >, 100);
      for (guint i = stages->len - 1; i-- > 0;)
        {
          g_assert_true (weft_history_undo (history));
          g_assert_true (weft_graph_equal (graph, stages->pdata[i]));
        }
      g_assert_false (weft_history_undo (history));
      for (guint i = 1; i < stages->len; i++)
        {
          g_assert_true (weft_history_redo (history));
          g_assert_true (weft_graph_equal (graph, stages->pdata[i]));
        }
      g_assert_false (weft_history_redo (history));
    }
}

static void
collect_cb (WeftHistory *history, int what, WeftEdit *edit, WeftEdit *inverse, GPtrArray **lists)
{
  g_assert_cmpint (what, ==, WEFT_RECORD_NEW);
  g_ptr_array_add (lists[0], through_bytes (weft_edit_ref (edit)));
  g_ptr_array_add (lists[1], through_bytes (weft_edit_ref (inverse)));
}

/* What "recorded" says is enough for a file: another history filled from it undoes and redoes. */
static void
test_restored_history (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (77);
  g_autoptr (WeftGraph) graph = weft_graph_new (), copy = NULL, empty = weft_graph_new ();
  g_autoptr (WeftHistory) history = weft_history_new (graph), restored = NULL;
  g_autoptr (GPtrArray) edits = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_edit_unref);
  g_autoptr (GPtrArray) inverses
      = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_edit_unref);
  GPtrArray *lists[2] = { edits, inverses };

  g_signal_connect (history, "recorded", G_CALLBACK (collect_cb), lists);
  for (int i = 0; i < 300; i++)
    {
      g_autoptr (WeftEdit) edit = random_edit (graph, rand, 1);

      weft_history_do (history, edit, 0, NULL);
    }
  copy = weft_graph_dup (graph);
  restored = weft_history_new (copy);
  weft_history_restore (restored, edits, inverses, edits->len);
  while (weft_history_undo (restored))
    ;
  g_assert_true (weft_graph_equal (copy, empty));
  while (weft_history_redo (restored))
    ;
  g_assert_true (weft_graph_equal (copy, graph));
}

/* --- from strangers --- */

static void
test_hostile_edits (void)
{
  static const char *const texts[] = {
    "('', <1>)",
    "('', <{'version': <uint32 1>}>)",
    "('add-node', <1>)",
    "('remove-node', <(int64 1,)>)", /* of format 1 */
    "('remove-node', <{'node': <int64 1>}>)",
    "('remove-node', <{'version': <uint32 1>}>)",
    "('remove-node', <{'version': <uint32 1>, 'node': <1>}>)",
    "('remove-node', <{'version': <uint32 1>, 'node': <int64 1>, 'node': <int64 1>}>)",
    "('remove-node', <{'version': <uint32 1>, 'node': <int64 1>, 'then': <1>}>)",
    "('list', <{'version': <uint32 1>, 'edits': <@a(sv) [('move', <1>)]>}>)",
    "('list', <{'version': <uint32 1>, 'label': <'x'>}>)",
  };
  g_autoptr (GVariant) newer = g_variant_ref_sink (
      g_variant_new_parsed ("('remove-node', <{'version': <uint32 2>, 'who': <int64 1>}>)"));
  g_autoptr (GError) cause = NULL;
  g_autoptr (GVariant) deep = g_variant_ref_sink (
      g_variant_new_parsed ("('list', <{'version': <uint32 1>, 'edits': <@a(sv) []>}>)"));

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GVariant) value = g_variant_ref_sink (g_variant_new_parsed (texts[i]));
      g_autoptr (GError) error = NULL;

      g_assert_null (weft_edit_deserialize (value, &error));
      g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INVALID);
    }
  for (int i = 0; i < 40; i++)
    {
      GVariant *more = g_variant_ref_sink (
          g_variant_new_parsed ("('list', <{'version': <uint32 1>, 'edits': <[%@(sv)]>}>)", deep));

      g_variant_unref (deep);
      deep = more;
    }
  g_assert_null (weft_edit_deserialize (deep, NULL));
  g_assert_null (weft_edit_deserialize (newer, &cause));
  g_assert_error (cause, WEFT_ERROR, WEFT_ERROR_NEWER);
}

static void
test_random_bytes (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);
  g_autoptr (WeftGraph) graph = net_classifier (4, 3);
  g_autoptr (WeftGraph) before = weft_graph_dup (graph);
  g_autoptr (WeftEdit) model = weft_edit_remove_node (net_id (graph, "relu1"));
  g_autoptr (WeftEdit) inverse = weft_graph_apply (graph, model, NULL);
  g_autoptr (GVariant) value = weft_edit_serialize (inverse);
  gsize size = g_variant_get_size (value);

  net_apply (graph, weft_edit_ref (inverse));
  g_assert_true (weft_graph_equal (graph, before));
  for (int i = 0; i < 5000; i++)
    {
      guint8 *bytes = g_memdup2 (g_variant_get_data (value), size);
      g_autoptr (GVariant) read = NULL;
      g_autoptr (WeftEdit) edit = NULL;
      g_autoptr (WeftEdit) back = NULL;

      for (int k = g_rand_int_range (rand, 1, 6); k > 0; k--)
        bytes[g_rand_int_range (rand, 0, (int) size)] = (guint8) g_rand_int (rand);
      read = g_variant_ref_sink (
          g_variant_new_from_data (G_VARIANT_TYPE ("(sv)"), bytes, size, FALSE, g_free, bytes));
      edit = weft_edit_deserialize (read, NULL);
      back = edit ? weft_graph_apply (graph, edit, NULL) : NULL;
      if (back)
        net_apply (graph, weft_edit_ref (back));
      g_assert_true (weft_graph_equal (graph, before));
    }
}

/* While something else is shown nothing is done, and afterwards it goes on as before. */
static void
test_held (void)
{
  g_autoptr (WeftGraph) graph = net_classifier (4, 3);
  g_autoptr (WeftHistory) history = weft_history_new (graph);
  g_autoptr (WeftEdit) edit
      = weft_edit_set_param (net_id (graph, "dense1"), "units", g_variant_new_int64 (10));
  g_autoptr (WeftEdit) second = weft_edit_move (net_id (graph, "dense1"), 5, 5);
  g_autoptr (WeftGraph) before = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (weft_history_do (history, edit, 0, NULL));
  before = weft_graph_dup (graph);
  weft_history_hold (history, "Not now.");
  g_assert_false (weft_history_do (history, second, 0, &error));
  g_assert_cmpstr (error->message, ==, "Not now.");
  g_assert_false (weft_history_can_undo (history));
  g_assert_false (weft_history_undo (history));
  g_assert_true (weft_graph_equal (graph, before));
  weft_history_hold (history, NULL);
  g_assert_true (weft_history_do (history, second, 0, NULL));
  g_assert_true (weft_history_undo (history));
  g_assert_true (weft_graph_equal (graph, before));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/undo/gestures", test_gestures);
  g_test_add_func ("/undo/property", test_property);
  g_test_add_func ("/undo/restored-history", test_restored_history);
  g_test_add_func ("/undo/hostile-edits", test_hostile_edits);
  g_test_add_func ("/undo/random-bytes", test_random_bytes);
  g_test_add_func ("/undo/held", test_held);
  return g_test_run ();
}
