/* conv-depthwise: convolution of each channel by a filter of its own
 *
 * A channel of a picture is laid out with its padding, its columns parted by the stride, so that
 * what a tap sees of a row of outputs lies side by side: y[i] = Σ w[t] · plane[at[t] + i·step]. The
 * planes fit into the first cache. Channels are shared out: all pictures of one, one after the
 * other, so no sum crosses a slice. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "engine/kernels/conv.h"

#if WEFT_KERNEL_LEVEL > 0
#include "engine/kernels/pairs.h"
#include "engine/kernels/sum.h"
#include "engine/kernels/vector.h"

#define MOST_TAPS 49
#define MOST_PLANE 65536 /* floats: beyond, nothing is in the first caches any more */
#define FLOPS_PER_SLICE 400000

/* Of one channel of one picture. */
typedef struct
{
  gsize rows, width; /* of a part: columns of one remainder by the stride, and room to read on */
  gsize part;        /* floats */
  gsize floats;      /* of all parts */
  gsize taps;
  gsize at[MOST_TAPS]; /* where a tap sees the first output */
  gsize step;          /* from a row of outputs to the next one */
} Plane;

static Plane
get_plane (const WeftConv *conv)
{
  gsize down = (gsize) conv->stride[0], across = (gsize) conv->stride[1];
  gsize rows = (conv->oh - 1) * down + (conv->r - 1) * (gsize) conv->dilation[0] + 1;
  gsize columns = conv->ow + (conv->s - 1) * (gsize) conv->dilation[1] / across + 1;
  Plane plane = { .taps = conv->r * conv->s };

  plane.rows = MAX (rows, conv->h + (gsize) conv->padding[0]);
  plane.width = MAX (columns, (conv->w + (gsize) conv->padding[1]) / across + 1) + WEFT_LANES;
  plane.part = plane.rows * plane.width;
  plane.floats = (across * plane.part + 15) / 16 * 16;
  plane.step = down * plane.width;
  for (gsize t = 0; t < plane.taps && t < MOST_TAPS; t++)
    {
      gsize row = t / conv->s * (gsize) conv->dilation[0];
      gsize column = t % conv->s * (gsize) conv->dilation[1];

      plane.at[t] = column % across * plane.part + row * plane.width + column / across;
    }
  return plane;
}

static gboolean
applies (const WeftConv *conv)
{
  Plane plane;

  if (conv->groups < 2 || conv->gc != 1 || conv->gk != 1 || conv->r * conv->s > MOST_TAPS
      || conv->stride[0] > 4 || conv->stride[1] > 4)
    return FALSE;
  plane = get_plane (conv);
  return plane.floats <= MOST_PLANE;
}

/* By channels. */
static guint
count_slices (const WeftConv *conv)
{
  gsize slices = conv->n * weft_conv_image_flops (conv) / FLOPS_PER_SLICE;

  slices = CLAMP (slices, 1, WEFT_CONV_MAX_SLICES);
  return (guint) MIN (weft_pool_even_slices ((guint) slices), conv->c);
}

static gsize
count_workspace (const WeftConv *conv, gboolean is_backward)
{
  Plane plane = get_plane (conv);

  return count_slices (conv) * plane.floats * (is_backward ? 2 : 1) * sizeof (float);
}

/* --- pictures to planes and back --- */

/* n pairs of a row, whose firsts are a part and whose seconds another. */
static inline void
move_pairs (float *x, gsize n, float *firsts, float *seconds, gboolean back)
{
  if (back)
    {
      weft_put_in_pairs (n, firsts, seconds, x);
      return;
    }
  for (gsize at = 0; at < n; at += WEFT_LANES)
    {
      gsize count = MIN (WEFT_LANES, n - at);
      WeftVector even, odd;

      weft_load_pairs (x + 2 * at, count, &even, &odd);
      if (count == WEFT_LANES)
        {
          weft_store (firsts + at, even);
          weft_store (seconds + at, odd);
          continue;
        }
      weft_store_some (firsts + at, even, count);
      weft_store_some (seconds + at, odd, count);
    }
}

static inline void
move_one (float *x, float *place, gboolean back)
{
  if (back)
    *x = *place;
  else
    *place = *x;
}

/* Where a column lies, in a row whose first part begins at `row`. */
static inline float *
find_column (const WeftConv *conv, const Plane *plane, float *row, gsize column)
{
  gsize stride = (gsize) conv->stride[1], at = column + (gsize) conv->padding[1];

  return row + at % stride * plane->part + at / stride;
}

/* A row (W) to its parts, or back. */
static inline void
move_row (const WeftConv *conv, const Plane *plane, float *x, float *row, gboolean back)
{
  gsize first = (gsize) conv->padding[1] % 2, pairs = (conv->w - first) / 2;

  if (conv->stride[1] == 1)
    memcpy (back ? x : row + conv->padding[1], back ? row + conv->padding[1] : x,
            conv->w * sizeof *x);
  else if (conv->stride[1] == 2)
    {
      if (first > 0)
        move_one (x, find_column (conv, plane, row, 0), back);
      move_pairs (x + first, pairs, find_column (conv, plane, row, first),
                  find_column (conv, plane, row, first + 1), back);
      for (gsize j = first + 2 * pairs; j < conv->w; j++)
        move_one (x + j, find_column (conv, plane, row, j), back);
    }
  else
    for (gsize j = 0; j < conv->w; j++)
      move_one (x + j, find_column (conv, plane, row, j), back);
}

/* What lies around the picture stays what it was: zero. */
static void
move_picture (const WeftConv *conv, const Plane *plane, const float *x, float *floats,
              gboolean back)
{
  for (gsize i = 0; i < conv->h; i++)
    move_row (conv, plane, (float *) x + i * conv->w,
              floats + (i + (gsize) conv->padding[0]) * plane->width, back);
}

/* --- forward --- */

/* A row of outputs; `taps` is known where this is inlined. */
WEFT_INLINE void
forward_row (const Plane *plane, const float *from, const float *w, float bias, gsize n, float *y,
             const gsize taps)
{
  for (gsize j = 0; j < n; j += WEFT_LANES)
    {
      WeftVector sum = weft_splat (bias);

#pragma GCC unroll 9
      for (gsize t = 0; t < taps; t++)
        sum += weft_splat (w[t]) * weft_load (from + plane->at[t] + j);
      if (n - j >= WEFT_LANES)
        weft_store (y + j, sum);
      else
        weft_store_some (y + j, sum, n - j);
    }
}

static void
forward_picture (const WeftConv *conv, const Plane *plane, const float *floats, const float *w,
                 float bias, float *y)
{
  for (gsize i = 0; i < conv->oh; i++)
    if (plane->taps == 9)
      forward_row (plane, floats + i * plane->step, w, bias, conv->ow, y + i * conv->ow, 9);
    else
      forward_row (plane, floats + i * plane->step, w, bias, conv->ow, y + i * conv->ow,
                   plane->taps);
}

typedef struct
{
  gsize begin, end;
} Channels;

static Channels
get_channels (const WeftConv *conv, guint slice)
{
  guint slices = count_slices (conv);

  return (Channels){ conv->c * slice / slices, conv->c * (slice + 1) / slices };
}

static void
forward (const WeftConv *conv, guint slice)
{
  Plane plane = get_plane (conv);
  Channels channels = get_channels (conv, slice);
  float *floats = (float *) conv->workspace + slice * plane.floats;
  gsize in = conv->h * conv->w, out = conv->oh * conv->ow;

  memset (floats, 0, plane.floats * sizeof *floats);
  for (gsize c = channels.begin; c < channels.end; c++)
    for (gsize n = 0; n < conv->n; n++)
      {
        gsize at = n * conv->c + c;

        move_picture (conv, &plane, conv->x + at * in, floats, FALSE);
        forward_picture (conv, &plane, floats, conv->weights + c * plane.taps,
                         conv->bias != NULL ? conv->bias[c] : 0.0f, conv->y + at * out);
      }
}

/* --- backward --- */

WEFT_INLINE WeftVector
load_row (const float *x, gsize j, gsize n)
{
  return n - j >= WEFT_LANES ? weft_load (x + j) : weft_load_some (x + j, n - j);
}

/* dw of a picture's taps first … first + count − 1, added to sums of lanes; `count` is known where
 * this is inlined, so that the sums are registers. */
WEFT_INLINE void
add_taps (const WeftConv *conv, const Plane *plane, const float *floats, const float *dy,
          gsize first, const gsize count, WeftVector *sums)
{
  WeftVector sum[8];

#pragma GCC unroll 8
  for (gsize t = 0; t < count; t++)
    sum[t] = sums[first + t];
  for (gsize i = 0; i < conv->oh; i++)
    for (gsize j = 0; j < conv->ow; j += WEFT_LANES)
      {
        WeftVector g = load_row (dy + i * conv->ow, j, conv->ow);
        const float *from = floats + i * plane->step + j;

#pragma GCC unroll 8
        for (gsize t = 0; t < count; t++)
          sum[t] += g * weft_load (from + plane->at[first + t]);
      }
#pragma GCC unroll 8
  for (gsize t = 0; t < count; t++)
    sums[first + t] = sum[t];
}

static void
backward_weights (const WeftConv *conv, const Plane *plane, const float *floats, const float *dy,
                  WeftVector *sums)
{
  gsize t = 0;

  for (; t + 8 <= plane->taps; t += 8)
    add_taps (conv, plane, floats, dy, t, 8, sums);
  for (; t + 3 <= plane->taps; t += 3)
    add_taps (conv, plane, floats, dy, t, 3, sums);
  for (; t < plane->taps; t++)
    add_taps (conv, plane, floats, dy, t, 1, sums);
}

/* Every tap spreads dy over the plane. Tap by tap: what one has written is long written when the
 * next one reads there. */
static void
backward_input (const WeftConv *conv, const Plane *plane, const float *dy, const float *w,
                float *floats)
{
  memset (floats, 0, plane->floats * sizeof *floats);
  for (gsize t = 0; t < plane->taps; t++)
    for (gsize i = 0; i < conv->oh; i++)
      for (gsize j = 0; j < conv->ow; j += WEFT_LANES)
        {
          float *to = floats + plane->at[t] + i * plane->step + j;

          weft_store (to, weft_load (to)
                              + weft_splat (w[t]) * load_row (dy + i * conv->ow, j, conv->ow));
        }
}

static void
backward_channel (const WeftConv *conv, const Plane *plane, gsize c, float *floats, float *spread)
{
  gsize in = conv->h * conv->w, out = conv->oh * conv->ow;
  const float *w = conv->weights + c * plane->taps;
  WeftVector sums[MOST_TAPS] = { { 0 } };
  double bias = 0;

  for (gsize n = 0; n < conv->n; n++)
    {
      gsize at = n * conv->c + c;
      const float *dy = conv->dy + at * out;

      if (conv->dw != NULL)
        {
          move_picture (conv, plane, conv->x + at * in, floats, FALSE);
          backward_weights (conv, plane, floats, dy, sums);
        }
      if (conv->dx != NULL)
        {
          backward_input (conv, plane, dy, w, spread);
          move_picture (conv, plane, conv->dx + at * in, spread, TRUE);
        }
      if (conv->db != NULL)
        bias += (double) weft_sum (out, dy);
    }
  for (gsize t = 0; conv->dw != NULL && t < plane->taps; t++)
    conv->dw[c * plane->taps + t] = weft_sum_lanes (sums[t]);
  if (conv->db != NULL)
    conv->db[c] = (float) bias;
}

static void
backward (const WeftConv *conv, guint slice)
{
  Plane plane = get_plane (conv);
  Channels channels = get_channels (conv, slice);
  float *floats = (float *) conv->workspace + 2 * slice * plane.floats;

  memset (floats, 0, plane.floats * sizeof *floats);
  for (gsize c = channels.begin; c < channels.end; c++)
    backward_channel (conv, &plane, c, floats, floats + plane.floats);
}

const WeftConvKernel weft_conv_depthwise = {
  .applies = applies,
  .workspace_bytes = count_workspace,
  .forward = { { count_slices, forward } },
  .backward = { { count_slices, backward } },
};
#endif
