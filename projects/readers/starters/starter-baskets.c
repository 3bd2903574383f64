/* starter-baskets: a network that guesses what else belongs to things that were taken together */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/starters/starter-chain.h"

#define HIDDEN 128
#define RANKED 10 /* places that are worth asking for where there are more */

gboolean
weft_starter_has_baskets (const WeftDataset *dataset)
{
  const WeftField *x = weft_dataset_get_x (dataset), *y = weft_dataset_get_y (dataset);

  return x->feature_names && y->class_names
         && g_strv_equal ((const char *const *) x->feature_names,
                          (const char *const *) y->class_names);
}

/* Things may be missing from what is known, too: some are hidden. */
void
weft_starter_make_baskets (WeftChain *chain)
{
  weft_chain_add_data (chain, FALSE);
  weft_chain_append_dropout (chain, 0.2);
  weft_chain_append_dense (chain, HIDDEN, "relu");
  weft_chain_append_dropout (chain, 0.2);
  weft_chain_append_answer (chain);
  if (weft_dataset_count_classes (chain->dataset) > RANKED)
    weft_chain_set_training (chain, "metrics",
                             g_variant_new_string ("hit_rate_10,ndcg_10,accuracy"));
  weft_chain_train (chain, 64, 0.003, 1500, 8);
}
