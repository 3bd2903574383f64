/* small-ragged: a made set of samples of different lengths, and nets that read it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <string.h>

#include "engine/base/memory.h"
#include "small-net.h"

#define RAGGED_WIDTH 3

/* Samples of 1 to `longest` steps of numbers; a sample's class is whether the first number of its
 * steps is above zero in most of them. */
static inline WeftDataset *
ragged_new (gint64 count, gint64 longest)
{
  WeftDataset *dataset = weft_dataset_new ();
  WeftField *x = weft_dataset_add_field (dataset, "x", WEFT_KIND_NUMBERS);
  WeftField *y = weft_dataset_add_field (dataset, "y", WEFT_KIND_CLASS);
  WeftRandom random = { 3, WEFT_STREAM_CHECK, 0 };
  g_autofree float *lengths = g_new (float, count);

  dataset->name = g_strdup ("ragged");
  dataset->count = count;
  x->shape = WEFT_SHAPE (longest, RAGGED_WIDTH);
  x->ragged = 0;
  x->offsets = weft_memory_new ((gsize) (count + 1) * sizeof *x->offsets, NULL);
  y->shape = (WeftShape){ .type = WEFT_I64 };
  y->classes = 2;
  y->data = weft_memory_new ((gsize) count * sizeof (gint64), NULL);
  weft_random_fill_uniform (&random, lengths, (gsize) count, 0, 1);
  lengths[0] = 0.999f; /* one is the longest */
  for (gint64 i = 0; i < count; i++)
    x->offsets[i + 1] = x->offsets[i] + 1 + (gint64) (lengths[i] * (float) longest);
  x->data = weft_memory_new ((gsize) (x->offsets[count] * RAGGED_WIDTH) * sizeof (float), NULL);
  random.step = 1;
  weft_random_fill_normal (&random, x->data, (gsize) (x->offsets[count] * RAGGED_WIDTH), 0, 1);
  for (gint64 i = 0; i < count; i++)
    {
      gint64 steps = x->offsets[i + 1] - x->offsets[i], above = 0;

      for (gint64 t = x->offsets[i]; t < x->offsets[i + 1]; t++)
        above += ((const float *) x->data)[t * RAGGED_WIDTH] > 0;
      ((gint64 *) y->data)[i] = 2 * above > steps;
    }
  g_assert_true (weft_dataset_finish (dataset, NULL));
  return dataset;
}

/* The same with something to be said of each step: its numbers, half as large. */
static inline WeftDataset *
ragged_new_pairs (gint64 count, gint64 longest)
{
  g_autoptr (WeftDataset) source = ragged_new (count, longest);
  const WeftField *from = &source->fields[0];
  WeftDataset *dataset = weft_dataset_new ();
  gsize bytes = weft_field_get_bytes (from, count);

  dataset->name = g_strdup ("pairs");
  dataset->count = count;
  for (guint k = 0; k < 2; k++)
    {
      WeftField *field = weft_dataset_add_field (dataset, k == 0 ? "x" : "y", WEFT_KIND_NUMBERS);

      field->shape = from->shape;
      field->ragged = 0;
      field->scale = k == 0 ? 1 : 0.5;
      field->offsets = weft_memory_new ((gsize) (count + 1) * sizeof (gint64), NULL);
      memcpy (field->offsets, from->offsets, (gsize) (count + 1) * sizeof (gint64));
      field->data = weft_memory_new (bytes, NULL);
      memcpy (field->data, from->data, bytes);
    }
  g_assert_true (weft_dataset_finish (dataset, NULL));
  return dataset;
}

#define RAGGED_WORDS 5

/* Tokens, and as what is to be said of each step the token before it, of the first step itself. */
static inline WeftDataset *
ragged_new_tokens (gint64 count, gint64 longest)
{
  g_autoptr (WeftDataset) source = ragged_new (count, longest);
  const gint64 *offsets = source->fields[0].offsets;
  WeftDataset *dataset = weft_dataset_new ();
  WeftRandom random = { 4, WEFT_STREAM_CHECK, 0 };
  gint64 *tokens[2];

  dataset->name = g_strdup ("tokens");
  dataset->count = count;
  for (guint k = 0; k < 2; k++)
    {
      WeftField *field = weft_dataset_add_field (dataset, k == 0 ? "x" : "y", WEFT_KIND_TOKENS);

      field->shape = (WeftShape){ .rank = 1, .type = WEFT_I64, .dims = { longest } };
      field->classes = RAGGED_WORDS;
      field->ragged = 0;
      field->offsets = weft_memory_new ((gsize) (count + 1) * sizeof (gint64), NULL);
      memcpy (field->offsets, offsets, (gsize) (count + 1) * sizeof (gint64));
      field->data = tokens[k] = weft_memory_new ((gsize) offsets[count] * sizeof (gint64), NULL);
    }
  for (gint64 n = 0; n < count; n++)
    for (gint64 t = offsets[n]; t < offsets[n + 1]; t++)
      {
        tokens[0][t] = (gint64) weft_random_below (&random, (guint64) t, RAGGED_WORDS);
        tokens[1][t] = tokens[0][MAX (t - 1, offsets[n])];
      }
  g_assert_true (weft_dataset_finish (dataset, NULL));
  return dataset;
}

/* A catalog that knows the set, and the parameters by which a data node names it. */
static inline WeftCatalog *
ragged_catalog (WeftDataset *dataset, char **params)
{
  WeftCatalog *catalog = weft_catalog_new (NULL);

  weft_catalog_add (catalog, dataset);
  *params = g_strdup_printf ("{'source': <'file'>, 'name': <'ragged'>, 'sha256': <'%s'>}",
                             dataset->sha256);
  return catalog;
}

static inline WeftModel *
ragged_model_of (WeftDataset *dataset, const char *const *layers, const char *loss, gint64 batch)
{
  g_autofree char *params = NULL;
  g_autoptr (WeftCatalog) catalog = ragged_catalog (dataset, &params);
  g_autoptr (WeftGraph) graph = net_new (params, layers, loss);
  g_autoptr (GError) error = NULL;
  WeftModel *model;

  net_train (graph, "batch_size", g_variant_new_int64 (batch));
  model = weft_model_new (graph, catalog, &error);
  g_assert_no_error (error);
  return model;
}

/* Of 24 samples of up to 11 steps. */
static inline WeftModel *
ragged_model (const char *const *layers)
{
  g_autoptr (WeftDataset) dataset = ragged_new (24, 11);

  return ragged_model_of (dataset, layers, "cross_entropy", 32);
}
