/* test-patch: a scene that followed edits is the one that would be made anew */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/ui/small-graph.h"
#include "ui/scene/patch.h"

#define EDITS 150
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

static WeftEdit *(*const makers[]) (gint64 node, GRand *rand)
    = { make_title, make_name, make_units, make_flag, make_move };

/* One that may be made of the graph; nullable. */
static WeftEdit *
make_edit (WeftGraph *graph, GRand *rand)
{
  guint i = (guint) g_rand_int_range (rand, 0, (gint32) weft_graph_get_n_nodes (graph));
  gint64 node = weft_graph_get_node (graph, i)->id;
  g_autoptr (WeftEdit) edit = makers[g_rand_int_range (rand, 0, G_N_ELEMENTS (makers))](node, rand);
  g_autoptr (WeftGraph) trial = weft_graph_dup (graph);
  g_autoptr (WeftEdit) inverse = weft_graph_apply (trial, edit, NULL);

  return inverse != NULL ? g_steal_pointer (&edit) : NULL;
}

/* Follows the document as the canvas does. TRUE: without being made anew. */
static gboolean
follow (WeftScene **scene, WeftGraph *graph, const WeftReport *report)
{
  WeftScene *before = *scene;
  WeftPatch patch;
  gboolean is_patched;

  weft_patch_init (&patch);
  is_patched = weft_patch_follow (&patch, before, graph, report, TRUE);
  g_assert_cmpuint (patch.nodes->len, ==, patch.were->len);
  weft_patch_clear (&patch);
  if (is_patched)
    return TRUE;
  *scene = weft_scene_new (graph, report, before->inside, TRUE, before);
  weft_scene_free (before);
  return FALSE;
}

static void
follow_edits (WeftGraph *graph, gint64 inside, guint32 seed)
{
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  g_autoptr (WeftReport) first = weft_check (graph, catalog);
  WeftScene *scene = weft_scene_new (graph, first, inside, TRUE, NULL);
  GRand *rand = g_rand_new_with_seed (seed);
  guint patched = 0, made = 0;

  for (guint i = 0; i < EDITS; i++)
    {
      WeftEdit *edit = make_edit (graph, rand);
      g_autoptr (WeftReport) report = NULL;
      g_autoptr (WeftScene) anew = NULL;

      if (edit == NULL)
        continue;
      small_graph_do (graph, edit);
      report = weft_check (graph, catalog);
      made++;
      patched += follow (&scene, graph, report);
      anew = weft_scene_new (graph, report, inside, TRUE, NULL);
      assert_same (scene, anew);
    }
  g_test_message ("%u of %u edits followed", patched, made);
  g_assert_cmpuint (patched * 10, >=, made * 9);
  g_rand_free (rand);
  weft_scene_free (scene);
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
  g_autoptr (WeftGraph) graph = make_graph ();

  follow_edits (graph, 0, 1);
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

/* What comes or goes is for a scene that is made anew, and then nothing was done to this one. */
static void
test_others (void)
{
  g_autoptr (WeftGraph) graph = make_graph ();
  g_autoptr (WeftReport) report = weft_check (graph, NULL), wired = NULL, more = NULL;
  g_autoptr (WeftScene) scene = weft_scene_new (graph, report, 0, TRUE, NULL);
  g_autoptr (WeftScene) same = weft_scene_new (graph, report, 0, TRUE, NULL);
  WeftPatch patch;

  weft_patch_init (&patch);
  small_graph_do (graph, weft_edit_remove_wire (&(WeftWire){ 5, 6, 0, 0 }));
  wired = weft_check (graph, NULL);
  g_assert_false (weft_patch_follow (&patch, scene, graph, wired, TRUE));
  assert_same (scene, same);
  small_graph_wire (graph, 5, 0, 6, 0);
  small_graph_add (graph, "relu", 4000, 0);
  more = weft_check (graph, NULL);
  g_assert_false (weft_patch_follow (&patch, scene, graph, more, TRUE));
  assert_same (scene, same);
  weft_patch_clear (&patch);
}

/* Among thousands a new title touches one node, and no way is looked for. */
static void
test_few (void)
{
  g_autoptr (WeftGraph) graph = small_graph_new_rows (MANY);
  g_autoptr (WeftScene) scene = weft_scene_new (graph, NULL, 0, TRUE, NULL);
  guint found = scene->router.n_found;
  WeftPatch patch;

  weft_patch_init (&patch);
  small_graph_do (graph, weft_edit_set_title (2020, "Another"));
  g_assert_true (weft_patch_follow (&patch, scene, graph, NULL, TRUE));
  g_assert_cmpstr (weft_scene_get (scene, 2019)->title, ==, "Another");
  g_assert_cmpuint (scene->router.n_found, ==, found);
  g_assert_cmpuint (patch.ways.wires->len, ==, 0);
  g_assert_cmpuint (patch.nodes->len, <=, 2); /* it, and data, of which more is asked */
  weft_patch_clear (&patch);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/patch/top", test_top);
  g_test_add_func ("/patch/group", test_group);
  g_test_add_func ("/patch/others", test_others);
  g_test_add_func ("/patch/few", test_few);
  return g_test_run ();
}
