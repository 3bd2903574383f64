/* node-finder: nodes of the whole document found by what they are called, what they are or what is
 * wrong
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

typedef struct _WeftPlane WeftPlane;

/* A box over the canvas; the node that is chosen in it is selected and shown, in its group too. */
void weft_finder_open (WeftPlane *plane);
