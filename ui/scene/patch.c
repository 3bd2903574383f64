/* patch: a scene follows edits of the document; no GTK in it
 *
 * Nodes and wires are compared with what they were made of, which for thousands is soon done; to
 * word, place and wire all of them again is not. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/scene/patch.h"

#include "ui/scene/ghosts.h"
#include "ui/scene/mini.h"
#include "ui/scene/patch-wires.h"
#include "ui/scene/scene-node.h"

typedef struct
{
  WeftScene *scene;
  WeftGraph *graph;
  const WeftReport *report;
  GHashTable *problems;
  WeftPatch *patch;
  gboolean thumbs, is_known;
  guint8 *came, *rewired; /* a byte a node: it came; a wire came to it or went; */
  guint8 *edited;         /* it may say something else; NULL: each may */
  GArray *anew;           /* guint: nodes that are made anew, */
  GPtrArray *made;        /* WeftSceneNode: as what */
  GArray *placed, *boxes; /* guint and WeftBox: who takes other room, and which */
  GArray *left;           /* WeftBox: where something stood that is gone */
  guint n_reworded;       /* of those that might have waited */
  gboolean has_groups;
  gboolean moves_ways; /* a way is to be found */
} Following;

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
  patch->has_other_nodes = patch->has_other_wires = patch->is_known = patch->is_left = FALSE;
  patch->first = 0;
  patch->sight = NULL;
  patch->edited = NULL;
  patch->most = G_MAXUINT;
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

/* How many nodes are the same, from the first on; k: at which node of the document that ends. */
static guint
count_same_nodes (const Following *f, guint *k)
{
  const WeftNode *from;
  guint i = 0, next = *k;

  while (i < f->scene->nodes->len && (from = find_next_here (f, &next)) != NULL
         && is_of (weft_scene_get (f->scene, i), from))
    {
      *k = next;
      i++;
    }
  return i;
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

/* Both stand by their ids, and the first ones, as far as k in the document, are the same. numbers:
 * of each node as it was, which it has now; −1: none. */
static GPtrArray *
match_nodes (Following *f, guint k, int *numbers)
{
  guint i = f->patch->first, n = f->scene->nodes->len;
  GPtrArray *nodes = g_ptr_array_new_full (n + 1, NULL);
  const WeftNode *from;

  for (guint at = 0; at < n; at++)
    numbers[at] = at < i ? (int) at : -1;
  for (guint at = 0; at < i; at++)
    g_ptr_array_add (nodes, f->scene->nodes->pdata[at]);
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
  guint k = 0, next;

  f->patch->first = count_same_nodes (f, &k);
  next = k;
  if (f->patch->first == scene->nodes->len && find_next_here (f, &next) == NULL)
    return;
  f->patch->has_other_nodes = f->moves_ways = TRUE;
  numbers = g_new (int, scene->nodes->len + 1);
  were = scene->nodes;
  scene->nodes = match_nodes (f, k, numbers);
  weft_ways_renumber (scene, numbers, were->len);
  g_ptr_array_set_free_func (were, NULL);
  g_ptr_array_set_free_func (scene->nodes, weft_scene_node_free);
  for (guint i = f->patch->first; i < were->len; i++)
    if (numbers[i] < 0)
      {
        g_hash_table_remove (scene->index, &((WeftSceneNode *) were->pdata[i])->id);
        weft_scene_node_free (were->pdata[i]);
      }
  for (guint i = f->patch->first; i < scene->nodes->len; i++)
    g_hash_table_replace (scene->index, &((WeftSceneNode *) scene->nodes->pdata[i])->id,
                          GUINT_TO_POINTER (i + 1));
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
  now->chip_bend = was->chip_bend;
  now->chip_room = was->chip_room;
  now->in_front = was->in_front;
  g_array_append_val (f->anew, i);
  g_ptr_array_add (f->made, now);
  place (f, i, &box, now->n_in == was->n_in && now->n_out == was->n_out);
  f->has_groups |= from->layer->grouping == WEFT_GROUPING_GROUP;
}

/* One that is edited at another level may have all here say something else, as a group does that is
 * repeated more often. Of one that is gone nobody is left to say anything. NULL: each may; transfer
 * full. */
static guint8 *
mark_edited (const Following *f)
{
  const GArray *edited = f->patch->edited;
  g_autofree guint8 *marks = edited != NULL ? g_malloc0 (f->scene->nodes->len + 1) : NULL;

  for (guint k = 0; edited != NULL && k < edited->len; k++)
    {
      gint64 id = g_array_index (edited, gint64, k);
      int at = weft_scene_find (f->scene, id);

      if (at >= 0)
        marks[at] = TRUE;
      else if (weft_graph_find (f->graph, id) != NULL)
        return NULL;
    }
  return g_steal_pointer (&marks);
}

/* What is not made of itself alone is compared each time. */
static gboolean
is_same (const Following *f, guint i, const WeftNode *from)
{
  const WeftSceneNode *node = weft_scene_get (f->scene, i);

  return (f->edited != NULL && !f->edited[i] && node->params != NULL)
         || weft_scene_node_is_of (node, f->graph, from);
}

/* By the same report it is known, whatever was edited elsewhere. */
static gboolean
is_as_known (const Following *f, const WeftSceneNode *node, const WeftNode *from)
{
  return f->is_known
         || weft_scene_node_is_as_known (node, f->graph, from,
                                         f->report != NULL ? weft_report_find (f->report, from->id)
                                                           : NULL);
}

/* Thousands of shapes are other ones by one edit, and whoever edits sees a few of them. Once one
 * takes other room they all do at once: finding ways for a part of them is no quicker. */
static gboolean
may_wait (Following *f, guint i)
{
  if (f->moves_ways
      || (f->patch->sight != NULL && weft_box_meets (&f->scene->boxes[i], f->patch->sight)))
    return FALSE;
  if (f->n_reworded++ < f->patch->most)
    return FALSE;
  f->patch->is_left = TRUE;
  return TRUE;
}

static void
look_at (Following *f, guint i, const WeftNode *from)
{
  WeftSceneNode *node = f->scene->nodes->pdata[i];
  const WeftSceneProblem *problem = g_hash_table_lookup (f->problems, GUINT_TO_POINTER (i));
  WeftBox box = f->scene->boxes[i];

  if (f->came[i])
    weft_scene_node_set_problem (node, problem);
  else if (f->rewired[i] || !is_same (f, i, from) || !has_same_problem (node, problem)
           || (!is_as_known (f, node, from) && !may_wait (f, i)))
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

/* As while they are dragged, or nodes glide. */
static gboolean
has_direct_wires (const WeftScene *scene)
{
  for (guint i = 0; i < scene->wires->len; i++)
    if (weft_scene_get_wire (scene, i)->is_direct)
      return TRUE;
  return FALSE;
}

static void
find_ways (Following *f)
{
  const WeftWaysPut put = {
    .nodes = (const guint *) (void *) f->placed->data,
    .boxes = (const WeftBox *) (void *) f->boxes->data,
    .n = f->placed->len,
    .left = f->left,
    .rewired = f->rewired,
  };

  if (f->moves_ways || f->patch->has_other_wires || has_direct_wires (f->scene))
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
  g_autofree guint8 *came = NULL, *rewired = NULL, *edited = NULL;
  Following f = { .scene = scene,
                  .graph = graph,
                  .report = report,
                  .patch = patch,
                  .is_known = patch->is_known,
                  .thumbs = thumbs,
                  .anew = anew,
                  .made = made,
                  .placed = placed,
                  .boxes = boxes,
                  .left = left };

  follow_nodes (&f);
  f.came = came = g_malloc0 (scene->nodes->len + 1);
  f.rewired = rewired = g_malloc0 (scene->nodes->len + 1);
  f.edited = edited = mark_edited (&f);
  for (guint k = 0; k < placed->len; k++)
    came[g_array_index (placed, guint, k)] = TRUE;
  patch->has_other_wires = weft_patch_wires (scene, graph, patch->wires, rewired);
  f.problems = problems = weft_scene_find_problems (scene, graph, report);
  look_at_all (&f);
  exchange (&f);
  find_ways (&f);
  weft_ghosts_fill (scene, graph);
}
