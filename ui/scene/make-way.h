/* make-way: nodes that are opened into their units, and who makes way for them; no GTK in it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/scene/scene.h"

/* Opens or closes those of the nodes that have units: what stands to the right or below keeps its
 * distance. NULL: there is nothing to do. report: nullable. Transfer full. */
WeftEdit *weft_open_edit (const WeftScene *scene, WeftGraph *graph, const WeftReport *report,
                          const gint64 *nodes, guint n, gboolean open);
