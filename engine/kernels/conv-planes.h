/* conv-planes: pictures laid out so that every tap of a convolution is the same plane further on
 *
 * Output (i, j) sees input row i·stride + r·dilation, counted in the padded picture. Write
 * r·dilation = a + stride · ρ: in the plane of every stride-th row from a on it is row i + ρ.
 * Columns likewise. So the picture is cut into stride × stride planes (those that some tap needs),
 * and with rows `width` apart output i·width + j sees element (i·width + j) + (ρ·width + σ) of a
 * plane, whatever the tap: a fixed offset. Outputs are then computed along that flat index, a few
 * useless ones at each row's end with them. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/kernels/conv.h"

#define WEFT_PLANES_MAX_STRIDE 8

/* One axis of the taps. */
typedef struct
{
  gsize n;                             /* phases in use */
  gsize phase[WEFT_PLANES_MAX_STRIDE]; /* a, ascending */
  gsize reach;                         /* the largest ρ */
} WeftPhases;

/* x's planes for forward and for the weight gradient. */
typedef struct
{
  WeftPhases rows, columns;
  gsize width; /* of a plane's row; a row's right padding may be the next one's left padding */
  gsize band;  /* output rows done at a time */
  gsize plane; /* floats from one plane of a band to the next */
  gsize count; /* planes of a group: channels × phases */
  gboolean is_direct; /* 1 × 1: x itself is its planes, and dy those for the input gradient */
} WeftPlanes;

/* dy's planes for the input gradient: dx (y, x) of a phase sees dy (y − ρ, x − σ). */
typedef struct
{
  gsize rows, columns; /* of the largest phase of dx, in the padded picture */
  gsize width, band, plane;
  gsize reach_rows, reach_columns;
} WeftGradPlanes;

#define weft_planes_fit WEFT_IN_SET (weft_planes_fit)
#define weft_planes_get WEFT_IN_SET (weft_planes_get)
#define weft_planes_get_offsets WEFT_IN_SET (weft_planes_get_offsets)
#define weft_planes_cut WEFT_IN_SET (weft_planes_cut)
#define weft_planes_spread WEFT_IN_SET (weft_planes_spread)
#define weft_grad_planes_get WEFT_IN_SET (weft_grad_planes_get)
#define weft_grad_planes_fill WEFT_IN_SET (weft_grad_planes_fill)

gboolean weft_planes_fit (const WeftConv *conv); /* strides and sizes that planes can do */
WeftPlanes weft_planes_get (const WeftConv *conv);
/* offsets (C/groups · R · S): of each tap, from the band's first plane. */
void weft_planes_get_offsets (const WeftConv *conv, const WeftPlanes *planes, gint32 *offsets);
/* The planes of one group, x (C/groups, H, W), that output rows first … first + band − 1 need. */
void weft_planes_cut (const WeftConv *conv, const WeftPlanes *planes, const float *x, gsize first,
                      float *out);
/* to (K/groups, step) = dy (K/groups, OH, OW), output rows first … first + n − 1 at the planes'
 * width, zeros between them. */
void weft_planes_spread (const WeftConv *conv, const WeftPlanes *planes, const float *dy,
                         gsize first, gsize n, float *to, gsize step);

WeftGradPlanes weft_grad_planes_get (const WeftConv *conv);
/* dy (K/groups, OH, OW) with zeros around it, for rows first … first + n − 1 of dx's phases. */
void weft_grad_planes_fill (const WeftConv *conv, const WeftGradPlanes *planes, const float *dy,
                            gsize first, gsize n, float *out);
