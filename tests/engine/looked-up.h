/* looked-up: a set as a data node's parameters ask for it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/data/catalog.h"

static inline GVariant *
params_of (const char *text)
{
  return g_variant_ref_sink (g_variant_new_parsed (text));
}

static inline WeftDataset *
look_up (WeftCatalog *catalog, const char *text, int batch_size, guint64 seed)
{
  g_autoptr (GVariant) params = params_of (text);
  g_autoptr (GError) error = NULL;
  WeftDataset *dataset = weft_catalog_lookup (catalog, params, batch_size, seed, &error);

  g_assert_no_error (error);
  return dataset;
}
