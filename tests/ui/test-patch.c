/* test-patch: a scene that followed edits is the one that would be made anew */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/graph/edited.h"
#include "tests/ui/small-graph.h"
#include "ui/scene/edits.h"
#include "ui/scene/patch.h"

#define EDITS 250
#define SEEDS 3
#define FEW 12 /* with fewer nodes one is added */
#define MANY 5000

static void
assert_same_boxes (const WeftScene *a, const WeftScene *b)
{
  for (guint i = 0; i < a->nodes->len; i++)
    {
      g_assert_cmpfloat (a->boxes[i].x, ==, b->boxes[i].x);
      g_assert_cmpfloat (a->boxes[i].y, ==, b->boxes[i].y);
      g_assert_cmpfloat (a->boxes[i].w, ==, b->boxes[i].w);
      g_assert_cmpfloat (a->boxes[i].h, ==, b->boxes[i].h);
      g_assert_cmpint (weft_scene_find (a, weft_scene_get (a, i)->id), ==, i);
    }
}

static void
assert_same_nodes (const WeftScene *a, const WeftScene *b)
{
  for (guint i = 0; i < a->nodes->len; i++)
    {
      const WeftSceneNode *one = weft_scene_get (a, i), *other = weft_scene_get (b, i);

      g_assert_cmpint (one->id, ==, other->id);
      g_assert_true (weft_scene_node_looks_equal (one, other));
      g_assert_cmpstr (one->chip, ==, other->chip);
      g_assert_cmpint (one->chip_hangs, ==, other->chip_hangs);
      g_assert_cmpfloat (one->chip_bend.x, ==, other->chip_bend.x);
      g_assert_cmpfloat (one->chip_bend.y, ==, other->chip_bend.y);
      g_assert_cmpfloat (one->chip_room, ==, other->chip_room);
      g_assert_cmpuint (one->flags, ==, other->flags);
    }
}

static void
assert_same (const WeftScene *a, const WeftScene *b)
{
  g_assert_cmpuint (a->nodes->len, ==, b->nodes->len);
  g_assert_cmpuint (a->wires->len, ==, b->wires->len);
  g_assert_cmpuint (a->ghosts->len, ==, b->ghosts->len);
  assert_same_boxes (a, b);
  assert_same_nodes (a, b);
  for (guint i = 0; i < a->wires->len; i++)
    {
      const WeftRoute *one = &weft_scene_get_wire (a, i)->route;
      const WeftRoute *other = &weft_scene_get_wire (b, i)->route;

      g_assert_cmpuint (one->n, ==, other->n);
      for (guint k = 0; k < one->n; k++)
        g_assert_cmpmem (one->part[k].p, sizeof one->part[k].p, other->part[k].p,
                         sizeof other->part[k].p);
    }
}

/* --- edits --- */

static WeftEdit *
make_title (gint64 node, GRand *rand)
{
  static const char *const titles[] = { NULL, "Encoder", "A longer name for it" };

  return weft_edit_set_title (node, titles[g_rand_int_range (rand, 0, 3)]);
}

static WeftEdit *
make_name (gint64 node, GRand *rand)
{
  g_autofree char *name = g_strdup_printf ("called%u", g_rand_int (rand));

  return weft_edit_set_name (node, name);
}

static WeftEdit *
make_units (gint64 node, GRand *rand)
{
  return weft_edit_set_param (node, "units", g_variant_new_int64 (g_rand_int_range (rand, 1, 40)));
}

static WeftEdit *
make_flag (gint64 node, GRand *rand)
{
  WeftNodeFlags flag = 1u << g_rand_int_range (rand, 0, 4);

  return weft_edit_set_flag (node, flag, g_rand_boolean (rand));
}

/* On a grid, as hands put them: two that stand at one place have no way between them. */
static WeftEdit *
make_move (gint64 node, GRand *rand)
{
  return weft_edit_move (node, (node % 8) * 400 + g_rand_int_range (rand, 0, 3) * 20,
                         (node / 8) * 400 + g_rand_int_range (rand, 0, 3) * 20);
}

/* As each leaves what there is. */
static WeftEdit *(*const makers[]) (gint64 node, GRand *rand)
    = { make_title, make_name, make_units, make_flag, make_move };

/* In the same level, at the end of the grid or, as what is undone, in the midst. */
static WeftEdit *
make_added (WeftGraph *graph, gint64 inside, GRand *rand)
{
  static const char *const layers[] = { "dense", "relu", "add", "concat", "note", "frame" };
  const char *layer = layers[g_rand_int_range (rand, 0, G_N_ELEMENTS (layers))];
  g_autofree char *name = weft_graph_dup_free_name (graph, layer);
  gint64 id = g_rand_int_range (rand, 1, (gint32) weft_graph_get_next_id (graph) + 1);

  if (weft_graph_find (graph, id) != NULL)
    id = weft_graph_get_next_id (graph);
  return weft_edit_add_node (&(WeftNode){ .id = id,
                                          .name = name,
                                          .layer = weft_layer_find (layer),
                                          .parent = inside,
                                          .x = id % 8 * 400.0,
                                          .y = id / 8 * 400.0 });
}

/* With what hangs on it, joined or cut. */
static WeftEdit *
make_removed (WeftGraph *graph, gint64 inside, gint64 node, GRand *rand)
{
  gint64 nodes[] = { node, node + 1 };
  guint n = weft_graph_find (graph, node + 1) != NULL ? 2 : 1, n_cut;

  if (inside >= node && inside < node + n)
    return NULL; /* whoever is in a group that goes leaves it */
  return weft_edits_remove (graph, nodes, n, g_rand_boolean (rand), &n_cut);
}

static WeftEdit *
make_wired (WeftGraph *graph, gint64 node, GRand *rand)
{
  guint from = (guint) g_rand_int_range (rand, 0, (gint32) weft_graph_get_n_nodes (graph));
  guint n = weft_graph_count_inputs (graph, weft_graph_find (graph, node));
  const WeftWire wire = { .from = weft_graph_get_node (graph, from)->id,
                          .to = node,
                          .input = g_rand_int_range (rand, 0, (gint32) MAX (n, 1)) };

  return weft_edits_connect (graph, &wire, NULL);
}

static WeftEdit *
make_cut (WeftGraph *graph, GRand *rand)
{
  guint n = weft_graph_get_n_wires (graph);

  return n == 0 ? NULL
                : weft_edits_unwire (
                    graph, weft_graph_get_wire (graph, g_rand_int_range (rand, 0, (gint32) n)), 1);
}

static WeftEdit *
make_any (WeftGraph *graph, gint64 inside, gint64 node, GRand *rand)
{
  switch (g_rand_int_range (rand, 0, 12))
    {
    case 0:
    case 1:
      return make_added (graph, inside, rand);
    case 2:
      return make_removed (graph, inside, node, rand);
    case 3:
      return make_cut (graph, rand);
    case 4:
    case 5:
    case 6:
    case 7:
    case 8:
    case 9:
      return make_wired (graph, node, rand);
    default:
      return makers[g_rand_int_range (rand, 0, G_N_ELEMENTS (makers))](node, rand);
    }
}

/* One that may be made of the graph; nullable. */
static WeftEdit *
make_edit (WeftGraph *graph, gint64 inside, GRand *rand)
{
  guint n = weft_graph_get_n_nodes (graph);
  guint i = (guint) g_rand_int_range (rand, 0, (gint32) MAX (n, 1));
  g_autoptr (WeftEdit) edit
      = n < FEW ? make_added (graph, inside, rand)
                : make_any (graph, inside, weft_graph_get_node (graph, i)->id, rand);
  g_autoptr (WeftGraph) trial = weft_graph_dup (graph);
  g_autoptr (WeftEdit) inverse = edit != NULL ? weft_graph_apply (trial, edit, NULL) : NULL;

  return inverse != NULL ? g_steal_pointer (&edit) : NULL;
}

/* What a view of each node and wire would have been told is what there is. */
static void
assert_told (const WeftPatch *patch, const WeftScene *scene, GHashTable *ids, const GArray *wires)
{
  for (guint k = 0; k < patch->gone->len; k++)
    g_assert_true (g_hash_table_remove (ids, &g_array_index (patch->gone, gint64, k)));
  for (guint k = 0; k < patch->nodes->len; k++)
    if (patch->were->pdata[k] == NULL)
      {
        guint i = g_array_index (patch->nodes, guint, k);

        g_assert_true (g_hash_table_add (ids, g_memdup2 (&weft_scene_get (scene, i)->id, 8)));
      }
  g_assert_cmpuint (g_hash_table_size (ids), ==, scene->nodes->len);
  for (guint k = 0; k < scene->nodes->len; k++)
    g_assert_true (g_hash_table_contains (ids, &weft_scene_get (scene, k)->id));
  g_assert_cmpuint (patch->wires->len, ==, patch->has_other_wires ? scene->wires->len : 0);
  for (guint k = 0; k < patch->wires->len; k++)
    {
      int old = g_array_index (patch->wires, int, k);

      if (old >= 0)
        g_assert_cmpmem (&g_array_index (wires, WeftSceneWire, old).wire, sizeof (WeftWire),
                         &weft_scene_get_wire (scene, k)->wire, sizeof (WeftWire));
    }
}

/* All at once, or of what only has other words a few at a time. */
static void
follow (WeftScene *scene, WeftGraph *graph, const WeftReport *report, const GArray *edited,
        gboolean is_known, guint most, GHashTable *ids)
{
  gboolean is_left = TRUE;

  for (guint k = 0; is_left; k++)
    {
      g_autoptr (GArray) wires = g_array_copy (scene->wires);
      WeftPatch patch;

      weft_patch_init (&patch);
      patch.is_known = is_known && k == 0;
      patch.edited = edited;
      patch.most = most;
      weft_patch_follow (&patch, scene, graph, report, TRUE);
      g_assert_cmpuint (patch.nodes->len, ==, patch.were->len);
      g_assert_true (k == 0 || patch.nodes->len > 0);
      assert_told (&patch, scene, ids, wires);
      is_left = patch.is_left;
      weft_patch_clear (&patch);
    }
}

/* What is made of nothing but what was made so before. */
static void
make_anew (WeftScene **anew, WeftGraph *graph, const WeftReport *report)
{
  g_autoptr (WeftScene) before = *anew;

  *anew = weft_scene_new (graph, report, before->inside, TRUE, before);
}

/* At first by what was known before, as where the check takes long, then by what is known now. */
static void
follow_edits (WeftGraph *graph, gint64 inside, guint32 seed)
{
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  g_autoptr (WeftReport) known = weft_check (graph, catalog);
  g_autoptr (WeftScene) scene = weft_scene_new (graph, known, inside, TRUE, NULL);
  g_autoptr (WeftScene) anew = weft_scene_new (graph, known, inside, TRUE, NULL);
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (GArray) edited = g_array_new (FALSE, FALSE, sizeof (gint64));
  GRand *rand = g_rand_new_with_seed (seed);
  guint made = 0;

  for (guint i = 0; i < scene->nodes->len; i++)
    g_hash_table_add (ids, g_memdup2 (&weft_scene_get (scene, i)->id, sizeof (gint64)));
  for (guint i = 0; i < EDITS; i++)
    {
      WeftEdit *edit = make_edit (graph, inside, rand);
      gboolean is_told;

      if (edit == NULL)
        continue;
      is_told = weft_edit_list_nodes (edit, edited);
      small_graph_do (graph, edit);
      made++;
      follow (scene, graph, known, is_told ? edited : NULL, TRUE, 1, ids);
      g_array_set_size (edited, 0);
      make_anew (&anew, graph, known);
      assert_same (scene, anew);
      weft_report_unref (known);
      known = weft_check (graph, catalog);
      follow (scene, graph, known, edited, FALSE, i % 2 == 0 ? 1 : G_MAXUINT, ids);
      make_anew (&anew, graph, known);
      assert_same (scene, anew);
    }
  g_test_message ("%u edits, %u nodes, %u wires", made, scene->nodes->len, scene->wires->len);
  g_assert_cmpuint (made, >=, EDITS / 2);
  g_rand_free (rand);
}

/* Of layers that learn, that do not, and that have pictures. */
static WeftGraph *
make_graph (void)
{
  static const char *const layers[]
      = { "dense", "relu", "reshape", "conv2d", "flatten", "dense", "dropout", "dense" };
  WeftGraph *graph = small_graph_new ();

  for (guint i = 0; i < G_N_ELEMENTS (layers); i++)
    {
      small_graph_add (graph, layers[i], (5 + i) % 8 * 400.0, (5 + i) / 8 * 400.0);
      small_graph_wire (graph, i == 0 ? 2 : 4 + i, 0, 5 + i, 0);
    }
  return graph;
}

static void
test_top (void)
{
  for (guint32 seed = 1; seed <= SEEDS; seed++)
    {
      g_autoptr (WeftGraph) graph = make_graph ();

      follow_edits (graph, 0, seed);
    }
}

/* In a group, and above it, where it is a node with what it holds in small. */
static void
test_group (void)
{
  for (gint64 up = 0; up < 2; up++)
    {
      g_autoptr (WeftGraph) graph = make_graph ();
      gint64 group = weft_graph_get_next_id (graph);

      small_graph_add (graph, "group", 100, 2000);
      small_graph_do (graph, weft_edit_remove_wire (&(WeftWire){ 2, 5, 0, 0 }));
      for (gint64 i = 5; i < 12; i++)
        small_graph_do (graph, weft_edit_remove_wire (&(WeftWire){ i, i + 1, 0, 0 }));
      for (gint64 i = 5; i <= 12; i++)
        small_graph_do (graph, weft_edit_set_parent (i, group));
      for (gint64 i = 5; i < 12; i++)
        small_graph_wire (graph, i, 0, i + 1, 0);
      small_graph_do (graph, weft_edit_set_param (group, "repeat", g_variant_new_int64 (3)));
      follow_edits (graph, up ? 0 : group, 7);
    }
}

static WeftWire
find_way_to (gint64 node)
{
  return (WeftWire){ node - 1, node, 0, 0 };
}

/* Among thousands: what one edit touches is few, wherever it is, and nothing else is looked for. */
static void
test_few (void)
{
  g_autoptr (WeftGraph) graph = small_graph_new_rows (MANY);
  g_autoptr (WeftScene) scene = weft_scene_new (graph, NULL, 0, TRUE, NULL);
  const WeftWire cut = find_way_to (3030), cut_too = find_way_to (3031);

  for (guint i = 0; i < 6; i++)
    {
      guint found = scene->router.n_found;
      g_autoptr (WeftScene) anew = NULL;
      WeftPatch patch;

      if (i == 0)
        small_graph_do (graph, weft_edit_set_title (2020, "Another"));
      else if (i == 1)
        small_graph_do (graph, weft_edit_remove_wire (&cut));
      else if (i == 2)
        small_graph_do (graph, weft_edit_remove_wire (&cut_too));
      else if (i == 3)
        small_graph_do (graph, weft_edit_remove_node (3030));
      else if (i == 4)
        small_graph_wire (graph, 3029, 0, 3031, 0);
      else
        small_graph_add (graph, "relu", 19 * 174 + 87, 40 * 168);
      weft_patch_init (&patch);
      weft_patch_follow (&patch, scene, graph, NULL, TRUE);
      g_assert_cmpuint (scene->router.n_found - found, <=, i == 0 ? 0 : 16);
      g_assert_cmpuint (patch.ways.wires->len, <=, i == 0 ? 0 : 16);
      g_assert_cmpuint (patch.nodes->len, <=,
                        3); /* it, its ends, and data, of which more is asked */
      weft_patch_clear (&patch);
      anew = weft_scene_new (graph, NULL, 0, TRUE, NULL);
      assert_same (scene, anew);
    }
  g_assert_cmpstr (weft_scene_get (scene, 2019)->title, ==, "Another");
}

/* More at once than is worth looking round: a part of it comes, and goes again. */
static void
test_many (void)
{
  g_autoptr (WeftGraph) graph = small_graph_new_rows (200), grown = small_graph_new_rows (600);
  g_autoptr (WeftScene) scene = weft_scene_new (graph, NULL, 0, TRUE, NULL);

  for (guint i = 0; i < 2; i++)
    {
      WeftGraph *now = i == 0 ? grown : graph;
      g_autoptr (WeftScene) anew = weft_scene_new (now, NULL, 0, TRUE, NULL);
      WeftPatch patch;

      weft_patch_init (&patch);
      weft_patch_follow (&patch, scene, now, NULL, TRUE);
      g_assert_cmpuint (patch.gone->len, ==, i == 0 ? 0 : 400);
      assert_same (scene, anew);
      weft_patch_clear (&patch);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/patch/top", test_top);
  g_test_add_func ("/patch/group", test_group);
  g_test_add_func ("/patch/few", test_few);
  g_test_add_func ("/patch/many", test_many);
  return g_test_run ();
}
