/* told-episode: what is said of an episode beside its picture, in a line */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/results/told-episode.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/base/format.h"

/* " · expects 0.3", or nothing where it was not asked. */
static char *
dup_hope (const WeftEpisode *episode, guint move)
{
  double hope = weft_episode_get_hope (episode, move);
  g_autofree char *number = NULL;

  if (isnan (hope))
    return g_strdup ("");
  number = weft_format_digits (hope, 2);
  return g_strdup_printf (_ (" · expects %s"), number);
}

char *
weft_told_episode_dup_line (const WeftEpisode *episode, guint move)
{
  guint before = episode->game.made;
  g_autofree char *step = weft_format_count (episode->step),
                  *made = weft_format_count (before + move),
                  *moves = weft_format_count (before + episode->moves),
                  *got = weft_format_number (weft_episode_get_return (episode, move)),
                  *hope = dup_hope (episode, move);

  return g_strdup_printf (_ ("After step %s · move %s of %s · return %s%s"), step, made, moves, got,
                          hope);
}

char *
weft_told_episode_dup_against (const WeftOpponent *opponent, const WeftEpisode *episode)
{
  g_autofree char *hope = dup_hope (episode, episode->moves - 1);

  return g_strconcat (weft_opponent_tell (opponent, episode), episode->ended ? "" : hope, NULL);
}

char *
weft_told_episode_dup_steered (const WeftSteering *steering)
{
  g_autofree char *made = weft_format_count (steering->game.made),
                  *got = weft_format_number (steering->game.got);

  return g_strdup_printf (_ ("You steer · move %s · return %s"), made, got);
}
