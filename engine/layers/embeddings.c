/* embeddings: what layers have in common that keep a row of numbers for each token or label */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/embeddings.h"

/* Rows of the table; 0 and a diagnostic when they are too few. While a wire is only tried, nothing
 * is known of the data. */
static gint64
count_rows (WeftBuilder *b, const WeftEmbedding *layer, WeftValue x)
{
  int known = weft_builder_classes (b, x),
      rows = layer->num_embeddings ? layer->num_embeddings : known;
  g_autofree char *wanted = g_strdup_printf ("%d", known), *has = g_strdup_printf ("%d", rows);
  g_autofree char *last = g_strdup_printf ("%d", rows - 1);
  g_autofree char *padding = g_strdup_printf ("%d", layer->padding_idx);

  if (rows < known)
    weft_builder_fail (b, "small-vocabulary", has, wanted, NULL);
  else if (rows > 0 && layer->padding_idx >= rows)
    weft_builder_fail (b, "padding-beyond", padding, last, NULL);
  else
    return MAX (rows, 1);
  return 0;
}

WeftValue
weft_embedding_rows (WeftBuilder *b, const WeftEmbedding *layer, WeftValue x)
{
  gint64 rows = count_rows (b, layer, x);
  WeftInit init = layer->init == WEFT_INIT_PYTORCH ? WEFT_INIT_STANDARD : (WeftInit) layer->init;

  if (rows == 0)
    return WEFT_NONE;
  return weft_builder_weight (b, "weight", init, rows, layer->embedding_dim,
                              (gint64[]){ rows, layer->embedding_dim }, 2);
}
