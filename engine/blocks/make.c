/* make: a block's row made into one edit that adds a group */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/blocks/block.h"
#include "engine/graph/layout.h"
#include "engine/graph/making.h"

typedef struct
{
  WeftMaking making;
  const WeftBlock *block;
  gint64 width, group;
  GHashTable *ids; /* the row's name of a node (borrowed) → its id */
} Work;

gint64
weft_block_get_width (const WeftBlock *block, const WeftShape *shape)
{
  int axis = block->axis < 0 ? shape->rank + block->axis : block->axis;

  return axis > 0 && axis < shape->rank ? shape->dims[axis] : 0;
}

gboolean
weft_block_fits (const WeftBlock *block, const WeftShape *shape)
{
  int rank = 1;

  for (const char *at = block->form; *at; at++)
    rank += *at == ',';
  return shape->rank < 0 || shape->rank == rank;
}

/* "4c" → "64", "c/4" → "4"; what speaks of no width stays. */
static char *
dup_value (const Work *work, const char *text)
{
  gsize digits = strspn (text, "0123456789");
  gint64 times = digits > 0 ? g_ascii_strtoll (text, NULL, 10) : 1, parts = 1;

  if (text[digits] != 'c' || (text[digits + 1] != '\0' && text[digits + 1] != '/'))
    return g_strdup (text);
  if (text[digits + 1] == '/')
    parts = g_ascii_strtoll (text + digits + 2, NULL, 10);
  return g_strdup_printf ("%" G_GINT64_FORMAT, MAX (work->width * times / parts, 1));
}

static GVariant *
parse_params (const Work *work, const WeftLayer *layer, const char *text)
{
  g_auto (GStrv) words = g_strsplit (text ? text : "", " ", -1);
  GVariant *values = NULL;

  for (char **word = words; *word && **word; word++)
    {
      g_auto (GStrv) sides = g_strsplit (*word, "=", 2);
      g_autofree char *typed = dup_value (work, sides[1]);
      const WeftParam *param = weft_params_find (layer->params, sides[0]);
      g_autoptr (GVariant) before = values;
      g_autoptr (GVariant) value = param ? weft_param_parse (param, typed, NULL) : NULL;

      values = weft_params_with (layer->params, before, sides[0], value);
    }
  return values;
}

static void
add_nodes (Work *work)
{
  for (const WeftBlockNode *row = work->block->nodes; row->name; row++)
    {
      WeftNode node = { .layer = weft_layer_find (row->layer), .parent = work->group };
      g_autoptr (GVariant) params = parse_params (work, node.layer, row->params);
      gint64 id;

      node.params = params;
      id = weft_making_add_node (&work->making, &node);
      g_hash_table_insert (work->ids, (gpointer) row->name, g_memdup2 (&id, sizeof id));
    }
}

/* The node that "sum.in2" names, and its port. */
static const WeftNode *
find_node (const Work *work, const char *text, char **port)
{
  g_auto (GStrv) sides = g_strsplit (text, ".", 2);
  const gint64 *id = g_hash_table_lookup (work->ids, sides[0]);

  *port = g_strdup (sides[1]);
  return weft_graph_find (work->making.graph, *id);
}

static void
add_wire (Work *work, const char *from, const char *to)
{
  g_autofree char *output = NULL, *input = NULL;
  const WeftNode *source = find_node (work, from, &output);
  const WeftNode *reader = find_node (work, to, &input);
  WeftWire wire = { .from = source->id, .to = reader->id };

  if (output)
    wire.output = weft_graph_find_output (work->making.graph, source, output);
  if (input)
    wire.input = weft_graph_find_input (work->making.graph, reader, input);
  weft_making_add (&work->making, weft_edit_add_wire (&wire));
}

static void
add_wires (Work *work)
{
  g_auto (GStrv) ways = g_strsplit (work->block->wires, "; ", -1);

  for (char **way = ways; *way; way++)
    {
      g_auto (GStrv) stops = g_strsplit (*way, " ", -1);

      for (char **stop = stops; !work->making.failed && stop[1]; stop++)
        {
          /* behind the first stop a port is an input: onwards it goes from the first output */
          g_autofree char *plain = g_strndup (*stop, strcspn (*stop, "."));

          add_wire (work, stop == stops ? *stop : plain, stop[1]);
        }
    }
}

static void
lay_out (Work *work)
{
  WeftGraph *graph = work->making.graph;
  guint n = weft_graph_get_n_nodes (graph);
  g_autofree double *x = g_new (double, n + 1), *y = g_new (double, n + 1);

  weft_layout_places (graph, NULL, x, y);
  for (guint i = 0; i < n; i++)
    if (weft_graph_get_node (graph, i)->parent == work->group)
      weft_making_add (&work->making,
                       weft_edit_move (weft_graph_get_node (graph, i)->id, x[i], y[i]));
}

static void
add_group (Work *work, const WeftBlockPlace *place)
{
  g_autofree char *name = weft_graph_dup_free_name (work->making.graph, work->block->id);
  const char *number = name + strlen (work->block->id);
  g_autofree char *title = g_strdup_printf ("%s %s", _ (work->block->title), number);

  work->group
      = weft_making_add_node (&work->making, &(WeftNode){ .name = name,
                                                          .title = title,
                                                          .layer = weft_layer_find ("group"),
                                                          .parent = place->parent,
                                                          .x = place->x,
                                                          .y = place->y });
}

WeftEdit *
weft_block_dup_edit (const WeftBlock *block, WeftGraph *graph, const WeftBlockPlace *place,
                     GError **error)
{
  Work work = { .block = block, .width = place->width > 0 ? place->width : block->width };
  WeftEdit *edit;

  work.ids = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  weft_making_begin (&work.making, graph, error);
  add_group (&work, place);
  if (!work.making.failed)
    add_nodes (&work);
  if (!work.making.failed)
    add_wires (&work);
  if (!work.making.failed)
    lay_out (&work);
  edit = weft_making_end (&work.making, N_ ("Add block"));
  g_hash_table_unref (work.ids);
  return edit;
}
