/* mover: measures how a lesson's step moves the weights */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/watching/mover.h"

#define MOST 65536 /* numbers of one weight that are looked at */

void
weft_mover_clear (WeftMover *mover)
{
  weft_mover_give_up (mover);
  g_clear_pointer (&mover->movement, weft_movement_unref);
  mover->next = 0;
}

void
weft_mover_give_up (WeftMover *mover)
{
  g_clear_pointer (&mover->before, g_free);
}

/* Every so manyth number of what has n is looked at. */
static gsize
get_stride (gsize n)
{
  return (n + MOST - 1) / MOST;
}

static gsize
count_measured (gsize n)
{
  return n > 0 ? (n - 1) / get_stride (n) + 1 : 0;
}

static void
pick (const float *x, gsize n, float *to)
{
  gsize stride = get_stride (n);

  for (gsize i = 0; i < n; i += stride)
    *to++ = x[i];
}

static const WeftStateEntry *
get_entry (const WeftState *state, guint i)
{
  const WeftStateEntry *entry = &g_array_index (state->entries, WeftStateEntry, i);

  return entry->learnt && entry->node != 0 ? entry : NULL;
}

void
weft_mover_begin (WeftMover *mover, const WeftLesson *lesson)
{
  const WeftState *state = lesson->state;
  gsize n = 0, at = 0;

  weft_mover_give_up (mover);
  for (guint i = 0; i < state->n_live; i++)
    n += get_entry (state, i) != NULL ? count_measured (get_entry (state, i)->count) : 0;
  mover->before = n > 0 ? g_try_new (float, n) : NULL;
  for (guint i = 0; mover->before != NULL && i < state->n_live; i++)
    {
      const WeftStateEntry *entry = get_entry (state, i);

      if (entry == NULL)
        continue;
      pick (entry->value, entry->count, mover->before + at);
      at += count_measured (entry->count);
    }
}

/* Whether the lesson still has it: a lane that did not learn in this step may name one that is
 * gone. */
static gboolean
has_exec (const WeftLesson *lesson, const WeftExec *exec)
{
  for (guint plan = 0; plan < WEFT_MAX_PLANS; plan++)
    for (guint i = 0; i < WEFT_MAX_EXECS; i++)
      if (exec != NULL && lesson->execs[plan].bound[i].exec == exec)
        return TRUE;
  return FALSE;
}

/* Of each entry that a lane's last run gave a gradient; transfer container, values borrowed. */
static GHashTable *
find_gradients (const WeftLesson *lesson)
{
  GHashTable *gradients = g_hash_table_new (NULL, NULL);

  for (guint lane = 0; lesson->lanes[lane].optimizer != NULL; lane++)
    {
      const WeftExec *exec = lesson->lanes[lane].exec;
      const WeftProgram *program;

      if (!has_exec (lesson, exec))
        continue;
      program = weft_exec_get_program (exec);
      for (guint i = 0; i < program->values->len; i++)
        {
          const WeftProgramValue *value = &g_array_index (program->values, WeftProgramValue, i);
          const float *gradient
              = value->role == WEFT_VALUE_WEIGHT ? weft_exec_get_gradient (exec, (int) i) : NULL;

          if (gradient != NULL)
            g_hash_table_insert (gradients, weft_state_find_value (lesson->state, value),
                                 (gpointer) gradient);
        }
    }
  return gradients;
}

/* before, work: as many numbers as are measured of the entry. */
static WeftMoving
compare (const WeftStateEntry *entry, const float *gradient, const float *before, float *work)
{
  gsize n = count_measured (entry->count);
  WeftMoving moving = { .node = entry->node,
                        .repeat = entry->repeat,
                        .name = entry->name,
                        .n = (gint64) entry->count,
                        .measured = (gint64) n };

  if (gradient != NULL)
    pick (gradient, entry->count, work);
  weft_moved_measure (&moving.of[WEFT_MOVED_GRADIENTS], work, gradient != NULL ? n : 0);
  pick (entry->value, entry->count, work);
  weft_moved_measure (&moving.of[WEFT_MOVED_WEIGHTS], work, n);
  for (gsize i = 0; i < n; i++)
    work[i] -= before[i];
  weft_moved_measure (&moving.of[WEFT_MOVED_UPDATES], work, n);
  return moving;
}

void
weft_mover_end (WeftMover *mover, const WeftLesson *lesson)
{
  const WeftState *state = lesson->state;
  g_autoptr (GHashTable) gradients = find_gradients (lesson);
  g_autofree float *work = g_new (float, MOST);
  WeftMovement *movement = g_new0 (WeftMovement, 1);
  gsize at = 0;

  g_atomic_ref_count_init (&movement->ref_count);
  movement->step = state->step;
  movement->each = g_new (WeftMoving, state->n_live);
  for (guint i = 0; i < state->n_live; i++)
    {
      const WeftStateEntry *entry = get_entry (state, i);

      if (entry == NULL)
        continue;
      movement->each[movement->n++]
          = compare (entry, g_hash_table_lookup (gradients, entry), mover->before + at, work);
      at += count_measured (entry->count);
    }
  g_clear_pointer (&mover->movement, weft_movement_unref);
  mover->movement = movement;
  weft_mover_give_up (mover);
}
