/* perfect: a player who makes no mistake, by looking at all games; for games of two as small as
 * tic-tac-toe, whose positions an observation of zeros and ones tells apart */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <string.h>

#include "engine/environments/environment.h"

#define PERFECT_CELLS 9
#define PERFECT_STATE 64 /* bytes, at most */

/* By what is on each cell: nobody's, mine, the other's. */
static inline int
perfect_find (const WeftEnvironment *game, gconstpointer state)
{
  float x[2 * PERFECT_CELLS];
  int key = 0;

  game->observe (state, x);
  for (int i = 0; i < PERFECT_CELLS; i++)
    key = 3 * key + (int) x[i] + 2 * (int) x[PERFECT_CELLS + i];
  return key;
}

static inline double perfect_judge (const WeftEnvironment *game, gconstpointer state);

/* What the move is worth to who makes it, with both perfect from then on. */
static inline double
perfect_try (const WeftEnvironment *game, gconstpointer state, int action)
{
  gint32 next[PERFECT_STATE / 4];
  gboolean ended;
  double reward;

  memcpy (next, state, game->state_size);
  reward = game->act (next, action, &ended);
  return ended ? reward : reward - perfect_judge (game, next);
}

/* What the player to move gets: −1, 0 or 1. The same game at each call. */
static inline double
perfect_judge (const WeftEnvironment *game, gconstpointer state)
{
  static gint8 known[19683]; /* 2 + it; 0: not yet; 3 to the power of the cells */
  int key = perfect_find (game, state);
  double best = -1;

  g_assert_cmpuint (game->state_size, <=, PERFECT_STATE);
  for (int a = 0; known[key] == 0 && a < game->actions; a++)
    if (game->may (state, a))
      best = MAX (best, perfect_try (game, state, a));
  if (known[key] == 0)
    known[key] = (gint8) (2 + (int) best);
  return known[key] - 2;
}

/* One of the best moves, drawn. */
static inline int
perfect_choose (const WeftEnvironment *game, gconstpointer state, const WeftRandom *random,
                guint64 element)
{
  int best[WEFT_MAX_ACTIONS], n = 0;
  double worth = perfect_judge (game, state);

  for (int a = 0; a < game->actions; a++)
    if (game->may (state, a) && perfect_try (game, state, a) >= worth)
      best[n++] = a;
  return best[weft_random_below (random, element, (guint64) n)];
}

/* Who plays against it: a move at that position. */
typedef int (*PerfectOther) (gpointer user, gconstpointer state);

/* What the other gets of so many games, each colour in half of them: how many are won, drawn, lost.
 */
static inline void
perfect_play (const WeftEnvironment *game, int games, PerfectOther other, gpointer user,
              int count[3])
{
  memset (count, 0, 3 * sizeof *count);
  for (int i = 0; i < games; i++)
    {
      WeftRandom random = { 7, WEFT_STREAM_CHECK, (guint64) i };
      gint32 state[PERFECT_STATE / 4];
      gboolean ended = FALSE;
      double result = 0;

      game->reset (state, &random);
      for (int move = 0; !ended; move++)
        {
          gboolean is_other = move % 2 == i % 2;
          int action = is_other ? other (user, state)
                                : perfect_choose (game, state, &random, (guint64) move);

          result = game->act (state, action, &ended) * (is_other ? 1 : -1);
        }
      count[1 - (int) result]++;
    }
}
