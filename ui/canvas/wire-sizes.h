/* wire-sizes: wires as thick and as deep in colour as what they carry is large, when asked */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/base/theme.h"
#include "ui/scene/scene.h"

typedef struct _WeftPlane WeftPlane;

typedef struct
{
  int by; /* the number of a row, from 1; 0: wires are all alike, and nothing is asked for */
  float least, most; /* of the scene's wires; NaN: none is known */
} WeftWireSizes;

/* Toggles of the canvas's commands, and whether they are on. */
void weft_wire_sizes_restore (WeftPlane *plane); /* as the project was left */
void weft_wire_sizes_by_activation (WeftPlane *plane);
void weft_wire_sizes_by_gradient (WeftPlane *plane);
void weft_wire_sizes_by_weight (WeftPlane *plane);
gboolean weft_wire_sizes_are_by_activation (WeftPlane *plane);
gboolean weft_wire_sizes_are_by_gradient (WeftPlane *plane);
gboolean weft_wire_sizes_are_by_weight (WeftPlane *plane);
/* The range of all wires, before they are drawn anew. */
void weft_wire_sizes_measure (WeftPlane *plane);
/* 0 … 1 by its logarithm, four decades; FALSE: they are alike. share is NaN where it is not known.
 */
gboolean weft_wire_sizes_find (WeftPlane *plane, const WeftSceneWire *wire, double *share,
                               WeftRole *role);
/* "Gradients 0.002"; NULL: they are alike, or it is not known. Transfer full. */
char *weft_wire_sizes_describe (WeftPlane *plane, const WeftSceneWire *wire);
/* What the wires say, "Gradients 0.01 to 0.3"; NULL: they are alike. Transfer full. */
char *weft_wire_sizes_dup_key (WeftPlane *plane);
