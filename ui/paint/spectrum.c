/* spectrum: which tones a sound holds, moment by moment */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/paint/spectrum.h"

#include <math.h>
#include <stdlib.h>

#define WINDOW 256 /* numbers of a moment */
#define FLOOR 60.0 /* dB */
#define ROWS 128

typedef struct
{
  double cosine[WINDOW], hann[WINDOW];
} Tables;

static const Tables *
get_tables (void)
{
  static Tables tables;
  static gsize is_made;

  if (!g_once_init_enter (&is_made))
    return &tables;
  for (int i = 0; i < WINDOW; i++)
    {
      tables.cosine[i] = cos (2 * G_PI * i / WINDOW);
      tables.hann[i] = 0.5 - 0.5 * tables.cosine[i];
    }
  g_once_init_leave (&is_made, 1);
  return &tables;
}

/* How loud a tone of so many swings a window is from `begin` on; beyond the ends is silence. */
static double
measure_tone (const Tables *tables, const float *x, gint64 n, gint64 begin, int swings)
{
  double even = 0, odd = 0;

  for (int i = 0; i < WINDOW; i++)
    {
      gint64 at = begin + i;
      double v = at >= 0 && at < n ? tables->hann[i] * (double) x[at] : 0;
      int turn = i * swings % WINDOW;

      even += v * tables->cosine[turn];
      odd += v * tables->cosine[(turn + 3 * WINDOW / 4) % WINDOW];
    }
  return even * even + odd * odd;
}

void
weft_spectrum_measure (const float *x, gint64 n, float *to, int rows, int columns)
{
  const Tables *tables = get_tables ();
  double loudest = 1e-30;

  g_return_if_fail (rows > 0 && rows <= ROWS);

  for (int c = 0; c < columns; c++)
    {
      gint64 begin = (2 * c + 1) * n / (2 * columns) - WINDOW / 2;

      for (int r = 0; r < rows; r++)
        {
          int swings = (rows - r) * (WINDOW / 2) / rows;
          double power = measure_tone (tables, x, n, begin, swings);

          to[r * columns + c] = (float) power;
          loudest = fmax (loudest, power);
        }
    }
  for (int i = 0; i < rows * columns; i++)
    {
      double below = -10 * log10 ((double) to[i] / loudest + 1e-12);

      to[i] = (float) (1 - CLAMP (below / FLOOR, 0, 1));
    }
}

static int
compare (gconstpointer a, gconstpointer b)
{
  float x = *(const float *) a, y = *(const float *) b;

  return (x > y) - (x < y);
}

float *
weft_spectrum_dup_heard (const float *x, gsize n)
{
  float *heard = g_memdup2 (x, n * sizeof (float));
  float ground;

  if (n == 0)
    return heard;
  qsort (heard, n, sizeof (float), compare);
  ground = 2 * heard[n / 2] - heard[n - 1];
  for (gsize i = 0; i < n; i++)
    heard[i] = isfinite (ground) ? MAX (x[i], ground) : x[i];
  return heard;
}
