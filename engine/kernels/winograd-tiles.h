/* winograd-tiles: pictures (C, H, W) to and from transformed tiles (36, tiles, channels)
 *
 * Tiles are done a row of them at a time. A strip holds the rows that a row of tiles reads or
 * writes with channels side by side, so that a transform works on whole vectors of channels. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "engine/kernels/winograd.h"

/* One side of a convolution: pictures (channels, height, width). */
typedef struct
{
  gsize channels, height, width;
  gsize padded;       /* channels in whole vectors */
  gsize columns;      /* of tiles */
  gssize row, column; /* of the first tile's window or output in the picture */
} WeftTileSide;

/* Where transformed tiles lie: point p of tile t of a block at base + p·point + t·padded. */
typedef struct
{
  float *base;
  gsize point;
} WeftTilePoints;

#define weft_winograd_strip_floats WEFT_IN_SET (weft_winograd_strip_floats)
#define weft_winograd_read_strip WEFT_IN_SET (weft_winograd_read_strip)
#define weft_winograd_put_input WEFT_IN_SET (weft_winograd_put_input)
#define weft_winograd_put_gradient WEFT_IN_SET (weft_winograd_put_gradient)
#define weft_winograd_put_output WEFT_IN_SET (weft_winograd_put_output)

/* Of a strip of six rows; also enough for the four rows of an output. */
gsize weft_winograd_strip_floats (const WeftTileSide *side);
/* Rows first … first + rows − 1 of picture x, zeros outside it, as (channel vectors, rows,
 * columns). The first `kept` rows are taken from the end of what the strip held before. */
void weft_winograd_read_strip (const WeftTileSide *side, const float *x, gssize first, gsize rows,
                               gsize kept, float *strip);
/* A row of tiles from a strip of six rows, Bᵀ d B, to tiles from t on. */
void weft_winograd_put_input (const WeftTileSide *side, const float *strip, WeftTilePoints points,
                              gsize t);
/* From a strip of four rows, A dy Aᵀ. */
void weft_winograd_put_gradient (const WeftTileSide *side, const float *strip,
                                 WeftTilePoints points, gsize t);
/* The tiles from t on, Aᵀ m A plus bias (channels; nullable), to rows first … first + 3 of picture
 * y. */
void weft_winograd_put_output (const WeftTileSide *side, WeftTilePoints points, gsize t,
                               const float *bias, float *strip, gsize first, float *y);
