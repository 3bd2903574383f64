/* starter-steps: a network that reads rows of numbers one after another, such as a series' past */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/starters/starter-chain.h"

#define HIDDEN 64

gboolean
weft_starter_has_steps (const WeftDataset *dataset)
{
  const WeftShape *x = &weft_dataset_get_x (dataset)->shape;

  return x->rank == 2 && x->dims[0] > 1;
}

void
weft_starter_make_steps (WeftChain *chain)
{
  weft_chain_add_data (chain, TRUE);
  weft_chain_append (chain, "gru",
                     WEFT_SETTINGS ({ "hidden_size", g_variant_new_int64 (HIDDEN) },
                                    { "output", g_variant_new_string ("last") }));
  weft_chain_append_answer (chain);
  weft_chain_train (chain, 32, 0.003, 1500, 4);
}
