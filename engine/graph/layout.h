/* layout: places for the nodes of a graph that has none: left to right, in rows */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/graph/edit.h"

/* The moves that lay out every node, as one list edit; NULL when all are in their places. */
WeftEdit *weft_layout_edit (WeftGraph *graph);
/* x and y of every node, in the graph's order; n of them. */
void weft_layout_places (WeftGraph *graph, double *x, double *y);
