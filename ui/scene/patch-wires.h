/* patch-wires: a scene's wires become those of the document; no GTK in it; for ui/scene alone */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/scene/scene.h"

/* The scene's nodes are the document's already, and a wire whose node is gone has −1 for it. FALSE:
 * the wires are as they were. Else numbers (int, empty before) gets of each its number before, −1
 * where it came, whose way is not found yet; rewired: a byte a node: TRUE where one came or went.
 */
gboolean weft_patch_wires (WeftScene *scene, WeftGraph *graph, GArray *numbers, guint8 *rewired);
