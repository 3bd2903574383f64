/* table: the environments, in the order of environments.def */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/environments/environment.h"

#include <string.h>

/* Moves a second at which what says nothing of it is shown. */
#define PACE 25
#define PACE_OF_TURNS 1.5

#define ENVIRONMENT(id) extern const WeftEnvironment weft_environment_##id;
#include "engine/environments/environments.def"
#undef ENVIRONMENT

static const WeftEnvironment *const table[] = {
#define ENVIRONMENT(id) &weft_environment_##id,
#include "engine/environments/environments.def"
#undef ENVIRONMENT
};

const WeftEnvironment *const *
weft_environments (guint *n)
{
  *n = G_N_ELEMENTS (table);
  return table;
}

const WeftEnvironment *
weft_environment_find (const char *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    if (g_strcmp0 (table[i]->id, id) == 0)
      return table[i];
  return NULL;
}

double
weft_environment_get_pace (const WeftEnvironment *environment)
{
  if (environment->pace > 0)
    return environment->pace;
  return environment->players == 2 ? PACE_OF_TURNS : PACE;
}

guint64
weft_environment_get_open (const WeftEnvironment *environment, gconstpointer state)
{
  guint64 open = 0;

  if (environment->open != NULL)
    return environment->open (state);
  for (int a = 0; a < environment->actions; a++)
    if (environment->may == NULL || environment->may (state, a))
      open |= (guint64) 1 << a;
  return open;
}

int
weft_environment_list_actions (const WeftEnvironment *environment, gconstpointer state,
                               gboolean may[WEFT_MAX_ACTIONS])
{
  guint64 open = weft_environment_get_open (environment, state);

  for (int a = 0; may != NULL && a < environment->actions; a++)
    may[a] = (open >> a & 1) != 0;
  return __builtin_popcountll (open);
}

int
weft_environment_pick (const WeftEnvironment *environment, gconstpointer state,
                       const WeftRandom *random, guint64 element)
{
  guint64 open = weft_environment_get_open (environment, state),
          left
          = weft_random_below (random, element, (guint64) MAX (1, __builtin_popcountll (open)));
  int a = 0;

  while (a < environment->actions - 1 && ((open >> a & 1) == 0 || left-- > 0))
    a++;
  return a;
}

int
weft_environment_find_best (const WeftEnvironment *environment, guint64 open, const float *worth)
{
  int best = -1;

  for (int a = 0; a < environment->actions; a++)
    if ((open >> a & 1) != 0 && (best < 0 || worth[a] > worth[best]))
      best = a;
  return MAX (best, 0);
}

int
weft_environment_count_answers (const WeftEnvironment *environment)
{
  return environment->actions > 0 ? environment->actions : environment->forces;
}

WeftShape
weft_environment_get_target (const WeftEnvironment *environment)
{
  if (environment->actions > 0)
    return WEFT_SHAPE (environment->actions);
  return WEFT_SHAPE (3, environment->forces);
}

void
weft_environment_draw_forces (const WeftEnvironment *environment, const WeftRandom *random,
                              guint64 element, float *forces)
{
  for (int i = 0; i < environment->forces; i++)
    forces[i] = environment->low
                + (environment->high - environment->low)
                      * weft_random_uniform (random, element * WEFT_MAX_FORCES + (guint64) i);
}

double
weft_environment_follow (const WeftEnvironment *environment, gpointer state, const float *answers,
                         gboolean *ended)
{
  if (environment->actions == 0)
    return environment->push (state, answers, ended);
  return environment->act (
      state,
      weft_environment_find_best (environment, weft_environment_get_open (environment, state),
                                  answers),
      ended);
}

double
weft_environment_wander (const WeftEnvironment *environment, gpointer state,
                         const WeftRandom *random, guint64 element, gboolean *ended)
{
  float forces[WEFT_MAX_FORCES];

  if (environment->actions > 0)
    return environment->act (state, weft_environment_pick (environment, state, random, element),
                             ended);
  weft_environment_draw_forces (environment, random, element, forces);
  return environment->push (state, forces, ended);
}
