/* words: what ports are called, and which set a data node shows */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/scene/words.h"

#include "engine/graph/training.h"

const char *
weft_words_port (const WeftLayer *layer, gboolean output, guint port)
{
  const char *title = output ? weft_layer_get_output_title (layer, port)
                             : weft_layer_get_input_title (layer, port);

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
