/* tensor: an immutable, reference-counted block of numbers that may cross threads */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/base/shape.h"

typedef struct
{
  gatomicrefcount ref_count;
  WeftShape shape;
  gpointer data; /* shape.type elements, logical order, 64-byte aligned */
} WeftTensor;

WeftShape weft_shape_of_one (const WeftShape *batch); /* of a sample: without dimension 0 */
/* A tensor for the caller to fill before anybody else sees it; NULL when memory lacks. */
WeftTensor *weft_tensor_new (const WeftShape *shape);
WeftTensor *weft_tensor_new_copy (const WeftShape *shape, gconstpointer data);
WeftTensor *weft_tensor_ref (WeftTensor *tensor);
void weft_tensor_unref (WeftTensor *tensor);
#define weft_tensor_floats(tensor) ((float *) (tensor)->data)

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftTensor, weft_tensor_unref)
