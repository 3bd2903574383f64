/* priority: numbers from which one is drawn as often as it is large: the sums of a binary tree over
 * them, so that drawing and changing one takes as many steps as the tree is high
 *
 * The tree is plain floats, part of what a recipe keeps. Each sum is made anew from the two below
 * it, so that it depends on the numbers alone. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* How many floats a tree over n numbers takes; all zeros it holds n zeros. */
gint64 weft_priority_count (gint64 n);
void weft_priority_set (float *tree, gint64 n, gint64 i, float worth);
float weft_priority_get (const float *tree, gint64 n, gint64 i);
float weft_priority_get_sum (const float *tree);
/* The number in which that share, in [0, 1), of their sum lies; one that is not 0 unless all are.
 */
gint64 weft_priority_find (const float *tree, gint64 n, double share);
