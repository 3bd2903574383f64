/* inside-parts: what the views of the Inside panel share */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "ui/panels/inside/inside-view.h"
#include "ui/base/theme.h"
#include "ui/plots/plot-text.h"
#include "ui/scene/words.h"

const WeftInsideView *const weft_inside_views[] = {
#define INSIDE_VIEW(id) &weft_inside_view_##id,
#include "ui/panels/inside/views.def"
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

/* Whether the sample is padded to so many steps before the network is given it. */
static gboolean
is_padded_to (const WeftInsideLook *look, guint32 sample, gint64 n)
{
  WeftBinding binding = weft_model_bind_samples (look->model, &sample, 1);

  for (guint i = 0; i < WEFT_MAX_T; i++)
    if (binding.t[i] == n)
      return TRUE;
  return FALSE;
}

const gint64 *
weft_inside_find_tokens (const WeftInsideLook *look, int input, gint64 n, const WeftField **field,
                         gint64 *steps)
{
  gint64 last = look->model->dataset->count - 1;
  const gint64 *tokens;
  WeftShape shape;
  guint32 sample;

  *field = weft_words_find_field (weft_context_get_graph (look->context), look->node, input,
                                  look->model->dataset);
  if (*field == NULL || (*field)->kind != WEFT_KIND_TOKENS || last < 0)
    return NULL;
  sample = (guint32) MIN (look->snapshot->watch.sample, last);
  tokens = weft_field_get_sample (*field, sample, &shape);
  *steps = shape.dims[0];
  return shape.rank == 1 && (*steps == n || (*steps < n && is_padded_to (look, sample, n))) ? tokens
                                                                                            : NULL;
}

char **
weft_inside_dup_words (const WeftInsideLook *look, int input, gint64 n)
{
  const WeftField *field;
  gint64 steps;
  const gint64 *tokens = weft_inside_find_tokens (look, input, n, &field, &steps);
  char **words;

  if (tokens == NULL)
    return NULL;
  words = g_new0 (char *, n + 1);
  for (gint64 i = 0; i < n; i++)
    words[i] = i < steps ? weft_field_dup_word (field, tokens[i]) : g_strdup ("");
  return words;
}

/* --- the node --- */

static gboolean
is_numbers (const WeftTensor *tensor)
{
  return tensor != NULL && tensor->shape.type == WEFT_F32;
}

const WeftNode *
weft_inside_find_node (WeftContext *context, const WeftSnapshot *snapshot)
{
  WeftGraph *graph = weft_context_get_graph (context);
  const WeftNode *node = weft_graph_find (graph, weft_context_get_selected (context));

  if (node != NULL && weft_snapshot_find_activation (snapshot, node->id) != NULL)
    return node;
  for (guint i = weft_graph_get_n_nodes (graph); i-- > 0;)
    {
      node = weft_graph_get_node (graph, i);
      if (!node->layer->is_loss && is_numbers (weft_snapshot_find_activation (snapshot, node->id)))
        return node;
    }
  return NULL;
}

WeftKind
weft_inside_find_kind (WeftLive *live, const WeftNode *node)
{
  const WeftReport *report = weft_live_get_report (live);
  const WeftNodeReport *of = report != NULL ? weft_report_find (report, node->id) : NULL;
  guint shown = node->layer->shows;

  return of != NULL && of->n_out > shown ? of->out_kind[shown] : WEFT_KIND_NUMBERS;
}

const char *
weft_inside_get_weight_title (const char *name)
{
  return strcmp (name, "weight") == 0 ? _ ("weight")
         : strcmp (name, "bias") == 0 ? _ ("bias")
                                      : name;
}
