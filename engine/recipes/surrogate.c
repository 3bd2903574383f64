/* surrogate: advantages, and the shares that stand for a policy's loss */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/recipes/surrogate.h"

#include <math.h>

void
weft_advantages_find (const WeftMoveMade *moves, gsize n, double last, double discount,
                      double lambda, float *advantages)
{
  double next = last, advantage = 0;

  for (gsize t = n; t-- > 0;)
    {
      const WeftMoveMade *move = &moves[t];

      if (move->end != WEFT_MOVE_GOES_ON)
        {
          next = move->end == WEFT_MOVE_ENDED ? 0 : (double) move->after;
          advantage = 0;
        }
      advantage = (double) move->reward + discount * next - (double) move->value
                  + discount * lambda * advantage;
      advantages[t] = (float) advantage;
      next = (double) move->value;
    }
}

void
weft_advantages_normalize (float *advantages, gsize n)
{
  double mean = 0, square = 0;

  for (gsize i = 0; i < n; i++)
    mean += (double) advantages[i] / (double) n;
  for (gsize i = 0; i < n; i++)
    square += ((double) advantages[i] - mean) * ((double) advantages[i] - mean) / (double) n;
  for (gsize i = 0; i < n; i++)
    advantages[i] = (float) (((double) advantages[i] - mean) / (sqrt (square) + 1e-8));
}

static gboolean
is_open (guint64 open, int action)
{
  return (open >> action & 1) != 0;
}

/* ln Σ exp over those that are open. */
static double
find_whole (const float *scores, int n, guint64 open)
{
  double most = -INFINITY, sum = 0;

  for (int a = 0; a < n; a++)
    if (is_open (open, a))
      most = MAX (most, (double) scores[a]);
  for (int a = 0; a < n; a++)
    if (is_open (open, a))
      sum += exp ((double) scores[a] - most);
  return most + log (sum);
}

double
weft_surrogate_log_chance (const float *scores, int n, guint64 open, int action)
{
  return (double) scores[action] - find_whole (scores, n, open);
}

int
weft_surrogate_draw (const float *scores, int n, guint64 open, double uniform)
{
  double whole = find_whole (scores, n, open);
  int drawn = 0;

  for (int a = 0; a < n; a++)
    if (is_open (open, a))
      {
        drawn = a;
        uniform -= exp ((double) scores[a] - whole);
        if (uniform < 0)
          break;
      }
  return drawn;
}

/* Σ p·ln p, of which the entropy is the negative. */
static double
find_order (const WeftSurrogate *it, const float *scores, double whole)
{
  double order = 0;

  for (int a = 0; a < it->n; a++)
    if (is_open (it->open, a))
      order += exp ((double) scores[a] - whole) * ((double) scores[a] - whole);
  return order;
}

double
weft_surrogate_find_bound (const WeftSurrogate *it, double chance)
{
  double ratio = exp (chance - it->log_before);

  if (it->clip <= 0)
    return -ratio * it->advantage;
  return -MIN (ratio * it->advantage, CLAMP (ratio, 1 - it->clip, 1 + it->clip) * it->advantage);
}

double
weft_surrogate_find_loss (const WeftSurrogate *it, const float *scores)
{
  double whole = find_whole (scores, it->n, it->open);

  return it->entropy * find_order (it, scores, whole)
         + weft_surrogate_find_bound (it, (double) scores[it->action] - whole);
}

double
weft_surrogate_find_pull (const WeftSurrogate *it, double chance)
{
  double ratio = exp (chance - it->log_before);

  if (it->clip > 0 && (it->advantage >= 0 ? ratio > 1 + it->clip : ratio < 1 - it->clip))
    return 0;
  return ratio * it->advantage;
}

/* With g the loss's own gradient, whose sum is 0, and y = s·p − g of any s, the soft
 * cross-entropy's is p·Σy − y = g; s is the pull, so that y is what one would write by hand: A at
 * the action. */
void
weft_surrogate_find_shares (const WeftSurrogate *it, const float *scores, float *y)
{
  guint64 all = it->n < 64 ? ((guint64) 1 << it->n) - 1 : G_MAXUINT64;
  double whole = find_whole (scores, it->n, it->open), every = find_whole (scores, it->n, all),
         order = find_order (it, scores, whole),
         pull = weft_surrogate_find_pull (it, (double) scores[it->action] - whole);

  for (int a = 0; a < it->n; a++)
    {
      double chance = (double) scores[a] - whole, p = is_open (it->open, a) ? exp (chance) : 0,
             own = pull * (p - (a == it->action)) + it->entropy * p * (chance - order);

      y[a] = (float) (pull * exp ((double) scores[a] - every) - own);
    }
}
