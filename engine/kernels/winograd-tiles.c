/* winograd-tiles: pictures (C, H, W) to and from transformed tiles (36, tiles, channels) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/kernels/winograd-tiles.h"

#if WEFT_KERNEL_LEVEL > 0
#include "engine/kernels/hide.h"
#include "engine/kernels/transpose.h"

/* Columns of a strip: what the windows of a row of tiles cover. */
static inline gsize
count_columns (const WeftTileSide *side)
{
  return side->columns * WEFT_WINOGRAD_TILE + 2;
}

gsize
weft_winograd_strip_floats (const WeftTileSide *side)
{
  return side->padded * WEFT_WINOGRAD_WINDOW * count_columns (side);
}

/* Channels side by side: n pixels from x on, a channel `area` apart, go to where `to` says, or a
 * vector apart from to[0] on when they are `together`. */
WEFT_INLINE void
read_pixels (const float *x, gsize area, gsize channels, gsize n, gboolean together,
             float *const *to)
{
  WeftVector v[WEFT_LANES];
  float *first = to[0];

  WEFT_HIDE (x);
  WEFT_HIDE (area);
  if (channels == WEFT_LANES && n == WEFT_LANES)
#pragma GCC unroll 16
    for (gsize c = 0; c < WEFT_LANES; c++, x += area)
      v[c] = weft_load (x);
  else
#pragma GCC unroll 16
    for (gsize c = 0; c < WEFT_LANES; c++)
      v[c] = c < channels ? weft_load_some (x + c * area, n) : (WeftVector){ 0 };
  weft_transpose_square (v);
  if (together)
#pragma GCC unroll 16
    for (gsize i = 0; i < WEFT_LANES; i++)
      weft_store (first + i * WEFT_LANES, v[i]);
  else
#pragma GCC unroll 16
    for (gsize i = 0; i < WEFT_LANES; i++)
      if (i < n)
        weft_store (to[i], v[i]);
}

/* Walks through the pixels of a strip's rows. */
typedef struct
{
  float *at;
  gsize column, width, gap; /* gap: from behind a row's last pixel to the next row's first */
} Walk;

static inline void
end_row (Walk *walk)
{
  if (walk->column == walk->width)
    {
      walk->column = 0;
      walk->at += walk->gap;
    }
}

/* Where the next n pixels lie; TRUE: a whole vector of them, one after the other from to[0] on. */
static inline gboolean
walk_on (Walk *walk, gsize n, float **to)
{
  end_row (walk);
  if (n == WEFT_LANES && walk->column + n <= walk->width)
    {
      to[0] = walk->at;
      walk->at += n * WEFT_LANES;
      walk->column += n;
      return TRUE;
    }
  for (gsize j = 0; j < n; j++)
    {
      end_row (walk);
      to[j] = walk->at;
      walk->at += WEFT_LANES;
      walk->column++;
    }
  return FALSE;
}

static Walk
start_walk (const WeftTileSide *side, float *at)
{
  return (Walk){ at, 0, side->width, (count_columns (side) - side->width) * WEFT_LANES };
}

/* Rows first … end − 1 of the picture, all within it, to the strip's rows; x is the first of
 * `channels`. */
static void
read_rows (const WeftTileSide *side, const float *x, gsize channels, gsize first, gsize end,
           float *strip)
{
  gsize area = side->height * side->width, pixels = (end - first) * side->width;
  Walk there = start_walk (side, strip + (gsize) -side->column * WEFT_LANES);
  float *to[WEFT_LANES];

  x += first * side->width;
  for (gsize i = 0; i < pixels; i += WEFT_LANES)
    {
      gsize n = MIN (WEFT_LANES, pixels - i);

      if (walk_on (&there, n, to))
        read_pixels (x + i, area, channels, WEFT_LANES, TRUE, to);
      else
        read_pixels (x + i, area, channels, n, FALSE, to);
    }
}

/* Zeros in rows from … to − 1 of a strip around what lies in the picture. */
static void
clear_margins (const WeftTileSide *side, gssize first, gsize from, gsize to, float *strip)
{
  gsize columns = count_columns (side), left = (gsize) -side->column;
  gsize right = left + side->width < columns ? left + side->width : columns;

  for (gsize i = from; i < to; i++)
    {
      gssize row = first + (gssize) i;
      gboolean inside = row >= 0 && row < (gssize) side->height;
      float *line = strip + i * columns * WEFT_LANES;

      memset (line, 0, (inside ? left : columns) * WEFT_LANES * sizeof *line);
      if (inside)
        memset (line + right * WEFT_LANES, 0, (columns - right) * WEFT_LANES * sizeof *line);
    }
}

void
weft_winograd_read_strip (const WeftTileSide *side, const float *x, gssize first, gsize rows,
                          gsize kept, float *strip)
{
  gsize line = count_columns (side) * WEFT_LANES;
  gsize begin = (gsize) CLAMP (first + (gssize) kept, 0, (gssize) side->height);
  gsize end = (gsize) CLAMP (first + (gssize) rows, 0, (gssize) side->height);

  for (gsize c = 0; c < side->channels; c += WEFT_LANES, strip += rows * line)
    {
      if (kept > 0)
        memmove (strip, strip + (rows - kept) * line, kept * line * sizeof *strip);
      clear_margins (side, first, kept, rows, strip);
      if (begin < end)
        read_rows (side, x + c * side->height * side->width, MIN (WEFT_LANES, side->channels - c),
                   begin, end, strip + (gsize) ((gssize) begin - first) * line);
    }
}

WEFT_INLINE void
load_square (const float *from, gsize line, const int n, WeftVector *d)
{
#pragma GCC unroll 6
  for (int i = 0; i < n; i++)
#pragma GCC unroll 6
    for (int j = 0; j < n; j++)
      d[i * n + j] = weft_load (from + (gsize) i * line + j * WEFT_LANES);
}

WEFT_INLINE void
store_points (const WeftVector *o, float *to, gsize point)
{
  WEFT_HIDE (to);
#pragma GCC unroll 36
  for (gsize p = 0; p < WEFT_WINOGRAD_POINTS; p++, to += point)
    weft_store (to, o[p]);
}

WEFT_INLINE void
load_points (const float *from, gsize point, WeftVector *m)
{
  WEFT_HIDE (from);
#pragma GCC unroll 36
  for (gsize p = 0; p < WEFT_WINOGRAD_POINTS; p++, from += point)
    m[p] = weft_load (from);
}

void
weft_winograd_put_input (const WeftTileSide *side, const float *strip, WeftTilePoints points,
                         gsize t)
{
  gsize line = count_columns (side) * WEFT_LANES;
  WeftVector d[WEFT_WINOGRAD_POINTS], o[WEFT_WINOGRAD_POINTS];

  for (gsize c = 0; c < side->padded; c += WEFT_LANES, strip += WEFT_WINOGRAD_WINDOW * line)
    for (gsize j = 0; j < side->columns; j++)
      {
        load_square (strip + j * WEFT_WINOGRAD_TILE * WEFT_LANES, line, 6, d);
        WEFT_WINOGRAD_BOTH (weft_winograd_input_line, 6, 6, d, o);
        store_points (o, points.base + (t + j) * side->padded + c, points.point);
      }
}

void
weft_winograd_put_gradient (const WeftTileSide *side, const float *strip, WeftTilePoints points,
                            gsize t)
{
  gsize line = count_columns (side) * WEFT_LANES;
  WeftVector d[16], o[WEFT_WINOGRAD_POINTS];

  for (gsize c = 0; c < side->padded; c += WEFT_LANES, strip += WEFT_WINOGRAD_TILE * line)
    for (gsize j = 0; j < side->columns; j++)
      {
        load_square (strip + j * WEFT_WINOGRAD_TILE * WEFT_LANES, line, 4, d);
        WEFT_WINOGRAD_BOTH (weft_winograd_gradient_line, 4, 6, d, o);
        store_points (o, points.base + (t + j) * side->padded + c, points.point);
      }
}

/* The reverse of read_pixels. */
WEFT_INLINE void
write_pixels (float *y, gsize area, gsize channels, gsize n, gboolean together, float *const *from)
{
  WeftVector v[WEFT_LANES];
  const float *first = from[0];

  if (together)
#pragma GCC unroll 16
    for (gsize i = 0; i < WEFT_LANES; i++)
      v[i] = weft_load (first + i * WEFT_LANES);
  else
#pragma GCC unroll 16
    for (gsize i = 0; i < WEFT_LANES; i++)
      v[i] = i < n ? weft_load (from[i]) : (WeftVector){ 0 };
  weft_transpose_square (v);
  WEFT_HIDE (y);
  WEFT_HIDE (area);
  if (channels == WEFT_LANES && n == WEFT_LANES)
#pragma GCC unroll 16
    for (gsize c = 0; c < WEFT_LANES; c++, y += area)
      weft_store (y, v[c]);
  else
#pragma GCC unroll 16
    for (gsize c = 0; c < WEFT_LANES; c++)
      if (c < channels)
        weft_store_some (y + c * area, v[c], n);
}

static void
write_rows (const WeftTileSide *side, float *strip, gsize channels, gsize first, gsize end,
            float *y)
{
  gsize area = side->height * side->width, pixels = (end - first) * side->width;
  Walk there = start_walk (side, strip);
  float *from[WEFT_LANES];

  y += first * side->width;
  for (gsize i = 0; i < pixels; i += WEFT_LANES)
    {
      gsize n = MIN (WEFT_LANES, pixels - i);

      if (walk_on (&there, n, from))
        write_pixels (y + i, area, channels, WEFT_LANES, TRUE, from);
      else
        write_pixels (y + i, area, channels, n, FALSE, from);
    }
}

void
weft_winograd_put_output (const WeftTileSide *side, WeftTilePoints points, gsize t,
                          const float *bias, float *strip, gsize first, float *y)
{
  gsize line = count_columns (side) * WEFT_LANES,
        end = MIN (first + WEFT_WINOGRAD_TILE, side->height);
  WeftVector m[WEFT_WINOGRAD_POINTS], o[16];

  for (gsize c = 0; c < side->channels; c += WEFT_LANES)
    {
      gsize channels = MIN (WEFT_LANES, side->channels - c);
      WeftVector b = bias != NULL ? weft_load_some (bias + c, channels) : (WeftVector){ 0 };

      for (gsize j = 0; j < side->columns; j++)
        {
          float *to = strip + j * WEFT_WINOGRAD_TILE * WEFT_LANES;

          load_points (points.base + (t + j) * side->padded + c, points.point, m);
          WEFT_WINOGRAD_BOTH (weft_winograd_output_line, 6, 4, m, o);
#pragma GCC unroll 16
          for (gsize p = 0; p < 16; p++)
            weft_store (to + p / 4 * line + p % 4 * WEFT_LANES, o[p] + b);
        }
      write_rows (side, strip, channels, first, end, y + c * side->height * side->width);
    }
}
#endif
