/* settle: whoever stands where an edit puts a node makes way for it; no GTK in it
 *
 * What is of one row goes right, what lies below goes down; each only as far as it has to, and what
 * it meets there in its turn. Two that the edit left alone may lie as they like. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/scene/settle.h"

#include "ui/scene/make-way.h"

#include <math.h>

#define GAP_ASIDE 12.0 /* px beside a node of another row */
#define GAP_BELOW 20.0

typedef struct
{
  const WeftScene *scene;
  WeftBox *boxes;
  gboolean *concerned; /* the edit put it there, or it had to move */
  guint *order, n;
  guint *placed, n_placed; /* of those that are concerned */
  gboolean down;           /* by their tops, not by their left edges */
} Settling;

static gboolean
is_obstacle (const Settling *s, guint i)
{
  return !weft_layer_is_remark (weft_scene_get (s->scene, i)->layer);
}

static int
compare_cb (gconstpointer a, gconstpointer b, gpointer user)
{
  const Settling *s = user;
  guint i = *(const guint *) a, k = *(const guint *) b;
  double p = s->down ? s->boxes[i].y : s->boxes[i].x, q = s->down ? s->boxes[k].y : s->boxes[k].x;

  if (p != q)
    return p < q ? -1 : 1;
  return s->concerned[k] - s->concerned[i];
}

static gboolean
are_level (const WeftBox *a, const WeftBox *b)
{
  return a->y < b->y + b->h && b->y < a->y + a->h;
}

/* Where the right one has to begin; −∞: the left one is not in its way. */
static double
find_edge (const WeftBox *left, const WeftBox *right)
{
  gboolean is_row = fabs (left->y - right->y) < WEFT_NODE_BARE;

  if (!are_level (left, right) || (!is_row && right->x - left->x < left->w / 2))
    return -INFINITY;
  return left->x + left->w + (is_row ? WEFT_NODE_GAP : GAP_ASIDE);
}

static double
find_top (const WeftBox *upper, const WeftBox *lower)
{
  return weft_box_meets (upper, lower) ? upper->y + upper->h + GAP_BELOW : -INFINITY;
}

/* TRUE: it moved, and what it came to may be in its way in its turn. */
static gboolean
push_one (Settling *s, guint i, const guint *before, guint n)
{
  WeftBox *box = &s->boxes[i];
  double *at = s->down ? &box->y : &box->x, from = *at;

  for (guint k = 0; k < n; k++)
    {
      const WeftBox *other = &s->boxes[before[k]];

      *at = MAX (*at, s->down ? find_top (other, box) : find_edge (other, box));
    }
  return *at > from;
}

static void
push (Settling *s)
{
  s->n_placed = 0;
  g_qsort_with_data (s->order, (int) s->n, sizeof *s->order, compare_cb, s);
  for (guint b = 0; b < s->n; b++)
    {
      guint i = s->order[b];

      while (push_one (s, i, s->concerned[i] ? s->order : s->placed,
                       s->concerned[i] ? b : s->n_placed))
        s->concerned[i] = TRUE;
      if (s->concerned[i])
        s->placed[s->n_placed++] = i;
    }
}

/* Those that the edit added, moved or made larger. */
static void
find_concerned (Settling *s, const WeftScene *was)
{
  for (guint i = 0; i < s->scene->nodes->len; i++)
    {
      int old = weft_scene_find (was, weft_scene_get (s->scene, i)->id);
      const WeftBox *now = &s->boxes[i], *then = old >= 0 ? &was->boxes[old] : NULL;

      s->concerned[i] = then == NULL || now->x != then->x || now->y != then->y || now->w > then->w
                        || now->h > then->h;
      if (is_obstacle (s, i))
        s->order[s->n++] = i;
    }
}

/* Whoever is open and grew or shrank has the rows below follow as when it was opened. */
static void
follow_sizes (Settling *s, const WeftScene *was)
{
  for (guint i = 0; i < s->scene->nodes->len; i++)
    {
      const WeftSceneNode *node = weft_scene_get (s->scene, i);
      int old = weft_scene_find (was, node->id);
      WeftBox now = s->boxes[i];

      if (old < 0 || node->units.kind == WEFT_UNITS_NONE
          || weft_scene_get (was, (guint) old)->units.kind == WEFT_UNITS_NONE
          || now.h == was->boxes[old].h)
        continue;
      s->boxes[i].h = was->boxes[old].h;
      weft_make_way (s->boxes, s->scene->nodes->len, i, &now);
    }
}

static void
settle_level (const WeftScene *was, const WeftScene *now, GPtrArray *moves)
{
  guint n = now->nodes->len;
  g_autofree WeftBox *boxes = g_memdup2 (now->boxes, (n + 1) * sizeof (WeftBox));
  g_autofree gboolean *concerned = g_new0 (gboolean, n + 1);
  g_autofree guint *order = g_new (guint, 2 * n + 2);
  Settling s = { .scene = now, .boxes = boxes, .concerned = concerned, .order = order };

  s.placed = order + n + 1;
  find_concerned (&s, was);
  follow_sizes (&s, was);
  push (&s);
  s.down = TRUE;
  push (&s);
  for (guint i = 0; i < n; i++)
    if (boxes[i].x != now->boxes[i].x || boxes[i].y != now->boxes[i].y)
      g_ptr_array_add (moves, weft_edit_move (weft_scene_get (now, i)->id, boxes[i].x, boxes[i].y));
}

/* The groups, and 0 for the top, in which nodes came to stand, were moved or may have grown. */
static GArray *
find_levels (WeftGraph *before, WeftGraph *after)
{
  GArray *levels = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GHashTable) known = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint i = 0; i < weft_graph_get_n_nodes (after); i++)
    {
      const WeftNode *node = weft_graph_get_node (after, i);
      const WeftNode *old = weft_graph_find (before, node->id);

      if ((old == NULL || old->x != node->x || old->y != node->y || node->flags & WEFT_NODE_OPEN)
          && g_hash_table_add (known, (gpointer) &node->parent))
        g_array_append_val (levels, node->parent);
    }
  return levels;
}

/* Those that are open and were set otherwise: gint64. */
static GArray *
find_open_and_set (WeftGraph *before, WeftGraph *after)
{
  GArray *nodes = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < weft_graph_get_n_nodes (after); i++)
    {
      const WeftNode *node = weft_graph_get_node (after, i);
      const WeftNode *old
          = node->flags & WEFT_NODE_OPEN ? weft_graph_find (before, node->id) : NULL;

      if (old != NULL && !g_variant_equal (old->params, node->params))
        g_array_append_val (nodes, node->id);
    }
  return nodes;
}

/* What is to be known of it; of a large network as far as nobody has to wait for it. */
static WeftReport *
look_ahead (WeftGraph *before, WeftGraph *after, WeftCatalog *catalog, WeftReport *known)
{
  g_autoptr (GArray) nodes = NULL;

  if (!weft_check_takes_long (after))
    return weft_check (after, catalog);
  nodes = find_open_and_set (before, after);
  return weft_check_units (after, known, (const gint64 *) (void *) nodes->data, nodes->len);
}

WeftEdit *
weft_settle_edit (WeftGraph *graph, WeftCatalog *catalog, WeftReport *known, WeftEdit *edit)
{
  g_autoptr (WeftGraph) after = weft_graph_dup (graph);
  g_autoptr (WeftEdit) inverse = weft_graph_apply (after, edit, NULL);
  g_autoptr (WeftReport) report = NULL;
  g_autoptr (GPtrArray) moves = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_edit_unref);
  g_autoptr (GArray) levels = NULL;

  if (inverse == NULL)
    return edit; /* whoever does it will be told why */
  levels = find_levels (graph, after);
  if (levels->len == 0)
    return edit;
  report = look_ahead (graph, after, catalog, known);
  for (guint i = 0; i < levels->len; i++)
    {
      gint64 level = g_array_index (levels, gint64, i);
      g_autoptr (WeftScene) was = weft_scene_new_bare (graph, known, level, TRUE, NULL);
      g_autoptr (WeftScene) now = weft_scene_new_bare (after, report, level, TRUE, was);

      settle_level (was, now, moves);
    }
  return moves->len > 0 ? weft_edit_follow (edit, moves) : edit;
}

WeftEdit *
weft_settle_for_context (WeftContext *context, WeftEdit *edit)
{
  return weft_settle_edit (weft_context_get_graph (context), weft_context_get_catalog (context),
                           weft_live_get_report (weft_context_get_live (context)), edit);
}

static void
measure_level (WeftGraph *graph, const WeftReport *known, gint64 level, double *width,
               double *height)
{
  g_autoptr (WeftScene) scene = weft_scene_new_bare (graph, known, level, TRUE, NULL);

  for (guint i = 0; i < weft_graph_get_n_nodes (graph); i++)
    {
      int at = weft_scene_find (scene, weft_graph_get_node (graph, i)->id);

      if (at < 0)
        continue;
      width[i] = scene->boxes[at].w;
      height[i] = scene->boxes[at].h;
    }
}

void
weft_settle_measure (WeftGraph *graph, const WeftReport *known, double *width, double *height)
{
  measure_level (graph, known, 0, width, height);
  for (guint i = 0; i < weft_graph_get_n_nodes (graph); i++)
    {
      const WeftNode *node = weft_graph_get_node (graph, i);

      if (node->layer->grouping == WEFT_GROUPING_GROUP)
        measure_level (graph, known, node->id, width, height);
    }
}
