/* conv-plain: convolution by its definition; the reference of the others, and what does the sizes
 * that they leave */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "engine/kernels/conv.h"

/* One tap of one pair of planes: which outputs see the input through it. */
typedef struct
{
  gsize i_begin, i_end, j_begin, j_end; /* outputs */
  gssize row, column;                   /* input = output · stride + this */
} Tap;

/* Outputs 0 … out − 1 whose input, output · stride + offset, lies in 0 … in − 1. */
static void
clip (gssize offset, gssize stride, gsize in, gsize out, gsize *begin, gsize *end)
{
  gssize first = offset < 0 ? (-offset + stride - 1) / stride : 0;
  gssize last = (gssize) in - 1 - offset < 0 ? -1 : ((gssize) in - 1 - offset) / stride;

  *begin = (gsize) first;
  *end = (gsize) MAX (first, MIN (last + 1, (gssize) out));
}

static Tap
get_tap (const WeftConv *conv, gsize r, gsize s)
{
  Tap tap = { .row = (gssize) r * conv->dilation[0] - conv->padding[0],
              .column = (gssize) s * conv->dilation[1] - conv->padding[1] };

  clip (tap.row, conv->stride[0], conv->h, conv->oh, &tap.i_begin, &tap.i_end);
  clip (tap.column, conv->stride[1], conv->w, conv->ow, &tap.j_begin, &tap.j_end);
  return tap;
}

static inline gsize
get_input (const WeftConv *conv, const Tap *tap, gsize i)
{
  return (gsize) ((gssize) i * conv->stride[0] + tap->row) * conv->w
         + (gsize) ((gssize) tap->j_begin * conv->stride[1] + tap->column);
}

/* y (OH, OW) += weight · x (H, W) through the tap. */
static void
forward_tap (const WeftConv *conv, const Tap *tap, float weight, const float *x, float *y)
{
  gsize step = (gsize) conv->stride[1];

  for (gsize i = tap->i_begin; i < tap->i_end; i++)
    {
      const float *from = x + get_input (conv, tap, i);
      float *to = y + i * conv->ow + tap->j_begin;

      for (gsize j = 0; j < tap->j_end - tap->j_begin; j++)
        to[j] += weight * from[j * step];
    }
}

/* dx (H, W) += weight · dy (OH, OW) through the tap. */
static void
backward_tap (const WeftConv *conv, const Tap *tap, float weight, const float *dy, float *dx)
{
  gsize step = (gsize) conv->stride[1];

  for (gsize i = tap->i_begin; i < tap->i_end; i++)
    {
      const float *from = dy + i * conv->ow + tap->j_begin;
      float *to = dx + get_input (conv, tap, i);

      for (gsize j = 0; j < tap->j_end - tap->j_begin; j++)
        to[j * step] += weight * from[j];
    }
}

/* Σ dy · x through the tap. */
static float
weight_tap (const WeftConv *conv, const Tap *tap, const float *dy, const float *x)
{
  gsize step = (gsize) conv->stride[1];
  float sum = 0.0f;

  for (gsize i = tap->i_begin; i < tap->i_end; i++)
    {
      const float *in = x + get_input (conv, tap, i), *out = dy + i * conv->ow + tap->j_begin;

      for (gsize j = 0; j < tap->j_end - tap->j_begin; j++)
        sum += out[j] * in[j * step];
    }
  return sum;
}

static void
forward (const WeftConv *conv, guint slice)
{
  gsize area = conv->h * conv->w, out_area = conv->oh * conv->ow;

  for (gsize n = weft_conv_first_image (conv, slice); n < weft_conv_first_image (conv, slice + 1);
       n++)
    for (gsize k = 0; k < conv->k; k++)
      {
        const float *w = conv->weights + k * conv->gc * conv->r * conv->s;
        const float *x = conv->x + (n * conv->c + k / conv->gk * conv->gc) * area;
        float *y = conv->y + (n * conv->k + k) * out_area;

        for (gsize i = 0; i < out_area; i++)
          y[i] = conv->bias != NULL ? conv->bias[k] : 0.0f;
        for (gsize c = 0; c < conv->gc; c++)
          for (gsize r = 0; r < conv->r; r++)
            for (gsize s = 0; s < conv->s; s++)
              {
                Tap tap = get_tap (conv, r, s);

                forward_tap (conv, &tap, *w++, x + c * area, y);
              }
      }
}

/* Adds image n's part to dw, and sets its dx; dw (K, C/groups, R, S) and dx nullable. */
static void
backward_image (const WeftConv *conv, gsize n, float *dw)
{
  gsize area = conv->h * conv->w, out_area = conv->oh * conv->ow, at = 0;

  if (conv->dx != NULL)
    memset (conv->dx + n * conv->c * area, 0, conv->c * area * sizeof (float));
  for (gsize k = 0; k < conv->k; k++)
    for (gsize c = 0; c < conv->gc; c++)
      for (gsize r = 0; r < conv->r; r++)
        for (gsize s = 0; s < conv->s; s++, at++)
          {
            gsize plane = n * conv->c + k / conv->gk * conv->gc + c;
            const float *dy = conv->dy + (n * conv->k + k) * out_area;
            Tap tap = get_tap (conv, r, s);

            if (conv->dx != NULL)
              backward_tap (conv, &tap, conv->weights[at], dy, conv->dx + plane * area);
            if (conv->dw != NULL)
              dw[at] += weight_tap (conv, &tap, dy, conv->x + plane * area);
          }
}

static void
backward (const WeftConv *conv, guint slice)
{
  gsize count = weft_conv_weight_count (conv), out_area = conv->oh * conv->ow;
  float *dw = weft_conv_get_partial (conv, slice), *db = dw + count;

  memset (dw, 0, weft_conv_partial_floats (conv) * sizeof *dw);
  for (gsize n = weft_conv_first_image (conv, slice); n < weft_conv_first_image (conv, slice + 1);
       n++)
    {
      backward_image (conv, n, dw);
      for (gsize k = 0; k < conv->k && conv->db != NULL; k++)
        for (gsize i = 0; i < out_area; i++)
          db[k] += conv->dy[(n * conv->k + k) * out_area + i];
    }
}

static gboolean
applies (const WeftConv *conv)
{
  return TRUE;
}

static gsize
count_workspace (const WeftConv *conv, gboolean is_backward)
{
  return is_backward
             ? weft_conv_image_slices (conv) * weft_conv_partial_floats (conv) * sizeof (float)
             : 0;
}

const WeftConvKernel weft_conv_plain = {
  .applies = applies,
  .workspace_bytes = count_workspace,
  .forward = { { weft_conv_image_slices, forward } },
  .backward
  = { { weft_conv_image_slices, backward }, { weft_conv_count_reduce, weft_conv_reduce } },
};
