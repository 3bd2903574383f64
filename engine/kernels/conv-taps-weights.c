/* conv-taps-weights: the weight gradient of a convolution of several channels, place by place
 *
 * With x's channels side by side the taps of a row that one output sees are S·C numbers in a row,
 * and the next output sees those a stride further on. So for each row r of the kernel dw (K, S·C) =
 * dy (K, places) · x (places, S·C), a product without a copy of x for each tap, and without sums
 * across the lanes of a vector, which cost more than the products where pictures are small. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/kernels/conv-taps.h"

#if WEFT_KERNEL_LEVEL > 0
#include "engine/kernels/tile.h"
#include "engine/kernels/transpose.h"

#define BAND_FLOATS 131072 /* of x laid out: it stays in cache from tap to tap */

/* x laid out, for a band of dy's rows: (rows, width, C/groups). */
typedef struct
{
  gsize width; /* columns that are seen, of the padded picture */
  gsize line;  /* floats of a row */
  gsize band;  /* dy's rows done at a time */
  gsize floats;
} Layout;

static gsize
count_rows (const WeftConv *conv, gsize rows)
{
  return (rows - 1) * (gsize) conv->stride[0] + (conv->r - 1) * (gsize) conv->dilation[0] + 1;
}

static Layout
get_layout (const WeftConv *conv)
{
  Layout l = { .width = (conv->ow - 1) * (gsize) conv->stride[1] + conv->s };

  l.line = l.width * conv->gc;
  l.band = CLAMP (BAND_FLOATS / (l.line * (gsize) conv->stride[0]), 1, conv->oh);
  l.floats = WEFT_TAPS_ROUND (count_rows (conv, l.band) * l.line);
  return l;
}

gboolean
weft_taps_weights_fit (const WeftConv *conv)
{
  return conv->dilation[1] == 1 && conv->gc * conv->s >= WEFT_LANES;
}

gsize
weft_taps_weights_places (const WeftConv *conv)
{
  return get_layout (conv).band * conv->ow;
}

gsize
weft_taps_weights_floats (const WeftConv *conv)
{
  return get_layout (conv).floats + WEFT_TAPS_ROUND (conv->gk * weft_taps_count (conv));
}

void
weft_taps_weights_prepare (const WeftConv *conv, gint32 *offsets)
{
  Layout l = get_layout (conv);

  for (gsize i = 0; i < l.band; i++)
    for (gsize j = 0; j < conv->ow; j++)
      *offsets++ = (gint32) (i * (gsize) conv->stride[0] * l.line
                             + j * (gsize) conv->stride[1] * conv->gc);
}

/* One row of the padded picture, x (C/groups, H, W) → (width, C/groups). */
static void
lay_row (const WeftConv *conv, const Layout *l, const float *x, gssize row, float *to)
{
  gsize left = MIN ((gsize) conv->padding[1], l->width), n = MIN (conv->w, l->width - left);

  if (row < 0 || row >= (gssize) conv->h)
    {
      weft_clear_row (l->line, to);
      return;
    }
  weft_clear_row (left * conv->gc, to);
  to += left * conv->gc;
  weft_transpose (conv->gc, n, x + (gsize) row * conv->w, conv->h * conv->w, to, conv->gc);
  weft_clear_row ((l->width - left - n) * conv->gc, to + n * conv->gc);
}

/* sums (K/groups, R, S, C/groups) += or, `is_first`, = one image's. */
static void
add_image (const WeftConv *conv, const Layout *l, const float *x, const float *dy,
           const gint32 *offsets, gboolean is_first, float *laid, float *sums)
{
  for (gsize first = 0; first < conv->oh; first += l->band)
    {
      gsize n = MIN (l->band, conv->oh - first), rows = count_rows (conv, n);
      gssize top = (gssize) (first * (gsize) conv->stride[0]) - conv->padding[0];

      for (gsize i = 0; i < rows; i++)
        lay_row (conv, l, x, top + (gssize) i, laid + i * l->line);
      for (gsize r = 0; r < conv->r; r++)
        weft_tiles (&(WeftTiles){
            .m = conv->gk,
            .n = conv->s * conv->gc,
            .k = n * conv->ow,
            .a = dy + first * conv->ow,
            .lda = conv->oh * conv->ow,
            .b = laid + r * (gsize) conv->dilation[0] * l->line,
            .offsets = offsets,
            .c = sums + r * conv->s * conv->gc,
            .ldc = weft_taps_count (conv),
            .accumulate = !is_first || first > 0,
        });
    }
}

void
weft_taps_weights (const WeftConv *conv, gsize begin, gsize end, gsize g, const gint32 *offsets,
                   float *scratch, float *dw)
{
  Layout l = get_layout (conv);
  gsize in = conv->h * conv->w, out = conv->oh * conv->ow, taps = weft_taps_count (conv);
  float *sums = scratch + l.floats;

  for (gsize n = begin; n < end; n++)
    add_image (conv, &l, conv->x + (n * conv->c + g * conv->gc) * in,
               conv->dy + (n * conv->k + g * conv->gk) * out, offsets, n == begin, scratch, sums);
  for (gsize k = 0; k < conv->gk; k++)
    for (gsize c = 0; c < conv->gc; c++)
      for (gsize tap = 0; tap < conv->r * conv->s; tap++)
        *dw++ = sums[k * taps + tap * conv->gc + c];
}
#endif
