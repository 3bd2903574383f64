/* hand-zoom: wheel, touchpad and two fingers move the view */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/scene/geometry.h"

typedef struct _WeftPlane WeftPlane;

/* Two fingers, px of the widget: from where they came down they zoom by how far they are apart, and
 * the plane goes along with the point between them. What one finger had begun is put back. */
void weft_pinch_begin (WeftPlane *plane, WeftPoint middle);
void weft_pinch (WeftPlane *plane, double scale, WeftPoint middle);
void weft_zoom_attach (WeftPlane *plane);
