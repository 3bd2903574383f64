/* patch: a scene follows an edit that leaves it its nodes, ports and wires; no GTK in it
 *
 * Each node is compared with what it was made of, which for thousands is soon done; to word, place
 * and wire all of them again is not. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/scene/patch.h"

#include "ui/scene/ghosts.h"
#include "ui/scene/mini.h"
#include "ui/scene/scene-node.h"

typedef struct
{
  WeftScene *scene;
  WeftGraph *graph;
  const WeftReport *report;
  GHashTable *problems;
  gboolean thumbs;
  GArray *anew;           /* guint: nodes that are made anew, */
  GPtrArray *made;        /* WeftSceneNode: as what */
  GArray *placed, *boxes; /* guint and WeftBox: who takes other room, and which */
  gboolean has_groups;
} Following;

void
weft_patch_init (WeftPatch *patch)
{
  weft_ways_change_init (&patch->ways);
  patch->nodes = g_array_new (FALSE, FALSE, sizeof (guint));
  patch->were = g_ptr_array_new_with_free_func (weft_scene_node_free);
}

void
weft_patch_clear (WeftPatch *patch)
{
  weft_ways_change_clear (&patch->ways);
  g_clear_pointer (&patch->nodes, g_array_unref);
  g_clear_pointer (&patch->were, g_ptr_array_unref);
}

/* --- what is as it was --- */

static gboolean
is_same_wire (const WeftWire *a, const WeftWire *b)
{
  return a->from == b->from && a->to == b->to && a->output == b->output && a->input == b->input;
}

/* Both stand in one order. A wire whose ends stand at another level is in no scene of this one. */
static gboolean
has_same_wires (const WeftScene *scene, WeftGraph *graph)
{
  guint k = 0;

  for (guint i = 0; i < weft_graph_get_n_wires (graph); i++)
    {
      const WeftWire *wire = weft_graph_get_wire (graph, i);
      const WeftSceneWire *known = k < scene->wires->len ? weft_scene_get_wire (scene, k) : NULL;

      if (known != NULL && !known->is_direct && is_same_wire (&known->wire, wire))
        k++;
      else if (weft_scene_find (scene, wire->to) >= 0)
        return FALSE;
    }
  return k == scene->wires->len;
}

static gboolean
has_same_problem (const WeftSceneNode *node, const WeftSceneProblem *problem)
{
  return problem == NULL ? node->problem == NULL
                         : g_strcmp0 (node->problem, problem->text) == 0
                               && node->n_problems == problem->n && node->worst == problem->worst;
}

static void
place (Following *f, guint i, const WeftBox *box)
{
  const WeftBox *now = &f->scene->boxes[i];

  if (box->x == now->x && box->y == now->y && box->w == now->w && box->h == now->h)
    return;
  g_array_append_val (f->placed, i);
  g_array_append_val (f->boxes, *box);
}

/* FALSE: it has other ports. */
static gboolean
make (Following *f, guint i, const WeftNode *from)
{
  WeftSceneNode *was = f->scene->nodes->pdata[i], *now;
  WeftBox box;

  now = weft_scene_node_new (f->graph, from, f->report, f->thumbs, f->scene, &box);
  weft_scene_node_set_problem (now, g_hash_table_lookup (f->problems, GUINT_TO_POINTER (i)));
  now->chip_hangs = was->chip_hangs;
  now->chip_room = was->chip_room;
  now->in_front = was->in_front;
  g_array_append_val (f->anew, i);
  g_ptr_array_add (f->made, now);
  place (f, i, &box);
  f->has_groups |= from->layer->grouping == WEFT_GROUPING_GROUP;
  return now->n_in == was->n_in && now->n_out == was->n_out;
}

static gboolean
look_at (Following *f, guint i, const WeftNode *from)
{
  const WeftSceneNode *node = weft_scene_get (f->scene, i);
  const WeftNodeReport *of = f->report != NULL ? weft_report_find (f->report, from->id) : NULL;
  WeftBox box = f->scene->boxes[i];

  if (node->id != from->id || node->layer != from->layer)
    return FALSE;
  if (!weft_scene_node_is_of (node, f->graph, from, of)
      || !has_same_problem (node, g_hash_table_lookup (f->problems, GUINT_TO_POINTER (i))))
    return make (f, i, from);
  box.x = from->x;
  box.y = from->y;
  place (f, i, &box);
  return TRUE;
}

/* FALSE: nodes came or went. */
static gboolean
look_at_all (Following *f)
{
  guint i = 0;

  for (guint k = 0; k < weft_graph_get_n_nodes (f->graph); k++)
    {
      const WeftNode *from = weft_graph_get_node (f->graph, k);

      if (from->parent != f->scene->inside)
        continue;
      if (i == f->scene->nodes->len || !look_at (f, i, from))
        return FALSE;
      i++;
    }
  return i == f->scene->nodes->len;
}

/* --- what is not --- */

static void
note_wires (Following *f)
{
  for (guint i = 0; i < f->scene->wires->len; i++)
    {
      const WeftSceneWire *wire = weft_scene_get_wire (f->scene, i);
      WeftSceneNode *from = f->scene->nodes->pdata[wire->from];
      WeftSceneNode *to = f->scene->nodes->pdata[wire->to];

      from->wired_out |= 1u << MIN (wire->wire.output, 31);
      to->wired_in |= 1u << MIN (wire->wire.input, 31);
    }
}

static void
exchange (Following *f, WeftPatch *patch)
{
  for (guint k = 0; k < f->anew->len; k++)
    {
      guint i = g_array_index (f->anew, guint, k);
      WeftSceneNode *now = f->made->pdata[k];

      g_ptr_array_add (patch->were, f->scene->nodes->pdata[i]);
      g_array_append_val (patch->nodes, i);
      f->scene->nodes->pdata[i] = now;
      g_hash_table_replace (f->scene->index, &now->id, GUINT_TO_POINTER (i + 1));
    }
  g_ptr_array_set_free_func (f->made, NULL);
  if (f->has_groups)
    weft_mini_fill (f->scene, f->graph);
  if (f->anew->len > 0)
    note_wires (f);
}

gboolean
weft_patch_follow (WeftPatch *patch, WeftScene *scene, WeftGraph *graph, const WeftReport *report,
                   gboolean thumbs)
{
  g_autoptr (GHashTable) problems = NULL;
  g_autoptr (GArray) anew = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GPtrArray) made = g_ptr_array_new_with_free_func (weft_scene_node_free);
  g_autoptr (GArray) placed = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GArray) boxes = g_array_new (FALSE, FALSE, sizeof (WeftBox));
  Following f = { .scene = scene,
                  .graph = graph,
                  .report = report,
                  .thumbs = thumbs,
                  .anew = anew,
                  .made = made,
                  .placed = placed,
                  .boxes = boxes };

  if (!has_same_wires (scene, graph))
    return FALSE;
  f.problems = problems = weft_scene_find_problems (scene, graph, report);
  if (!look_at_all (&f))
    return FALSE;
  exchange (&f, patch);
  if (placed->len > 0)
    weft_ways_put (scene, (const guint *) (void *) placed->data,
                   (const WeftBox *) (void *) boxes->data, placed->len, &patch->ways);
  weft_ghosts_fill (scene, graph);
  return TRUE;
}
