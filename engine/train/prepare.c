/* prepare: everything that a model and a state need before the first step */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/learner.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "engine/train/model/judges.h"

static void
drop_execs (WeftLearner *learner)
{
  weft_lesson_clear (&learner->lesson);
  weft_looks_clear (&learner->looks);
  weft_frames_drop_best (&learner->frames);
  weft_copies_drop (&learner->copies);
}

void
weft_learner_unload (WeftLearner *learner)
{
  drop_execs (learner);
  weft_learner_clear_stash (learner);
  weft_notes_clear (&learner->notes);
  memset (learner->marks, 0, sizeof learner->marks);
  g_clear_pointer (&learner->batches, weft_batches_free);
  g_clear_pointer (&learner->state, weft_state_free);
  g_clear_pointer (&learner->model, weft_model_unref);
}

static gboolean
has_same_weights (const WeftProgram *a, const WeftProgram *b)
{
  if (a->losses->len != b->losses->len)
    return FALSE;
  for (guint i = 0; i < a->losses->len; i++)
    if (weft_program_get_loss (a, i)->weight != weft_program_get_loss (b, i)->weight)
      return FALSE;
  return TRUE;
}

/* Whether the same ops run on the same shapes and losses count the same: they can be compared. */
static gboolean
is_alike (const WeftProgram *a, const WeftProgram *b)
{
  if (a == NULL || b == NULL || a->ops->len != b->ops->len || a->values->len != b->values->len
      || !has_same_weights (a, b))
    return FALSE;
  for (guint i = 0; i < a->ops->len; i++)
    if (!g_str_equal (g_array_index (a->ops, WeftProgramOp, i).op,
                      g_array_index (b->ops, WeftProgramOp, i).op))
      return FALSE;
  for (guint i = 0; i < a->values->len; i++)
    if (!weft_shape_same_dims (&g_array_index (a->values, WeftProgramValue, i).shape,
                               &g_array_index (b->values, WeftProgramValue, i).shape, 1))
      return FALSE;
  return TRUE;
}

/* The program of whole batches; NULL: there is none. */
static WeftProgram *
get_whole (WeftModel *model)
{
  WeftBinding binding = weft_model_bind (model, weft_model_get_batch (model));

  return weft_model_get_program (model, binding, NULL);
}

static gboolean
has_same_data (const WeftModel *a, const WeftModel *b)
{
  for (int part = 0; part < WEFT_N_PARTS; part++)
    if (a->split->count[part] != b->split->count[part]
        || (a->split != b->split
            && memcmp (a->split->samples[part], b->split->samples[part],
                       (gsize) a->split->count[part] * sizeof (guint32))
                   != 0))
      return FALSE;
  return g_strcmp0 (a->dataset->sha256, b->dataset->sha256) == 0
         && weft_model_is_scaled_alike (a, b);
}

/* What the next step brings onto the curves. */
static void
set_marks (WeftLearner *learner, const WeftModel *old, const WeftModel *model, gboolean same)
{
  if (old == NULL || learner->state == NULL || learner->state->step == 0)
    return;
  learner->marks[WEFT_MARK_DATA] |= !same;
  learner->marks[WEFT_MARK_LOSS] |= !weft_model_has_same_losses (old, model);
}

void
weft_learner_take_model (WeftLearner *learner, WeftModel *model)
{
  WeftModel *old = learner->model;
  gboolean same = old != NULL && has_same_data (old, model);

  set_marks (learner, old, model, same);
  if (!same || weft_model_get_best_series (old) != weft_model_get_best_series (model)
      || !weft_model_has_same_losses (old, model) || !is_alike (get_whole (old), get_whole (model)))
    weft_frames_forget_best (&learner->frames);
  if (old == NULL || old->training.lr != model->training.lr)
    learner->lesson.hand_rate = NAN;
  if (learner->batches != NULL && same && weft_model_is_fed_alike (old, model)
      && weft_model_get_batch (old) == weft_model_get_batch (model))
    weft_batches_set_model (learner->batches, model);
  else
    g_clear_pointer (&learner->batches, weft_batches_free);
  drop_execs (learner);
  g_clear_pointer (&learner->model, weft_model_unref);
  learner->model = model;
}

static gboolean
prepare_state (WeftLearner *learner, guint64 seed, const WeftSurgery *surgery, GError **error)
{
  WeftBinding binding = weft_model_bind (learner->model, weft_model_get_batch (learner->model));
  WeftProgram *program = weft_model_get_program (learner->model, binding, error);

  if (program == NULL)
    return FALSE;
  if (program->total < 0)
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                           _ ("The network has no loss to learn from."));
      return FALSE;
    }
  if (learner->state != NULL)
    {
      const WeftStateForm form = weft_model_get_form (learner->model, program);

      return weft_state_operate (learner->state, &form, surgery, error);
    }
  learner->state = weft_model_new_state (learner->model, seed, error);
  return learner->state != NULL;
}

gboolean
weft_learner_prepare (WeftLearner *learner, guint64 seed, GError **error)
{
  return weft_learner_prepare_by (learner, seed, &(WeftSurgery){ 0 }, error);
}

gboolean
weft_learner_prepare_by (WeftLearner *learner, guint64 seed, const WeftSurgery *surgery,
                         GError **error)
{
  if (!prepare_state (learner, seed, surgery, error))
    return FALSE;
  if (learner->batches == NULL)
    learner->batches
        = weft_batches_new (learner->model, learner->state->seed, learner->pool, error);
  if (learner->batches == NULL)
    return FALSE;
  if (learner->state->cursor < 0 || learner->state->cursor >= learner->batches->count)
    learner->state->cursor = 0; /* of other data */
  if (!weft_lesson_prepare (&learner->lesson, learner->model, learner->state, learner->batches,
                            learner->pool, learner->level, error))
    return FALSE;
  learner->out.pushed_rate = NAN;
  weft_outlets_open (&learner->out, learner->model);
  learner->looks.viewer
      = weft_viewer_new (learner->model, learner->state, learner->pool, learner->level);
  learner->looks.stride = 0;
  learner->looks.validated = -1;
  weft_learner_plan_validation (learner);
  learner->clock.step_time = 0;
  weft_learner_tell_budget (learner);
  return TRUE;
}
