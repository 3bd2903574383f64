/* conv: the sums of weight gradients that every convolution kernel needs */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/kernels/conv.h"

#define WEIGHTS_PER_SLICE 8192

gsize
weft_conv_partial_floats (const WeftConv *conv)
{
  return (weft_conv_weight_count (conv) + conv->k + 15) / 16 * 16;
}

float *
weft_conv_get_partial (const WeftConv *conv, guint slice)
{
  return (float *) conv->workspace + slice * weft_conv_partial_floats (conv);
}

guint
weft_conv_count_reduce (const WeftConv *conv)
{
  gsize slices = weft_conv_partial_floats (conv) / WEIGHTS_PER_SLICE;

  return conv->dw == NULL && conv->db == NULL ? 1 : (guint) CLAMP (slices, 1, WEFT_CONV_MAX_SLICES);
}

static void
add_up (const WeftConv *conv, float *to, gsize offset, gsize begin, gsize end)
{
  guint slices = weft_conv_image_slices (conv);

  for (gsize i = begin; i < end; i++)
    to[i] = weft_conv_get_partial (conv, 0)[offset + i];
  for (guint slice = 1; slice < slices; slice++)
    {
      const float *partial = weft_conv_get_partial (conv, slice) + offset;

      for (gsize i = begin; i < end; i++)
        to[i] += partial[i];
    }
}

/* dw (K, C/groups, R, S) in ranges; db (K) whole, in the first slice. */
void
weft_conv_reduce (const WeftConv *conv, guint slice)
{
  gsize count = weft_conv_weight_count (conv), slices = weft_conv_count_reduce (conv);

  if (conv->dw != NULL)
    add_up (conv, conv->dw, 0, count * slice / slices, count * (slice + 1) / slices);
  if (conv->db != NULL && slice == 0)
    add_up (conv, conv->db, count, 0, conv->k);
}
