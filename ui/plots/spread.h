/* spread: many numbers a thing made into two or three, so that things can be laid out: along the
 * directions in which they differ most (Pearson 1901) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* x (n, width) → to (n, dims), centred, to the same scale; the same x give the same, and near ones
 * near ones while the directions stay apart. Returns which share of all that they differ by is
 * seen; 0 where they do not differ, or have numbers that are none. */
double weft_spread_fit (const float *x, gsize n, gsize width, int dims, float *to);
