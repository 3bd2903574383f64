/* matrix: counts of true against predicted classes; blue on the diagonal by share, orange off it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/plots/plot-text.h"
#include "ui/base/theme.h"

typedef struct
{
  const gint64 *counts; /* (n, n), row: true, column: predicted */
  int n;
  char *const *names; /* nullable: n of them; else numbers */
  double x, y, size;  /* px of the cells' square */
  int chosen;         /* row · n + column that is framed; −1 */
  gboolean is_dark;
} WeftMatrix;

/* Where the square lies within (width, height), labels left and below. */
void weft_matrix_layout (WeftMatrix *matrix, double width, double height);
double weft_matrix_get_width (const WeftMatrix *matrix, double height); /* that a height asks for */
void weft_matrix_draw (cairo_t *cr, const WeftMatrix *matrix);
int weft_matrix_find (const WeftMatrix *matrix, double px, double py); /* row · n + column; −1 */
