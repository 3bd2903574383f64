/* average: the moving average of a run's weights, which is judged and used in their place */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/model/average.h"

#include <string.h>

#define NAME "average/weights"
#define COUNT "average/count"
#define SLICE 16384

static gboolean
is_learnt (const WeftState *state, guint i)
{
  return g_array_index (state->entries, WeftStateEntry, i).learnt;
}

static gint64
count_weights (const WeftProgram *program)
{
  gint64 n = 0;

  for (guint i = 0; i < program->values->len; i++)
    {
      const WeftProgramValue *value = &g_array_index (program->values, WeftProgramValue, i);

      if (value->role == WEFT_VALUE_WEIGHT)
        n += weft_shape_count (&value->shape);
    }
  return n;
}

guint
weft_average_list_own (const WeftModel *model, const WeftProgram *program, WeftRecipeOwn *own)
{
  gint64 n = count_weights (program);

  if (model->training.ema_decay <= 0 || n == 0)
    return 0;
  own[0] = (WeftRecipeOwn){ NAME, WEFT_SHAPE (n) };
  own[1] = (WeftRecipeOwn){ COUNT, WEFT_SHAPE (1) };
  return 2;
}

/* NULL: there is none. count: 0 before the first step. */
static float *
find_average (double decay, const WeftState *state, guint32 **count)
{
  const WeftStateEntry *average, *counted;

  if (decay <= 0)
    return NULL;
  average = weft_state_find (state, WEFT_OWN_NODE, NAME);
  counted = weft_state_find (state, WEFT_OWN_NODE, COUNT);
  if (average == NULL || counted == NULL)
    return NULL;
  *count = (guint32 *) counted->value;
  return average->value;
}

typedef struct
{
  float *average; /* n */
  const float *w;
  gsize n;
  float keep, rest;
} Move;

static void
move_cb (gpointer data, guint slice)
{
  const Move *move = data;
  gsize begin = (gsize) slice * SLICE, end = MIN (begin + SLICE, move->n);
  float *restrict average = move->average;
  const float *restrict w = move->w;

  for (gsize i = begin; i < end; i++)
    average[i] = move->keep * average[i] + move->rest * w[i];
}

static void
run_move (Move *move, WeftPool *pool)
{
  guint slices = (guint) ((move->n + SLICE - 1) / SLICE);

  if (pool != NULL && slices > 1)
    weft_pool_run (pool, move_cb, move, slices);
  else
    for (guint i = 0; i < slices; i++)
      move_cb (move, i);
}

void
weft_average_step (const WeftModel *model, WeftState *state, WeftPool *pool)
{
  guint32 *count;
  double decay = model->training.ema_decay;
  float *average = find_average (decay, state, &count);

  if (average == NULL)
    return;
  for (guint i = 0; i < state->n_live; i++)
    {
      const WeftStateEntry *entry = &g_array_index (state->entries, WeftStateEntry, i);

      if (!is_learnt (state, i))
        continue;
      if (*count == 0)
        memcpy (average, entry->value, entry->count * sizeof *average);
      else
        run_move (
            &(Move){ average, entry->value, entry->count, (float) decay, (float) (1 - decay) },
            pool);
      average += entry->count;
    }
  *count = *count < G_MAXUINT32 ? *count + 1 : *count;
}

/* A stranger's file may hold an average of something else. */
static gboolean
is_of_weights (const WeftState *state)
{
  gsize n = 0;

  for (guint i = 0; i < state->n_live; i++)
    if (is_learnt (state, i))
      n += g_array_index (state->entries, WeftStateEntry, i).count;
  return n == weft_state_find (state, WEFT_OWN_NODE, NAME)->count;
}

void
weft_average_swap (double decay, WeftState *state)
{
  guint32 *count;
  float *average = find_average (decay, state, &count);

  if (average == NULL || *count == 0 || !is_of_weights (state))
    return;
  for (guint i = 0; i < state->n_live; i++)
    {
      const WeftStateEntry *entry = &g_array_index (state->entries, WeftStateEntry, i);

      for (gsize k = 0; is_learnt (state, i) && k < entry->count; k++, average++)
        {
          float held = entry->value[k];

          entry->value[k] = *average;
          *average = held;
        }
    }
}

void
weft_average_forget (double decay, WeftState *state)
{
  guint32 *count;

  if (find_average (decay, state, &count) != NULL)
    *count = 0;
}
