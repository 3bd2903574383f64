/* worlds: situations of an environment, as random play comes into them, and what each action brings
 *
 * y is what a player may hope for who takes the action and then plays at random: the mean of a few
 * returns, in which a reward counts less the later it comes. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/data/source.h"

#include <string.h>

#include "engine/environments/environment.h"

#define DISCOUNT 0.99 /* for each move */
#define ROLLOUTS 4

/* What the action and random moves after it bring to who takes it. `state` is used up. */
static double
roll_out (const WeftEnvironment *environment, gpointer state, int action, const WeftRandom *random)
{
  double sum = 0, factor = 1;
  gboolean ended = FALSE;

  for (int n = 0; !ended && n < environment->limit; n++)
    {
      sum += factor * environment->act (state, action, &ended);
      factor *= environment->players == 2 ? -DISCOUNT : DISCOUNT;
      if (!ended)
        action = weft_environment_pick (environment, state, random, (guint64) n);
    }
  return sum;
}

/* y (actions), of actions that may not be taken 0. */
static void
judge (const WeftEnvironment *environment, gconstpointer state, WeftRandom random, float *y)
{
  g_autofree gpointer copy = g_malloc (environment->state_size);
  gboolean may[WEFT_MAX_ACTIONS];

  weft_environment_list_actions (environment, state, may);
  for (int a = 0; a < environment->actions; a++)
    {
      double sum = 0;

      for (int i = 0; may[a] && i < ROLLOUTS; i++, random.step++)
        {
          memcpy (copy, state, environment->state_size);
          sum += roll_out (environment, copy, a, &random);
        }
      y[a] = (float) (sum / ROLLOUTS);
    }
}

static void
play (const WeftEnvironment *environment, guint64 seed, gint64 count, float *x, float *y)
{
  g_autofree gpointer state = g_malloc0 (environment->state_size);
  WeftRandom moves = { seed, WEFT_STREAM_SOURCE, 0 }, start = { seed, WEFT_STREAM_EPISODE, 0 };
  gint64 size = weft_shape_count (&environment->observation), made = 0;
  gboolean ended = TRUE;

  for (gint64 i = 0; i < count; i++, made++)
    {
      WeftRandom rollouts
          = { seed, WEFT_STREAM_SOURCE, 1 + (guint64) i * WEFT_MAX_ACTIONS * ROLLOUTS };

      if (ended || made == environment->limit)
        {
          environment->reset (state, &start);
          start.step++;
          made = 0;
        }
      environment->observe (state, x + i * size);
      judge (environment, state, rollouts, y + i * environment->actions);
      environment->act (state, weft_environment_pick (environment, state, &moves, (guint64) i),
                        &ended);
    }
}

WeftDataset *
weft_worlds_make (const WeftDataParams *params, guint64 seed, GError **error)
{
  const WeftEnvironment *environment = weft_environment_find (params->source);
  g_autoptr (WeftDataset) dataset = weft_dataset_new ();
  WeftField *x, *y;

  dataset->name = g_strdup (environment->id);
  dataset->title = g_strdup (environment->title);
  dataset->count = params->count > 0 ? params->count : 1000;
  x = weft_dataset_add_field (dataset, "x", environment->kind);
  x->shape = environment->observation;
  y = weft_dataset_add_field (dataset, "y", WEFT_KIND_NUMBERS);
  y->shape = WEFT_SHAPE (environment->actions);
  if (!weft_dataset_allocate (dataset, x, error) || !weft_dataset_allocate (dataset, y, error))
    return NULL;
  play (environment, seed, dataset->count, x->data, y->data);
  return weft_dataset_finish (dataset, error) ? g_steal_pointer (&dataset) : NULL;
}
