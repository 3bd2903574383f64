/* conv-winograd: 3 × 3 convolution of stride 1 by F(4 × 4, 3 × 3)
 *
 * For each of the 36 points a product: forward m (tiles, K) = v (tiles, C) · u (C, K), the input
 * gradient the same with the kernel turned round and C and K changed over, the weight gradient du
 * (C, K) = vᵀ (C, tiles) · e (tiles, K). Tiles go in blocks of whole rows of tiles, as many as a
 * cache holds. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "engine/kernels/conv.h"

#if WEFT_KERNEL_LEVEL > 0
#include "engine/kernels/sum.h"
#include "engine/kernels/tile.h"
#include "engine/kernels/transpose.h"
#include "engine/kernels/winograd-tiles.h"

#define BLOCK_FLOATS 55296 /* transformed tiles of both sides: 12 of 64 channels each */
#define LEAST_TILES 16 /* fewer, and the weights of many channels would be read for too little */
#define CHUNK_FLOATS 65536 /* of a weight gradient's products, where it is not worked on whole */
#define TAPS 9

/* One of the three products: windows of `in` against tiles of `out`. */
typedef struct
{
  WeftTileSide in, out;
  gsize rows;                /* rows of tiles in a picture */
  gsize block;               /* rows of tiles done at a time */
  gsize in_point, out_point; /* floats from point to point of a block */
} Pass;

static gsize
pad (gsize channels)
{
  return (channels + WEFT_LANES - 1) / WEFT_LANES * WEFT_LANES;
}

static gsize
count_tiles (gsize length)
{
  return (length + WEFT_WINOGRAD_TILE - 1) / WEFT_WINOGRAD_TILE;
}

static Pass
finish_pass (Pass pass, gsize least)
{
  gsize columns = count_tiles (pass.out.width), block, tiles;

  pass.in.columns = pass.out.columns = columns;
  pass.in.padded = pad (pass.in.channels);
  pass.out.padded = pad (pass.out.channels);
  pass.rows = count_tiles (pass.out.height);
  tiles = BLOCK_FLOATS / (WEFT_WINOGRAD_POINTS * (pass.in.padded + pass.out.padded));
  block = MAX (MAX (tiles, least) / columns, 1);
  pass.block = block;
  /* A cache line more, so that the points do not all fall on the same few lines of the cache. */
  pass.in_point = block * columns * pass.in.padded + 16;
  pass.out_point = block * columns * pass.out.padded + 16;
  return pass;
}

/* y from x. */
static Pass
get_forward (const WeftConv *conv, gsize least)
{
  return finish_pass (
      (Pass){
          .in
          = { conv->c, conv->h, conv->w, .row = -conv->padding[0], .column = -conv->padding[1] },
          .out = { conv->k, conv->oh, conv->ow },
      },
      least);
}

/* The weight gradient runs over the same tiles. */
static Pass
get_weights (const WeftConv *conv)
{
  return get_forward (conv, LEAST_TILES);
}

/* dx from dy, which is seen through the kernel turned round. */
static Pass
get_backward (const WeftConv *conv)
{
  return finish_pass (
      (Pass){
          .in = { conv->k, conv->oh, conv->ow, .row = conv->padding[0] - 2,
                  .column = conv->padding[1] - 2 },
          .out = { conv->c, conv->h, conv->w },
      },
      1);
}

/* Padding of at most 2 on each side: the kernel turned round then reads dy from −2 … 0 on, and no
 * further than two beyond its end. */
static gboolean
has_small_padding (const WeftConv *conv)
{
  return conv->padding[0] <= 2 && conv->padding[1] <= 2
         && conv->oh <= conv->h + (gsize) conv->padding[0]
         && conv->ow <= conv->w + (gsize) conv->padding[1];
}

static gboolean
applies (const WeftConv *conv)
{
  gsize covered = count_tiles (conv->oh) * count_tiles (conv->ow) * 16;

  return conv->r == 3 && conv->s == 3 && conv->stride[0] == 1 && conv->stride[1] == 1
         && conv->dilation[0] == 1 && conv->dilation[1] == 1 && conv->groups == 1
         && has_small_padding (conv) && conv->c >= 16 && conv->k >= 16 && conv->c <= 1024
         && conv->k <= 1024 && conv->ow <= 1024 && 2 * conv->oh * conv->ow >= covered;
}

/* --- the workspace, in floats --- */

/* After the slices' weight gradients: u, then for each slice strip, v, m (or e) and du. */
typedef struct
{
  gsize weights, slices, step;
  gsize strip, in, out, products; /* within a slice: the strip first, then these */
} Places;

static gsize
round_up (gsize floats)
{
  return (floats + 15) / 16 * 16;
}

static gsize
count_points (const Pass *pass, gboolean out)
{
  return WEFT_WINOGRAD_POINTS * round_up (out ? pass->out_point : pass->in_point);
}

static Places
get_places (const WeftConv *conv, gboolean backward)
{
  Pass pass = backward ? get_weights (conv) : get_forward (conv, 1), other = get_backward (conv);
  gsize strip = MAX (weft_winograd_strip_floats (&pass.in), weft_winograd_strip_floats (&pass.out));
  gsize in = count_points (&pass, FALSE), out = count_points (&pass, TRUE);
  gsize products = WEFT_WINOGRAD_POINTS * conv->c * pass.out.padded;
  Places places = { 0 };

  if (backward)
    {
      strip = MAX (strip, weft_winograd_strip_floats (&other.in));
      strip = MAX (strip, weft_winograd_strip_floats (&other.out));
      in = MAX (in, count_points (&other, FALSE));
      out = MAX (out, count_points (&other, TRUE));
      places.weights = weft_conv_image_slices (conv) * weft_conv_partial_floats (conv);
      products = round_up (products);
      places.slices = places.weights + WEFT_WINOGRAD_POINTS * conv->k * other.out.padded;
    }
  else
    {
      products = 0;
      places.slices = WEFT_WINOGRAD_POINTS * conv->c * pass.out.padded;
    }
  places.slices = round_up (places.slices);
  places.in = round_up (strip);
  places.out = places.in + in;
  places.products = places.out + out;
  places.step = places.products + products;
  return places;
}

static gsize
count_workspace (const WeftConv *conv, gboolean backward)
{
  Places places = get_places (conv, backward);

  return (places.slices + weft_conv_image_slices (conv) * places.step) * sizeof (float);
}

/* --- weights: G g Gᵀ --- */

/* u (36, in, padded) for channel i of `in`; its taps for output channel o at w + o·step, last to
 * first when turned. */
static void
put_weights (const float *w, gsize step, gsize outs, gboolean turned, float *u, gsize point)
{
  for (gsize o = 0; o < outs; o += WEFT_LANES)
    {
      gsize n = MIN (WEFT_LANES, outs - o);
      float columns[TAPS * WEFT_LANES] = { 0 };
      WeftVector g[TAPS], transformed[WEFT_WINOGRAD_POINTS];

      for (gsize t = 0; t < TAPS; t += WEFT_LANES)
        weft_transpose_some (n, MIN (TAPS - t, WEFT_LANES), w + o * step + t, step,
                             columns + t * WEFT_LANES, WEFT_LANES);
      for (int t = 0; t < TAPS; t++)
        g[turned ? TAPS - 1 - t : t] = weft_load (columns + t * WEFT_LANES);
      WEFT_WINOGRAD_BOTH (weft_winograd_weight_line, 3, 6, g, transformed);
      for (gsize p = 0; p < WEFT_WINOGRAD_POINTS; p++)
        weft_store (u + p * point + o, transformed[p]);
    }
}

static void
prepare_forward (const WeftConv *conv, guint slice)
{
  gsize padded = pad (conv->k), slices = weft_conv_count_prepare (conv);
  float *u = (float *) conv->workspace;

  for (gsize c = conv->c * slice / slices; c < conv->c * (slice + 1) / slices; c++)
    put_weights (conv->weights + c * TAPS, conv->c * TAPS, conv->k, FALSE, u + c * padded,
                 conv->c * padded);
}

static void
prepare_backward (const WeftConv *conv, guint slice)
{
  gsize padded = pad (conv->c), slices = weft_conv_count_prepare (conv);
  float *u = (float *) conv->workspace + get_places (conv, TRUE).weights;

  if (conv->dx == NULL)
    return;
  for (gsize k = conv->k * slice / slices; k < conv->k * (slice + 1) / slices; k++)
    put_weights (conv->weights + k * conv->c * TAPS, TAPS, conv->c, TRUE, u + k * padded,
                 conv->k * padded);
}

/* --- forward and the input gradient --- */

/* The rows of tiles of a slice's pictures, counted through. */
typedef struct
{
  gsize begin, end;
} Rows;

static Rows
get_rows (const WeftConv *conv, const Pass *pass, guint slice)
{
  return (Rows){ weft_conv_first_image (conv, slice) * pass->rows,
                 weft_conv_first_image (conv, slice + 1) * pass->rows };
}

/* v: rows of tiles begin … end − 1 of pictures x (N, channels, H, W), transformed. */
static void
read_block (const Pass *pass, const float *x, Rows rows, float *strip, float *v)
{
  WeftTilePoints points = { v, pass->in_point };
  gsize picture = pass->in.channels * pass->in.height * pass->in.width;

  for (gsize row = rows.begin; row < rows.end; row++)
    {
      gsize n = row / pass->rows, i = row % pass->rows;
      gsize kept = row > rows.begin && i > 0 ? WEFT_WINOGRAD_WINDOW - WEFT_WINOGRAD_TILE : 0;

      weft_winograd_read_strip (&pass->in, x + n * picture,
                                (gssize) (i * WEFT_WINOGRAD_TILE) + pass->in.row,
                                WEFT_WINOGRAD_WINDOW, kept, strip);
      weft_winograd_put_input (&pass->in, strip, points, (row - rows.begin) * pass->in.columns);
    }
}

static void
write_block (const Pass *pass, const float *m, Rows rows, const float *bias, float *strip, float *y)
{
  WeftTilePoints points = { (float *) m, pass->out_point };
  gsize picture = pass->out.channels * pass->out.height * pass->out.width;

  for (gsize row = rows.begin; row < rows.end; row++)
    weft_winograd_put_output (&pass->out, points, (row - rows.begin) * pass->out.columns, bias,
                              strip, row % pass->rows * WEFT_WINOGRAD_TILE,
                              y + row / pass->rows * picture);
}

static void
convolve (const WeftConv *conv, const Pass *pass, guint slice, const float *x, const float *u,
          const float *bias, float *y, float *scratch, const Places *places)
{
  Rows all = get_rows (conv, pass, slice);

  for (gsize begin = all.begin; begin < all.end; begin += pass->block)
    {
      Rows rows = { begin, MIN (begin + pass->block, all.end) };
      float *v = scratch + places->in, *m = scratch + places->out;

      read_block (pass, x, rows, scratch, v);
      for (gsize p = 0; p < WEFT_WINOGRAD_POINTS; p++)
        weft_tiles (&(WeftTiles){
            .m = (rows.end - rows.begin) * pass->in.columns,
            .n = pass->out.padded,
            .k = pass->in.channels,
            .a = v + p * pass->in_point,
            .lda = pass->in.padded,
            .b = u + p * pass->in.channels * pass->out.padded,
            .ldb = pass->out.padded,
            .c = m + p * pass->out_point,
            .ldc = pass->out.padded,
        });
      write_block (pass, m, rows, bias, scratch, y);
    }
}

static void
forward (const WeftConv *conv, guint slice)
{
  Pass pass = get_forward (conv, 1);
  Places places = get_places (conv, FALSE);
  float *u = (float *) conv->workspace;

  convolve (conv, &pass, slice, conv->x, u, conv->bias, conv->y,
            u + places.slices + slice * places.step, &places);
}

/* --- the weight gradient --- */

/* e: rows of tiles of dy, transformed. */
static void
read_gradient_block (const Pass *pass, const float *dy, Rows rows, float *strip, float *e)
{
  WeftTilePoints points = { e, pass->out_point };
  gsize picture = pass->out.channels * pass->out.height * pass->out.width;

  for (gsize row = rows.begin; row < rows.end; row++)
    {
      weft_winograd_read_strip (&pass->out, dy + row / pass->rows * picture,
                                (gssize) (row % pass->rows * WEFT_WINOGRAD_TILE),
                                WEFT_WINOGRAD_TILE, 0, strip);
      weft_winograd_put_gradient (&pass->out, strip, points,
                                  (row - rows.begin) * pass->out.columns);
    }
}

/* dw (K, C, 3, 3) = Gᵀ du G for `channels` of C, du (36, channels, padded K). */
static void
fold_weights (const WeftConv *conv, const float *du, gsize channels, gsize padded, float *dw)
{
  float columns[TAPS * WEFT_LANES];
  WeftVector m[WEFT_WINOGRAD_POINTS], g[TAPS];

  for (gsize c = 0; c < channels; c++)
    for (gsize k = 0; k < conv->k; k += WEFT_LANES)
      {
        for (gsize p = 0; p < WEFT_WINOGRAD_POINTS; p++)
          m[p] = weft_load (du + (p * channels + c) * padded + k);
        WEFT_WINOGRAD_BOTH (weft_winograd_fold_line, 6, 3, m, g);
        for (int t = 0; t < TAPS; t++)
          weft_store (columns + t * WEFT_LANES, g[t]);
        weft_transpose (TAPS, MIN (WEFT_LANES, conv->k - k), columns, WEFT_LANES,
                        dw + (k * conv->c + c) * TAPS, conv->c * TAPS);
      }
}

/* du (36, channels, padded K) = or += vᵀ · e over so many tiles, for channels from `first` on. */
static void
multiply_weights (const Pass *pass, const float *v, const float *e, gsize tiles, gsize first,
                  gsize channels, gboolean accumulate, float *du)
{
  for (gsize p = 0; p < WEFT_WINOGRAD_POINTS; p++)
    weft_tiles (&(WeftTiles){
        .m = channels,
        .n = pass->out.padded,
        .k = tiles,
        .a = v + p * pass->in_point + first,
        .lda = pass->in.padded,
        .a_kind = WEFT_A_COLUMNS,
        .b = e + p * pass->out_point,
        .ldb = pass->out.padded,
        .c = du + p * channels * pass->out.padded,
        .ldc = pass->out.padded,
        .accumulate = accumulate,
    });
}

/* How many channels' products are worked on at a time: where all tiles are there at once, as many
 * as stay in cache until they are folded. */
static gsize
count_chunk (const WeftConv *conv, const Pass *pass, gboolean is_one_block)
{
  gsize fit = CHUNK_FLOATS / (WEFT_WINOGRAD_POINTS * pass->out.padded) / 12 * 12;

  return is_one_block ? MIN (MAX (fit, 12), conv->c) : conv->c;
}

static void
backward_weights (const WeftConv *conv, guint slice, float *scratch, const Places *places,
                  float *dw)
{
  Pass pass = get_weights (conv);
  Rows all = get_rows (conv, &pass, slice);
  float *v = scratch + places->in, *e = scratch + places->out, *du = scratch + places->products;
  gsize chunk = count_chunk (conv, &pass, all.end - all.begin <= pass.block);

  for (gsize begin = all.begin; begin < all.end; begin += pass.block)
    {
      Rows rows = { begin, MIN (begin + pass.block, all.end) };
      gsize tiles = (rows.end - rows.begin) * pass.in.columns;

      read_block (&pass, conv->x, rows, scratch, v);
      read_gradient_block (&pass, conv->dy, rows, scratch, e);
      for (gsize c = 0; c < conv->c; c += chunk)
        {
          gsize channels = MIN (chunk, conv->c - c);

          multiply_weights (&pass, v, e, tiles, c, channels, begin > all.begin, du);
          if (rows.end == all.end)
            fold_weights (conv, du, channels, pass.out.padded, dw + c * TAPS);
        }
    }
}

static void
backward (const WeftConv *conv, guint slice)
{
  Places places = get_places (conv, TRUE);
  Pass pass = get_backward (conv);
  gsize area = conv->oh * conv->ow;
  float *base = (float *) conv->workspace, *scratch = base + places.slices + slice * places.step;
  float *dw = weft_conv_get_partial (conv, slice), *db = dw + weft_conv_weight_count (conv);

  if (conv->dw != NULL)
    backward_weights (conv, slice, scratch, &places, dw);
  if (conv->dx != NULL)
    convolve (conv, &pass, slice, conv->dy, base + places.weights, NULL, conv->dx, scratch,
              &places);
  if (conv->db == NULL)
    return;
  memset (db, 0, conv->k * sizeof *db);
  for (gsize n = weft_conv_first_image (conv, slice); n < weft_conv_first_image (conv, slice + 1);
       n++)
    for (gsize k = 0; k < conv->k; k++)
      db[k] += weft_sum (area, conv->dy + (n * conv->k + k) * area);
}

const WeftConvKernel weft_conv_winograd = {
  .applies = applies,
  .workspace_bytes = count_workspace,
  .forward = { { weft_conv_count_prepare, prepare_forward }, { weft_conv_image_slices, forward } },
  .backward = { { weft_conv_count_prepare, prepare_backward },
                { weft_conv_image_slices, backward },
                { weft_conv_count_reduce, weft_conv_reduce } },
};
#endif
