/* surrogate-forces: what a policy gradient is made of where it is acted by forces */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "engine/recipes/surrogate.h"

#define HALF_LOG_TURN 0.91893853320467274 /* ½ log 2π */

double
weft_forces_log_chance (const float *mean, const float *spread, const float *forces, int n)
{
  double sum = 0;

  for (int j = 0; j < n; j++)
    {
      double off = ((double) forces[j] - (double) mean[j]) * exp (-(double) spread[j]);

      sum -= 0.5 * off * off + (double) spread[j] + HALF_LOG_TURN;
    }
  return sum;
}

void
weft_forces_draw (const float *mean, const float *spread, const WeftRandom *random, guint64 element,
                  float *forces, int n)
{
  for (int j = 0; j < n; j++)
    forces[j]
        = mean[j]
          + expf (spread[j]) * weft_random_normal (random, element * (guint64) n + (guint64) j);
}

/* The entropy of a bell curve is ln of its spread, and a constant that moves nothing. */
double
weft_forces_find_loss (const WeftSurrogate *it, const float *mean)
{
  double loss = weft_surrogate_find_bound (
      it, weft_forces_log_chance (mean, it->spread, it->forces, it->n));

  for (int j = 0; j < it->n; j++)
    loss -= it->entropy * ((double) it->spread[j] + HALF_LOG_TURN + 0.5);
  return loss;
}

/* The likelihood's gradients are those of so many forces as the pull says, where the one was that
 * was taken; more squares about it widen the curve, as entropy asks for. */
void
weft_forces_find_moments (const WeftSurrogate *it, const float *mean, float *y)
{
  double pull
      = weft_surrogate_find_pull (it, weft_forces_log_chance (mean, it->spread, it->forces, it->n));

  for (int j = 0; j < it->n; j++)
    {
      double force = (double) it->forces[j];

      y[j] = (float) pull;
      y[it->n + j] = (float) (pull * force);
      y[2 * it->n + j]
          = (float) (pull * force * force + it->entropy * exp (2 * (double) it->spread[j]));
    }
}
