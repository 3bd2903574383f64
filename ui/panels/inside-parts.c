/* inside-parts: what the views of the Inside panel share */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "engine/base/brief.h"
#include "ui/panels/inside-view.h"
#include "ui/base/theme.h"
#include "ui/plots/plot-text.h"

const WeftInsideView *const weft_inside_views[] = {
#define INSIDE_VIEW(id) &weft_inside_view_##id,
#include "ui/panels/inside-views.def"
#undef INSIDE_VIEW
};

const WeftInsideView *
weft_inside_find_view (const WeftInsideLook *look)
{
  guint i = 0;

  while (i + 1 < WEFT_N_INSIDE_VIEWS && !weft_inside_views[i]->fits (look))
    i++;
  return weft_inside_views[i];
}

WeftInsideBox
weft_inside_get_column (const WeftInsideBox *box, guint i, guint n)
{
  double w = floor ((box->w - WEFT_INSIDE_GAP * (n - 1)) / n), at = i * (w + WEFT_INSIDE_GAP);
  WeftInsideBox column = *box;

  column.x += at;
  column.w = w;
  if (box->title > 0)
    column.title = CLAMP (box->title - at, 1, w);
  return column;
}

static void
draw_line (cairo_t *cr, const char *text, const WeftInsideBox *box, gboolean is_title)
{
  const WeftTextStyle style
      = { .size = is_title ? 12 : 10.5,
          .is_bold = is_title,
          .width = is_title && box->title > 0 ? box->title : box->w,
          .color = weft_theme_get (is_title ? WEFT_ROLE_INK : WEFT_ROLE_DIM, box->is_dark) };

  weft_text_draw (cr, text, box->x, box->y - WEFT_INSIDE_HEAD + (is_title ? 4 : 22), &style);
}

void
weft_inside_draw_head (cairo_t *cr, const char *title, const char *line, const WeftInsideBox *box)
{
  draw_line (cr, title, box, TRUE);
  if (line != NULL)
    draw_line (cr, line, box, FALSE);
}

const WeftNodeSight *
weft_inside_find_sight (const WeftInsideLook *look, WeftSightKind kind)
{
  const GPtrArray *sights = look->snapshot->sights;

  if (look->snapshot->watch.weights_of != look->node->id)
    return NULL;
  for (guint i = 0; sights != NULL && i < sights->len; i++)
    if (((const WeftNodeSight *) sights->pdata[i])->kind == kind)
      return sights->pdata[i];
  return NULL;
}

const WeftTensor *
weft_inside_find_table (const WeftInsideLook *look)
{
  const GPtrArray *weights = look->snapshot->weights;
  const WeftNamedTensor *first = weights != NULL && weights->len > 0 ? weights->pdata[0] : NULL;

  return first != NULL && first->node == look->node->id ? first->tensor : NULL;
}

/* What comes into that input of the node, followed up to the data. */
static const WeftField *
find_field (const WeftInsideLook *look, int input)
{
  WeftGraph *graph = weft_context_get_graph (look->context);
  const WeftWire *wire = weft_graph_find_wire_to (graph, look->node->id, input);
  guint steps = weft_graph_get_n_nodes (graph);

  for (; wire != NULL && steps > 0; steps--)
    {
      const WeftNode *from = weft_graph_find (graph, wire->from);
      WeftPort ports[WEFT_MAX_OUTPUTS];
      guint n;

      if (from->layer->family != WEFT_FAMILY_DATA)
        {
          wire = weft_graph_find_wire_to (graph, from->id, 0);
          continue;
        }
      n = weft_layer_list_outputs (from->layer, from->params, ports);
      return (guint) wire->output < n
                 ? weft_dataset_find_field (look->model->dataset, ports[wire->output].name)
                 : NULL;
    }
  return NULL;
}

char **
weft_inside_dup_words (const WeftInsideLook *look, int input, gint64 n)
{
  const WeftField *field = find_field (look, input);
  g_autoptr (GStrvBuilder) words = NULL;
  WeftShape shape;
  const gint64 *tokens;

  if (field == NULL || field->kind != WEFT_KIND_TOKENS || look->model->dataset->count == 0)
    return NULL;
  tokens = weft_field_get_sample (
      field, MIN (look->snapshot->watch.sample, look->model->dataset->count - 1), &shape);
  if (shape.rank != 1 || shape.dims[0] != n)
    return NULL;
  words = g_strv_builder_new ();
  for (gint64 i = 0; i < n; i++)
    {
      g_autofree char *word = field->class_names != NULL
                                  ? weft_brief (field->class_names[tokens[i]], WEFT_BRIEF_NAME)
                                  : g_strdup_printf ("%" G_GINT64_FORMAT, tokens[i]);

      g_strv_builder_add (words, word);
    }
  return g_strv_builder_end (words);
}
