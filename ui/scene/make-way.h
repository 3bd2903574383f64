/* make-way: nodes that are opened into their units, and who makes way for them; no GTK in it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/scene/scene.h"

/* Box i becomes new; those right of it in its band move by one width, all that is below by one
 * height, where there is not room enough or was more than needed. */
void weft_make_way (WeftBox *boxes, guint n, guint i, const WeftBox *new);
/* Opens or closes those of the nodes that have units: what stands to the right or below keeps its
 * distance. NULL: there is nothing to do. report: nullable. Transfer full. */
WeftEdit *weft_open_edit (const WeftScene *scene, WeftGraph *graph, const WeftReport *report,
                          const gint64 *nodes, guint n, gboolean open);
