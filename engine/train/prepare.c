/* prepare: everything that a model and a state need before the first step */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/learner.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* What was measured belongs to no state that there is. */
void
weft_learner_forget_evaluations (WeftLearner *learner)
{
  for (int part = 0; part < WEFT_N_PARTS; part++)
    g_clear_pointer (&learner->evaluations[part], weft_evaluation_unref);
  learner->watch_changed = TRUE;
}

static void
drop_execs (WeftLearner *learner)
{
  for (int i = 0; i < 2; i++)
    g_clear_pointer (&learner->exec[i], weft_exec_free);
  g_clear_pointer (&learner->viewer, weft_viewer_free);
  for (int part = 0; part < WEFT_N_PARTS; part++)
    g_clear_pointer (&learner->evaluators[part], weft_runner_free);
  weft_learner_forget_evaluations (learner);
  g_clear_pointer (&learner->best, weft_state_free);
  learner->best_waits = FALSE;
  weft_learner_drop_copies (learner);
  learner->optimizer = NULL;
}

void
weft_learner_unload (WeftLearner *learner)
{
  drop_execs (learner);
  weft_learner_clear_stash (learner);
  learner->marks_data = FALSE;
  g_clear_pointer (&learner->batches, weft_batches_free);
  g_clear_pointer (&learner->state, weft_state_free);
  g_clear_pointer (&learner->model, weft_model_unref);
}

/* Whether the same ops run on the same shapes: losses before and after can be compared. */
static gboolean
is_alike (const WeftProgram *a, const WeftProgram *b)
{
  if (a == NULL || b == NULL || a->ops->len != b->ops->len || a->values->len != b->values->len)
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
         && !a->x_scaling.mean == !b->x_scaling.mean && !a->y_scaling.mean == !b->y_scaling.mean
         && a->y_type == b->y_type && a->y_count == b->y_count && a->x_count == b->x_count;
}

static void
forget_best (WeftLearner *learner)
{
  learner->best_step = -1;
  learner->best_value = NAN;
}

void
weft_learner_take_model (WeftLearner *learner, WeftModel *model)
{
  WeftModel *old = learner->model;
  gboolean same = old != NULL && has_same_data (old, model);

  if (old != NULL && learner->state != NULL && learner->state->step > 0 && !same)
    learner->marks_data = TRUE;
  if (!same || weft_model_get_best_metric (old) != weft_model_get_best_metric (model)
      || !is_alike (weft_model_get_program (old, weft_model_get_batch (old), NULL),
                    weft_model_get_program (model, weft_model_get_batch (model), NULL)))
    forget_best (learner);
  if (old != NULL && learner->state != NULL && old->training.optimizer != model->training.optimizer)
    weft_state_clear_slots (learner->state);
  if (old == NULL || old->training.lr != model->training.lr)
    learner->hand_rate = NAN;
  if (learner->batches != NULL && same
      && weft_model_get_batch (old) == weft_model_get_batch (model))
    weft_batches_set_model (learner->batches, model);
  else
    g_clear_pointer (&learner->batches, weft_batches_free);
  drop_execs (learner);
  g_clear_pointer (&learner->model, weft_model_unref);
  learner->model = model;
}

static void
prepare_update (WeftLearner *learner)
{
  const WeftTraining *training = &learner->model->training;

  learner->optimizer = weft_optimizer_get (training->optimizer, learner->level);
  weft_update_prepare (&learner->update, learner->optimizer, learner->model->settings, 0, 1);
  learner->rate_moves = training->schedule != 0 || training->warmup_steps > 0;
  learner->pushed_rate = NAN;
  weft_learner_choose_rate (learner);
}

void
weft_learner_choose_rate (WeftLearner *learner)
{
  double rate = learner->hand_rate;

  if (isnan (rate))
    rate = weft_model_get_rate (learner->model, learner->state);
  learner->update.lr = (float) rate;
}

static gboolean
prepare_state (WeftLearner *learner, guint64 seed, GError **error)
{
  gint64 batch = weft_model_get_batch (learner->model);
  WeftProgram *program = weft_model_get_program (learner->model, batch, error);

  if (program == NULL)
    return FALSE;
  if (program->loss < 0)
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                           _ ("The network has no loss to learn from."));
      return FALSE;
    }
  if (learner->state != NULL)
    return weft_state_adapt (learner->state, program, weft_model_get_n_slots (learner->model),
                             error);
  learner->state = weft_model_new_state (learner->model, seed, error);
  return learner->state != NULL;
}

WeftExec *
weft_learner_get_exec (WeftLearner *learner, gint64 n, GError **error)
{
  int i = n == learner->batches->batch ? 0 : 1;
  WeftPlanOptions options = { .mode = WEFT_MODE_TRAIN, .level = learner->level };
  WeftPlan *plan;

  if (learner->exec[i] != NULL && learner->exec_size[i] == n)
    return learner->exec[i];
  g_clear_pointer (&learner->exec[i], weft_exec_free);
  plan = weft_model_get_plan (learner->model, n, &options, error);
  if (plan == NULL)
    return NULL;
  learner->exec[i] = weft_exec_new (plan, learner->state, learner->pool, error);
  learner->exec_size[i] = n;
  return learner->exec[i];
}

gboolean
weft_learner_prepare (WeftLearner *learner, guint64 seed, GError **error)
{
  if (!prepare_state (learner, seed, error))
    return FALSE;
  if (learner->batches == NULL)
    learner->batches
        = weft_batches_new (learner->model, learner->state->seed, learner->pool, error);
  if (learner->batches == NULL)
    return FALSE;
  if (learner->state->cursor < 0 || learner->state->cursor >= learner->batches->count)
    learner->state->cursor = 0; /* of other data */
  if (weft_learner_get_exec (learner, learner->batches->batch, error) == NULL)
    return FALSE;
  prepare_update (learner);
  learner->viewer = weft_viewer_new (learner->model, learner->state, learner->pool, learner->level);
  learner->validation_stride = 0;
  learner->validated = -1;
  weft_learner_plan_validation (learner);
  learner->clock.step_time = 0;
  return TRUE;
}
