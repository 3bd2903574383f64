/* digits-canvas: the digits of the gallery, each somewhere on canvases twice its size: which it is,
 * and where */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <string.h>

#include "engine/base/memory.h"
#include "engine/base/random.h"
#include "engine/data/outputs.h"
#include "projects/gallery/gallery.h"

#define CANVASES 3 /* of each digit */

/* Copies a digit (side, side) to (left, top) of a canvas that was black. */
static inline void
canvas_put (const guint8 *digit, gint64 side, gint64 left, gint64 top, guint8 *canvas)
{
  for (gint64 row = 0; row < side; row++)
    memcpy (canvas + (top + row) * 2 * side + left, digit + row * side, (gsize) side);
}

static inline WeftDataset *
canvas_new_empty (const WeftDataset *digits)
{
  WeftDataset *dataset = weft_dataset_new ();
  gint64 side = weft_dataset_get_x (digits)->shape.dims[1];
  WeftField *x = weft_dataset_add_field (dataset, "x", WEFT_KIND_PICTURE);
  WeftField *y = weft_dataset_add_field (dataset, "y", WEFT_KIND_CLASS);
  WeftField *place = weft_dataset_add_field (dataset, "place", WEFT_KIND_NUMBERS);

  dataset->name = g_strdup ("canvas");
  dataset->count = CANVASES * digits->count;
  x->shape = WEFT_SHAPE (1, 2 * side, 2 * side);
  x->shape.type = WEFT_U8;
  x->scale = weft_dataset_get_x (digits)->scale;
  y->shape.type = WEFT_I64;
  y->classes = 10;
  place->shape = WEFT_SHAPE (2);
  g_assert_true (weft_dataset_allocate (dataset, x, NULL));
  g_assert_true (weft_dataset_allocate (dataset, y, NULL));
  g_assert_true (weft_dataset_allocate (dataset, place, NULL));
  dataset->part = weft_memory_new ((gsize) dataset->count, NULL);
  return dataset;
}

/* x: the canvas; y: the digit; place: left and top of it in digits' sides, 0 to 1. All canvases of
 * one digit belong to one part: what is tested was never seen. */
static inline WeftDataset *
canvas_new (const char *gallery, GError **error)
{
  g_autoptr (WeftDataset) digits = weft_gallery_load_data (gallery, "digits", error);
  g_autoptr (WeftDataset) dataset = canvas_new_empty (digits);
  gint64 side = weft_dataset_get_x (digits)->shape.dims[1], pixels = 4 * side * side;
  g_autofree float *draws = g_new (float, 2 * dataset->count);
  WeftRandom random = { 1, WEFT_STREAM_CHECK, 0 };

  weft_random_fill_uniform (&random, draws, (gsize) (2 * dataset->count), 0, (float) side + 1);
  for (gint64 i = 0; i < dataset->count; i++)
    {
      gint64 digit = i / CANVASES;
      gint64 left = MIN ((gint64) draws[2 * i], side), top = MIN ((gint64) draws[2 * i + 1], side);
      float *place = (float *) dataset->fields[2].data + 2 * i;

      canvas_put (weft_field_get_sample (weft_dataset_get_x (digits), digit, NULL), side, left, top,
                  (guint8 *) dataset->fields[0].data + i * pixels);
      ((gint64 *) dataset->fields[1].data)[i]
          = weft_field_get_class (weft_dataset_get_y (digits), digit);
      place[0] = (float) left / (float) side;
      place[1] = (float) top / (float) side;
      dataset->part[i] = digit % 10 < 8    ? WEFT_PART_TRAIN + 1
                         : digit % 10 == 8 ? WEFT_PART_VALIDATION + 1
                                           : WEFT_PART_TEST + 1;
    }
  return weft_dataset_finish (dataset, error) ? g_steal_pointer (&dataset) : NULL;
}

/* The graph's data node gives it, as it does what was read from a file. */
static inline void
canvas_use (WeftGraph *graph, const WeftDataset *dataset)
{
  g_autoptr (GPtrArray) edits = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_edit_unref);
  g_autoptr (WeftEdit) all = NULL, inverse = NULL;

  weft_data_use_file (weft_graph_find_by_name (graph, "data")->id, dataset, edits);
  all = weft_edit_list (edits, NULL);
  inverse = weft_graph_apply (graph, all, NULL);
  g_assert_nonnull (inverse);
}
