/* wave: how far a sound swings, moment by moment */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/paint/wave.h"

#include <math.h>

void
weft_wave_measure (const float *x, gint64 n, float *to, int columns)
{
  float loudest = 0;

  for (int c = 0; c < columns; c++)
    {
      gint64 begin = n * c / columns, end = MAX (n * (c + 1) / columns, MIN (begin + 1, n));

      to[c] = 0;
      for (gint64 i = begin; i < end; i++)
        to[c] = fmaxf (to[c], fabsf (x[i]));
      loudest = fmaxf (loudest, to[c]);
    }
  for (int c = 0; c < columns && loudest > 0; c++)
    to[c] /= loudest;
}
