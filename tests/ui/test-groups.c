/* test-groups: looking into groups: what is seen there, what is added there, the way back */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "engine/graph/group.h"
#include "ui/canvas/add-block.h"
#include "ui/context/context.h"
#include "ui/scene/edits.h"
#include "ui/scene/scene.h"

#include "tests/ui/small-graph.h"

/* The small graph, of which dense and ReLU stand in a group. */
typedef struct
{
  WeftGraph *graph;
  WeftHistory *history;
  WeftCatalog *catalog;
  WeftLive *live;
  WeftContext *context;
  WeftHost host;
  gint64 group;
  guint n_entered;
} Fixture;

enum
{
  DENSE = 2,
  RELU = 3,
};

static void
inside_cb (Fixture *f)
{
  f->n_entered++;
}

static gint64
group (Fixture *f, const gint64 *nodes, guint n)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) error = NULL;
  gint64 id = weft_graph_get_next_id (f->graph);
  WeftEdit *edit;

  g_array_append_vals (ids, nodes, n);
  edit = weft_group_make_edit (f->graph, ids, &error);
  g_assert_no_error (error);
  g_assert_true (weft_context_do (f->context, edit, 0));
  return id;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  const gint64 inside[] = { DENSE, RELU };
  WeftProject project = { 0 };

  f->graph = small_graph_new ();
  f->history = weft_history_new (f->graph);
  f->catalog = weft_catalog_new (NULL);
  f->live = weft_live_new ();
  project.graph = f->graph;
  project.history = f->history;
  project.catalog = f->catalog;
  f->context = weft_context_new (&f->host, NULL, &project, f->live);
  f->group = group (f, inside, 2);
  g_signal_connect_swapped (f->context, "inside", G_CALLBACK (inside_cb), f);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_object_unref (f->context);
  g_object_unref (f->live);
  g_object_unref (f->history);
  g_object_unref (f->graph);
  weft_catalog_unref (f->catalog);
}

static const WeftNode *
find (Fixture *f, gint64 id)
{
  return weft_graph_find (f->graph, id);
}

/* A selection lies where one looks: selecting goes there, and what leaves is not selected. */
static void
test_way (Fixture *f, gconstpointer data)
{
  const gint64 dense = DENSE, loss = 4;

  weft_context_enter (f->context, DENSE); /* is none */
  g_assert_cmpint (weft_context_get_inside (f->context), ==, 0);
  weft_context_enter (f->context, f->group);
  g_assert_cmpint (weft_context_get_inside (f->context), ==, f->group);
  g_assert_true (weft_context_leave (f->context));
  g_assert_cmpint (weft_context_get_inside (f->context), ==, 0);
  g_assert_cmpint (weft_context_get_selected (f->context), ==, f->group);
  g_assert_false (weft_context_leave (f->context));
  weft_context_select (f->context, &dense, 1);
  g_assert_cmpint (weft_context_get_inside (f->context), ==, f->group);
  weft_context_select (f->context, &loss, 1);
  g_assert_cmpint (weft_context_get_inside (f->context), ==, 0);
  g_assert_cmpuint (f->n_entered, ==, 4);
}

/* A group that goes takes nobody along: one looks at what was around it. */
static void
test_gone (Fixture *f, gconstpointer data)
{
  const gint64 relu[] = { RELU };
  gint64 inner = group (f, relu, 1);

  weft_context_enter (f->context, inner);
  g_assert_true (weft_history_undo (f->history));
  g_assert_cmpint (weft_context_get_inside (f->context), ==, f->group);
  g_assert_true (weft_history_undo (f->history));
  g_assert_cmpint (weft_context_get_inside (f->context), ==, 0);
  g_assert_cmpuint (weft_context_get_selection (f->context)->len, ==, 0);
}

/* What is added comes to stand where one looks, wired as elsewhere; data stand at the top. */
static void
test_adding (Fixture *f, gconstpointer data)
{
  gint64 added;

  weft_context_enter (f->context, f->group);
  added = weft_context_add_layer (f->context, weft_layer_find ("tanh"), NULL, DENSE);
  g_assert_cmpint (find (f, added)->parent, ==, f->group);
  g_assert_cmpint (weft_graph_find_wire_to (f->graph, added, 0)->from, ==, DENSE);
  g_assert_cmpint (weft_graph_find_wire_to (f->graph, RELU, 0)->from, ==, added);
  added = weft_context_add_layer (f->context, weft_layer_find ("mse"), NULL, RELU);
  g_assert_cmpint (find (f, added)->parent, ==, f->group);
  g_assert_null (weft_graph_find_wire_to (f->graph, added, 1)); /* no wire leads over the edge */
  g_assert_cmpint (weft_context_get_inside (f->context), ==, f->group);
  added = weft_context_add_layer (f->context, weft_layer_find ("data"), NULL, 0);
  g_assert_cmpint (find (f, added)->parent, ==, 0);
  g_assert_cmpint (weft_context_get_inside (f->context), ==, 0);
}

static void
test_edits (Fixture *f, gconstpointer data)
{
  WeftAddition add = { .layer = weft_layer_find ("group_output"), .inside = f->group };
  gint64 id = 0;

  add.from = DENSE;
  g_assert_true (weft_context_do (f->context, weft_edits_add (f->graph, &add, &id), 0));
  g_assert_cmpint (find (f, id)->parent, ==, f->group);
  g_assert_cmpuint (weft_graph_count_outputs (f->graph, find (f, f->group)), ==, 2);
  g_assert_true (weft_context_do (
      f->context, weft_edits_replace (f->graph, RELU, weft_layer_find ("tanh"), &id), 0));
  g_assert_cmpint (find (f, id)->parent, ==, f->group);
}

/* One level at a time, ports as nodes; what is wrong deeper down is said by the group around it. */
static void
test_scene (Fixture *f, gconstpointer data)
{
  const gint64 relu[] = { RELU };
  gint64 inner = group (f, relu, 1);
  g_autoptr (WeftScene) top = NULL, in = NULL, deep = NULL;
  g_autoptr (WeftReport) report = NULL;

  small_graph_do (f->graph, weft_edit_remove_wire (weft_graph_find_wire_to (f->graph, RELU, 0)));
  report = weft_check (f->graph, f->catalog);
  top = weft_scene_new (f->graph, report, 0, FALSE, NULL);
  in = weft_scene_new (f->graph, report, f->group, FALSE, NULL);
  deep = weft_scene_new (f->graph, report, inner, FALSE, NULL);
  g_assert_cmpuint (top->nodes->len, ==, 3);
  g_assert_cmpint (weft_scene_find (top, DENSE), <, 0);
  g_assert_cmpuint (in->nodes->len, ==, 4); /* two ports, dense, and the inner group */
  g_assert_cmpuint (in->wires->len, ==, 3);
  g_assert_cmpuint (deep->nodes->len, ==, 3);
  g_assert_cmpuint (weft_scene_get (top, (guint) weft_scene_find (top, f->group))->n_problems, >,
                    0);
  g_assert_cmpuint (weft_scene_get (in, (guint) weft_scene_find (in, inner))->n_problems, >, 0);
  g_assert_cmpuint (weft_scene_get (in, (guint) weft_scene_find (in, DENSE))->n_problems, ==, 0);
  g_assert_cmpuint (weft_scene_get (deep, (guint) weft_scene_find (deep, RELU))->n_problems, >, 0);
}

/* A loss keeps its output to itself until something is to lead there. */
static void
test_loss_output (Fixture *f, gconstpointer data)
{
  g_autoptr (WeftScene) scene = weft_scene_new (f->graph, NULL, 0, FALSE, NULL);
  guint i = (guint) weft_scene_find (scene, 4);
  WeftPoint port = weft_geometry_output (&scene->boxes[i], 0);
  WeftSceneNode *loss = scene->nodes->pdata[i];

  g_assert_cmpint (weft_scene_pick (scene, port, 6, 4).kind, !=, WEFT_PICK_OUTPUT);
  scene->is_wiring = TRUE;
  g_assert_cmpint (weft_scene_pick (scene, port, 6, 4).kind, ==, WEFT_PICK_OUTPUT);
  scene->is_wiring = FALSE;
  loss->in_front = TRUE;
  g_assert_false (weft_scene_hides_output (loss, 0));
  loss->in_front = FALSE;
  loss->wired_out = 1;
  g_assert_false (weft_scene_hides_output (loss, 0));
}

/* So does what few have a use for, and the output beside it is there. */
static void
test_side_output (void)
{
  WeftSceneNode node = { .layer = weft_layer_find ("lstm"), .n_out = 2 };

  g_assert_false (weft_scene_hides_output (&node, 0));
  g_assert_true (weft_scene_hides_output (&node, 1));
  node.wired_out = 2;
  g_assert_false (weft_scene_hides_output (&node, 1));
}

/* What a node is told about itself is read on it, and told to screen readers. */
static void
test_marks (Fixture *f, gconstpointer data)
{
  g_autoptr (WeftScene) scene = NULL;
  g_autofree char *told = NULL;
  const WeftSceneNode *node;

  small_graph_add (f->graph, "dense", 0, 0);
  small_graph_do (f->graph, weft_edit_set_shared (weft_graph_get_next_id (f->graph) - 1, DENSE));
  small_graph_do (f->graph, weft_edit_set_flag (DENSE, WEFT_NODE_FROZEN, TRUE));
  scene = weft_scene_new (f->graph, NULL, f->group, FALSE, NULL);
  node = weft_scene_get (scene, (guint) weft_scene_find (scene, DENSE));
  told = weft_scene_node_describe (node);
  g_assert_nonnull (strstr (node->line, "Frozen"));
  g_assert_nonnull (strstr (told, "Frozen"));
  g_clear_pointer (&scene, weft_scene_free);
  scene = weft_scene_new (f->graph, NULL, 0, FALSE, NULL);
  node = weft_scene_get (scene, scene->nodes->len - 1);
  g_assert_nonnull (strstr (node->line, "weights of Dense 1"));
}

/* What is inside counts for the group, as often as it stands; and says how often that is. */
static void
test_times (Fixture *f, gconstpointer data)
{
  g_autoptr (WeftReport) once = weft_check (f->graph, f->catalog), report = NULL;
  g_autoptr (WeftScene) scene = NULL;
  gint64 weights = weft_report_find (once, DENSE)->weights;

  g_assert_cmpint (weights, >, 0);
  g_assert_cmpint (weft_report_find (once, f->group)->weights, ==, weights);
  small_graph_do (f->graph, weft_edit_set_param (f->group, "repeat", g_variant_new_int64 (3)));
  scene = weft_scene_new (f->graph, once, f->group, FALSE, NULL);
  g_assert_true (g_str_has_suffix (
      weft_scene_get (scene, (guint) weft_scene_find (scene, DENSE))->line, "× 3"));
  g_assert_cmpint (weft_group_count_times (f->graph, weft_graph_find (f->graph, DENSE)), ==, 3);
  g_assert_cmpint (weft_group_count_times (f->graph, weft_graph_find (f->graph, f->group)), ==, 1);
}

/* An optional input before a wired one, that nothing comes to, is no dot. */
static void
test_hidden_input (void)
{
  g_autoptr (WeftGraph) graph = weft_graph_new ();
  g_autoptr (WeftScene) scene = NULL;
  const WeftSceneNode *node;

  small_graph_add (graph, "data", 0, 0);
  small_graph_add (graph, "lstm", 200, 0);
  small_graph_wire (graph, 1, 0, 2, 0);
  small_graph_wire (graph, 1, 0, 2, 2);
  scene = weft_scene_new (graph, NULL, 0, FALSE, NULL);
  node = weft_scene_get (scene, 1);
  g_assert_cmpuint (node->n_in, ==, 3);
  g_assert_false (weft_scene_hides_input (node, 0));
  g_assert_true (weft_scene_hides_input (node, 1));
  g_assert_false (weft_scene_hides_input (node, 2));
}

/* A block goes into the wire of the selected node, in one step to undo. */
static void
test_block (Fixture *f, gconstpointer data)
{
  const gint64 before = 1;
  guint n = weft_graph_get_n_nodes (f->graph);
  const WeftWire *in;
  gint64 id;

  weft_context_select (f->context, &before, 1);
  small_graph_do (f->graph, weft_edit_remove_wire (weft_graph_find_wire_to (f->graph, 4, 1)));
  id = weft_add_block (f->context, weft_block_find ("residual"), NULL, NULL);
  g_assert_cmpint (id, !=, 0);
  in = weft_graph_find_wire_to (f->graph, id, 0);
  g_assert_cmpint (in->from, ==, before);
  g_assert_cmpint (weft_graph_find_wire_to (f->graph, f->group, 0)->from, ==, id);
  g_assert_cmpint (weft_context_get_selected (f->context), ==, id);
  g_assert_true (weft_history_undo (f->history));
  g_assert_cmpuint (weft_graph_get_n_nodes (f->graph), ==, n);

  id = weft_add_block (f->context, weft_block_find ("residual"), (double[]){ 900, 500 }, NULL);
  g_assert_cmpfloat (weft_graph_find (f->graph, id)->x, ==, 900);
  g_assert_null (weft_graph_find_wire_to (f->graph, id, 0));
}

static void
say_cb (WeftContext *context, const char *text, char **said)
{
  g_free (*said);
  *said = g_strdup (text);
}

static void
check (Fixture *f)
{
  weft_live_set_report (f->live, weft_check (f->graph, f->catalog));
}

/* Pictures, flattened: what a residual block expects is behind 7, and not behind 8. */
static gint64
add_pictures (Fixture *f, gint64 *data)
{
  gint64 ids[3];

  for (gsize i = 0; i < 3; i++)
    {
      ids[i] = weft_graph_get_next_id (f->graph);
      small_graph_add (f->graph, ((const char *[]){ "data", "conv2d", "flatten" })[i],
                       200 * (double) i, 400);
    }
  small_graph_do (f->graph,
                  weft_edit_set_param (ids[0], "source", g_variant_new_string ("random")));
  small_graph_do (f->graph,
                  weft_edit_set_param (ids[0], "shape", g_variant_new_parsed ("[int64 2, 8, 8]")));
  small_graph_wire (f->graph, ids[0], 0, ids[1], 0);
  small_graph_wire (f->graph, ids[1], 0, ids[2], 0);
  *data = ids[0];
  return ids[2];
}

/* Where it does not fit a block is refused, and why is said; in a wire it goes into that wire. */
static void
test_block_fits (Fixture *f, gconstpointer data)
{
  const WeftBlock *block = weft_block_find ("residual");
  gint64 pictures, flatten, id;
  g_autofree char *said = NULL;
  WeftWire wire;

  weft_context_select (f->context, NULL, 0);
  for (gint64 old = 1; old <= f->group; old++)
    if (weft_graph_find (f->graph, old) != NULL && old != DENSE && old != RELU)
      small_graph_do (f->graph, weft_edits_remove (f->graph, &old, 1, FALSE, NULL));
  flatten = add_pictures (f, &pictures);
  check (f);
  g_signal_connect (f->context, "say", G_CALLBACK (say_cb), &said);
  weft_context_select (f->context, &flatten, 1);
  g_assert_cmpint (weft_add_block (f->context, block, NULL, NULL), ==, 0);
  g_assert_nonnull (strstr (said, "(N, C, H, W)"));
  g_assert_nonnull (strstr (said, "Flatten"));

  weft_context_select (f->context, NULL, 0);
  id = weft_add_block (f->context, block, NULL, NULL); /* behind the last that it fits */
  g_assert_cmpint (weft_graph_find_wire_to (f->graph, id, 0)->from, ==, flatten - 1);
  g_assert_cmpint (weft_graph_find_wire_to (f->graph, flatten, 0)->from, ==, id);

  check (f);
  wire = *weft_graph_find_wire_to (f->graph, flatten - 1, 0);
  id = weft_add_block (f->context, block, (double[]){ 100, 400 }, &wire);
  g_assert_cmpint (weft_graph_find_wire_to (f->graph, id, 0)->from, ==, pictures);
  g_assert_cmpint (weft_graph_find_wire_to (f->graph, flatten - 1, 0)->from, ==, id);
}

#define ADD(name, function) g_test_add ("/groups/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("way", test_way);
  ADD ("gone", test_gone);
  ADD ("adding", test_adding);
  ADD ("edits", test_edits);
  ADD ("scene", test_scene);
  ADD ("loss-output", test_loss_output);
  g_test_add_func ("/groups/side-output", test_side_output);
  ADD ("marks", test_marks);
  ADD ("times", test_times);
  ADD ("block", test_block);
  ADD ("block-fits", test_block_fits);
  g_test_add_func ("/groups/hidden-input", test_hidden_input);
  return g_test_run ();
}
