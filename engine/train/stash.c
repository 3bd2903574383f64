/* stash: states from before edits, so that an edit that is undone costs nothing that was learnt
 *
 * Only while no step is made: a net that has learnt since is another one. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/learner.h"

#include <string.h>

#define MOST 8               /* states */
#define MOST_BYTES (1 << 28) /* of one */

typedef struct
{
  WeftModel *model;
  WeftState *state;
  gint64 best_step;
  double best_value;
  gboolean marks[WEFT_N_MARKS];
} WeftStashed;

static void
stashed_free (gpointer data)
{
  WeftStashed *stashed = data;

  weft_model_unref (stashed->model);
  weft_state_free (stashed->state);
  g_free (stashed);
}

void
weft_learner_clear_stash (WeftLearner *learner)
{
  g_clear_pointer (&learner->stash, g_ptr_array_unref);
}

static int
find (const WeftLearner *learner, WeftGraph *graph)
{
  for (guint i = 0; learner->stash != NULL && i < learner->stash->len; i++)
    if (weft_graph_equal (((WeftStashed *) g_ptr_array_index (learner->stash, i))->model->graph,
                          graph))
      return (int) i;
  return -1;
}

gboolean
weft_learner_stash (WeftLearner *learner)
{
  WeftState *state;
  WeftStashed *stashed;
  int before = find (learner, learner->model->graph);

  if (weft_learner_is_busy (learner) || learner->state->block_bytes > MOST_BYTES)
    return FALSE;
  state = weft_state_dup (learner->state, NULL);
  if (state == NULL)
    return FALSE;
  if (learner->stash == NULL)
    learner->stash = g_ptr_array_new_with_free_func (stashed_free);
  if (before >= 0)
    g_ptr_array_remove_index (learner->stash, (guint) before);
  else if (learner->stash->len == MOST)
    g_ptr_array_remove_index (learner->stash, 0);
  stashed = g_new (WeftStashed, 1);
  *stashed = (WeftStashed){ weft_model_ref (learner->model), state, learner->frames.best_step,
                            learner->frames.best_value };
  memcpy (stashed->marks, learner->marks, sizeof stashed->marks);
  g_ptr_array_add (learner->stash, stashed);
  return TRUE;
}

gboolean
weft_learner_unstash (WeftLearner *learner)
{
  int i = find (learner, learner->model->graph);
  g_autofree WeftStashed *stashed = NULL;

  if (i < 0)
    return FALSE;
  stashed = g_ptr_array_steal_index (learner->stash, (guint) i);
  weft_model_unref (stashed->model);
  weft_state_free (learner->state);
  learner->state = stashed->state;
  learner->frames.best_step = stashed->best_step;
  learner->frames.best_value = stashed->best_value;
  memcpy (learner->marks, stashed->marks, sizeof learner->marks);
  return TRUE;
}
