/* symmetric: what is done with symmetric matrices (n, n) of doubles, row after row */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* A = L Lᵀ of one without negative eigenvalues: a becomes L, zeros above its diagonal. Where a
 * pivot is as good as 0 its column is 0: that direction has no breadth. */
void weft_symmetric_factor (double *a, gint64 n);
/* l (n, n), zeros above its diagonal, becomes Lᵀ A L. */
void weft_symmetric_transform (double *l, const double *a, gint64 n);
/* The eigenvalues of a, in no order; a is used up. */
void weft_symmetric_find_values (double *a, gint64 n, double *values);
