/* small-writing: pairs of sequences, the second the first from its end, and nets that write it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <string.h>

#include "engine/base/memory.h"
#include "small-net.h"

enum
{
  WRITING_NONE, /* what stands before the first token */
  WRITING_END,
  WRITING_WORDS = 7,
};

static inline WeftField *
writing_add_tokens (WeftDataset *dataset, const char *name, gint64 longest, int words)
{
  WeftField *field = weft_dataset_add_field (dataset, name, WEFT_KIND_TOKENS);

  field->shape = (WeftShape){ .rank = 1, .type = WEFT_I64, .dims = { longest } };
  field->classes = words;
  field->ragged = 0;
  field->offsets = weft_memory_new ((gsize) (dataset->count + 1) * sizeof (gint64), NULL);
  field->data = weft_memory_new ((gsize) (dataset->count * longest) * sizeof (gint64), NULL);
  return field;
}

/* x of 2 to `longest` tokens, y the same turned round without those that are 2, and an end. */
static inline WeftDataset *
writing_new_pairs (gint64 count, gint64 longest)
{
  WeftDataset *dataset = weft_dataset_new ();
  WeftRandom random = { 12, WEFT_STREAM_CHECK, 0 };
  WeftField *x, *y;

  dataset->name = g_strdup ("pairs");
  dataset->count = count;
  x = writing_add_tokens (dataset, "x", longest, WRITING_WORDS);
  y = writing_add_tokens (dataset, "y", longest + 1, WRITING_WORDS);
  for (gint64 n = 0; n < count; n++, random.step++)
    {
      gint64 length = 2 + (gint64) weft_random_below (&random, 0, (guint64) longest - 1), said = 0;
      gint64 *from = (gint64 *) x->data + x->offsets[n], *to = (gint64 *) y->data + y->offsets[n];

      length = n == 0 ? longest : length;
      for (gint64 i = 0; i < length; i++)
        from[i] = 2 + (gint64) weft_random_below (&random, (guint64) i + 1, WRITING_WORDS - 2);
      for (gint64 i = length; i-- > 0;)
        if (from[i] != 2)
          to[said++] = from[i];
      to[said++] = WRITING_END;
      x->offsets[n + 1] = x->offsets[n] + length;
      y->offsets[n + 1] = y->offsets[n] + said;
    }
  g_assert_true (weft_dataset_finish (dataset, NULL));
  return dataset;
}

/* An encoder, a decoder that begins with its state and is told what was said before, and attention.
 * source: the data node's parameters; cell: "gru", "lstm" or "rnn". */
static inline WeftGraph *
writing_graph (const char *source, int n_words, const char *cell, int hidden)
{
  WeftGraph *graph = weft_graph_new ();
  g_autofree char *reads = g_strdup_printf (
      "{'hidden_size': <int64 %d>, 'output': <'all'>, 'bidirectional': <true>}", hidden / 2);
  g_autofree char *writes
      = g_strdup_printf ("{'hidden_size': <int64 %d>, 'output': <'all'>}", hidden);
  g_autofree char *words = g_strdup_printf ("{'units': <int64 %d>}", n_words);
  gint64 data = net_add (graph, "data", "data", source),
         read = net_add (graph, "embedding", "read", "{'embedding_dim': <int64 16>}"),
         encoder = net_add (graph, cell, "encoder", reads),
         before = net_add (graph, "delay", "before", NULL),
         told = net_add (graph, "embedding", "told", "{'embedding_dim': <int64 16>}"),
         decoder = net_add (graph, cell, "decoder", writes),
         look = net_add (graph, "attention", "look", NULL),
         both = net_add (graph, "concat", "both", "{'dim': <int64 2>}"),
         word = net_add (graph, "dense", "word", words),
         loss = net_add (graph, "cross_entropy", "loss", NULL);

  net_wire (graph, data, 0, read, 0);
  net_wire (graph, read, 0, encoder, 0);
  net_wire (graph, data, 1, before, 0);
  net_wire (graph, before, 0, told, 0);
  net_wire (graph, told, 0, decoder, 0);
  net_wire (graph, encoder, 1, decoder, 2);
  net_wire (graph, decoder, 0, look, 0);
  net_wire (graph, encoder, 0, look, 1);
  net_wire (graph, decoder, 0, both, 0);
  net_wire (graph, look, 0, both, 1);
  net_wire (graph, both, 0, word, 0);
  net_wire (graph, word, 0, loss, 0);
  net_wire (graph, data, 1, loss, 1);
  net_train (graph, "optimizer", g_variant_new_string ("adam"));
  net_train (graph, "lr", g_variant_new_double (0.005));
  net_train (graph, "batch_size", g_variant_new_int64 (32));
  return graph;
}

static inline WeftGraph *
writing_graph_of (const WeftDataset *dataset, const char *cell, int hidden)
{
  g_autofree char *source = g_strdup_printf (
      "{'source': <'file'>, 'name': <'%s'>, 'sha256': <'%s'>}", dataset->name, dataset->sha256);

  return writing_graph (source, WRITING_WORDS, cell, hidden);
}

/* What looks at what was written so far, and, where it can, at what was read. */
static inline WeftGraph *
writing_looking_graph (const WeftDataset *dataset, const char *layer)
{
  static const struct
  {
    const char *layer, *params;
  } rows[] = {
    { "attention", "{'causal': <true>, 'nhead': <int64 2>, 'rotary': <true>}" },
    { "transformer_encoder",
      "{'causal': <true>, 'nhead': <int64 2>, 'dim_feedforward': <int64 16>, "
      "'dropout': <0.0>}" },
    { "transformer_decoder",
      "{'nhead': <int64 4>, 'dim_feedforward': <int64 16>, 'dropout': <0.0>, "
      "'norm_first': <true>, 'num_layers': <int64 1>}" },
  };
  g_autoptr (WeftGraph) graph = writing_graph_of (dataset, "gru", 12);
  gint64 decoder = weft_graph_find_by_name (graph, "decoder")->id,
         told = weft_graph_find_by_name (graph, "told")->id,
         encoder = weft_graph_find_by_name (graph, "encoder")->id,
         both = weft_graph_find_by_name (graph, "both")->id,
         places = net_add (graph, "learnt_positions", "places", NULL), looker = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (g_str_equal (rows[i].layer, layer))
      looker = net_add (graph, layer, "looker", rows[i].params);
  net_apply (graph, weft_edit_remove_wire (weft_graph_find_wire_to (graph, decoder, 0)));
  net_apply (graph, weft_edit_remove_wire (weft_graph_find_wire_to (graph, decoder, 2)));
  net_apply (graph, weft_edit_remove_wire (weft_graph_find_wire_to (graph, both, 0)));
  net_apply (graph, weft_edit_remove_wire (weft_graph_find_wire_to (
                        graph, weft_graph_find_by_name (graph, "look")->id, 0)));
  net_wire (graph, told, 0, places, 0);
  net_wire (graph, places, 0, looker, 0);
  if (g_str_equal (layer, "transformer_decoder"))
    net_wire (graph, encoder, 0, looker, 1);
  net_wire (graph, looker, 0, both, 0);
  net_wire (graph, looker, 0, weft_graph_find_by_name (graph, "look")->id, 0);
  net_apply (graph, weft_edit_remove_node (decoder));
  return g_steal_pointer (&graph);
}

static inline WeftGraph *
writing_graph_any (const WeftDataset *dataset, const char *layer)
{
  return strlen (layer) <= 4 ? writing_graph_of (dataset, layer, 12)
                             : writing_looking_graph (dataset, layer);
}

static inline WeftModel *
writing_model_of (WeftGraph *graph, WeftDataset *dataset)
{
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  g_autoptr (GError) error = NULL;
  WeftModel *model;

  weft_catalog_add (catalog, dataset);
  model = weft_model_new (graph, catalog, &error);
  g_assert_no_error (error);
  return model;
}
