/* patch: a scene follows edits of the document; no GTK in it
 *
 * Nodes and wires are compared with what they were made of, which for thousands is soon done; to
 * word, place and wire all of them again is not. */
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
  WeftPatch *patch;
  gboolean thumbs;
  guint8 *marks;          /* of each node */
  GArray *anew;           /* guint: nodes that are made anew, */
  GPtrArray *made;        /* WeftSceneNode: as what */
  GArray *placed, *boxes; /* guint and WeftBox: who takes other room, and which */
  GArray *left;           /* WeftBox: where something stood that is gone */
  gboolean has_groups;
  gboolean moves_ways; /* a way is to be found */
} Following;

enum
{
  REWIRED = 1, /* a wire came to it or went */
  CAME = 2,
};

static void
free_node (gpointer node)
{
  if (node != NULL)
    weft_scene_node_free (node);
}

void
weft_patch_init (WeftPatch *patch)
{
  weft_ways_change_init (&patch->ways);
  patch->nodes = g_array_new (FALSE, FALSE, sizeof (guint));
  patch->were = g_ptr_array_new_with_free_func (free_node);
  patch->gone = g_array_new (FALSE, FALSE, sizeof (gint64));
  patch->wires = g_array_new (FALSE, FALSE, sizeof (int));
  patch->has_other_nodes = patch->has_other_wires = FALSE;
}

void
weft_patch_clear (WeftPatch *patch)
{
  weft_ways_change_clear (&patch->ways);
  g_clear_pointer (&patch->nodes, g_array_unref);
  g_clear_pointer (&patch->were, g_ptr_array_unref);
  g_clear_pointer (&patch->gone, g_array_unref);
  g_clear_pointer (&patch->wires, g_array_unref);
}

/* --- nodes that came and went --- */

/* The next node of the document from k on that stands at the scene's level; nullable. */
static const WeftNode *
find_next_here (const Following *f, guint *k)
{
  while (*k < weft_graph_get_n_nodes (f->graph))
    {
      const WeftNode *node = weft_graph_get_node (f->graph, (*k)++);

      if (node->parent == f->scene->inside)
        return node;
    }
  return NULL;
}

static gboolean
is_of (const WeftSceneNode *node, const WeftNode *from)
{
  return node->id == from->id && node->layer == from->layer;
}

static gboolean
has_same_nodes (const Following *f)
{
  const WeftNode *from;
  guint i = 0, k = 0;

  while ((from = find_next_here (f, &k)) != NULL)
    if (i == f->scene->nodes->len || !is_of (weft_scene_get (f->scene, i++), from))
      return FALSE;
  return i == f->scene->nodes->len;
}

/* It takes its room when all is known of it. */
static void
welcome (Following *f, GPtrArray *nodes, const WeftNode *from)
{
  guint i = nodes->len;
  WeftBox box;

  g_ptr_array_add (nodes,
                   weft_scene_node_new (f->graph, from, f->report, f->thumbs, f->scene, &box));
  g_array_append_val (f->patch->nodes, i);
  g_ptr_array_add (f->patch->were, NULL);
  g_array_append_val (f->placed, i);
  g_array_append_val (f->boxes, box);
  f->has_groups |= from->layer->grouping == WEFT_GROUPING_GROUP;
}

static void
let_go (Following *f, guint i)
{
  const WeftSceneNode *node = weft_scene_get (f->scene, i);

  g_array_append_val (f->patch->gone, node->id);
  if (!weft_layer_is_remark (node->layer))
    g_array_append_val (f->left, f->scene->obstacles[i]);
}

/* Both stand by their ids. numbers: of each node as it was, which it has now; −1: none. */
static GPtrArray *
match_nodes (Following *f, int *numbers)
{
  GPtrArray *nodes = g_ptr_array_new ();
  guint i = 0, k = 0, n = f->scene->nodes->len;
  const WeftNode *from;

  for (guint at = 0; at < n; at++)
    numbers[at] = -1;
  while ((from = find_next_here (f, &k)) != NULL)
    {
      while (i < n && weft_scene_get (f->scene, i)->id <= from->id
             && !is_of (weft_scene_get (f->scene, i), from))
        let_go (f, i++);
      if (i < n && is_of (weft_scene_get (f->scene, i), from))
        {
          numbers[i] = (int) nodes->len;
          g_ptr_array_add (nodes, f->scene->nodes->pdata[i++]);
        }
      else
        welcome (f, nodes, from);
    }
  while (i < n)
    let_go (f, i++);
  return nodes;
}

static void
follow_nodes (Following *f)
{
  WeftScene *scene = f->scene;
  g_autoptr (GPtrArray) were = NULL;
  g_autofree int *numbers = NULL;

  if (has_same_nodes (f))
    return;
  f->patch->has_other_nodes = f->moves_ways = TRUE;
  numbers = g_new (int, scene->nodes->len + 1);
  were = scene->nodes;
  scene->nodes = match_nodes (f, numbers);
  weft_ways_renumber (scene, numbers, were->len);
  g_ptr_array_set_free_func (were, NULL);
  g_ptr_array_set_free_func (scene->nodes, weft_scene_node_free);
  for (guint i = 0; i < were->len; i++)
    if (numbers[i] < 0)
      {
        g_hash_table_remove (scene->index, &((WeftSceneNode *) were->pdata[i])->id);
        weft_scene_node_free (were->pdata[i]);
      }
  for (guint i = 0; i < scene->nodes->len; i++)
    g_hash_table_replace (scene->index, &((WeftSceneNode *) scene->nodes->pdata[i])->id,
                          GUINT_TO_POINTER (i + 1));
}

/* --- wires that came and went --- */

static gboolean
is_same_wire (const WeftWire *a, const WeftWire *b)
{
  return a->from == b->from && a->to == b->to && a->output == b->output && a->input == b->input;
}

/* By where they lead, as the wires of both are ordered. */
static int
compare_ends (const WeftWire *a, const WeftWire *b)
{
  return a->to != b->to ? (a->to < b->to ? -1 : 1) : a->input - b->input;
}

static gboolean
is_whole (const WeftSceneWire *wire)
{
  return wire->from >= 0 && wire->to >= 0;
}

/* How many of the scene's wires are as they were, from the first on, and of how many of the
 * document's, of which those whose ends stand at another level are in no scene of this one. */
static guint
count_same_wires (Following *f, guint *of)
{
  guint k = 0, i = 0;

  for (; i < weft_graph_get_n_wires (f->graph); i++)
    {
      const WeftWire *wire = weft_graph_get_wire (f->graph, i);
      const WeftSceneWire *known
          = k < f->scene->wires->len ? weft_scene_get_wire (f->scene, k) : NULL;

      if (known != NULL && is_whole (known) && is_same_wire (&known->wire, wire))
        {
          f->moves_ways |= known->is_direct;
          k++;
        }
      else if (weft_scene_find (f->scene, wire->to) >= 0)
        break;
    }
  *of = i;
  return k;
}

static void
mark_ends (Following *f, const WeftSceneWire *wire)
{
  if (wire->from >= 0)
    f->marks[wire->from] |= REWIRED;
  if (wire->to >= 0)
    f->marks[wire->to] |= REWIRED;
}

static void
drop_wire (Following *f, const WeftSceneWire *wire)
{
  weft_router_leave (&f->scene->router, &wire->route);
  mark_ends (f, wire);
}

/* old: nullable: it is a new one. */
static void
put_wire (Following *f, const WeftWire *wire, const WeftSceneWire *old, int number)
{
  if (old != NULL)
    g_array_append_vals (f->scene->wires, old, 1);
  else if (weft_scene_add_wire (f->scene, wire))
    mark_ends (f, weft_scene_get_wire (f->scene, f->scene->wires->len - 1));
  else
    return;
  g_array_append_val (f->patch->wires, number);
}

static void
follow_wires (Following *f)
{
  GArray *wires = f->scene->wires;
  guint i, same = count_same_wires (f, &i), k = 0, n = wires->len - same;
  g_autofree WeftSceneWire *old = NULL;

  if (n == 0 && i == weft_graph_get_n_wires (f->graph))
    return;
  f->patch->has_other_wires = f->moves_ways = TRUE;
  old = g_memdup2 (&g_array_index (wires, WeftSceneWire, same), n * sizeof *old);
  g_array_set_size (wires, same);
  for (guint w = 0; w < same; w++)
    g_array_append_val (f->patch->wires, w);
  for (; i < weft_graph_get_n_wires (f->graph); i++)
    {
      const WeftWire *wire = weft_graph_get_wire (f->graph, i);
      gboolean is_known;

      for (; k < n && compare_ends (&old[k].wire, wire) <= 0; k++)
        if (is_whole (&old[k]) && is_same_wire (&old[k].wire, wire))
          break;
        else
          drop_wire (f, &old[k]);
      is_known = k < n && compare_ends (&old[k].wire, wire) == 0;
      put_wire (f, wire, is_known ? &old[k] : NULL, is_known ? (int) (same + k) : -1);
      k += is_known;
    }
  for (; k < n; k++)
    drop_wire (f, &old[k]);
}

/* --- what is as it was --- */

static gboolean
has_same_problem (const WeftSceneNode *node, const WeftSceneProblem *problem)
{
  return problem == NULL ? node->problem == NULL
                         : g_strcmp0 (node->problem, problem->text) == 0
                               && node->n_problems == problem->n && node->worst == problem->worst;
}

static gboolean
is_same_box (const WeftBox *a, const WeftBox *b)
{
  return a->x == b->x && a->y == b->y && a->w == b->w && a->h == b->h;
}

/* On its way it is not where wires go round it. */
static void
place (Following *f, guint i, const WeftBox *box, gboolean has_same_ports)
{
  const WeftScene *scene = f->scene;

  if (has_same_ports && is_same_box (&scene->boxes[i], box)
      && (is_same_box (&scene->obstacles[i], box)
          || weft_layer_is_remark (weft_scene_get (scene, i)->layer)))
    return;
  g_array_append_val (f->placed, i);
  g_array_append_vals (f->boxes, box, 1);
  f->moves_ways = TRUE;
}

static void
make (Following *f, guint i, const WeftNode *from)
{
  const WeftSceneNode *was = weft_scene_get (f->scene, i);
  WeftSceneNode *now;
  WeftBox box;

  now = weft_scene_node_new (f->graph, from, f->report, f->thumbs, f->scene, &box);
  weft_scene_node_set_problem (now, g_hash_table_lookup (f->problems, GUINT_TO_POINTER (i)));
  now->chip_hangs = was->chip_hangs;
  now->chip_room = was->chip_room;
  now->in_front = was->in_front;
  g_array_append_val (f->anew, i);
  g_ptr_array_add (f->made, now);
  place (f, i, &box, now->n_in == was->n_in && now->n_out == was->n_out);
  f->has_groups |= from->layer->grouping == WEFT_GROUPING_GROUP;
}

static void
look_at (Following *f, guint i, const WeftNode *from)
{
  WeftSceneNode *node = f->scene->nodes->pdata[i];
  const WeftNodeReport *of = f->report != NULL ? weft_report_find (f->report, from->id) : NULL;
  const WeftSceneProblem *problem = g_hash_table_lookup (f->problems, GUINT_TO_POINTER (i));
  WeftBox box = f->scene->boxes[i];

  if (f->marks[i] & CAME)
    weft_scene_node_set_problem (node, problem);
  else if (f->marks[i] & REWIRED || !weft_scene_node_is_of (node, f->graph, from, of)
           || !has_same_problem (node, problem))
    make (f, i, from);
  else
    {
      box.x = from->x;
      box.y = from->y;
      place (f, i, &box, TRUE);
    }
}

static void
look_at_all (Following *f)
{
  const WeftNode *from;
  guint k = 0;

  for (guint i = 0; (from = find_next_here (f, &k)) != NULL; i++)
    look_at (f, i, from);
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
exchange (Following *f)
{
  for (guint k = 0; k < f->anew->len; k++)
    {
      guint i = g_array_index (f->anew, guint, k);
      WeftSceneNode *now = f->made->pdata[k];

      g_ptr_array_add (f->patch->were, f->scene->nodes->pdata[i]);
      g_array_append_val (f->patch->nodes, i);
      f->scene->nodes->pdata[i] = now;
      g_hash_table_replace (f->scene->index, &now->id, GUINT_TO_POINTER (i + 1));
    }
  g_ptr_array_set_free_func (f->made, NULL);
  if (f->has_groups)
    weft_mini_fill (f->scene, f->graph);
  if (f->anew->len > 0)
    note_wires (f);
}

static void
find_ways (Following *f)
{
  const WeftWaysPut put = {
    .nodes = (const guint *) (void *) f->placed->data,
    .boxes = (const WeftBox *) (void *) f->boxes->data,
    .n = f->placed->len,
    .left = f->left,
    .rewired = f->marks,
  };

  if (f->moves_ways)
    weft_ways_put (f->scene, &put, &f->patch->ways);
}

void
weft_patch_follow (WeftPatch *patch, WeftScene *scene, WeftGraph *graph, const WeftReport *report,
                   gboolean thumbs)
{
  g_autoptr (GHashTable) problems = NULL;
  g_autoptr (GArray) anew = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GPtrArray) made = g_ptr_array_new_with_free_func (weft_scene_node_free);
  g_autoptr (GArray) placed = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GArray) boxes = g_array_new (FALSE, FALSE, sizeof (WeftBox));
  g_autoptr (GArray) left = g_array_new (FALSE, FALSE, sizeof (WeftBox));
  g_autofree guint8 *marks = NULL;
  Following f = { .scene = scene,
                  .graph = graph,
                  .report = report,
                  .patch = patch,
                  .thumbs = thumbs,
                  .anew = anew,
                  .made = made,
                  .placed = placed,
                  .boxes = boxes,
                  .left = left };

  follow_nodes (&f);
  f.marks = marks = g_malloc0 (scene->nodes->len + 1);
  for (guint k = 0; k < placed->len; k++)
    marks[g_array_index (placed, guint, k)] = CAME;
  follow_wires (&f);
  f.problems = problems = weft_scene_find_problems (scene, graph, report);
  look_at_all (&f);
  exchange (&f);
  find_ways (&f);
  weft_ghosts_fill (scene, graph);
}
