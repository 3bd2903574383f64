/* flow: what lies before and behind nodes along the wires, and wires made level; no GTK in it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/graph/edit.h"
#include "ui/scene/scene.h"

/* The nodes, and all that lead to them (upstream) or that they lead to. Transfer full: gint64. */
GArray *weft_flow_find (WeftGraph *graph, const gint64 *nodes, guint n, gboolean upstream);
/* Moves nodes up or down so that the first wire that comes to each from the left runs level, where
 * that puts none on another. Transfer full; NULL when all are level, or cannot be. */
WeftEdit *weft_flow_straighten (const WeftScene *scene, const gint64 *nodes, guint n);
