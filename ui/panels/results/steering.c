/* steering: a person who takes a world out of the network's hands for a while, by pointing */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/results/steering.h"

#include <string.h>

gboolean
weft_steering_can (const WeftEnvironment *environment)
{
  return environment != NULL && environment->players == 1 && environment->point != NULL
         && environment->state_size <= WEFT_MOST_FROM;
}

gboolean
weft_steering_begin (WeftSteering *steering, const WeftEpisode *episode, guint move)
{
  const WeftEnvironment *world = episode->environment;

  if (!weft_steering_can (world) || move > episode->moves
      || (episode->ended && move == episode->moves))
    return FALSE;
  *steering = (WeftSteering){ .x = steering->x, .y = steering->y };
  steering->game.world = world;
  steering->game.made = episode->game.made + move;
  steering->game.got = weft_episode_get_return (episode, move);
  memcpy (steering->game.from, weft_episode_get_state (episode, move), world->state_size);
  return steering->game.made < (guint) world->limit;
}

static double
push (WeftSteering *steering, gboolean is_high)
{
  const WeftEnvironment *world = steering->game.world;
  float forces[WEFT_MAX_FORCES];

  for (int i = 0; i < world->forces; i++)
    forces[i] = is_high ? world->high : world->low;
  return world->push (steering->game.from, forces, &steering->ended);
}

void
weft_steering_move (WeftSteering *steering)
{
  WeftGame *game = &steering->game;
  const WeftEnvironment *world = game->world;
  int action = world->point (game->from, steering->x, steering->y);

  if (steering->ended || action < 0
      || (world->actions > 0 && (weft_environment_get_open (world, game->from) >> action & 1) == 0))
    return;
  game->got += world->forces > 0 ? push (steering, action > 0)
                                 : world->act (game->from, action, &steering->ended);
  game->made++;
  steering->ended |= game->made == (guint) world->limit;
}
