/* layout: places for the nodes of a graph that has none: left to right, in rows */
/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A node's column is the longest way to it from a source. Nodes that share a column stand in slots
 * under each other, and a node keeps the slot of the one before it, so that a chain is straight.
 * Long ways go on in further rows: as few of them as can be read at once. Nodes without any wire
 * stand below all that, in a grid. */
#include "engine/graph/layout.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define LEFT 26
#define TOP 34
#define NODE 132
#define COLUMN 174 /* a node and a gap of 42 for the shape's chip */
#define BELOW 30   /* a gap under what is taller than a row */

#define PORT 42 /* from a port to the next one under it */

#define WIDTH 960.0 /* what there is to see of the canvas in a window of 1280 × 720 */
#define HEIGHT 350.0

#define SHARE 1.3 /* columns in a row, squared, to columns in all: rows then fill a wide window */

/* Rows after the first begin under its second column, for the wire that comes back at the left, or
 * where that makes a row more under the first. */
typedef struct
{
  guint most, across, first; /* columns in all, columns in a row, where further rows begin */
  double height;             /* of a row */
} Shape;

static const Shape shapes[] = {
  { 9, 5, 1, 168 },
  { 18, 6, 0, 140 },
  { G_MAXUINT, 7, 1, 140 }, /* the narrowest; it grows with what there is */
};

typedef struct
{
  WeftGraph *graph;
  const WeftLayoutSizes *sizes; /* nullable */
  gint64 parent;                /* the group whose inside is laid out, 0: the top */
  GHashTable *index;            /* gint64 id → position in the graph + 1 */
  guint n, n_columns, n_loose;
  Shape shape;
  guint *column, *slot;
  guint *used;         /* of a column: how many slots are taken at its top */
  gboolean *is_loose;  /* no wire, and not the only one */
  guint *first, *next; /* lists of the wires into each node: numbers from 1, 0 ends */
} Layout;

/* Notes and frames stay where they are; frames then follow what stands in them. */
static gboolean
is_here (const Layout *layout, guint i)
{
  const WeftNode *node = weft_graph_get_node (layout->graph, i);

  return node->parent == layout->parent && !weft_layer_is_remark (node->layer);
}

static gboolean
stands_in_columns (const Layout *layout, guint i)
{
  return is_here (layout, i) && !layout->is_loose[i];
}

static guint
index_of (Layout *layout, gint64 id)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (layout->index, &id)) - 1;
}

static void
place (Layout *layout, guint i)
{
  guint column = 0, slot = 0;
  int lowest = G_MAXINT;

  for (guint w = layout->first[i]; w; w = layout->next[w])
    {
      const WeftWire *wire = weft_graph_get_wire (layout->graph, w - 1);
      guint from = index_of (layout, wire->from);

      if (layout->column[from] == G_MAXUINT)
        continue;
      column = MAX (column, layout->column[from] + 1);
      if (wire->input < lowest)
        {
          lowest = wire->input;
          slot = layout->slot[from];
        }
    }
  layout->column[i] = column;
  layout->slot[i] = MAX (slot, layout->used[column]);
  layout->used[column] = layout->slot[i] + 1;
  layout->n_columns = MAX (layout->n_columns, column + 1);
}

static void
list_wires (Layout *layout)
{
  guint n = weft_graph_get_n_wires (layout->graph);

  layout->first = g_new0 (guint, layout->n + 1);
  layout->next = g_new0 (guint, n + 1);
  for (guint w = 1; w <= n; w++)
    {
      guint to = index_of (layout, weft_graph_get_wire (layout->graph, w - 1)->to);

      layout->next[w] = layout->first[to];
      layout->first[to] = w;
    }
}

/* One alone is as good in the first column as anywhere. */
static void
find_loose (Layout *layout)
{
  guint n = 0;

  layout->is_loose = g_new (gboolean, layout->n + 1);
  for (guint i = 0; i < layout->n; i++)
    n += layout->is_loose[i] = is_here (layout, i);
  for (guint w = 0; w < weft_graph_get_n_wires (layout->graph); w++)
    {
      const WeftWire *wire = weft_graph_get_wire (layout->graph, w);
      const gint64 ends[] = { wire->from, wire->to };

      for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
        if (layout->is_loose[index_of (layout, ends[i])])
          {
            layout->is_loose[index_of (layout, ends[i])] = FALSE;
            n--;
          }
    }
  layout->n_loose = n > 1 ? n : 0;
  for (guint i = 0; i < layout->n && layout->n_loose == 0; i++)
    layout->is_loose[i] = FALSE;
}

static void
init (Layout *layout, WeftGraph *graph, gint64 parent)
{
  layout->graph = graph;
  layout->parent = parent;
  layout->n = weft_graph_get_n_nodes (graph);
  layout->n_columns = 0;
  layout->index = g_hash_table_new (g_int64_hash, g_int64_equal);
  layout->column = g_new (guint, layout->n + 1);
  layout->slot = g_new0 (guint, layout->n + 1);
  layout->used = g_new0 (guint, layout->n + 1);
  for (guint i = 0; i < layout->n; i++)
    {
      g_hash_table_insert (layout->index, (gpointer) &weft_graph_get_node (graph, i)->id,
                           GUINT_TO_POINTER (i + 1));
      layout->column[i] = G_MAXUINT;
    }
  list_wires (layout);
  find_loose (layout);
}

static void
clear (Layout *layout)
{
  g_hash_table_unref (layout->index);
  g_free (layout->column);
  g_free (layout->slot);
  g_free (layout->used);
  g_free (layout->is_loose);
  g_free (layout->first);
  g_free (layout->next);
}

/* Which row a column stands in, and where in it. The last row has room under the data. */
static guint
row_of (const Layout *layout, guint column, guint *position)
{
  guint across = layout->shape.across, first = layout->shape.first;
  guint length = across - first, row, begin;

  *position = column;
  if (column < across)
    return 0;
  row = (column - across) / length;
  begin = across + row * length;
  *position = column - begin + (layout->n_columns - begin < across ? 1 : first);
  return row + 1;
}

/* px of a node and the gap below it, as far as its ports ask for them. */
static double
get_ports_height (const Layout *layout, guint i)
{
  const WeftNode *node = weft_graph_get_node (layout->graph, i);
  guint inputs = weft_layer_get_n_required (node->layer), w = layout->first[i];

  for (; w; w = layout->next[w])
    inputs = MAX (inputs, (guint) weft_graph_get_wire (layout->graph, w - 1)->input + 1);
  return PORT * (1.0 + MAX (inputs, weft_graph_count_outputs (layout->graph, node)));
}

/* Where everything comes to stand. */
typedef struct
{
  double *left; /* of each position in a row */
  double *top;  /* of the slots of all rows, one row after another; the last is where all end */
  guint *first_slot; /* of each row */
} Places;

static guint
slot_of (const Layout *layout, const Places *places, guint i, guint *position)
{
  return places->first_slot[row_of (layout, layout->column[i], position)] + layout->slot[i];
}

static void
count_slots (const Layout *layout, Places *places)
{
  g_autofree guint *slots = g_new0 (guint, layout->n_columns + 1);
  guint position;

  for (guint column = 0; column < layout->n_columns; column++)
    {
      guint row = row_of (layout, column, &position);

      slots[row] = MAX (slots[row], layout->used[column]);
    }
  places->first_slot = g_new0 (guint, layout->n_columns + 2);
  for (guint row = 0; row < layout->n_columns; row++)
    places->first_slot[row + 1] = places->first_slot[row] + slots[row];
}

/* From the top of one slot to the next: the same in a row, but for what is taller. */
static void
measure_slots (const Layout *layout, const Places *places, double *pitch)
{
  g_autofree double *most = g_new (double, layout->n_columns + 1);
  guint position;

  for (guint row = 0; row < layout->n_columns; row++)
    most[row] = layout->shape.height;
  for (guint i = 0; i < layout->n; i++)
    if (stands_in_columns (layout, i))
      {
        guint row = row_of (layout, layout->column[i], &position);

        most[row] = MAX (most[row], get_ports_height (layout, i));
      }
  for (guint row = 0; row < layout->n_columns; row++)
    for (guint slot = places->first_slot[row]; slot < places->first_slot[row + 1]; slot++)
      pitch[slot] = most[row];
  for (guint i = 0; layout->sizes && i < layout->n; i++)
    if (stands_in_columns (layout, i))
      {
        double *of = &pitch[slot_of (layout, places, i, &position)];

        *of = MAX (*of, layout->sizes->height[i] + BELOW);
      }
}

static void
measure_places (const Layout *layout, Places *places)
{
  guint n_slots, position;
  g_autofree double *pitch = NULL, *width = g_new (double, layout->n_columns + 2);

  count_slots (layout, places);
  n_slots = places->first_slot[layout->n_columns];
  pitch = g_new (double, n_slots + 1);
  measure_slots (layout, places, pitch);
  places->top = g_new (double, n_slots + 1);
  places->top[0] = TOP;
  for (guint slot = 0; slot < n_slots; slot++)
    places->top[slot + 1] = places->top[slot] + pitch[slot];

  for (guint p = 0; p < layout->n_columns + 2; p++)
    width[p] = COLUMN;
  for (guint i = 0; layout->sizes && i < layout->n; i++)
    if (stands_in_columns (layout, i))
      {
        row_of (layout, layout->column[i], &position);
        width[position] = MAX (width[position], layout->sizes->width[i] + COLUMN - NODE);
      }
  places->left = g_new (double, layout->n_columns + 2);
  places->left[0] = LEFT;
  for (guint p = 0; p <= layout->n_columns; p++)
    places->left[p + 1] = places->left[p] + width[p];
}

/* How much smaller than it is the whole has to be shown to be seen at once, as far as columns and
 * their slots tell. */
static double
measure (const Layout *layout)
{
  g_autofree guint *slots = g_new0 (guint, layout->n_columns + 1);
  guint position, across = 1, down = 0;

  for (guint column = 0; column < layout->n_columns; column++)
    {
      guint row = row_of (layout, column, &position);

      slots[row] = MAX (slots[row], layout->used[column]);
      across = MAX (across, position + 1);
    }
  for (guint row = 0; row < layout->n_columns; row++)
    down += slots[row];
  return MIN (WIDTH / (across * COLUMN), HEIGHT / (down * layout->shape.height));
}

/* Where columns hold several nodes, as with two losses, further rows would lie under the edge: all
 * in one row is seen at once, unless it is too long for that. */
static void
prefer_one_row (Layout *layout)
{
  guint across = layout->shape.across, most = 0;
  double size = measure (layout);

  for (guint column = 0; column < layout->n_columns; column++)
    most = MAX (most, layout->used[column]);
  layout->shape.across = MAX (across, layout->n_columns);
  if (most < 2 || size >= 1 || measure (layout) <= size)
    layout->shape.across = across;
}

/* Nodes of a cycle have no order: they follow in the order of the document. */
static void
place_all (Layout *layout)
{
  g_autoptr (GArray) order = weft_graph_sort (layout->graph);

  for (guint k = 0; k < order->len; k++)
    if (stands_in_columns (layout, index_of (layout, g_array_index (order, gint64, k))))
      place (layout, index_of (layout, g_array_index (order, gint64, k)));
  for (guint i = 0; i < layout->n; i++)
    if (layout->column[i] == G_MAXUINT && stands_in_columns (layout, i))
      place (layout, i);
  for (guint i = 0; i == 0 || layout->n_columns > shapes[i - 1].most; i++)
    layout->shape = shapes[i];
  if (layout->shape.most == G_MAXUINT)
    layout->shape.across
        = MAX (layout->shape.across, (guint) ceil (sqrt (SHARE * layout->n_columns)));
  if (layout->n_columns > layout->shape.across)
    prefer_one_row (layout);
}

/* As wide as high, near enough, from `top` on. */
static void
place_loose (const Layout *layout, double top, double *x, double *y)
{
  guint across = (guint) ceil (sqrt (layout->n_loose * layout->shape.height / COLUMN)), k = 0;
  double width = COLUMN, height = layout->shape.height;

  for (guint i = 0; layout->sizes && i < layout->n; i++)
    if (layout->is_loose[i])
      {
        width = MAX (width, layout->sizes->width[i] + COLUMN - NODE);
        height = MAX (height, layout->sizes->height[i] + BELOW);
      }
  for (guint i = 0; i < layout->n; i++)
    if (layout->is_loose[i])
      {
        x[i] = LEFT + width * (k % across);
        y[i] = top + height * (k / across);
        k++;
      }
}

static void
place_level (WeftGraph *graph, const WeftLayoutSizes *sizes, gint64 parent, double *x, double *y)
{
  Layout layout;
  Places places;
  guint position, slot;

  init (&layout, graph, parent);
  layout.sizes = sizes;
  place_all (&layout);
  measure_places (&layout, &places);
  place_loose (&layout, places.top[places.first_slot[layout.n_columns]], x, y);
  for (guint i = 0; i < layout.n; i++)
    {
      if (!stands_in_columns (&layout, i))
        continue;
      slot = slot_of (&layout, &places, i, &position);
      x[i] = places.left[position];
      y[i] = places.top[slot];
    }
  g_free (places.left);
  g_free (places.top);
  g_free (places.first_slot);
  clear (&layout);
}

void
weft_layout_places (WeftGraph *graph, const WeftLayoutSizes *sizes, double *x, double *y)
{
  for (guint i = 0; i < weft_graph_get_n_nodes (graph); i++)
    {
      x[i] = weft_graph_get_node (graph, i)->x; /* of notes and frames */
      y[i] = weft_graph_get_node (graph, i)->y;
    }
  place_level (graph, sizes, 0, x, y);
  for (guint i = 0; i < weft_graph_get_n_nodes (graph); i++)
    if (weft_graph_get_node (graph, i)->layer->grouping == WEFT_GROUPING_GROUP)
      place_level (graph, sizes, weft_graph_get_node (graph, i)->id, x, y);
}

WeftEdit *
weft_layout_edit (WeftGraph *graph, const WeftLayoutSizes *sizes)
{
  guint n = weft_graph_get_n_nodes (graph);
  g_autofree double *x = g_new (double, n + 1), *y = g_new (double, n + 1);
  g_autoptr (GPtrArray) moves = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_edit_unref);

  weft_layout_places (graph, sizes, x, y);
  weft_layout_follow (graph, sizes, x, y, moves);
  for (guint i = 0; i < n; i++)
    {
      const WeftNode *node = weft_graph_get_node (graph, i);

      if (node->x != x[i] || node->y != y[i])
        g_ptr_array_add (moves, weft_edit_move (node->id, x[i], y[i]));
    }
  return moves->len > 0 ? weft_edit_list (moves, N_ ("Lay out")) : NULL;
}
