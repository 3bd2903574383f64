/* small-pictures: a made set of pictures, each with its mask and its class; for tests */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/base/memory.h"
#include "small-net.h"

#define PICTURES 40
#define PICTURE_H 6
#define PICTURE_W 5
#define PICTURE_SIZE (PICTURE_H * PICTURE_W)

static inline WeftField *
pictures_add (WeftDataset *dataset, const char *name, WeftKind kind)
{
  WeftField *field = weft_dataset_add_field (dataset, name, kind);

  field->shape = WEFT_SHAPE (1, PICTURE_H, PICTURE_W);
  field->shape.type = WEFT_U8;
  g_assert_true (weft_dataset_allocate (dataset, field, NULL));
  return field;
}

/* Pixels of 0 and 1, at random; the mask y is the picture, so that what is done to the one can be
 * seen of the other, and the class is that of the first pixel. */
static inline WeftDataset *
pictures_new (void)
{
  WeftDataset *dataset = weft_dataset_new ();
  WeftRandom random = { 3, WEFT_STREAM_CHECK, 0 };
  WeftField *x, *y, *c;

  dataset->name = g_strdup ("pictures");
  dataset->count = PICTURES;
  x = pictures_add (dataset, "x", WEFT_KIND_PICTURE);
  y = pictures_add (dataset, "y", WEFT_KIND_MASK);
  c = weft_dataset_add_field (dataset, "c", WEFT_KIND_CLASS);
  c->shape = (WeftShape){ .type = WEFT_I64 };
  c->classes = 2;
  g_assert_true (weft_dataset_allocate (dataset, c, NULL));
  for (int i = 0; i < PICTURES * PICTURE_SIZE; i++)
    ((guint8 *) x->data)[i] = ((guint8 *) y->data)[i]
        = weft_random_below (&random, (guint64) i, 2) == 1;
  for (int i = 0; i < PICTURES; i++)
    ((gint64 *) c->data)[i] = ((guint8 *) x->data)[i * PICTURE_SIZE];
  g_assert_true (weft_dataset_finish (dataset, NULL));
  return dataset;
}

/* The set's data node alone, named "data", for a catalog that knows it. */
static inline WeftGraph *
pictures_graph (WeftDataset *dataset)
{
  WeftGraph *graph = weft_graph_new ();
  g_autofree char *params = g_strdup_printf (
      "{'source': <'file'>, 'name': <'pictures'>, 'sha256': <'%s'>, 'fields': <'x y c'>}",
      dataset->sha256);

  net_add (graph, "data", "data", params);
  return graph;
}

static inline WeftModel *
pictures_model (WeftGraph *graph, WeftDataset *dataset)
{
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  g_autoptr (GError) error = NULL;
  WeftModel *model;

  weft_catalog_add (catalog, dataset);
  model = weft_model_new (graph, catalog, &error);
  g_assert_no_error (error);
  return model;
}
