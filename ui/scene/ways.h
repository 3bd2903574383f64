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

void weft_ways_find (WeftScene *scene);
/* Nodes came or went. numbers: of each of the n_were, which it has now among the scene's nodes; −1:
 * none. Who came has no room yet; wires keep the ends that are left, else −1. */
void weft_ways_renumber (WeftScene *scene, const int *numbers, guint n_were);

/* What is other than the ways that are known. */
typedef struct
{
  const guint *nodes;    /* by their numbers in the scene */
  const WeftBox *boxes;  /* the room that each of them takes from now on */
  guint n;               /* of both */
  const GArray *left;    /* WeftBox, nullable: where nodes stood that are gone */
  const guint8 *rewired; /* nullable: a byte a node: not 0: wires came to it or went */
} WeftWaysPut;

/* Finds anew what that touches, and the ways that are not found yet. change: nullable. */
void weft_ways_put (WeftScene *scene, const WeftWaysPut *put, WeftWaysChange *change);
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
