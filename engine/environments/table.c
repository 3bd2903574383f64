/* table: the environments, in the order of environments.def */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/environments/environment.h"

#include <string.h>

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
