/* looks: what is looked at while it learns, and how often */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/judging/evaluate-private.h"
#include "engine/train/learner.h"

#define LOOK_EVERY 100000 /* µs */
#define EVALUATE_EVERY 1000000
#define PLAY_TIME 250000 /* µs that a game may take to be played */
#define EXPLAIN_EVERY 500000
#define ANSWER_EVERY 100000
#define EXPLAIN_SHARE 20 /* what somebody asks for takes at most one part in so many */
#define LOOK_SHARE 200   /* looking takes at most one part in so many, evaluating as much again */

void
weft_looks_forget (WeftLooks *looks)
{
  for (int part = 0; part < WEFT_N_PARTS; part++)
    g_clear_pointer (&looks->evaluations[part], weft_evaluation_unref);
  g_clear_pointer (&looks->episode, weft_episode_unref);
  looks->played = (WeftGame){ 0 };
  g_clear_pointer (&looks->explanation, weft_explanation_unref);
  g_clear_pointer (&looks->response, weft_response_unref);
  weft_mover_clear (&looks->mover);
  looks->watch_changed = TRUE;
}

void
weft_looks_ask (WeftLooks *looks, WeftQuestion *question)
{
  g_clear_pointer (&looks->question, weft_question_unref);
  g_clear_pointer (&looks->response, weft_response_unref);
  looks->question = question;
  looks->watch_changed = TRUE;
}

void
weft_looks_clear (WeftLooks *looks)
{
  g_clear_pointer (&looks->viewer, weft_viewer_free);
  for (int part = 0; part < WEFT_N_PARTS; part++)
    g_clear_pointer (&looks->evaluators[part], weft_runner_free);
  weft_timing_clear (&looks->timing);
  weft_looks_forget (looks);
}

static gboolean
can_evaluate (WeftLearner *learner, WeftPart part)
{
  if (learner->model->split->count[part] == 0)
    return FALSE;
  if (learner->looks.evaluators[part] == NULL)
    learner->looks.evaluators[part] = weft_evaluation_new_runner (
        learner->model, learner->state, part, learner->pool, learner->level, NULL);
  return learner->looks.evaluators[part] != NULL;
}

guint
weft_learner_emit_figures (WeftLearner *learner, WeftPart part,
                           WeftFigure figures[WEFT_MAX_FIGURES])
{
  guint n
      = weft_evaluation_list_figures (learner->looks.evaluations[part], learner->model, figures);

  for (guint i = 0; i < n; i++)
    weft_outlets_emit (&learner->out, figures[i].series, learner->state->step, figures[i].value);
  return n;
}

static gboolean
has_mail_cb (gpointer user)
{
  return weft_mailbox_has_mail (((WeftChannels *) user)->commands);
}

/* Whatever else waits at a run's end: who stops it does not want to wait for a figure. */
static gboolean
is_halted_cb (gpointer user)
{
  return !weft_slot_is_empty (((WeftChannels *) user)->halt);
}

gboolean
weft_learner_evaluate (WeftLearner *learner, WeftPart part, gboolean patient)
{
  WeftEvaluation *before = learner->looks.evaluations[part], *evaluation;

  if (before != NULL && before->step == learner->state->step)
    return TRUE;
  if (!can_evaluate (learner, part))
    return FALSE;
  learner->looks.evaluators[part]->interrupt
      = (WeftInterrupt){ patient ? is_halted_cb : has_mail_cb, learner->channels };
  evaluation = weft_evaluation_run (learner->looks.evaluators[part], part, NULL);
  if (evaluation == NULL)
    return FALSE;
  g_clear_pointer (&learner->looks.evaluations[part], weft_evaluation_unref);
  learner->looks.evaluations[part] = evaluation;
  return TRUE;
}

/* The part whose results are looked at; the other one where that is empty. */
static WeftPart
get_watched_part (const WeftLearner *learner)
{
  const gint64 *count = learner->model->split->count;

  if (learner->looks.watch.on_test)
    return count[WEFT_PART_TEST] > 0 ? WEFT_PART_TEST : WEFT_PART_VALIDATION;
  return count[WEFT_PART_VALIDATION] > 0 ? WEFT_PART_VALIDATION : WEFT_PART_TEST;
}

static gboolean
is_watched (const WeftLooks *looks)
{
  const WeftWatch *watch = &looks->watch;

  return looks->question != NULL || watch->activations || watch->moves || watch->weights_of != 0
         || watch->opened[0] != 0 || watch->sizes || watch->costs || watch->idle
         || watch->gradient_of != 0 || watch->results || watch->made > 0 || watch->drawn > 0
         || watch->grid > 0 || watch->game.number > 0 || watch->explainer > 0;
}

/* A changed watch and the end of learning are answered at once; else only a reader that took the
 * last picture gets a new one. */
static gboolean
wants_look (const WeftLearner *learner, gint64 now)
{
  if (!is_watched (&learner->looks))
    return FALSE;
  if (learner->looks.watch_changed)
    return TRUE;
  if (learner->looks.seen_step == learner->state->step)
    return FALSE;
  if (!weft_learner_is_busy (learner))
    return TRUE;
  return now >= learner->looks.next_look && weft_slot_is_empty (learner->channels->snapshot);
}

/* What validation found at the end of an epoch will do for a while. */
static gboolean
has_fresh_evaluation (const WeftLearner *learner, gint64 now)
{
  return get_watched_part (learner) == WEFT_PART_VALIDATION
         && learner->looks.evaluations[WEFT_PART_VALIDATION] != NULL
         && now - learner->looks.last_validation < EVALUATE_EVERY;
}

/* Validation has its own times to be measured; what the test part gave is kept as it was seen.
 * FALSE: mail came first. */
static gboolean
evaluate_watched (WeftLearner *learner)
{
  WeftPart part = get_watched_part (learner);
  const WeftEvaluation *before = learner->looks.evaluations[part];
  WeftFigure figures[WEFT_MAX_FIGURES];

  if (!weft_learner_evaluate (learner, part, FALSE))
    return !weft_mailbox_has_mail (learner->channels->commands);
  if (part == WEFT_PART_TEST && learner->looks.evaluations[part] != before)
    weft_learner_emit_figures (learner, part, figures);
  return TRUE;
}

/* FALSE: mail came first. */
static gboolean
refresh_evaluation (WeftLearner *learner, gint64 now)
{
  gboolean at_once = learner->looks.watch_changed || !weft_learner_is_busy (learner);

  if (!learner->looks.watch.results
      || (!at_once
          && (now < learner->looks.next_evaluation || has_fresh_evaluation (learner, now))))
    return TRUE;
  if (!evaluate_watched (learner))
    return FALSE;
  learner->looks.next_evaluation = g_get_monotonic_time ();
  learner->looks.next_evaluation
      += MAX (EVALUATE_EVERY, LOOK_SHARE * (learner->looks.next_evaluation - now));
  return TRUE;
}

typedef struct
{
  WeftChannels *channels;
  gint64 until; /* monotonic µs */
} Patience;

static gboolean
is_over_cb (gpointer user)
{
  const Patience *patience = user;

  return has_mail_cb (patience->channels) || g_get_monotonic_time () >= patience->until;
}

/* Plays a game that is asked for, once. FALSE: mail came first. */
static gboolean
refresh_episode (WeftLearner *learner)
{
  WeftLooks *looks = &learner->looks;
  Patience patience = { learner->channels, g_get_monotonic_time () + PLAY_TIME };
  const WeftInterrupt interrupt = { is_over_cb, &patience };
  WeftEpisode *episode;

  if (looks->watch.game.number == looks->played.number || looks->watch.game.number == 0
      || !weft_model_plays (learner->model))
    return TRUE;
  episode = weft_model_play (learner->model, learner->state, learner->state->seed,
                             &looks->watch.game, learner->pool, learner->level, &interrupt, NULL);
  if (episode != NULL && !episode->ended && has_mail_cb (learner->channels))
    {
      weft_episode_unref (episode);
      return FALSE;
    }
  looks->played = looks->watch.game;
  g_clear_pointer (&looks->episode, weft_episode_unref);
  looks->episode = episode;
  return TRUE;
}

static WeftExplanation *
explain (WeftLearner *learner, GError **error)
{
  const WeftWatch *watch = &learner->looks.watch;
  const WeftInterrupt interrupt = { has_mail_cb, learner->channels };
  const WeftExplainRequest request = {
    .sample = watch->sample, .judge = watch->judge, .node = watch->weights_of, .unit = watch->unit
  };
  guint n;
  const WeftExplainerRow *const *rows = weft_explainers (&n);
  g_autofree char *by = watch->explainer <= n ? g_strconcat (rows[watch->explainer - 1]->id,
                                                             *watch->settings != '\0' ? "," : "",
                                                             watch->settings, NULL)
                                              : NULL;
  g_autoptr (WeftExplainer) explainer = by != NULL ? weft_explainer_new (by, error) : NULL;

  return explainer != NULL ? weft_explain (explainer, learner->model, learner->state, learner->pool,
                                           learner->level, &request, &interrupt, error)
                           : NULL;
}

/* FALSE: mail came first. What cannot be explained any more leaves nothing. */
static gboolean
refresh_explanation (WeftLearner *learner, gint64 now)
{
  WeftLooks *looks = &learner->looks;
  g_autoptr (GError) error = NULL;
  WeftExplanation *explanation;

  if (looks->watch.explainer == 0)
    g_clear_pointer (&looks->explanation, weft_explanation_unref);
  if (looks->watch.explainer == 0
      || (!looks->watch_changed && weft_learner_is_busy (learner) && now < looks->next_explanation))
    return TRUE;
  explanation = explain (learner, &error);
  if (explanation == NULL && error == NULL && weft_mailbox_has_mail (learner->channels->commands))
    return FALSE;
  g_clear_pointer (&looks->explanation, weft_explanation_unref);
  looks->explanation = explanation;
  looks->next_explanation = g_get_monotonic_time ();
  looks->next_explanation += MAX (EXPLAIN_EVERY, EXPLAIN_SHARE * (looks->next_explanation - now));
  return TRUE;
}

/* FALSE: mail came first. What was asked of another network is not answered. */
static gboolean
refresh_response (WeftLearner *learner, gint64 now)
{
  WeftLooks *looks = &learner->looks;
  const WeftInterrupt interrupt = { has_mail_cb, learner->channels };
  WeftResponse *response;

  if (looks->question == NULL || looks->question->of != learner->model
      || (!looks->watch_changed && weft_learner_is_busy (learner) && now < looks->next_response))
    return TRUE;
  response = weft_question_answer (looks->question, learner->state, &interrupt);
  if (response == NULL)
    return !weft_mailbox_has_mail (learner->channels->commands);
  g_clear_pointer (&looks->response, weft_response_unref);
  looks->response = response;
  looks->next_response = g_get_monotonic_time ();
  looks->next_response += MAX (ANSWER_EVERY, EXPLAIN_SHARE * (looks->next_response - now));
  return TRUE;
}

gboolean
weft_learner_begin_movement (WeftLearner *learner)
{
  WeftMover *mover = &learner->looks.mover;
  gint64 start = g_get_monotonic_time ();

  if (learner->lesson.stepper != NULL || start < mover->next)
    return FALSE;
  weft_mover_begin (mover, &learner->lesson);
  mover->next = start + LOOK_SHARE * (g_get_monotonic_time () - start);
  return mover->before != NULL;
}

void
weft_learner_end_movement (WeftLearner *learner, gboolean is_made)
{
  WeftMover *mover = &learner->looks.mover;
  gint64 start = g_get_monotonic_time ();

  if (!is_made)
    {
      weft_mover_give_up (mover);
      return;
    }
  weft_mover_end (mover, &learner->lesson);
  mover->next
      = MAX (mover->next + LOOK_SHARE * (g_get_monotonic_time () - start), start + LOOK_EVERY);
}

/* What steps take, of the window's stretch of them; none is within. */
static void
add_costs (WeftLearner *learner, WeftSnapshot *snapshot)
{
  WeftStepCosts *costs = weft_timing_look (&learner->looks.timing, &learner->lesson, learner->pool,
                                           learner->clock.step_time * 1e-6);

  snapshot->costs = costs != NULL ? weft_step_costs_ref (costs) : NULL;
}

void
weft_learner_look (WeftLearner *learner)
{
  gint64 start = g_get_monotonic_time (), cost;
  WeftSnapshot *snapshot;
  WeftEvaluation *evaluation;

  if (!learner->looks.watch.costs)
    weft_timing_stop (&learner->looks.timing, &learner->lesson);
  if (!wants_look (learner, start))
    return;
  if (!refresh_evaluation (learner, start) || !refresh_episode (learner))
    return; /* and again when the mail is read */
  if (!refresh_explanation (learner, g_get_monotonic_time ())
      || !refresh_response (learner, g_get_monotonic_time ()))
    return;
  start = g_get_monotonic_time ();
  snapshot = weft_viewer_look (learner->looks.viewer, &learner->looks.watch);
  evaluation = learner->looks.evaluations[get_watched_part (learner)];
  if (learner->looks.watch.results && evaluation != NULL)
    snapshot->evaluation = weft_evaluation_ref (evaluation);
  if (learner->looks.watch.game.number > 0 && learner->looks.episode != NULL)
    snapshot->episode = weft_episode_ref (learner->looks.episode);
  if (learner->looks.explanation != NULL)
    snapshot->explanation = weft_explanation_ref (learner->looks.explanation);
  if (learner->looks.response != NULL)
    snapshot->response = weft_response_ref (learner->looks.response);
  if (learner->looks.watch.moves && learner->looks.mover.movement != NULL)
    snapshot->movement = weft_movement_ref (learner->looks.mover.movement);
  cost = g_get_monotonic_time () - start;
  if (learner->looks.watch.costs)
    add_costs (learner, snapshot);
  learner->looks.next_look = start + MAX (LOOK_EVERY, LOOK_SHARE * cost);
  learner->looks.seen_step = learner->state->step;
  learner->looks.watch_changed = FALSE;
  weft_slot_put (learner->channels->snapshot, snapshot);
  weft_outlets_wake (&learner->out);
}
