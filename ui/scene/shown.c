/* shown: which ports of a node there are to see */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/scene/shown.h"

static gboolean
has_input (WeftGraph *graph, const WeftNode *from, const WeftNodeReport *report, guint i)
{
  return (report != NULL && report->in[i]->rank >= 0)
         || weft_graph_find_wire_to (graph, from->id, (int) i) != NULL;
}

static gboolean
is_read (WeftGraph *graph, gint64 id, int output)
{
  for (guint w = 0; w < weft_graph_get_n_wires (graph); w++)
    {
      const WeftWire *wire = weft_graph_get_wire (graph, w);

      if (wire->from == id && wire->output == output)
        return TRUE;
    }
  return FALSE;
}

/* What comes by itself is as good as wired; an optional port that nothing comes to is not shown. */
static void
count_inputs (WeftSceneNode *node, WeftGraph *graph, const WeftNode *from,
              const WeftNodeReport *report)
{
  guint required = weft_layer_repeats (from->layer) || from->layer->grouping != WEFT_GROUPING_NONE
                       ? G_MAXUINT
                       : weft_layer_get_n_required (from->layer);

  node->n_in = MIN (weft_graph_count_inputs (graph, from), WEFT_MAX_PORTS);
  while (node->n_in > required && !has_input (graph, from, report, node->n_in - 1))
    node->n_in--;
  for (guint i = required; i < node->n_in; i++)
    if (has_input (graph, from, report, i))
      node->wired_in |= 1u << MIN (i, 31);
    else
      node->hidden_in |= 1u << MIN (i, 31);
}

/* Masks of data find their way by themselves: those at the end are shown only where somebody wired
 * one. */
static void
count_outputs (WeftSceneNode *node, WeftGraph *graph, const WeftNode *from,
               const WeftNodeReport *report)
{
  node->n_out = weft_graph_count_outputs (graph, from);
  if (from->layer->family != WEFT_FAMILY_DATA || report == NULL)
    return;
  while (node->n_out > 1 && report->out[node->n_out - 1]->rank >= 0
         && report->out_kind[node->n_out - 1] == WEFT_KIND_STEPS
         && !is_read (graph, from->id, (int) node->n_out - 1))
    node->n_out--;
}

void
weft_shown_count (WeftSceneNode *node, WeftGraph *graph, const WeftNode *from,
                  const WeftNodeReport *report)
{
  count_inputs (node, graph, from, report);
  count_outputs (node, graph, from, report);
}
