/* tensor: an immutable, reference-counted block of numbers that may cross threads */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/base/tensor.h"
#include "engine/base/memory.h"

#include <string.h>

WeftShape
weft_shape_of_one (const WeftShape *batch)
{
  WeftShape shape = *batch;

  shape.rank = MAX (0, batch->rank - 1);
  for (int i = 0; i < shape.rank; i++)
    shape.dims[i] = batch->dims[i + 1];
  return shape;
}

WeftTensor *
weft_tensor_new (const WeftShape *shape)
{
  gpointer data = weft_memory_new (weft_shape_bytes (shape), NULL);
  WeftTensor *tensor;

  if (data == NULL)
    return NULL;
  tensor = g_new0 (WeftTensor, 1);
  tensor->ref_count = 1;
  tensor->shape = *shape;
  tensor->data = data;
  return tensor;
}

WeftTensor *
weft_tensor_new_copy (const WeftShape *shape, gconstpointer data)
{
  WeftTensor *tensor = weft_tensor_new (shape);

  if (tensor != NULL)
    memcpy (tensor->data, data, weft_shape_bytes (shape));
  return tensor;
}

WeftTensor *
weft_tensor_ref (WeftTensor *tensor)
{
  g_atomic_int_inc (&tensor->ref_count);
  return tensor;
}

/* The macros, which ThreadSanitizer sees, and not g_atomic_ref_count_dec, which hides in GLib. */
void
weft_tensor_unref (WeftTensor *tensor)
{
  if (!g_atomic_int_dec_and_test (&tensor->ref_count))
    return;
  weft_memory_free (tensor->data);
  g_free (tensor);
}
