/* small-places: a made set of three fields: numbers, their class, and where they lie */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/base/memory.h"
#include "engine/base/random.h"
#include "engine/data/catalog.h"

#define PLACES 48

/* x: two numbers; y: whether the first is above zero; place: half of both. */
static inline WeftDataset *
places_new (void)
{
  WeftDataset *dataset = weft_dataset_new ();
  WeftField *x = weft_dataset_add_field (dataset, "x", WEFT_KIND_NUMBERS);
  WeftField *y = weft_dataset_add_field (dataset, "y", WEFT_KIND_CLASS);
  WeftField *place = weft_dataset_add_field (dataset, "place", WEFT_KIND_NUMBERS);
  WeftRandom random = { 4, WEFT_STREAM_CHECK, 0 };

  dataset->name = g_strdup ("places");
  dataset->count = PLACES;
  x->shape = place->shape = WEFT_SHAPE (2);
  y->shape.type = WEFT_I64;
  y->classes = 2;
  g_assert_true (weft_dataset_allocate (dataset, x, NULL));
  g_assert_true (weft_dataset_allocate (dataset, y, NULL));
  g_assert_true (weft_dataset_allocate (dataset, place, NULL));
  weft_random_fill_normal (&random, x->data, 2 * PLACES, 0, 1);
  for (int i = 0; i < 2 * PLACES; i++)
    ((float *) place->data)[i] = ((float *) x->data)[i] / 2;
  for (int i = 0; i < PLACES; i++)
    ((gint64 *) y->data)[i] = ((float *) x->data)[2 * i] > 0;
  g_assert_true (weft_dataset_finish (dataset, NULL));
  return dataset;
}

static inline WeftDataset *
places_load_cb (gpointer user, const char *source, const char *name, const char *sha256,
                GError **error)
{
  return places_new ();
}

static inline WeftCatalog *
places_catalog (void)
{
  return weft_catalog_new (&(WeftCatalogHost){ .load = places_load_cb });
}
