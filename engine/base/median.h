/* median: of a few measurements */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <stdlib.h>

static inline int
weft_compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/* Sorts them; of an even number the upper one. n is not 0. */
static inline double
weft_find_median (double *numbers, gsize n)
{
  qsort (numbers, n, sizeof *numbers, weft_compare_doubles);
  return numbers[n / 2];
}
