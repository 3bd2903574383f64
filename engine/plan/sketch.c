/* sketch: nodes and wires in a few words, drawn into a graph for its data */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/plan/sketch.h"

#include <string.h>

#include "engine/graph/making.h"
#include "engine/graph/room.h"
#include "engine/plan/ending.h"

#define ROW 140 /* px from one way to the next */

typedef struct
{
  WeftMaking making;
  WeftEnding ending;
  GHashTable *ids; /* name in the sketch → gint64 id, both owned */
  double x, y;     /* where the last stop stands */
} Draw;

/* One stop as it is written. */
typedef struct
{
  char **words; /* "NAME.PORT", "LAYER", "PARAM=VALUE", …; owned */
  const char *layer, *port;
  char *name;   /* owned */
  char *shared; /* whose weights; nullable, owned */
  gboolean is_first, is_pictures, is_inserted;
} Stop;

static void
stop_clear (Stop *stop)
{
  g_strfreev (stop->words);
  g_free (stop->name);
  g_free (stop->shared);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Stop, stop_clear)

static Stop
read_stop (const char *text)
{
  Stop stop = { .words = g_strsplit (text, " ", -1) };
  char **words = stop.words;
  char *dot;

  stop.is_first = **words == '!';
  stop.is_pictures = **words == '?';
  stop.is_inserted = **words == '+';
  if (**words == '=')
    stop.shared = g_strdup (*words++ + 1);
  stop.name = g_strdup (*words + (stop.is_first || stop.is_pictures || stop.is_inserted));
  dot = strchr (stop.name, '.');
  if (dot != NULL)
    *dot = '\0';
  stop.port = dot != NULL ? dot + 1 : NULL;
  stop.layer = words[1];
  return stop;
}

static const WeftShape *
get_x (const Draw *draw)
{
  return &weft_dataset_get_x (draw->ending.dataset)->shape;
}

static char *
dup_dims (const WeftShape *shape)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (int i = 0; i < shape->rank; i++)
    g_string_append_printf (text, "%s%" G_GINT64_FORMAT, i > 0 ? "," : "", shape->dims[i]);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
dup_value (const Draw *draw, const char *text)
{
  if (strcmp (text, "{shape}") == 0)
    return dup_dims (get_x (draw));
  if (strcmp (text, "{x}") == 0)
    return g_strdup_printf ("%" G_GINT64_FORMAT, weft_shape_count (get_x (draw)));
  if (strcmp (text, "{words}") == 0)
    return g_strdup_printf ("%d", weft_dataset_get_x (draw->ending.dataset)->classes);
  if (strcmp (text, "{y}") == 0)
    return g_strdup_printf ("%" G_GINT64_FORMAT, weft_ending_get_width (draw->ending.dataset));
  return g_strdup (text);
}

static GVariant *
make_params (const Draw *draw, const WeftLayer *layer, char *const *words)
{
  GVariant *values = NULL;

  for (; *words != NULL; words++)
    {
      g_auto (GStrv) sides = g_strsplit (*words, "=", 2);
      g_autofree char *typed = dup_value (draw, sides[1]);
      const WeftParam *param = weft_params_find (layer->params, sides[0]);
      g_autoptr (GVariant) before = values;
      g_autoptr (GVariant) value = weft_param_parse (param, typed, NULL);

      values = weft_params_with (layer->params, before, sides[0], value);
    }
  return values;
}

static gint64
find (const Draw *draw, const char *name)
{
  const gint64 *id = g_hash_table_lookup (draw->ids, name);

  return id != NULL ? *id : 0;
}

/* The last node of a layer that was there; 0. */
static gint64
find_layer (const Draw *draw, const char *layer)
{
  gint64 found = 0;

  for (guint i = 0; i < weft_graph_get_n_nodes (draw->making.graph); i++)
    {
      const WeftNode *node = weft_graph_get_node (draw->making.graph, i);

      if (strcmp (node->layer->id, layer) == 0 && !(node->flags & WEFT_NODE_MUTED))
        found = node->id;
    }
  return found;
}

static void
remember (Draw *draw, const char *name, gint64 id)
{
  g_hash_table_insert (draw->ids, g_strdup (name), g_memdup2 (&id, sizeof id));
}

/* --- places: a way that begins with what was there has a row of its own --- */

static gboolean
is_taken (const Draw *draw, double x, double y)
{
  for (guint i = 0; i < weft_graph_get_n_nodes (draw->making.graph); i++)
    {
      const WeftNode *node = weft_graph_get_node (draw->making.graph, i);

      if (node->parent == 0 && node->x < x + WEFT_ROOM_WIDTH && node->x + WEFT_ROOM_WIDTH > x
          && node->y < y + ROW && node->y + ROW > y)
        return TRUE;
    }
  return FALSE;
}

static void
go_right (Draw *draw)
{
  draw->x += WEFT_ROOM_PITCH;
  while (is_taken (draw, draw->x, draw->y))
    draw->y += ROW;
}

/* --- nodes and wires --- */

static gint64
add_node (Draw *draw, const Stop *stop)
{
  const WeftLayer *layer = weft_layer_find (stop->layer);
  char *const *words = stop->words + 2 + (stop->shared != NULL);
  g_autoptr (GVariant) params = make_params (draw, layer, words);
  WeftNode node = { .layer = layer, .params = params };
  gint64 id;

  go_right (draw);
  node.x = draw->x;
  node.y = draw->y;
  node.shared = stop->shared != NULL ? find (draw, stop->shared) : 0;
  id = weft_making_add_node (&draw->making, &node);
  remember (draw, stop->name, id);
  return id;
}

static void
add_wire (Draw *draw, gint64 from, const char *output, gint64 to, const char *input)
{
  WeftGraph *graph = draw->making.graph;
  WeftWire wire = { .from = from, .to = to };

  if (output != NULL)
    wire.output = weft_graph_find_output (graph, weft_graph_find (graph, from), output);
  if (input != NULL)
    wire.input = weft_graph_find_input (graph, weft_graph_find (graph, to), input);
  weft_making_add (&draw->making, weft_edit_add_wire (&wire));
}

/* What the output fed, the node feeds. */
static void
insert (Draw *draw, gint64 from, gint64 node)
{
  WeftGraph *graph = draw->making.graph;

  for (guint i = 0; i < weft_graph_get_n_wires (graph) && !draw->making.failed; i++)
    {
      const WeftWire old = *weft_graph_get_wire (graph, i);

      if (old.from != from || old.output != 0 || old.to == node
          || weft_graph_find (graph, old.to)->layer->is_loss)
        continue;
      weft_making_add (&draw->making, weft_edit_remove_wire (&old));
      weft_making_add (&draw->making,
                       weft_edit_add_wire (&(WeftWire){ node, old.to, 0, old.input }));
    }
}

static gboolean
is_skipped (const Draw *draw, const Stop *stop)
{
  return (stop->is_pictures && get_x (draw)->rank < 2)
         || (stop->is_first && find (draw, "end") != draw->ending.data);
}

static void
mute_losses (Draw *draw)
{
  for (guint i = 0; i < weft_graph_get_n_nodes (draw->making.graph); i++)
    {
      const WeftNode *node = weft_graph_get_node (draw->making.graph, i);

      if (node->layer->is_loss && !(node->flags & WEFT_NODE_MUTED))
        weft_making_add (&draw->making, weft_edit_set_flag (node->id, WEFT_NODE_MUTED, TRUE));
    }
}

static void
begin_way (Draw *draw, gint64 from)
{
  const WeftNode *node = weft_graph_find (draw->making.graph, from);

  draw->x = node != NULL ? node->x : 0;
  draw->y = node != NULL ? node->y : 0;
}

static void
draw_way (Draw *draw, const char *way)
{
  g_auto (GStrv) stops = g_strsplit (way, " | ", -1);
  g_autofree char *output = NULL;
  gint64 from = 0;

  for (char **at = stops; *at != NULL && !draw->making.failed; at++)
    {
      g_auto (Stop) stop = read_stop (*at);
      gint64 id = *stop.name == '@' ? find_layer (draw, stop.name + 1) : find (draw, stop.name);

      if (is_skipped (draw, &stop))
        continue;
      if (at == stops)
        begin_way (draw, id != 0 ? id : draw->ending.data);
      if (id == 0)
        id = add_node (draw, &stop);
      if (draw->making.failed)
        return;
      if (from != 0)
        add_wire (draw, from, output, id, stop.port);
      if (stop.is_inserted)
        insert (draw, from, id);
      g_free (output);
      output = at == stops ? g_strdup (stop.port) : NULL;
      from = id;
    }
}

/* Where the chain leads nowhere yet, else what the first loss judges. */
static gint64
find_end (const Draw *draw, WeftGraph *graph)
{
  for (guint i = 0; i < weft_graph_get_n_nodes (graph) && draw->ending.from == draw->ending.data;
       i++)
    {
      const WeftNode *node = weft_graph_get_node (graph, i);
      const WeftWire *wire = node->layer->is_loss && node->parent == 0
                                 ? weft_graph_find_wire_to (graph, node->id, 0)
                                 : NULL;

      if (wire != NULL)
        return wire->from;
    }
  return draw->ending.from;
}

WeftEdit *
weft_sketch_dup_edit (const char *sketch, WeftGraph *graph, const WeftReport *report,
                      const char *label)
{
  g_auto (GStrv) ways = g_strsplit (sketch, "; ", -1);
  Draw draw = { 0 };
  WeftEdit *edit;

  if (!weft_ending_find (&draw.ending, graph, report) || draw.ending.dataset == NULL)
    return NULL;
  draw.ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  remember (&draw, "data", draw.ending.data);
  remember (&draw, "end", find_end (&draw, graph));
  weft_making_begin (&draw.making, graph, NULL);
  for (char **way = ways; *way != NULL && !draw.making.failed; way++)
    if (strcmp (*way, "alone") == 0)
      mute_losses (&draw);
    else
      draw_way (&draw, *way);
  g_hash_table_unref (draw.ids);
  edit = weft_making_end (&draw.making, label);
  return edit;
}
