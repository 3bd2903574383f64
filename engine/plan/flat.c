/* flat: opens the groups of a graph, level by level */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/plan/flat.h"

#include "engine/graph/graph-private.h"

#define DIGIT (WEFT_MAX_REPEAT + 1) /* of a number that says which time it is */

/* A level is what stands in one group, or at the top. */
typedef struct
{
  WeftGraph *graph;
  WeftFlat *flat;
  GHashTable *levels;    /* gint64 parent → GArray of const WeftNode *, in order */
  GHashTable *sharers;   /* gint64: nodes whose weights others use, and the others */
  int *place;            /* by the node's place in the graph: where it stands at this time */
  WeftFlatSource *feeds; /* by the node's place: of a group's input, what leads into it */
} Opening;

static guint
place_of (const Opening *opening, const WeftNode *node)
{
  return weft_graph_place_of_node (opening->graph, node->id);
}

static const WeftFlatSource open_source = { WEFT_FLAT_OPEN, 0 };

/* What the wire into that input brings, at this time. */
static WeftFlatSource
find_source (const Opening *opening, const WeftNode *node, guint input)
{
  const WeftWire *wire = weft_graph_find_wire_to (opening->graph, node->id, (int) input);

  if (!wire)
    return open_source;
  return (WeftFlatSource){ opening->place[weft_graph_place_of_node (opening->graph, wire->from)],
                           wire->output };
}

/* --- whose weights --- */

/* Its own flags and those of all groups around it. */
static guint
collect_flags (WeftGraph *graph, const WeftNode *node)
{
  guint flags = 0;

  for (; node; node = weft_graph_find (graph, node->parent))
    flags |= node->flags;
  return flags;
}

static int
count_around (WeftGraph *graph, const WeftNode *node)
{
  int n = 0;

  for (; node->parent != 0; node = weft_graph_find (graph, node->parent))
    n++;
  return n;
}

/* Which time it is for the owner when it is that time for the node: the same in the groups that
 * both stand in, the first in others. */
static gint64
find_owner_repeat (WeftGraph *graph, const WeftNode *node, gint64 repeat, const WeftNode *owner)
{
  int more = count_around (graph, node) - count_around (graph, owner);
  gint64 unit = 1;

  for (; more > 0; more--, repeat /= DIGIT)
    node = weft_graph_find (graph, node->parent);
  for (; more < 0; more++, unit *= DIGIT)
    owner = weft_graph_find (graph, owner->parent);
  for (; node->parent != owner->parent; repeat /= DIGIT, unit *= DIGIT)
    {
      node = weft_graph_find (graph, node->parent);
      owner = weft_graph_find (graph, owner->parent);
    }
  return repeat * unit;
}

static void
find_owner (const Opening *opening, WeftFlatNode *flat)
{
  const WeftNode *owner = weft_graph_find_owner (opening->graph, flat->node);

  flat->owner = owner->id;
  flat->owner_repeat = flat->repeat;
  flat->pace = weft_pace_of_node (opening->graph, owner);
  flat->is_frozen = (collect_flags (opening->graph, owner) & WEFT_NODE_FROZEN) != 0
                    || flat->pace.lr_factor == 0;
  flat->shares = g_hash_table_contains (opening->sharers, &flat->node->id);
  if (owner != flat->node)
    flat->owner_repeat = find_owner_repeat (opening->graph, flat->node, flat->repeat, owner);
}

/* --- nodes --- */

/* Appends the node without its sources; they come next. */
static WeftFlatNode *
append (Opening *opening, const WeftNode *node, gint64 repeat, guint flags)
{
  WeftFlatNode flat
      = { .node = node, .repeat = repeat, .flags = flags, .first = opening->flat->sources->len };

  find_owner (opening, &flat);
  opening->place[place_of (opening, node)] = (int) opening->flat->nodes->len;
  g_array_append_val (opening->flat->nodes, flat);
  return weft_flat_node (opening->flat, opening->flat->nodes->len - 1);
}

static void
append_source (Opening *opening, WeftFlatNode *flat, WeftFlatSource source)
{
  g_array_append_val (opening->flat->sources, source);
  flat->n++;
}

/* Inputs that a build is given: where they repeat, two at least, and the free one is none. */
static guint
count_sources (WeftGraph *graph, const WeftNode *node)
{
  guint n = weft_graph_count_inputs (graph, node);

  if (!weft_layer_repeats (node->layer))
    return n;
  return weft_graph_find_wire_to (graph, node->id, WEFT_MAX_PORTS - 1) ? WEFT_MAX_PORTS
                                                                       : MAX (2, n - 1);
}

/* A node that is bypassed: every output is the input of its number, or the first. */
static gboolean
append_bypassed (Opening *opening, const WeftNode *node, gint64 repeat, guint flags)
{
  guint n_in = weft_graph_count_inputs (opening->graph, node);
  guint n_out = weft_graph_count_outputs (opening->graph, node);
  WeftFlatNode *flat;

  if (!(node->flags & WEFT_NODE_BYPASSED) || n_in == 0 || n_out == 0 || node->layer->is_loss)
    return FALSE;
  flat = append (opening, node, repeat, flags);
  flat->hands_on = TRUE;
  for (guint i = 0; i < n_out; i++)
    append_source (opening, flat, find_source (opening, node, i < n_in ? i : 0));
  return TRUE;
}

static void
append_node (Opening *opening, const WeftNode *node, gint64 repeat, guint flags)
{
  guint n = count_sources (opening->graph, node);
  WeftFlatNode *flat = append (opening, node, repeat, flags);

  flat->hands_on = node->layer->grouping != WEFT_GROUPING_NONE;
  if (node->layer->grouping == WEFT_GROUPING_INPUT)
    append_source (opening, flat, opening->feeds[place_of (opening, node)]);
  else
    for (guint i = 0; i < n; i++)
      append_source (opening, flat, find_source (opening, node, i));
}

/* --- groups --- */

static void open_level (Opening *opening, gint64 group, gint64 repeat, guint flags);

/* The group's port nodes of one kind, in their order; transfer full. */
static GPtrArray *
list_ports (Opening *opening, const WeftNode *group, WeftGrouping grouping)
{
  GPtrArray *ports = g_ptr_array_new ();
  const WeftNode *port;

  for (guint i = 0; (port = weft_graph_find_port (opening->graph, group->id, grouping, i)); i++)
    g_ptr_array_add (ports, (gpointer) port);
  return ports;
}

static WeftFlatSource
source_at (const Opening *opening, const WeftNode *node)
{
  return (WeftFlatSource){ opening->place[place_of (opening, node)], 0 };
}

/* What leads in at first comes from outside, then output by output from the time before; an input
 * that no output belongs to stays what it was. */
static void
open_group (Opening *opening, const WeftNode *group, gint64 repeat, guint flags)
{
  g_autoptr (GPtrArray) inputs = list_ports (opening, group, WEFT_GROUPING_INPUT);
  g_autoptr (GPtrArray) outputs = list_ports (opening, group, WEFT_GROUPING_OUTPUT);
  g_autoptr (GVariant) times = weft_node_get_param (group, "repeat");
  gint64 n = CLAMP (g_variant_get_int64 (times), 1, WEFT_MAX_REPEAT);
  WeftFlatNode *flat;

  for (guint i = 0; i < inputs->len; i++)
    opening->feeds[place_of (opening, inputs->pdata[i])] = find_source (opening, group, i);
  for (gint64 k = 0; k < n && !opening->flat->too_many; k++)
    {
      open_level (opening, group->id, repeat * DIGIT + k, flags);
      for (guint i = 0; i < MIN (inputs->len, outputs->len); i++)
        opening->feeds[place_of (opening, inputs->pdata[i])]
            = source_at (opening, outputs->pdata[i]);
      if (opening->flat->nodes->len > WEFT_FLAT_MOST)
        opening->flat->too_many = group;
    }
  flat = append (opening, group, repeat, flags);
  flat->hands_on = flat->is_opened = TRUE;
  for (guint i = 0; i < outputs->len; i++)
    append_source (opening, flat, source_at (opening, outputs->pdata[i]));
}

static void
open_level (Opening *opening, gint64 group, gint64 repeat, guint flags)
{
  GPtrArray *level = g_hash_table_lookup (opening->levels, &group);

  for (guint i = 0; level && i < level->len && !opening->flat->too_many; i++)
    {
      const WeftNode *node = level->pdata[i];
      guint all = flags | node->flags;

      if (weft_layer_is_remark (node->layer) || append_bypassed (opening, node, repeat, all))
        continue;
      if (node->layer->grouping == WEFT_GROUPING_GROUP)
        open_group (opening, node, repeat, all);
      else
        append_node (opening, node, repeat, all);
    }
}

/* --- the whole --- */

static void
sort_into_levels (Opening *opening, GArray *sorted)
{
  for (guint i = 0; i < sorted->len; i++)
    {
      const WeftNode *node = weft_graph_find (opening->graph, g_array_index (sorted, gint64, i));
      GPtrArray *level = g_hash_table_lookup (opening->levels, &node->parent);

      if (!level)
        {
          level = g_ptr_array_new ();
          g_hash_table_insert (opening->levels, (gpointer) &node->parent, level);
        }
      g_ptr_array_add (level, (gpointer) node);
    }
}

static void
find_sharers (Opening *opening)
{
  for (guint i = 0; i < weft_graph_get_n_nodes (opening->graph); i++)
    {
      const WeftNode *node = weft_graph_get_node (opening->graph, i);

      if (node->shared == 0)
        continue;
      g_hash_table_add (opening->sharers, (gpointer) &node->id);
      g_hash_table_add (opening->sharers,
                        (gpointer) &weft_graph_find_owner (opening->graph, node)->id);
    }
}

WeftFlat *
weft_flat_new (WeftGraph *graph, GArray *sorted)
{
  guint n = weft_graph_get_n_nodes (graph);
  Opening opening = {
    .graph = graph,
    .flat = g_new0 (WeftFlat, 1),
    .levels
    = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, (GDestroyNotify) g_ptr_array_unref),
    .sharers = g_hash_table_new (g_int64_hash, g_int64_equal),
    .place = g_new (int, n + 1),
    .feeds = g_new (WeftFlatSource, n + 1),
  };

  opening.flat->nodes = g_array_new (FALSE, FALSE, sizeof (WeftFlatNode));
  opening.flat->sources = g_array_new (FALSE, FALSE, sizeof (WeftFlatSource));
  for (guint i = 0; i < n; i++)
    {
      opening.place[i] = WEFT_FLAT_UNKNOWN;
      opening.feeds[i] = open_source;
    }
  sort_into_levels (&opening, sorted);
  find_sharers (&opening);
  open_level (&opening, 0, 0, 0);
  g_hash_table_unref (opening.levels);
  g_hash_table_unref (opening.sharers);
  g_free (opening.place);
  g_free (opening.feeds);
  return opening.flat;
}

void
weft_flat_free (WeftFlat *flat)
{
  g_array_unref (flat->nodes);
  g_array_unref (flat->sources);
  g_free (flat);
}
