/* conv-depthwise: convolution of each channel by a filter of its own
 *
 * A channel of a picture is laid out with its padding, its columns parted by the stride, so that
 * what a tap sees of a row of outputs lies side by side: y[i] = Σ w[t] · plane[at[t] + i·step]. For
 * dx it is dy that is laid out, and what a row of dx sees is gathered from it: with more than one
 * tap to a number, adding to memory would wait for what was written there just before. The planes
 * fit into the first cache. Pictures are taken in the order in which they lie in memory. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "engine/kernels/conv.h"

#if WEFT_KERNEL_LEVEL > 0
#include "engine/kernels/depthwise.h"
#include "engine/kernels/pairs.h"
#include "engine/kernels/sum.h"
#include "engine/kernels/vector.h"

#define MOST_TAPS 49
#define MOST_STRIDE 4
#define MOST_PLANE 65536 /* floats: beyond, nothing is in the first caches any more */

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
      || conv->stride[0] > MOST_STRIDE || conv->stride[1] > MOST_STRIDE)
    return FALSE;
  plane = get_plane (conv);
  return plane.floats <= MOST_PLANE;
}

/* Forward, by channels of pictures. */
static guint
count_slices (const WeftConv *conv)
{
  gsize slices = conv->n * weft_conv_image_flops (conv) / WEFT_CONV_DEPTHWISE_FLOPS;

  slices = CLAMP (slices, 1, WEFT_CONV_MAX_SLICES);
  return (guint) MIN (weft_pool_even_slices ((guint) slices), conv->n * conv->c);
}

static inline gboolean
is_three_by_three (const WeftConv *conv)
{
  return conv->r == 3 && conv->s == 3 && conv->dilation[0] == 1;
}

/* --- pictures to planes --- */

WEFT_INLINE WeftVector
load_row (const float *x, gsize j, gsize n)
{
  return n - j >= WEFT_LANES ? weft_load (x + j) : weft_load_some (x + j, n - j);
}

WEFT_INLINE void
store_row (float *y, gsize j, gsize n, WeftVector v)
{
  if (n - j >= WEFT_LANES)
    weft_store (y + j, v);
  else
    weft_store_some (y + j, v, n - j);
}

static inline void
copy_row (gsize n, const float *x, float *to)
{
  for (gsize j = 0; j < n; j += WEFT_LANES)
    store_row (to, j, n, load_row (x, j, n));
}

/* n pairs of a row, whose firsts are a part and whose seconds another. */
static inline void
part_pairs (const float *x, gsize n, float *firsts, float *seconds)
{
  for (gsize at = 0; at < n; at += WEFT_LANES)
    {
      WeftVector even, odd;

      weft_load_pairs (x + 2 * at, MIN (WEFT_LANES, n - at), &even, &odd);
      store_row (firsts, at, n, even);
      store_row (seconds, at, n, odd);
    }
}

/* Where x's column j < stride lies, from a row's first part on: those a stride further follow. */
static inline gsize
find_part (const WeftConv *conv, const Plane *plane, gsize j)
{
  gsize stride = (gsize) conv->stride[1], at = j + (gsize) conv->padding[1];

  return at % stride * plane->part + at / stride;
}

/* A row (W) to its parts. */
static inline void
put_row (const WeftConv *conv, const float *x, const gsize *parts, float *row)
{
  gsize stride = (gsize) conv->stride[1], done = stride == 2 ? conv->w / 2 * 2 : 0;

  if (stride == 1)
    {
      copy_row (conv->w, x, row + parts[0]);
      return;
    }
  if (stride == 2)
    part_pairs (x, conv->w / 2, row + parts[0], row + parts[1]);
  for (gsize j = done; j < conv->w; j++)
    row[parts[j % stride] + j / stride] = x[j];
}

/* What lies around the picture stays what it was: zero. */
static void
put_picture (const WeftConv *conv, const Plane *plane, const float *x, float *floats)
{
  gsize parts[MOST_STRIDE];

  for (gsize j = 0; j < (gsize) conv->stride[1]; j++)
    parts[j] = find_part (conv, plane, j);
  for (gsize i = 0; i < conv->h; i++)
    put_row (conv, x + i * conv->w, parts, floats + (i + (gsize) conv->padding[0]) * plane->width);
}

/* --- forward --- */

/* A row of outputs, of taps at `at`. */
static inline void
forward_row (const float *from, gsize taps, const gsize *at, const float *w, float bias, gsize n,
             float *y)
{
  for (gsize j = 0; j < n; j += WEFT_LANES)
    {
      WeftVector sum = weft_splat (bias);

      for (gsize t = 0; t < taps; t++)
        sum += weft_splat (w[t]) * weft_load (from + at[t] + j);
      store_row (y, j, n, sum);
    }
}

static void
forward_picture (const WeftConv *conv, const Plane *plane, const float *floats, const float *w,
                 float bias, float *y)
{
  if (is_three_by_three (conv) && conv->stride[0] == 1)
    weft_depthwise_rows (floats, plane->width, plane->at, w, bias, conv->oh, conv->ow, y, 1);
  else if (is_three_by_three (conv) && conv->stride[0] == 2)
    weft_depthwise_rows (floats, plane->width, plane->at, w, bias, conv->oh, conv->ow, y, 2);
  else
    for (gsize i = 0; i < conv->oh; i++)
      forward_row (floats + i * plane->step, plane->taps, plane->at, w, bias, conv->ow,
                   y + i * conv->ow);
}

static void
forward (const WeftConv *conv, guint slice)
{
  Plane plane = get_plane (conv);
  float *floats = (float *) conv->workspace + slice * plane.floats;
  gsize in = conv->h * conv->w, out = conv->oh * conv->ow, count = conv->n * conv->c;
  guint slices = count_slices (conv);

  memset (floats, 0, plane.floats * sizeof *floats);
  for (gsize at = count * slice / slices; at < count * (slice + 1) / slices; at++)
    {
      gsize c = at % conv->c;

      put_picture (conv, &plane, conv->x + at * in, floats);
      forward_picture (conv, &plane, floats, conv->weights + c * plane.taps,
                       conv->bias != NULL ? conv->bias[c] : 0.0f, conv->y + at * out);
    }
}

/* --- weight gradient --- */

/* dw of a picture's taps first … first + count − 1, added to sums of lanes; `count` is known where
 * this is inlined, so that the sums are registers. */
WEFT_INLINE void
add_taps (const WeftConv *conv, const Plane *plane, const float *floats, const float *dy,
          gsize first, const gsize count, WeftVector *sums)
{
  WeftVector sum[9];

#pragma GCC unroll 9
  for (gsize t = 0; t < count; t++)
    sum[t] = sums[first + t];
  for (gsize i = 0; i < conv->oh; i++)
    for (gsize j = 0; j < conv->ow; j += WEFT_LANES)
      {
        WeftVector g = load_row (dy + i * conv->ow, j, conv->ow);
        const float *from = floats + i * plane->step + j;

#pragma GCC unroll 9
        for (gsize t = 0; t < count; t++)
          sum[t] += g * weft_load (from + plane->at[first + t]);
      }
#pragma GCC unroll 9
  for (gsize t = 0; t < count; t++)
    sums[first + t] = sum[t];
}

static void
backward_weights (const WeftConv *conv, const Plane *plane, const float *floats, const float *dy,
                  WeftVector *sums)
{
  gsize t = 0;

  if (is_three_by_three (conv) && conv->stride[0] == 1)
    {
      weft_depthwise_add_taps (floats, plane->width, plane->at, dy, conv->oh, conv->ow, sums);
      return;
    }
  for (; t + 9 <= plane->taps; t += 9)
    add_taps (conv, plane, floats, dy, t, 9, sums);
  for (; t + 3 <= plane->taps; t += 3)
    add_taps (conv, plane, floats, dy, t, 3, sums);
  for (; t < plane->taps; t++)
    add_taps (conv, plane, floats, dy, t, 1, sums);
}

/* --- input gradient --- */

/* What the rows and columns of dx see, by their remainders by the strides: which taps, and where
 * in dy's plane they begin. */
typedef struct
{
  gsize above, left; /* zeros before dy */
  gsize width;       /* of a row, with room to read on */
  gsize floats;
  gsize begin[MOST_STRIDE][MOST_STRIDE], count[MOST_STRIDE][MOST_STRIDE];
  gsize tap[MOST_TAPS], at[MOST_TAPS];
} Sight;

/* The taps that the axis' coordinate `first` of dx is seen through. */
static inline gboolean
is_seen (const WeftConv *conv, int axis, gsize first, gsize tap)
{
  gssize from = (gssize) first + conv->padding[axis] - (gssize) tap * conv->dilation[axis];

  return from % conv->stride[axis] == 0;
}

static inline gsize
find_seen (const WeftConv *conv, int axis, gsize first, gsize tap, gsize before)
{
  gssize from = (gssize) first + conv->padding[axis] - (gssize) tap * conv->dilation[axis];

  return (gsize) (from / conv->stride[axis] + (gssize) before);
}

static void
find_taps (const WeftConv *conv, Sight *sight)
{
  gsize n = 0;

  for (gsize a = 0; a < (gsize) conv->stride[0]; a++)
    for (gsize b = 0; b < (gsize) conv->stride[1]; b++)
      {
        sight->begin[a][b] = n;
        for (gsize t = conv->r * conv->s; t-- > 0;)
          if (is_seen (conv, 0, a, t / conv->s) && is_seen (conv, 1, b, t % conv->s))
            {
              sight->tap[n] = t;
              sight->at[n++] = find_seen (conv, 0, a, t / conv->s, sight->above) * sight->width
                               + find_seen (conv, 1, b, t % conv->s, sight->left);
            }
        sight->count[a][b] = n - sight->begin[a][b];
      }
}

/* Zeros before dy along an axis: as many as the last tap reaches out. */
static gsize
count_before (const WeftConv *conv, int axis, gsize taps)
{
  gssize reach = (gssize) (taps - 1) * conv->dilation[axis] - conv->padding[axis];

  return reach > 0 ? (gsize) ((reach + conv->stride[axis] - 1) / conv->stride[axis]) : 0;
}

static Sight
get_sight (const WeftConv *conv)
{
  Sight sight
      = { .above = count_before (conv, 0, conv->r), .left = count_before (conv, 1, conv->s) };
  gsize rows = (conv->h - 1 + (gsize) conv->padding[0]) / (gsize) conv->stride[0] + 1;
  gsize columns = (conv->w - 1 + (gsize) conv->padding[1]) / (gsize) conv->stride[1] + 1;

  sight.width = sight.left + MAX (columns, conv->ow) + WEFT_LANES;
  sight.floats = ((sight.above + MAX (rows, conv->oh)) * sight.width + 15) / 16 * 16;
  return sight;
}

/* A row of dx whose remainder by the stride is a, from its row of the plane on; `lines` is scratch
 * for the columns of each remainder. */
static inline void
backward_row (const WeftConv *conv, const Sight *sight, gsize a, const float *from, const float *w,
              float *lines, float *dx)
{
  gsize stride = (gsize) conv->stride[1], n = (conv->w + stride - 1) / stride;
  gsize step = sight->width;

  for (gsize b = 0; b < stride; b++)
    forward_row (from, sight->count[a][b], sight->at + sight->begin[a][b], w + sight->begin[a][b],
                 0.0f, n, stride == 1 ? dx : lines + b * step);
  if (stride == 2)
    weft_put_in_pairs (conv->w / 2, lines, lines + step, dx);
  for (gsize j = stride == 2 ? conv->w / 2 * 2 : 0; j < conv->w && stride > 1; j++)
    dx[j] = lines[j % stride * step + j / stride];
}

/* w: in the order of the sight's taps. */
static void
backward_input (const WeftConv *conv, const Sight *sight, const float *dy, const float *w,
                float *floats, float *lines, float *dx)
{
  gsize down = (gsize) conv->stride[0];

  for (gsize i = 0; i < conv->oh; i++)
    copy_row (conv->ow, dy + i * conv->ow,
              floats + (sight->above + i) * sight->width + sight->left);
  if (is_three_by_three (conv) && conv->stride[0] == 1 && conv->stride[1] == 1)
    weft_depthwise_rows (floats, sight->width, sight->at, w, 0.0f, conv->h, conv->w, dx, 1);
  else
    for (gsize y = 0; y < conv->h; y++)
      backward_row (conv, sight, y % down, floats + y / down * sight->width, w, lines,
                    dx + y * conv->w);
}

/* --- both gradients --- */

/* What a slice has to itself, in floats: the taps' sums in lanes (C, taps), x's plane, dy's, and
 * lines. */
typedef struct
{
  Plane plane;
  Sight sight;
  gsize planes, grads, lines; /* where they begin */
  gsize floats;
} Backward;

static Backward
get_backward (const WeftConv *conv)
{
  Backward b = { .plane = get_plane (conv), .sight = get_sight (conv) };

  b.planes = conv->c * b.plane.taps * WEFT_LANES;
  b.grads = b.planes + b.plane.floats;
  b.lines = b.grads + b.sight.floats;
  b.floats = (b.lines + (gsize) conv->stride[1] * b.sight.width + 15) / 16 * 16;
  return b;
}

static gsize
count_workspace (const WeftConv *conv, gboolean is_backward)
{
  Backward b = get_backward (conv);

  if (is_backward)
    return weft_conv_image_slices (conv) * (weft_conv_partial_floats (conv) + b.floats)
           * sizeof (float);
  return count_slices (conv) * b.plane.floats * sizeof (float);
}

/* One channel of one picture. */
static void
backward_picture (const WeftConv *conv, const Backward *b, gsize c, gsize at, float *floats)
{
  gsize in = conv->h * conv->w, out = conv->oh * conv->ow;
  const float *dy = conv->dy + at * out;
  float w[MOST_TAPS];

  if (conv->dw != NULL)
    {
      put_picture (conv, &b->plane, conv->x + at * in, floats + b->planes);
      backward_weights (conv, &b->plane, floats + b->planes, dy,
                        (WeftVector *) floats + c * b->plane.taps);
    }
  if (conv->dx == NULL)
    return;
  for (gsize t = 0; t < b->plane.taps; t++)
    w[t] = conv->weights[c * b->plane.taps + b->sight.tap[t]];
  backward_input (conv, &b->sight, dy, w, floats + b->grads, floats + b->lines, conv->dx + at * in);
}

static void
backward (const WeftConv *conv, guint slice)
{
  Backward b = get_backward (conv);
  gsize count = weft_conv_weight_count (conv), out = conv->oh * conv->ow;
  gsize end = weft_conv_first_image (conv, slice + 1) * conv->c;
  float *dw = weft_conv_get_partial (conv, slice), *db = dw + count;
  float *floats = weft_conv_get_partial (conv, weft_conv_image_slices (conv)) + slice * b.floats;

  find_taps (conv, &b.sight);
  memset (floats, 0, b.floats * sizeof *floats);
  memset (db, 0, conv->c * sizeof *db);
  for (gsize at = weft_conv_first_image (conv, slice) * conv->c; at < end; at++)
    {
      backward_picture (conv, &b, at % conv->c, at, floats);
      if (conv->db != NULL)
        db[at % conv->c] += weft_sum (out, conv->dy + at * out);
    }
  for (gsize t = 0; t < count; t++)
    dw[t] = weft_sum_lanes (((WeftVector *) floats)[t]);
}

const WeftConvKernel weft_conv_depthwise = {
  .applies = applies,
  .workspace_bytes = count_workspace,
  .forward = { { count_slices, forward } },
  .backward
  = { { weft_conv_image_slices, backward }, { weft_conv_count_reduce, weft_conv_reduce } },
};
#endif
