/* ways: how the wires of a scene go, and what room the shapes beside its nodes have; no GTK in it
 *
 * Found once for all of them. After an edit they are found again only where it matters: at the
 * nodes that it moved, added or took away, and where these stood or stand now in the way. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/scene/scene.h"

/* What is to be drawn anew. */
typedef struct
{
  GArray *wires; /* guint, of the scene's wires: they go another way */
  GArray *nodes; /* guint, of the scene's nodes: the shape beside them has other room */
} WeftWaysChange;

void weft_ways_change_init (WeftWaysChange *change);
void weft_ways_change_clear (WeftWaysChange *change);

/* before: the scene that this one follows, nullable: what nothing came near goes as it went. */
void weft_ways_find (WeftScene *scene, const WeftScene *before);
/* These nodes, by their numbers in the scene, take that room from now on. boxes: of each. change:
 * nullable. */
void weft_ways_put (WeftScene *scene, const guint *nodes, const WeftBox *boxes, guint n,
                    WeftWaysChange *change);
/* Puts these nodes where the document has them. FALSE, and nothing is done: one of them is not in
 * the scene, or not at this level of the document. change: nullable. */
gboolean weft_ways_follow (WeftScene *scene, WeftGraph *graph, const gint64 *nodes, guint n,
                           WeftWaysChange *change);
/* Puts nodes, by their numbers in the scene, there; while they are on their way their wires are the
 * plain curves. to: of each. change: nullable. */
void weft_ways_drag (WeftScene *scene, const guint *nodes, const WeftPoint *to, guint n,
                     WeftWaysChange *change);
/* Every wire takes the plain curve between the places that the boxes have now. */
void weft_ways_lead_directly (WeftScene *scene);
