/* starter: a network to begin with for a data set; the same graph that a person would wire */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/starters/starter.h"

#include <glib/gi18n-lib.h>

#include "engine/graph/layout.h"
#include "projects/readers/starters/starter-chain.h"
#include "projects/readers/tables/own-fields.h"
#include "projects/readers/unseen.h"

#define ANY G_MAXUINT
#define BIT(kind) WEFT_KIND_BIT (WEFT_KIND_##kind)

static gboolean
has_own_test (const WeftDataset *dataset)
{
  for (gint64 i = 0; dataset->part && i < dataset->count; i++)
    if (dataset->part[i] == WEFT_PART_TEST + 1)
      return TRUE;
  return FALSE;
}

/* Few samples: a tenth of them would say little, but where the source says what tests it is enough
 * to see when training is over. */
void
weft_starter_get_shares (const WeftDataset *dataset, double shares[WEFT_N_PARTS])
{
  gboolean is_small = dataset->count < 1000 && !has_own_test (dataset);

  shares[WEFT_PART_VALIDATION] = shares[WEFT_PART_TEST] = is_small ? 0.2 : 0.1;
  shares[WEFT_PART_TRAIN] = is_small ? 0.6 : 0.8;
}

GVariant *
weft_starter_dup_split (const WeftDataset *dataset)
{
  double shares[WEFT_N_PARTS];

  if (dataset->count >= 1000)
    return NULL;
  weft_starter_get_shares (dataset, shares);
  return g_variant_ref_sink (
      g_variant_new_fixed_array (G_VARIANT_TYPE_DOUBLE, shares, WEFT_N_PARTS, sizeof (double)));
}

static void
set_shares (WeftChain *chain)
{
  g_autoptr (GVariant) split = weft_starter_dup_split (chain->dataset);

  if (split)
    weft_chain_apply (chain, weft_edit_set_param (chain->data, "split", split));
}

static void
make_table (WeftChain *chain)
{
  weft_chain_add_data (chain, TRUE);
  if (weft_dataset_get_x (chain->dataset)->shape.rank > 1)
    weft_chain_append (chain, "flatten", NULL);
  weft_chain_append_dense (chain, 32, "relu");
  weft_chain_append_dense (chain, 16, "relu");
  weft_chain_append_answer (chain);
  weft_chain_train (chain, chain->dataset->count < 1000 ? 16 : 64, 0.01, 2000, 10);
}

/* The first that fits is taken. */
static const WeftStarter starters[] = {
  { ANY, BIT (NUMBERS) | BIT (CLASS), weft_starter_has_ratings, weft_starter_make_ratings },
  { ANY, BIT (NUMBERS) | BIT (CLASS), weft_own_fields_are_in, weft_starter_make_columns },
  { BIT (SOUND), BIT (CLASS), NULL, weft_starter_make_sound },
  { BIT (SOUND), BIT (TOKENS), NULL, weft_starter_make_heard },
  { BIT (TOKENS), BIT (FRAMES), NULL, weft_starter_make_spoken },
  { BIT (TOKENS), BIT (CLASS), NULL, weft_starter_make_text_class },
  { BIT (TOKENS), BIT (TOKENS), weft_starter_has_next, weft_starter_make_next },
  { BIT (TOKENS), BIT (TOKENS), weft_starter_has_tags, weft_starter_make_tags },
  { BIT (TOKENS), BIT (TOKENS), NULL, weft_starter_make_written },
  { BIT (TOKENS), BIT (NUMBERS), weft_starter_has_tags, weft_starter_make_weighed },
  { ANY, BIT (MASK), NULL, weft_starter_make_mask },
  { ANY, BIT (AREAS), NULL, weft_starter_make_areas },
  { ANY, BIT (BOXES), NULL, weft_starter_make_boxes },
  { BIT (PICTURE), ANY, weft_starter_has_pairs, weft_starter_make_pair },
  { BIT (PICTURE), BIT (CLASS), weft_unseen_are_tested, weft_starter_make_codes },
  { BIT (PICTURE), ANY, weft_starter_has_large_pictures, weft_starter_make_picture },
  { BIT (NUMBERS), BIT (CLASS), weft_starter_has_baskets, weft_starter_make_baskets },
  { BIT (NUMBERS), BIT (NUMBERS) | BIT (CLASS), weft_starter_has_steps, weft_starter_make_steps },
  { ANY, ANY, NULL, make_table },
};

static gboolean
fits (const WeftStarter *starter, const WeftDataset *dataset)
{
  guint x = WEFT_KIND_BIT (weft_dataset_get_x (dataset)->kind);
  guint y = WEFT_KIND_BIT (weft_dataset_get_y (dataset)->kind);

  return starter->x & x && starter->y & y && (!starter->fits || starter->fits (dataset));
}

static void
make (WeftChain *chain)
{
  const WeftStarter *starter = starters;

  while (!fits (starter, chain->dataset))
    starter++;
  starter->make (chain);
  set_shares (chain);
  weft_chain_apply (chain, weft_layout_edit (chain->graph, NULL));
}

WeftGraph *
weft_starter_new (const WeftDataset *dataset, GError **error)
{
  g_autoptr (WeftGraph) graph = weft_graph_new ();
  WeftChain chain = { .graph = graph, .dataset = dataset, .error = error };

  if (!weft_dataset_get_y (dataset))
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                   _ ("“%s” says nothing that could be predicted."), dataset->name);
      return NULL;
    }
  make (&chain);
  return chain.failed ? NULL : g_steal_pointer (&graph);
}
