/* world-moves: what an environment does, as numbers, for tests/projects/worlds.py
 *
 * world-moves ID prints float32 records: episode, action (−1: it begins), reward, whether it ended,
 * what somebody who knows it would do then (−1: there is nobody), and what is then seen. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>

#include "engine/environments/environment.h"

#define SEED 7
#define EPISODES 60
#define MOVES 150

/* At random; the same one for a while; what the last number that is seen calls for, by which cars
 * gather way and poles stay up; or that, but the first one where the first number is large, by
 * which they come down again from where they almost were. */
static int
choose (const WeftEnvironment *world, gconstpointer state, const WeftRandom *random, int move,
        const float *seen)
{
  gsize n = (gsize) weft_shape_count (&world->observation);
  guint64 way = random->step % 4, element = (guint64) (way == 1 ? move / 15 : move);

  if (world->players == 2) /* where not all can be done at any time */
    return weft_environment_pick (world, state, random, (guint64) move);
  if (way == 3 && seen[0] > 0.3f)
    return 0;
  if (way > 1)
    return seen[n - 1] > 0 ? world->actions - 1 : 0;
  return (int) weft_random_below (random, element, (guint64) world->actions);
}

#define HEAD 5 /* numbers before what is seen */

static void
print (const WeftEnvironment *world, gconstpointer state, float *record)
{
  record[4] = world->teach != NULL ? (float) world->teach (state) : -1;
  world->observe (state, record + HEAD);
  fwrite (record, sizeof *record, HEAD + (gsize) weft_shape_count (&world->observation), stdout);
}

static void
play (const WeftEnvironment *world, guint64 episode, gpointer state, float *record)
{
  const WeftRandom begins = { SEED, WEFT_STREAM_EPISODE, episode },
                   moves = { SEED, WEFT_STREAM_CHECK, episode };
  gboolean ended = FALSE;

  world->reset (state, &begins);
  record[0] = (float) episode;
  record[1] = -1;
  record[2] = record[3] = 0;
  print (world, state, record);
  for (int move = 0; move < MOVES && !ended; move++)
    {
      int action = choose (world, state, &moves, move, record + HEAD);

      record[1] = (float) action;
      record[2] = (float) world->act (state, action, &ended);
      record[3] = (float) ended;
      print (world, state, record);
    }
}

int
main (int argc, char **argv)
{
  const WeftEnvironment *world = argc > 1 ? weft_environment_find (argv[1]) : NULL;
  g_autofree gpointer state = world != NULL ? g_malloc0 (world->state_size) : NULL;
  g_autofree float *record
      = world != NULL ? g_new0 (float, HEAD + (gsize) weft_shape_count (&world->observation))
                      : NULL;

  if (world == NULL || world->act == NULL)
    return 2;
  for (guint64 episode = 0; episode < EPISODES; episode++)
    play (world, episode, state, record);
  return 0;
}
