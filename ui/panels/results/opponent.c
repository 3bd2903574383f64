/* opponent: a person who plays against the network, by pointing at the board */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/results/opponent.h"

#include <glib/gi18n-lib.h>
#include <string.h>

gboolean
weft_opponent_can_play (const WeftEnvironment *environment)
{
  return environment != NULL && environment->players == 2 && environment->point != NULL;
}

void
weft_opponent_begin (WeftOpponent *opponent)
{
  opponent->game = (WeftGame){ .waits_for = opponent->game.waits_for == 1 ? 2 : 1 };
}

gboolean
weft_opponent_is_to_move (const WeftOpponent *opponent, const WeftEpisode *episode)
{
  return !episode->ended && (int) (episode->moves % 2) + 1 == opponent->game.waits_for;
}

/* −1: none. */
static gboolean
act (WeftOpponent *opponent, const WeftEpisode *episode, int action)
{
  gconstpointer state = weft_episode_get_state (episode, episode->moves);

  if (!weft_opponent_is_to_move (opponent, episode) || episode->moves >= WEFT_MOST_GIVEN
      || action < 0 || (weft_environment_get_open (episode->environment, state) >> action & 1) == 0)
    return FALSE;
  if (episode->moves > 0)
    memcpy (opponent->game.given, episode->actions->data, episode->moves);
  opponent->game.given[episode->moves] = (guint8) action;
  opponent->game.n_given = episode->moves + 1;
  return TRUE;
}

gboolean
weft_opponent_point (WeftOpponent *opponent, const WeftEpisode *episode, float x, float y)
{
  gconstpointer state = weft_episode_get_state (episode, episode->moves);

  return act (opponent, episode, episode->environment->point (state, x, y));
}

gboolean
weft_opponent_pass (WeftOpponent *opponent, const WeftEpisode *episode)
{
  return act (opponent, episode, episode->environment->pass - 1);
}

const char *
weft_opponent_tell (const WeftOpponent *opponent, const WeftEpisode *episode)
{
  double sum = weft_episode_get_return (episode, episode->moves)
               * (opponent->game.waits_for == 2 ? -1 : 1);

  if (!episode->ended)
    return weft_opponent_is_to_move (opponent, episode) ? _ ("Your move: click on the board.")
                                                        : _ ("The network is to move.");
  if (sum > 0)
    return _ ("You have won. Click for another game.");
  return sum < 0 ? _ ("The network has won. Click for another game.")
                 : _ ("Nobody has won. Click for another game.");
}
