/* snap: where nodes that are moved come to rest: neighbours' edges first, else the grid */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/scene/geometry.h"

typedef struct
{
  double dx, dy; /* the way to go, snapped */
  gboolean has_guide_x, has_guide_y;
  double guide_x, guide_y;  /* where a line says what it snapped to */
  WeftBox along_x, along_y; /* the neighbour that the line leads to */
} WeftSnap;

/* moving: where the node under the pointer stood; (dx, dy): how far the pointer went; others: all
 * that stays. reach: how near, in px of the plane. */
void weft_snap_move (WeftSnap *snap, const WeftBox *moving, double dx, double dy,
                     const WeftBox *others, guint n, double reach);
double weft_snap_to_grid (double v);
