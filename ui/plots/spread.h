/* spread: many numbers a thing made into two, so that things can be laid out: along the two
 * directions in which they differ most (Pearson 1901) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* x (n, width) → xy (n, 2), centred, to the same scale; the same x give the same xy, and near ones
 * near ones while the two directions stay apart. Returns which share of all that they differ by is
 * seen; 0 where they do not differ, or have numbers that are none. */
double weft_spread_fit (const float *x, gsize n, gsize width, float *xy);
