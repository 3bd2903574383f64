/* ground: what a net says everywhere on the plane, under the points it learns from */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/data/dataset.h"
#include "engine/data/painted.h"
#include "engine/base/tensor.h"
#include "ui/plots/plot-text.h"
#include "ui/base/theme.h"

/* The points as they were drawn last, for who draws them again and again; transfer full. */
typedef struct _WeftGroundPoints WeftGroundPoints;

WeftGroundPoints *weft_ground_points_new (void);
void weft_ground_points_free (WeftGroundPoints *points);

typedef struct
{
  const WeftTensor *grid;     /* (G, G, outputs): logits of a classifier, or one number; nullable */
  double low[2], high[2];     /* what the grid covers; row 0 is high[1] */
  const WeftDataset *dataset; /* points; nullable */
  const WeftSplit *split;     /* training points filled, held-out ones ringed; nullable */
  const GArray *painted;      /* WeftPaintedPoint: drawn in place of the data's; nullable */
  WeftGroundPoints *points;   /* nullable: they are drawn each time */
  gint64 chosen;              /* the sample that is marked; −1: none */
  double x, y, size;          /* px of the square */
  gboolean is_dark;
} WeftGround;

void weft_ground_draw (cairo_t *cr, const WeftGround *ground);
/* Where a point of the plane is drawn, and which point lies at a px. */
void weft_ground_place (const WeftGround *ground, const float x[2], double px[2]);
void weft_ground_locate (const WeftGround *ground, double px, double py, float x[2]);
/* The point nearest to a px, within 12 of it; −1: there is none. */
gint64 weft_ground_find (const WeftGround *ground, double px, double py);
