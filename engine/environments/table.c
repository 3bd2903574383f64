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

int
weft_environment_list_actions (const WeftEnvironment *environment, gconstpointer state,
                               gboolean may[WEFT_MAX_ACTIONS])
{
  int n = 0;

  for (int a = 0; a < environment->actions; a++)
    {
      gboolean is_open = environment->may == NULL || environment->may (state, a);

      n += is_open;
      if (may != NULL)
        may[a] = is_open;
    }
  return n;
}

guint64
weft_environment_get_open (const WeftEnvironment *environment, gconstpointer state)
{
  gboolean may[WEFT_MAX_ACTIONS];
  guint64 open = 0;

  weft_environment_list_actions (environment, state, may);
  for (int a = 0; a < environment->actions; a++)
    open |= (guint64) (may[a] != FALSE) << a;
  return open;
}

int
weft_environment_pick (const WeftEnvironment *environment, gconstpointer state,
                       const WeftRandom *random, guint64 element)
{
  gboolean may[WEFT_MAX_ACTIONS];
  int n = weft_environment_list_actions (environment, state, may), a = 0;
  guint64 left = weft_random_below (random, element, (guint64) MAX (1, n));

  while (a < environment->actions - 1 && (!may[a] || left-- > 0))
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
