/* starter-columns: networks for tables with texts and many categories: each is read by its own
 * branch, and what they say is joined with the numbers; and a factorisation of ratings */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "projects/readers/starters/starter-chain.h"
#include "projects/readers/tables/own-fields.h"

#define WORDS 64
#define READ 32    /* of each direction */
#define FACTORS 16 /* of somebody who rates, and of what is rated */
#define NARROWEST 4
#define WIDEST 32

/* A node called by the field's name and what it does. */
static void
begin_field (WeftChain *chain, const WeftField *field, const char *does, int dims, const char *init)
{
  g_autofree char *name = g_strconcat (field->name, does, NULL);

  chain->last = weft_chain_add (chain, "embedding", name,
                                WEFT_SETTINGS ({ "embedding_dim", g_variant_new_int64 (dims) },
                                               { "init", g_variant_new_string (init) }));
  weft_chain_wire_field (chain, field->name, chain->last, 0);
}

/* About as many numbers as the fourth root of the values needs, and more where there are many. */
static int
dims_of (const WeftField *field)
{
  return CLAMP ((int) (1.6 * pow (field->classes, 0.4)), NARROWEST, WIDEST);
}

/* The strongest answers of all words. */
static void
read_text (WeftChain *chain, const WeftField *field)
{
  begin_field (chain, field, "_embedding", WORDS, "pytorch");
  weft_chain_append_dropout (chain, 0.3);
  weft_chain_append (chain, "gru",
                     WEFT_SETTINGS ({ "hidden_size", g_variant_new_int64 (READ) },
                                    { "output", g_variant_new_string ("all") },
                                    { "bidirectional", g_variant_new_boolean (TRUE) }));
  weft_chain_append (chain, "reduce", WEFT_SETTINGS ({ "mode", g_variant_new_string ("max") }));
}

static void
join (WeftChain *chain, const gint64 *branches, guint n)
{
  gint64 both;

  if (n == 1)
    return;
  both = weft_chain_add (chain, "concat", NULL, NULL);
  for (guint i = 0; i < n; i++)
    weft_chain_wire (chain, branches[i], 0, both, (int) i);
  chain->last = both;
}

void
weft_starter_make_columns (WeftChain *chain)
{
  gboolean has_x = weft_dataset_find_field (chain->dataset, "x") != NULL;
  gint64 branches[WEFT_MAX_FIELDS];
  guint n = 0;

  weft_chain_add_data (chain, has_x);
  if (has_x)
    branches[n++] = chain->data;
  for (guint i = 0; i < chain->dataset->n_fields; i++)
    {
      const WeftField *field = &chain->dataset->fields[i];

      if (!weft_own_fields_has (chain->dataset, field))
        continue;
      if (field->kind == WEFT_KIND_TOKENS)
        read_text (chain, field);
      else
        begin_field (chain, field, "_embedding", dims_of (field), "pytorch");
      branches[n++] = chain->last;
    }
  join (chain, branches, n);
  weft_chain_append_dropout (chain, 0.2);
  weft_chain_append_dense (chain, 64, "relu");
  weft_chain_append_dense (chain, 32, "relu");
  weft_chain_append_answer (chain);
  weft_chain_train (chain, 32, 0.003, 2000, 8);
}

/* --- ratings --- */

/* Who, and of what: two categories of many values and nothing else. */
gboolean
weft_starter_has_ratings (const WeftDataset *dataset)
{
  return weft_own_fields_are_in (dataset) && dataset->n_fields == 3
         && dataset->fields[0].kind == WEFT_KIND_CLASS
         && dataset->fields[1].kind == WEFT_KIND_CLASS;
}

/* Factors of both, multiplied, and how high each of them is by itself (Koren et al. 2009). */
void
weft_starter_make_ratings (WeftChain *chain)
{
  gint64 factors[2], parts[3];

  weft_chain_add_data (chain, FALSE);
  for (guint i = 0; i < 2; i++)
    {
      const WeftField *field = &chain->dataset->fields[i];

      begin_field (chain, field, "_bias", 1, "zero");
      parts[i + 1] = chain->last;
      begin_field (chain, field, "_factors", FACTORS, "pytorch");
      weft_chain_append_dropout (chain, 0.3);
      factors[i] = chain->last;
    }
  parts[0] = weft_chain_add (chain, "multiply", NULL, NULL);
  weft_chain_wire (chain, factors[0], 0, parts[0], 0);
  weft_chain_wire (chain, factors[1], 0, parts[0], 1);
  join (chain, parts, 3);
  weft_chain_append_answer (chain);
  weft_chain_train (chain, 64, 0.003, 3000, 8);
}
