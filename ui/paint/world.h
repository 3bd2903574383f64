/* world: a state of an environment, painted by Cairo: no display */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include "engine/environments/environment.h"

/* A drawing as large as it can be within the box, in its middle;
 * where it lies: x, y and px a unit (nullable). */
void weft_world_paint (cairo_t *cr, const WeftDrawing *drawing, const double box[4],
                       gboolean is_dark, double placed[3]);
/* How much is held of each action (actions), as a tint over what stands for it, where that drawing
 * of the state lies. */
void weft_world_paint_beliefs (cairo_t *cr, const WeftEnvironment *world, gconstpointer state,
                               const WeftDrawing *drawing, const float *beliefs,
                               const double placed[3], gboolean is_dark);
