/* open-units: nodes that are opened into their units where they stand, and weights that are typed
 * there
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/scene/scene.h"

typedef struct _WeftPlane WeftPlane;

/* What is selected and has units: opened, or closed where all are open. */
void weft_units_toggle (WeftPlane *plane);
gboolean weft_units_can_open (WeftPlane *plane);
gboolean weft_units_are_open (WeftPlane *plane);
/* Asks for a number in place of a weight or bias of the node i of the scene. at: of the widget. */
void weft_units_type (WeftPlane *plane, guint i, const WeftUnitPart *part, WeftPoint at);
void weft_units_type_first (WeftPlane *plane); /* of the selected node */
/* "Weight of input 2 in unit 3: 0.53"; NULL: it lies in nothing. Transfer full. */
char *weft_units_describe (WeftPlane *plane, guint i, const WeftUnitPart *part);
/* What is open in the scene is what the host is asked for. */
void weft_units_watch (WeftPlane *plane);
