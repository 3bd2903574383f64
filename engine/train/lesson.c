/* lesson: the fast path: a step, with no clock, lock or allocation in it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/inside.h"
#include "engine/train/model/average.h"
#include "engine/train/model/lanes.h"

#include <math.h>
#include <string.h>

static WeftExec *
find_exec_cb (WeftRecipeRun *run, guint plan, const WeftBinding *binding)
{
  WeftLesson *lesson = run->host;
  WeftBoundExec *bound = weft_execs_get (&lesson->execs[plan], binding, &run->error);

  return bound != NULL ? bound->exec : NULL;
}

static void
next_cb (WeftRecipeRun *run)
{
  WeftLesson *lesson = run->host;
  gint64 cursor = lesson->state->cursor + lesson->batches->batch * run->batch_number;

  run->binding = weft_batches_gather (lesson->batches, lesson->state->epoch, cursor);
  run->inputs = (const void *const *) lesson->batches->inputs;
}

/* Of a plan that trains every value is kept where somebody reads them. */
static void
init_execs (WeftLesson *lesson, guint plan, WeftPool *pool, int level)
{
  WeftPlanOptions options = weft_model_get_options (lesson->model, plan, level);

  options.keep_all = lesson->keeps_all && options.mode == WEFT_MODE_TRAIN;
  weft_execs_init (&lesson->execs[plan], lesson->model, lesson->state, pool, &options);
  lesson->execs[plan].interrupt = &lesson->interrupt;
}

/* They are made when they are next asked for. */
void
weft_lesson_choose_plans (WeftLesson *lesson)
{
  WeftPool *pool = lesson->execs[0].pool;
  int level = lesson->execs[0].options.level;

  for (guint i = 0; lesson->model->recipe->plans[i].name != NULL; i++)
    {
      weft_execs_clear (&lesson->execs[i]);
      init_execs (lesson, i, pool, level);
    }
  for (guint i = 0; i <= WEFT_MAX_LANES; i++)
    lesson->lanes[i].exec = NULL;
  lesson->run.exec = NULL;
}

static gboolean
prepare_plans (WeftLesson *lesson, WeftPool *pool, int level, GError **error)
{
  const WeftRecipePlan *plans = lesson->model->recipe->plans;
  WeftBinding batch = weft_model_bind (lesson->model, lesson->batches->batch);

  for (guint i = 0; plans[i].name != NULL; i++)
    {
      WeftBinding binding = weft_recipe_bind (plans, i, batch);

      init_execs (lesson, i, pool, level);
      if (weft_execs_find (&lesson->execs[i], binding, error) == NULL)
        return FALSE;
    }
  return TRUE;
}

static gboolean
begin_run (WeftLesson *lesson, WeftPool *pool, GError **error)
{
  WeftBinding batch = weft_model_bind (lesson->model, lesson->batches->batch);
  WeftProgram *program = weft_model_get_program (lesson->model, batch, error);

  if (program == NULL)
    return FALSE;
  lesson->run = weft_model_begin_run (lesson->model, program, lesson->state);
  lesson->run.lanes = lesson->lanes;
  lesson->run.find_exec = find_exec_cb;
  lesson->run.next = next_cb;
  lesson->run.pool = pool;
  lesson->run.host = lesson;
  return TRUE;
}

gboolean
weft_lesson_prepare (WeftLesson *lesson, WeftModel *model, WeftState *state, WeftBatches *batches,
                     WeftPool *pool, int level, GError **error)
{
  const WeftTraining *training = &model->training;

  lesson->model = model;
  lesson->state = state;
  lesson->batches = batches;
  if (!begin_run (lesson, pool, error) || !prepare_plans (lesson, pool, level, error))
    {
      weft_lesson_clear (lesson);
      return FALSE;
    }
  for (guint i = 0; i <= WEFT_MAX_LANES; i++) /* what a lane came to outlasts what is prepared */
    lesson->lanes[i] = (WeftLane){ .loss = lesson->lanes[i].loss };
  for (guint i = 0; i < weft_recipe_count_lanes (model->recipe); i++)
    {
      WeftLane *lane = &lesson->lanes[i];

      lane->optimizer = weft_optimizer_get (model->lanes[i].training.optimizer, level);
      weft_update_prepare (&lane->update, lane->optimizer, model->lanes[i].settings, 0, 1);
      lane->update.clip_norm = (float) training->clip_norm;
      lane->update.clip_value = (float) training->clip_value;
    }
  for (guint i = 0; i < WEFT_MAX_CRITERIA; i++)
    lesson->judged[i] = NAN;
  lesson->accumulate = weft_model_get_accumulate (model);
  lesson->rate_moves = weft_training_moves_rate (training);
  weft_lesson_choose_rates (lesson);
  return TRUE;
}

void
weft_lesson_clear (WeftLesson *lesson)
{
  for (guint i = 0; i < WEFT_MAX_PLANS; i++)
    weft_execs_clear (&lesson->execs[i]);
  g_clear_pointer (&lesson->stepper, weft_stepper_free);
  weft_recipe_clear_run (&lesson->run);
  lesson->model = NULL;
}

/* A rate that was set by hand moves the other lanes in proportion. */
void
weft_lesson_choose_rates (WeftLesson *lesson)
{
  const WeftModel *model = lesson->model;
  double hand = lesson->hand_rate, own = model->training.lr;

  for (guint i = 0; lesson->lanes[i].optimizer != NULL; i++)
    {
      double rate = weft_model_get_lane_rate (model, i, lesson->state);

      if (!isnan (hand))
        rate = i == 0 || own <= 0 ? hand : model->lanes[i].training.lr * (hand / own);
      lesson->lanes[i].update.lr = (float) rate;
    }
}

void
weft_lesson_forget_losses (WeftLesson *lesson)
{
  for (guint i = 0; i < WEFT_MAX_LANES; i++)
    lesson->lanes[i].loss = NAN;
}

/* Those that the plan which was run has; others are as another one left them. */
void
weft_lesson_note_losses (WeftLesson *lesson, const WeftExec *exec)
{
  const WeftModel *model = lesson->model;
  const WeftProgram *program = weft_exec_get_program (exec);

  for (guint i = 0; i < model->n_criteria; i++)
    {
      const WeftCriterion *criterion = &model->criteria[i];
      const float *loss;

      if (criterion->metric != NULL)
        continue;
      loss = weft_exec_get_value (exec, weft_program_get_loss (program, criterion->judge)->loss);
      if (loss != NULL)
        lesson->judged[i] = *loss;
    }
}

void
weft_lesson_list_losses (const WeftLesson *lesson, float losses[WEFT_MAX_LOSSES])
{
  const WeftModel *model = lesson->model;
  guint n = 0;

  for (guint i = 0; i < weft_recipe_count_lanes (model->recipe); i++)
    losses[n++] = lesson->lanes[i].loss;
  for (guint i = 0; i < model->n_criteria; i++)
    if (model->criteria[i].metric == NULL)
      losses[n++] = lesson->judged[i];
}

double
weft_lesson_get_rate (const WeftLesson *lesson)
{
  return (double) lesson->lanes[0].update.lr;
}

gboolean
weft_lesson_is_schedule_over (const WeftLesson *lesson, gint64 steps)
{
  WeftState then;

  if (lesson->model == NULL || !lesson->rate_moves || !isnan (lesson->hand_rate))
    return FALSE;
  then = *lesson->state;
  then.step += steps;
  return lesson->model->training.lr > 0 && weft_model_get_rate (lesson->model, &then) <= 0;
}

static inline void
prepare_updates (WeftLesson *lesson)
{
  if (lesson->rate_moves)
    weft_lesson_choose_rates (lesson);
  for (guint i = 0; lesson->lanes[i].optimizer != NULL; i++)
    {
      WeftLane *lane = &lesson->lanes[i];

      lane->update.step = lesson->state->step + 1;
      if (lane->optimizer->follows_step)
        lane->optimizer->prepare (lesson->model->lanes[i].settings, lane->update.step,
                                  lane->update.v);
    }
}

/* As many as the setting says, at most to the end of the epoch. */
static void
plan_batches (WeftLesson *lesson)
{
  gint64 batch = lesson->batches->batch, left = lesson->batches->count - lesson->state->cursor;

  lesson->run.samples = MIN (left, batch * lesson->accumulate);
  lesson->run.n_batches = (guint) ((lesson->run.samples + batch - 1) / batch);
  lesson->run.batch_number = 0;
}

void
weft_lesson_prepare_step (WeftLesson *lesson)
{
  const WeftState *state = lesson->state;

  lesson->run.binding = weft_batches_gather (lesson->batches, state->epoch, state->cursor);
  lesson->run.samples = lesson->run.binding.n;
  if (G_UNLIKELY (lesson->accumulate > 1))
    plan_batches (lesson);
  prepare_updates (lesson);
  lesson->run.inputs = (const void *const *) lesson->batches->inputs;
}

static gboolean
make_step (WeftLesson *lesson)
{
  if (G_UNLIKELY (lesson->stepper != NULL))
    {
      lesson->lanes[0].exec = NULL; /* which did not run */
      return weft_lesson_finish_inside (lesson);
    }
  weft_lesson_prepare_step (lesson);
  if (!lesson->model->recipe->step (&lesson->run))
    return FALSE;
  if (G_UNLIKELY (lesson->model->n_judges > 1))
    weft_lesson_note_losses (lesson, lesson->lanes[0].exec);
  return TRUE;
}

gboolean
weft_lesson_is_given_up (const WeftLesson *lesson)
{
  return lesson->run.error == NULL && lesson->run.exec != NULL
         && weft_exec_is_given_up (lesson->run.exec);
}

gboolean
weft_lesson_step (WeftLesson *lesson)
{
  WeftState *state = lesson->state;
  gboolean is_made = make_step (lesson);

  lesson->run.alone = 0;
  if (G_UNLIKELY (!is_made))
    return FALSE;
  if (G_UNLIKELY (lesson->model->training.ema_decay > 0))
    weft_average_step (lesson->model, state, lesson->execs[0].pool);
  state->step++;
  state->cursor += lesson->run.samples;
  lesson->epoch_ended = state->cursor == lesson->batches->count;
  if (lesson->epoch_ended)
    {
      state->epoch++;
      state->cursor = 0;
    }
  return TRUE;
}
