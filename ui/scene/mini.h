/* mini: the inside of a group as the small picture on its node; no GTK in it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/scene/scene.h"

#define WEFT_MINI_MOST 400 /* nodes: beyond that one would see a grey spot */

/* Of each group of the scene, in one walk over the graph. */
void weft_mini_fill (WeftScene *scene, WeftGraph *graph);
gboolean weft_mini_is_equal (const WeftSceneNode *a, const WeftSceneNode *b);
/* Where the plane inside comes to lie in that room: widget = plane · zoom + (x, y). */
WeftView weft_mini_get_view (const WeftSceneNode *group, double w, double h);
