/* shown: which ports of a node there are to see */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/scene/scene.h"

/* Fills in how many inputs and outputs, and which of the inputs are wired or hidden. report:
 * nullable. */
void weft_shown_count (WeftSceneNode *node, WeftGraph *graph, const WeftNode *from,
                       const WeftNodeReport *report);
