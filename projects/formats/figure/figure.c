/* figure: a network as a paper shows it: blocks with their sizes, from left to right */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/formats/figure/figure.h"

#include <math.h>

#define GAP 7.0     /* between columns, and between the blocks of one */
#define LETTER 1.35 /* how wide one is, about; of Chinese twice as wide */
#define MARGIN 3.0
#define SLANT 0.35 /* of a block's height its depth */

typedef struct
{
  WeftGraph *graph;
  const WeftReport *report;
  WeftFigure *figure;
  GHashTable *block_of; /* gint64 node → number of its block + 1 */
} Laying;

static void
block_free (gpointer data)
{
  WeftFigureBlock *block = data;

  g_ptr_array_unref (block->words);
  g_free (block);
}

static WeftFigureBlock *
get_block (const Laying *laying, guint i)
{
  return laying->figure->blocks->pdata[i];
}

/* --- what becomes a block --- */

/* −1: none. A point on a wire hands on what leads to it. */
static int
find_block (const Laying *laying, gint64 node)
{
  const WeftNode *own = weft_graph_find (laying->graph, node);

  while (own != NULL && own->layer->grouping == WEFT_GROUPING_POINT)
    {
      const WeftWire *wire = weft_graph_find_wire_to (laying->graph, own->id, 0);

      own = wire != NULL ? weft_graph_find (laying->graph, wire->from) : NULL;
    }
  return own != NULL ? GPOINTER_TO_INT (g_hash_table_lookup (laying->block_of, &own->id)) - 1 : -1;
}

/* What is said of the data is no part of the network. */
static gboolean
is_target (const Laying *laying, const WeftWire *wire)
{
  const WeftNode *from = weft_graph_find (laying->graph, wire->from);
  const WeftNode *to = weft_graph_find (laying->graph, wire->to);

  return from->layer->family == WEFT_FAMILY_DATA && to->layer->is_loss && wire->input > 0;
}

/* Blocks that lead into the node; returns how many. */
static guint
list_before (const Laying *laying, const WeftNode *node, guint before[WEFT_MAX_PORTS])
{
  guint n = 0;

  for (int i = 0; i < WEFT_MAX_PORTS; i++)
    {
      const WeftWire *wire = weft_graph_find_wire_to (laying->graph, node->id, i);
      int block = wire != NULL && !is_target (laying, wire) ? find_block (laying, wire->from) : -1;

      if (block >= 0)
        before[n++] = (guint) block;
    }
  return n;
}

static guint
count_after (const Laying *laying, gint64 node)
{
  guint n = 0;

  for (guint i = 0; i < weft_graph_get_n_wires (laying->graph); i++)
    n += weft_graph_get_wire (laying->graph, i)->from == node;
  return n;
}

/* Whether it stands in the words of the one block before it, which leads nowhere else. */
static gboolean
is_said_before (const Laying *laying, const WeftNode *node, const guint *before, guint n)
{
  const WeftWire *wire = weft_graph_find_wire_to (laying->graph, node->id, 0);
  WeftFamily family = node->layer->family;

  return n == 1 && wire != NULL && (family == WEFT_FAMILY_ACTIVATION || family == WEFT_FAMILY_NORM)
         && get_block (laying, before[0])->family != WEFT_FAMILY_DATA
         && count_after (laying, wire->from) == 1;
}

static const WeftShape *
get_out (const Laying *laying, const WeftNode *node)
{
  const WeftNodeReport *report
      = laying->report != NULL ? weft_report_find (laying->report, node->id) : NULL;

  return report != NULL && report->n_out > 0 && report->out[0]->rank > 1 ? report->out[0] : NULL;
}

/* "16×20×20", without the batch. */
static char *
dup_size (const WeftShape *shape)
{
  GString *text = g_string_new (NULL);

  for (int i = 1; i < shape->rank; i++)
    g_string_append_printf (text, "%s%" G_GINT64_FORMAT, i > 1 ? "×" : "", shape->dims[i]);
  return g_string_free (text, FALSE);
}

/* A dimension as a length: each doubling as much more. */
static double
length_of (gint64 dim, double least, double each)
{
  return least + each * log2 ((double) MAX (dim, 1));
}

/* Pictures are as high as they are, and as thick as they have channels. */
static void
take_size (WeftFigureBlock *block, const WeftShape *shape)
{
  block->width = 6;
  block->height = 10;
  block->depth = 0;
  if (shape == NULL)
    return;
  block->height = length_of (shape->dims[shape->rank > 2 ? shape->rank - 2 : 1], 4, 3.2);
  block->width = shape->rank > 2 ? length_of (shape->dims[1], 1.5, 1.3) : 3;
  block->depth = shape->rank > 3 ? SLANT * block->height : 0;
}

static void
add_node (Laying *laying, const WeftNode *node)
{
  guint before[WEFT_MAX_PORTS];
  guint n = list_before (laying, node, before);
  char *title = weft_node_dup_title (node);
  WeftFigureBlock *block;
  guint number;

  if (is_said_before (laying, node, before, n))
    {
      number = before[0];
      g_ptr_array_add (get_block (laying, number)->words, title);
    }
  else
    {
      number = laying->figure->blocks->len;
      block = g_new0 (WeftFigureBlock, 1);
      block->words = g_ptr_array_new_with_free_func (g_free);
      block->family = node->layer->family;
      g_ptr_array_add (block->words, title);
      for (guint i = 0; i < n; i++)
        {
          WeftFigureArrow arrow = { .from = before[i], .to = number };

          block->column = MAX (block->column, get_block (laying, before[i])->column + 1);
          g_array_append_val (laying->figure->arrows, arrow);
        }
      take_size (block, get_out (laying, node));
      g_ptr_array_add (laying->figure->blocks, block);
    }
  g_hash_table_insert (laying->block_of, g_memdup2 (&node->id, sizeof node->id),
                       GINT_TO_POINTER ((int) number + 1));
}

static void
add_nodes (Laying *laying)
{
  g_autoptr (GArray) sorted = weft_graph_sort (laying->graph);
  g_autoptr (GPtrArray) sizes = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < sorted->len; i++)
    {
      const WeftNode *node = weft_graph_find (laying->graph, g_array_index (sorted, gint64, i));
      const WeftShape *shape = get_out (laying, node);
      int block;

      if (node->parent != 0 || weft_layer_is_remark (node->layer)
          || node->layer->grouping == WEFT_GROUPING_POINT)
        continue;
      add_node (laying, node);
      block = find_block (laying, node->id);
      g_ptr_array_set_size (sizes, (int) laying->figure->blocks->len);
      g_free (sizes->pdata[block]);
      sizes->pdata[block] = shape != NULL ? dup_size (shape) : NULL;
    }
  for (guint i = 0; i < laying->figure->blocks->len; i++)
    if (sizes->pdata[i] != NULL)
      g_ptr_array_add (get_block (laying, i)->words, g_strdup (sizes->pdata[i]));
}

/* --- where it lies --- */

static double
measure_words (const WeftFigureBlock *block)
{
  double most = 0;

  for (guint i = 0; i < block->words->len; i++)
    {
      double width = 0;

      for (const char *at = block->words->pdata[i]; *at != '\0'; at = g_utf8_next_char (at))
        width += g_unichar_iswide (g_utf8_get_char (at)) ? 2 * LETTER : LETTER;
      most = fmax (most, width);
    }
  return most;
}

static double
get_tall (const WeftFigureBlock *block)
{
  return block->height + block->depth + WEFT_FIGURE_LINE * (block->words->len + 0.5);
}

/* One column: the middle of its one block's front at 0, or its blocks below each other around it;
 * returns how wide it is. */
static double
lay_column (const Laying *laying, int column, double x)
{
  double width = 0, height = -GAP, y;
  WeftFigureBlock *block = NULL;
  guint n = 0;

  for (guint i = 0; i < laying->figure->blocks->len; i++)
    if (get_block (laying, i)->column == column)
      {
        block = get_block (laying, i);
        n++;
        width = fmax (width, fmax (block->width + block->depth, measure_words (block)));
        height += get_tall (block) + GAP;
      }
  y = -height / 2;
  for (guint i = 0; i < laying->figure->blocks->len; i++)
    if (get_block (laying, i)->column == column)
      {
        block = get_block (laying, i);
        block->x = x + (width - block->width - block->depth) / 2;
        block->y = y + block->depth;
        y += get_tall (block) + GAP;
      }
  if (n == 1)
    block->y = -block->height / 2;
  return width;
}

static void
lay_columns (Laying *laying)
{
  WeftFigure *figure = laying->figure;
  double x = 0, low = 0, high = 0;
  int last = -1;

  for (guint i = 0; i < figure->blocks->len; i++)
    last = MAX (last, get_block (laying, i)->column);
  for (int column = 0; column <= last; column++)
    x += lay_column (laying, column, x) + GAP;
  for (guint i = 0; i < figure->blocks->len; i++)
    {
      const WeftFigureBlock *block = get_block (laying, i);

      low = fmin (low, block->y - block->depth);
      high = fmax (high, block->y - block->depth + get_tall (block));
    }
  figure->left = -MARGIN;
  figure->top = low - MARGIN;
  figure->width = fmax (x - GAP, 1) + 2 * MARGIN;
  figure->height = high - low + 2 * MARGIN;
}

/* What leads past other columns goes over all blocks, each higher than the one before. */
static void
lay_arrows (Laying *laying)
{
  double over = laying->figure->top + MARGIN;

  for (guint i = 0; i < laying->figure->arrows->len; i++)
    {
      WeftFigureArrow *arrow = &g_array_index (laying->figure->arrows, WeftFigureArrow, i);
      const WeftFigureBlock *from = get_block (laying, arrow->from);
      const WeftFigureBlock *to = get_block (laying, arrow->to);
      double y0 = from->y + from->height / 2, y1 = to->y + to->height / 2;

      arrow->n = 2;
      arrow->x[0] = from->x + from->width + from->depth + 0.6;
      arrow->x[1] = to->x - 0.6;
      arrow->y[0] = y0;
      arrow->y[1] = y1;
      if (to->column == from->column + 1)
        continue;
      over -= 2.5;
      arrow->n = 4;
      arrow->x[0] = arrow->x[1] = from->x + (from->width + from->depth) / 2;
      arrow->x[2] = arrow->x[3] = to->x + (to->width + to->depth) / 2;
      arrow->y[0] = from->y - from->depth - 0.6;
      arrow->y[1] = arrow->y[2] = over;
      arrow->y[3] = to->y - to->depth - 0.6;
    }
  laying->figure->height += laying->figure->top - (over - MARGIN);
  laying->figure->top = over - MARGIN;
}

WeftFigure *
weft_figure_new (WeftGraph *graph, const WeftReport *report)
{
  WeftFigure *figure = g_new0 (WeftFigure, 1);
  g_autoptr (GHashTable) block_of
      = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  Laying laying = { graph, report, figure, block_of };

  figure->blocks = g_ptr_array_new_with_free_func (block_free);
  figure->arrows = g_array_new (FALSE, FALSE, sizeof (WeftFigureArrow));
  add_nodes (&laying);
  lay_columns (&laying);
  lay_arrows (&laying);
  return figure;
}

void
weft_figure_free (WeftFigure *figure)
{
  g_ptr_array_unref (figure->blocks);
  g_array_unref (figure->arrows);
  g_free (figure);
}
