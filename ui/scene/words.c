/* words: what ports are called, which set a data node shows, and what of it comes to a node */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/scene/words.h"

#include <glib/gi18n.h>

#include "engine/graph/training.h"
#include "ui/base/format.h"

const char *
weft_words_port (const WeftLayer *layer, gboolean output, guint port)
{
  WeftPort ports[WEFT_MAX_OUTPUTS];
  const char *title;

  if (!output)
    title = weft_layer_get_input_title (layer, port);
  else if (port >= weft_layer_list_outputs (layer, NULL, ports))
    title = NULL;
  else
    title = ports[port].title != NULL ? _ (ports[port].title) : ports[port].name;
  return title != NULL ? title : "";
}

WeftDataset *
weft_words_dup_dataset (WeftGraph *graph, const WeftNode *node, WeftCatalog *catalog)
{
  WeftTraining training;

  if (catalog == NULL || node->layer->family != WEFT_FAMILY_DATA)
    return NULL;
  weft_training_load (&training, weft_graph_get_training (graph));
  return weft_catalog_lookup (catalog, node->params, training.batch_size, (guint64) training.seed,
                              NULL);
}

const WeftField *
weft_words_find_field (WeftGraph *graph, const WeftNode *node, int input,
                       const WeftDataset *dataset)
{
  const WeftWire *wire = weft_graph_find_wire_to (graph, node->id, input);
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
      return (guint) wire->output < n ? weft_dataset_find_field (dataset, ports[wire->output].name)
                                      : NULL;
    }
  return NULL;
}

gint64
weft_words_find_source (WeftGraph *graph, const WeftWire *wire)
{
  const WeftNode *from = weft_graph_find (graph, wire->from);
  gint64 node = wire->from;
  int output;

  if (from != NULL && from->layer->grouping == WEFT_GROUPING_POINT)
    weft_taps_find_source (graph, wire->from, &node, &output);
  return node;
}

char *
weft_words_dup_condition (const WeftTap *tap)
{
  g_autofree char *limit = weft_format_digits (tap->limit, 4);

  if (tap->condition == NULL)
    return g_strdup (_ ("Norms over time"));
  if (tap->condition->is_formula)
    return g_strdup (tap->formula);
  if (!tap->condition->has_limit)
    return g_strdup (_ (tap->condition->title));
  return g_strdup_printf ("%s %s", _ (tap->condition->title), limit);
}

char *
weft_words_dup_stop (WeftGraph *graph, const WeftStop *stop)
{
  const WeftNode *node = weft_graph_find (graph, stop->node);
  g_autofree char *title = node != NULL ? weft_node_dup_title (node) : g_strdup ("?");
  g_autofree char *step = weft_format_count (stop->step);
  g_autofree char *measured = weft_format_digits (stop->measured, 4);
  g_autofree char *limit = weft_format_digits (stop->limit, 4);
  g_autofree char *why = g_strdup_printf (_ (stop->condition->said), measured, limit);

  /* Translators: a step, the node whose output it is, and what was found there, a sentence */
  return g_strdup_printf (_ ("Paused at step %s, behind %s. %s"), step, title, why);
}

const char *
weft_words_bound (WeftBound bound)
{
  /* Translators: what keeps an operation from being faster: what it computes besides products; how
   * many operations the processor can do; how fast memory is; that it is so short that calling it
   * is most of it. */
  static const char *const words[]
      = { N_ ("its own work"), N_ ("arithmetic"), N_ ("memory"), N_ ("the call") };

  return _ (words[bound]);
}
