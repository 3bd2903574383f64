/* learn: steps, one after the other, and what is done when numbers go wrong */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/learner.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/base/count.h"

#define CHUNK_TIME 300.0 /* µs that steps are made for until somebody looks at the clock */
#define CHUNK_MAX 65536
#define FOLD_BELOW 50.0 /* µs: shorter steps share a sample */
#define PACE_TIME 0.01  /* s of steps made at once when the speed is limited */

/* "Dense 1 (linear, backward)", or "Dense 1 (weight)" when the update before had spoilt it;
 * nullable.
 */
static char *
find_place (WeftLearner *learner, WeftExec *exec, gint64 *id)
{
  WeftState *state = learner->state;
  g_autofree char *op = weft_exec_find_bad_op (exec, state->seed, state->step, id);
  const WeftNode *node = *id != 0 ? weft_graph_find (learner->model->graph, *id) : NULL;
  g_autofree char *title = NULL;

  if (op == NULL || node == NULL)
    return g_steal_pointer (&op);
  title = weft_node_dup_title (node);
  if (g_str_has_prefix (op, node->name)) /* of an op "dense2 (linear, forward)" */
    return g_strconcat (title, op + strlen (node->name), NULL);
  return g_strdup_printf ("%s (%s)", title, op);
}

/* FALSE: there is no sound state. */
static gboolean
go_back (WeftLearner *learner)
{
  gint64 from = learner->state->step;

  if (!weft_copies_go_back (&learner->copies, learner->state))
    return FALSE;
  weft_looks_forget (&learner->looks);
  learner->lesson.epoch_ended = FALSE;
  learner->looks.validated = -1;
  weft_learner_plan_validation (learner);
  weft_learner_note_back (learner, from);
  return TRUE;
}

static void
fail_numbers (WeftLearner *learner, WeftExec *exec)
{
  gint64 node = 0;
  g_autofree char *place = find_place (learner, exec, &node);
  g_autofree char *step = weft_count_format (learner->state->step + 1);
  g_autofree char *reason = NULL, *message = NULL, *back = NULL;

  if (place != NULL)
    reason = g_strdup_printf (_ ("Step %s gave numbers that are infinite or not numbers, first in "
                                 "%s. A lower learning rate often helps."),
                              step, place);
  else
    reason = g_strdup_printf (_ ("Step %s gave numbers that are infinite or not numbers. A lower "
                                 "learning rate often helps."),
                              step);
  if (!go_back (learner))
    {
      learner->frames.closed_step = learner->state->step; /* what is spoilt is not written */
      weft_learner_fail (learner, node, reason);
      return;
    }
  back = weft_count_format (learner->state->step);
  /* Translators: a sentence that says what went wrong, then the step whose weights are back. */
  message = g_strdup_printf (_ ("%s The network is as it was at step %s."), reason, back);
  weft_learner_fail (learner, node, message);
}

/* Only where the step can be taken back, so that nothing of it remains. */
static gboolean
is_given_up_cb (gpointer user)
{
  const WeftLearner *learner = user;

  return !weft_slot_is_empty (learner->channels->halt)
         && weft_copies_have (&learner->copies, learner->state->step);
}

void
weft_learner_listen (WeftLearner *learner)
{
  learner->lesson.interrupt = (WeftInterrupt){ is_given_up_cb, learner };
}

static void
fail (WeftLearner *learner)
{
  WeftRecipeRun *run = &learner->lesson.run;
  g_autoptr (GError) error = g_steal_pointer (&run->error);

  if (weft_lesson_is_given_up (&learner->lesson)
      && weft_copies_put_back (&learner->copies, learner->state))
    return;
  if (error != NULL)
    weft_learner_fail (learner, 0, error->message);
  else
    {
      weft_learner_read_failed (learner);
      fail_numbers (learner, run->exec);
    }
}

static WeftStepEdit *
dup_edits (const WeftLearner *learner, guint *n)
{
  const WeftStepEdit *edits = weft_stepper_get_edits (learner->lesson.stepper, n);

  return g_memdup2 (edits, *n * sizeof *edits);
}

static void
record_others (WeftLearner *learner)
{
  float losses[WEFT_MAX_LOSSES];

  weft_lesson_list_losses (&learner->lesson, losses);
  for (guint i = 1; i < learner->out.n_open; i++)
    if (isfinite (losses[i]))
      weft_outlets_record (&learner->out.open[i], learner->state->step, losses[i]);
}

static void
note_alone (WeftLearner *learner, guint alone)
{
  g_auto (GVariantDict) payload = G_VARIANT_DICT_INIT (NULL);

  g_variant_dict_insert (&payload, "lane", "u", alone - 1);
  weft_learner_note_within (learner, learner->state->step - 1, NULL, "alone", &payload);
}

/* FALSE: failed, or given up. The exec leaves weights alone whose gradient is not finite. */
static gboolean
make_step (WeftLearner *learner)
{
  g_autofree WeftStepEdit *edits = NULL;
  guint n = 0, alone = learner->lesson.run.alone;

  if (G_UNLIKELY (learner->lesson.stepper != NULL))
    edits = dup_edits (learner, &n);
  if (G_UNLIKELY (!weft_lesson_step (&learner->lesson)))
    {
      fail (learner);
      return FALSE;
    }
  if (G_UNLIKELY (alone > 0))
    note_alone (learner, alone);
  if (G_UNLIKELY (n > 0))
    weft_learner_note_edits (learner, learner->state->step - 1, edits, n);
  learner->clock.samples_seen += learner->lesson.run.samples;
  weft_outlets_record (&learner->out.open[0], learner->state->step, learner->lesson.lanes[0].loss);
  if (G_UNLIKELY (learner->out.n_open > 1))
    record_others (learner);
  return TRUE;
}

/* Whether the schedule brings the rate to 0 within so many steps: that one is the last. */
static gboolean
schedule_ends (const WeftLearner *learner, gint64 steps)
{
  return steps > 1 && !learner->clock.outlasts_schedule
         && weft_lesson_is_schedule_over (&learner->lesson, steps);
}

static gint64
plan_chunk (const WeftLearner *learner)
{
  double steps = learner->clock.step_time > 0 ? CHUNK_TIME / learner->clock.step_time : 1;

  if (learner->clock.speed > 0)
    steps = MIN (steps, learner->clock.speed * PACE_TIME);
  steps = MIN (CLAMP (steps, 1, CHUNK_MAX),
               (double) (MIN (learner->clock.end_step, learner->looks.next_validation)
                         - learner->state->step));
  return schedule_ends (learner, (gint64) steps) ? 1 : (gint64) steps;
}

void
weft_learner_run_chunk (WeftLearner *learner)
{
  const WeftTrainerOptions *options = &learner->channels->options;
  WeftMailbox *commands = learner->channels->commands;
  gboolean is_measured = learner->looks.watch.moves && weft_learner_begin_movement (learner);
  gint64 start = g_get_monotonic_time (), made = 0;
  gint64 chunk = weft_learner_ends_with_schedule (learner) ? 0 : plan_chunk (learner);
  gboolean folds = learner->clock.step_time > 0 && learner->clock.step_time < FOLD_BELOW;

  if (learner->lesson.stepper == NULL) /* else the state is on its way */
    weft_copies_copy_if_due (&learner->copies, learner->state, start, learner->clock.step_time);
  if (is_measured)
    chunk = MIN (chunk, 1);
  if (G_UNLIKELY (options->before_steps != NULL) && chunk > 0)
    {
      chunk = MIN (chunk, options->before_steps (options->before_steps_user, learner->state->step));
      start = g_get_monotonic_time ();
    }
  while (made < chunk && make_step (learner))
    {
      made++;
      if (G_UNLIKELY (learner->taps.n > 0) && weft_learner_read_taps (learner))
        break;
      if (!folds)
        weft_outlets_emit_open (&learner->out);
      if (weft_mailbox_has_mail (commands))
        break;
      if (learner->lesson.epoch_ended && learner->state->epoch >= learner->stop_epoch)
        break;
    }
  if (made > 0)
    weft_clock_measure (&learner->clock, start, made);
  if (is_measured)
    weft_learner_end_movement (learner, made > 0);
}
