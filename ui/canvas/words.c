/* words: what ports are called, and which set a data node shows */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/graph/training.h"

const char *
weft_words_port (const WeftLayer *layer, gboolean output, guint port)
{
  const char *name
      = output ? weft_layer_get_output (layer, port) : weft_layer_get_input (layer, port);

  if (name == NULL)
    return "";
  if ((output && layer->family == WEFT_FAMILY_DATA && port > 0) || strcmp (name, "target") == 0)
    return _ ("labels");
  if (strcmp (name, "prediction") == 0)
    return _ ("prediction");
  return name;
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
