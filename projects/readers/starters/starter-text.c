/* starter-text: networks that read texts: to say a class, something of each word, or another text
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/starters/starter-chain.h"

#define EMBEDDING 64
#define HIDDEN 64
#define TAGGED_STEPS 5000 /* many tags are rare */

static void
append_embedding (WeftChain *chain)
{
  weft_chain_append (chain, "embedding",
                     WEFT_SETTINGS ({ "embedding_dim", g_variant_new_int64 (EMBEDDING) }));
  weft_chain_append_dropout (chain, 0.3);
}

/* Reads from both ends; every step is given. */
static void
append_reader (WeftChain *chain)
{
  weft_chain_append (chain, "gru",
                     WEFT_SETTINGS ({ "hidden_size", g_variant_new_int64 (HIDDEN) },
                                    { "output", g_variant_new_string ("all") },
                                    { "bidirectional", g_variant_new_boolean (TRUE) }));
}

/* Something of each word. */
static void
append_tags (WeftChain *chain, const char *field, const char *name)
{
  const WeftField *tags = weft_dataset_find_field (chain->dataset, field);
  gint64 loss;

  weft_chain_append_dense (chain, tags->classes, NULL);
  loss = weft_chain_add (chain, "cross_entropy", name, NULL);
  weft_chain_wire (chain, chain->last, 0, loss, 0);
  weft_chain_wire_field (chain, field, loss, 1);
}

/* The strongest answers of all steps say the class. */
void
weft_starter_make_text_class (WeftChain *chain)
{
  gboolean has_tags = weft_dataset_find_field (chain->dataset, "tags") != NULL;
  gint64 read;

  weft_chain_add_data (chain, FALSE);
  append_embedding (chain);
  append_reader (chain);
  read = chain->last;
  weft_chain_append (chain, "reduce", WEFT_SETTINGS ({ "mode", g_variant_new_string ("max") }));
  weft_chain_append_dropout (chain, 0.3);
  weft_chain_append_answer (chain);
  chain->last = read;
  if (has_tags)
    append_tags (chain, "tags", "tags_loss");
  weft_chain_train (chain, 32, 0.003, has_tags ? TAGGED_STEPS : 1500, 4);
}

gboolean
weft_starter_has_tags (const WeftDataset *dataset)
{
  const WeftField *x = weft_dataset_get_x (dataset), *y = weft_dataset_get_y (dataset);

  return x->ragged == 0 && y->ragged == 0 && x->t == y->t;
}

void
weft_starter_make_tags (WeftChain *chain)
{
  weft_chain_add_data (chain, FALSE);
  append_embedding (chain);
  append_reader (chain);
  append_tags (chain, "y", "loss");
  weft_chain_train (chain, 32, 0.003, TAGGED_STEPS, 4);
}

/* A number for each word, as of what its sentence is worth. */
void
weft_starter_make_weighed (WeftChain *chain)
{
  weft_chain_add_data (chain, FALSE);
  weft_chain_append (chain, "embedding",
                     WEFT_SETTINGS ({ "embedding_dim", g_variant_new_int64 (EMBEDDING / 2) }));
  weft_chain_append_dropout (chain, 0.3);
  weft_chain_append (chain, "gru",
                     WEFT_SETTINGS ({ "hidden_size", g_variant_new_int64 (HIDDEN / 2) },
                                    { "output", g_variant_new_string ("all") },
                                    { "bidirectional", g_variant_new_boolean (TRUE) }));
  weft_chain_append_dropout (chain, 0.3);
  weft_chain_append_dense (chain, 1, NULL);
  weft_chain_append_loss (chain, "mse");
  weft_chain_set_training (chain, "metrics", g_variant_new_string ("gain_1,mae,r2"));
  weft_chain_train (chain, 32, 0.003, 500, 4);
}

/* What follows on each sign: y is x, one later. */
gboolean
weft_starter_has_next (const WeftDataset *dataset)
{
  const WeftField *x = weft_dataset_get_x (dataset), *y = weft_dataset_get_y (dataset);

  return weft_starter_has_tags (dataset) && x->classes == y->classes && x->class_names
         && y->class_names
         && g_strv_equal ((const char *const *) x->class_names,
                          (const char *const *) y->class_names);
}

void
weft_starter_make_next (WeftChain *chain)
{
  const WeftField *y = weft_dataset_get_y (chain->dataset);

  weft_chain_add_data (chain, FALSE);
  weft_chain_append (chain, "embedding",
                     WEFT_SETTINGS ({ "embedding_dim", g_variant_new_int64 (EMBEDDING) }));
  weft_chain_append (chain, "gru",
                     WEFT_SETTINGS ({ "hidden_size", g_variant_new_int64 (2 * HIDDEN) },
                                    { "output", g_variant_new_string ("all") }));
  weft_chain_append_dense (chain, y->classes, NULL);
  weft_chain_append_loss (chain, "cross_entropy");
  weft_chain_train (chain, 32, 0.005, 1500, 1);
}

/* What is read is looked at while the other text is written word by word (Bahdanau et al. 2015). */
void
weft_starter_make_written (WeftChain *chain)
{
  const WeftField *y = weft_dataset_get_y (chain->dataset);
  gint64 read;

  weft_chain_add_data (chain, FALSE);
  append_embedding (chain);
  append_reader (chain);
  read = chain->last;
  chain->last = weft_chain_add (chain, "delay", NULL, NULL);
  weft_chain_wire_field (chain, "y", chain->last, 0);
  append_embedding (chain);
  weft_chain_append_writer (chain, read, 2 * HIDDEN);
  weft_chain_append_dropout (chain, 0.3);
  weft_chain_append_dense (chain, y->classes, NULL);
  weft_chain_append_loss (chain, "cross_entropy");
  weft_chain_train (chain, 32, 0.003, 2000, 8);
}
