/* movement: how a step moved each weight */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/watching/movement.h"

#include <math.h>

WeftMovement *
weft_movement_ref (WeftMovement *movement)
{
  g_atomic_ref_count_inc (&movement->ref_count);
  return movement;
}

void
weft_movement_unref (WeftMovement *movement)
{
  if (!g_atomic_ref_count_dec (&movement->ref_count))
    return;
  g_free (movement->each);
  g_free (movement);
}

static void
find_range (WeftMovedNumbers *numbers, const float *x, gsize n)
{
  double sum = 0;
  gsize finite = 0;

  *numbers = (WeftMovedNumbers){ .low = INFINITY, .high = -INFINITY };
  for (gsize i = 0; i < n; i++)
    if (isfinite (x[i]))
      {
        numbers->low = MIN (numbers->low, x[i]);
        numbers->high = MAX (numbers->high, x[i]);
        sum += (double) x[i] * (double) x[i];
        finite++;
      }
  numbers->norm = finite > 0 ? sqrt (sum / (double) finite) : 0;
}

void
weft_moved_measure (WeftMovedNumbers *numbers, const float *x, gsize n)
{
  guint counts[WEFT_MOVEMENT_BINS] = { 0 }, most = 1;
  double scale;

  find_range (numbers, x, n);
  if (!(numbers->low <= numbers->high))
    return;
  scale = numbers->high > numbers->low
              ? WEFT_MOVEMENT_BINS / ((double) numbers->high - (double) numbers->low)
              : 0;
  for (gsize i = 0; i < n; i++)
    if (isfinite (x[i]))
      {
        guint bin = (guint) (((double) x[i] - (double) numbers->low) * scale);

        bin = MIN (bin, WEFT_MOVEMENT_BINS - 1);
        counts[bin]++;
        most = MAX (most, counts[bin]);
      }
  for (guint b = 0; b < WEFT_MOVEMENT_BINS; b++)
    numbers->bins[b] = (guint8) ceil (255.0 * counts[b] / most);
}

double
weft_moving_get_ratio (const WeftMoving *moving)
{
  const WeftMovedNumbers *of = moving->of;

  if (!(of[WEFT_MOVED_WEIGHTS].norm > 0)
      || !(of[WEFT_MOVED_UPDATES].low <= of[WEFT_MOVED_UPDATES].high))
    return NAN;
  return of[WEFT_MOVED_UPDATES].norm / of[WEFT_MOVED_WEIGHTS].norm;
}
