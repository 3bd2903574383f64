/* scene: what there is to see of a graph: boxes, words, ports, ways of the wires; no GTK in it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/scene/scene.h"

#include "ui/scene/ghosts.h"
#include "ui/scene/mini.h"
#include "ui/scene/scene-node.h"
#include "ui/scene/ways.h"
#include "ui/scene/words.h"

#define HANGING_CHIP 54.0 /* px beyond the node's edge that are kept for it */

void
weft_scene_free (WeftScene *scene)
{
  g_ptr_array_unref (scene->nodes);
  g_array_unref (scene->wires);
  g_hash_table_unref (scene->index);
  g_ptr_array_unref (scene->ghosts);
  g_array_unref (scene->ghost_at);
  g_array_unref (scene->ghost_ends);
  weft_router_clear (&scene->router);
  g_free (scene->obstacles);
  g_free (scene->boxes);
  g_free (scene);
}

/* Who stands for a node: itself, or the group around it that is shown; −1: neither is. */
static int
find_standing_for (const WeftScene *scene, WeftGraph *graph, gint64 id)
{
  const WeftNode *node = weft_graph_find (graph, id);

  while (node != NULL && node->parent != scene->inside)
    node = weft_graph_find (graph, node->parent);
  return node != NULL ? weft_scene_find (scene, node->id) : -1;
}

static void
free_problem (gpointer data)
{
  g_free (((WeftSceneProblem *) data)->text);
  g_free (data);
}

static void
add_problem (GHashTable *problems, int at, const WeftDiagnostic *diagnostic)
{
  WeftSceneProblem *problem = g_hash_table_lookup (problems, GINT_TO_POINTER (at));
  char *message = weft_diagnostic_dup_sentence (diagnostic), *all;

  if (problem == NULL)
    {
      problem = g_new0 (WeftSceneProblem, 1);
      problem->text = message;
      g_hash_table_insert (problems, GINT_TO_POINTER (at), problem);
    }
  else
    {
      all = g_strconcat (problem->text, "\n", message, NULL);
      g_free (problem->text);
      g_free (message);
      problem->text = all;
    }
  problem->n++;
  problem->worst = MAX (problem->worst, diagnostic->severity);
}

GHashTable *
weft_scene_find_problems (const WeftScene *scene, WeftGraph *graph, const WeftReport *report)
{
  GHashTable *problems = g_hash_table_new_full (NULL, NULL, NULL, free_problem);

  for (guint i = 0; report != NULL && i < report->diagnostics->len; i++)
    {
      const WeftDiagnostic *diagnostic = report->diagnostics->pdata[i];
      int at = diagnostic->severity == WEFT_SEVERITY_NOTE
                   ? -1
                   : find_standing_for (scene, graph, diagnostic->node);

      if (at >= 0)
        add_problem (problems, at, diagnostic);
    }
  return problems;
}

void
weft_scene_node_set_problem (WeftSceneNode *node, const WeftSceneProblem *problem)
{
  g_free (node->problem);
  node->problem = problem != NULL ? g_strdup (problem->text) : NULL;
  node->n_problems = problem != NULL ? problem->n : 0;
  node->worst = problem != NULL ? problem->worst : 0;
}

static void
set_problems (WeftScene *scene, WeftGraph *graph, const WeftReport *report)
{
  g_autoptr (GHashTable) problems = weft_scene_find_problems (scene, graph, report);
  GHashTableIter iter;
  gpointer at, problem;

  g_hash_table_iter_init (&iter, problems);
  while (g_hash_table_iter_next (&iter, &at, &problem))
    weft_scene_node_set_problem (scene->nodes->pdata[GPOINTER_TO_INT (at)], problem);
}

gboolean
weft_scene_make_wire (const WeftScene *scene, const WeftWire *wire, WeftSceneWire *made)
{
  WeftSceneNode *from, *to;

  *made = (WeftSceneWire){ .wire = *wire };
  made->from = weft_scene_find (scene, wire->from);
  made->to = weft_scene_find (scene, wire->to);
  if (made->from < 0 || made->to < 0)
    return FALSE;
  from = scene->nodes->pdata[made->from];
  to = scene->nodes->pdata[made->to];
  from->wired_out |= 1u << MIN (wire->output, 31);
  to->wired_in |= 1u << MIN (wire->input, 31);
  made->is_label = weft_scene_port_is_label (to, FALSE, (guint) wire->input);
  return TRUE;
}

WeftScene *
weft_scene_new_bare (WeftGraph *graph, const WeftReport *report, gint64 inside, gboolean thumbs,
                     const WeftScene *before)
{
  WeftScene *scene = g_new0 (WeftScene, 1);
  guint n = weft_graph_get_n_nodes (graph);

  scene->nodes = g_ptr_array_new_full (n, weft_scene_node_free);
  scene->wires = g_array_new (FALSE, TRUE, sizeof (WeftSceneWire));
  scene->index = g_hash_table_new (g_int64_hash, g_int64_equal);
  scene->ghosts = g_ptr_array_new_with_free_func (weft_scene_node_free);
  scene->ghost_at = g_array_new (FALSE, FALSE, sizeof (WeftBox));
  scene->ghost_ends = g_array_new (FALSE, FALSE, sizeof (WeftPoint));
  scene->inside = inside;
  scene->changes = before != NULL ? before->changes + 1 : 0;
  scene->boxes = g_new0 (WeftBox, n + 1);
  for (guint i = 0; i < n; i++)
    {
      const WeftNode *from = weft_graph_get_node (graph, i);
      WeftSceneNode *node;

      if (from->parent != inside) /* its group stands for it */
        continue;
      node = weft_scene_node_new (graph, from, report, thumbs, before,
                                  &scene->boxes[scene->nodes->len]);
      g_ptr_array_add (scene->nodes, node);
      g_hash_table_insert (scene->index, &node->id, GUINT_TO_POINTER (scene->nodes->len));
    }
  return scene;
}

WeftScene *
weft_scene_new (WeftGraph *graph, const WeftReport *report, gint64 inside, gboolean thumbs,
                const WeftScene *before)
{
  WeftScene *scene = weft_scene_new_bare (graph, report, inside, thumbs, before);
  WeftSceneWire wire;

  weft_mini_fill (scene, graph);
  for (guint i = 0; i < weft_graph_get_n_wires (graph); i++)
    if (weft_scene_make_wire (scene, weft_graph_get_wire (graph, i), &wire))
      g_array_append_val (scene->wires, wire);
  set_problems (scene, graph, report);
  weft_ghosts_fill (scene, graph);
  weft_ways_find (scene);
  return scene;
}

const char *
weft_scene_get_port_name (const WeftSceneNode *node, gboolean output, guint port)
{
  char **names = node->ports[output ? 1 : 0];

  if (names != NULL)
    return port < g_strv_length (names) ? names[port] : "";
  return weft_words_port (node->layer, output, port);
}

int
weft_scene_find (const WeftScene *scene, gint64 id)
{
  return (int) GPOINTER_TO_UINT (g_hash_table_lookup (scene->index, &id)) - 1;
}

const WeftSceneNode *
weft_scene_get (const WeftScene *scene, guint i)
{
  return scene->nodes->pdata[i];
}

const WeftSceneWire *
weft_scene_get_wire (const WeftScene *scene, guint i)
{
  return &g_array_index (scene->wires, WeftSceneWire, i);
}

static WeftBox
measure_bounds (const WeftScene *scene)
{
  WeftBox bounds = { 0 };

  for (guint i = 0; i < scene->nodes->len; i++)
    {
      const WeftBox *box = &scene->boxes[i];
      WeftBox hanging = { box->x + box->w, box->y + WEFT_PORT_TOP, HANGING_CHIP, 0 };

      bounds = i == 0 ? *box : weft_box_union (&bounds, box);
      if (weft_scene_get (scene, i)->chip_hangs)
        bounds = weft_box_union (&bounds, &hanging);
    }
  for (guint i = 0; i < scene->wires->len; i++)
    bounds = weft_box_union (&bounds, &weft_scene_get_wire (scene, i)->bounds);
  return bounds;
}

gboolean
weft_scene_get_bounds (WeftScene *scene, WeftBox *bounds)
{
  if (!scene->has_bounds)
    scene->bounds = measure_bounds (scene);
  scene->has_bounds = TRUE;
  *bounds = scene->bounds;
  return scene->nodes->len > 0;
}

int
weft_scene_find_wire (const WeftScene *scene, const WeftWire *wire)
{
  for (guint i = 0; i < scene->wires->len; i++)
    {
      const WeftWire *w = &weft_scene_get_wire (scene, i)->wire;

      if (w->from == wire->from && w->to == wire->to && w->output == wire->output
          && w->input == wire->input)
        return (int) i;
    }
  return -1;
}

gboolean
weft_scene_hides_output (const WeftSceneNode *node, guint port)
{
  return (node->layer->is_loss || weft_layer_is_side_output (node->layer, port))
         && (node->wired_out >> MIN (port, 31) & 1u) == 0 && !node->in_front;
}

gboolean
weft_scene_hides_input (const WeftSceneNode *node, guint port)
{
  return (node->hidden_in >> MIN (port, 31) & 1u) != 0 && !node->in_front;
}

gboolean
weft_scene_port_is_label (const WeftSceneNode *node, gboolean output, guint port)
{
  if (output)
    return (node->labels_out >> port & 1) != 0;
  return node->layer->is_loss && port > 0;
}
