/* finder: which learning rate a network takes */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/trials/finder.h"

#include <math.h>

#include "engine/base/float.h"
#include "engine/ops/op.h"
#include "engine/train/lesson.h"

#define SMOOTH 0.9   /* the share of the mean that stays with each step */
#define EXPLODED 4.0 /* times the least smoothed loss */
#define FIRST 8      /* steps, before which nothing counts as exploded */
#define REACH 8      /* steps to each side over which a slope is measured */

void
weft_finding_free (WeftFinding *finding)
{
  g_array_unref (finding->trials);
  g_free (finding);
}

static const WeftTrial *
get_trial (const WeftFinding *finding, guint i)
{
  return &g_array_index (finding->trials, WeftTrial, i);
}

static guint
find_least (const WeftFinding *finding)
{
  guint least = 0;

  for (guint i = 1; i < finding->trials->len; i++)
    if (get_trial (finding, i)->smoothed < get_trial (finding, least)->smoothed)
      least = i;
  return least;
}

/* Rates are spaced evenly in their logarithm, so that a slope is a difference. */
static double
find_steepest (const WeftFinding *finding)
{
  guint least = find_least (finding);
  double most = 0, rate = NAN;

  for (guint i = 0; i <= least; i++)
    {
      guint a = i > REACH ? i - REACH : 0, b = MIN (i + REACH, least);
      double fall = b > a ? (get_trial (finding, a)->smoothed - get_trial (finding, b)->smoothed)
                                / (double) (b - a)
                          : 0;

      if (fall > most)
        {
          most = fall;
          rate = get_trial (finding, i)->rate;
        }
    }
  return rate;
}

/* FALSE: that was the last one. */
static gboolean
add_trial (WeftFinding *finding, double rate, double loss, double *mean)
{
  guint n = finding->trials->len;
  WeftTrial trial = { .rate = rate, .loss = loss };

  *mean = SMOOTH * *mean + (1 - SMOOTH) * loss;
  trial.smoothed = *mean / (1 - pow (SMOOTH, n + 1));
  g_array_append_val (finding->trials, trial);
  return n < FIRST
         || trial.smoothed < EXPLODED * get_trial (finding, find_least (finding))->smoothed;
}

/* FALSE: there is an error. Numbers that go wrong are the end, and none. */
static gboolean
run_trials (WeftFinding *finding, WeftLesson *lesson, WeftMailbox *interrupt, GError **error)
{
  double mean = 0, factor = pow (WEFT_FINDER_TO / WEFT_FINDER_FROM, 1.0 / (WEFT_FINDER_STEPS - 1));

  lesson->hand_rate = WEFT_FINDER_FROM;
  for (int i = 0; i < WEFT_FINDER_STEPS; i++, lesson->hand_rate *= factor)
    {
      if (interrupt != NULL && weft_mailbox_has_mail (interrupt))
        return TRUE;
      weft_lesson_choose_rates (lesson);
      if (!weft_lesson_step (lesson))
        {
          g_propagate_error (error, g_steal_pointer (&lesson->run.error));
          return error == NULL || *error == NULL;
        }
      if (!add_trial (finding, lesson->hand_rate, (double) lesson->lanes[0].loss, &mean))
        return TRUE;
    }
  return TRUE;
}

static gboolean
has_mail_cb (gpointer user)
{
  return weft_mailbox_has_mail (user);
}

static gboolean
try_on (WeftFinding *finding, WeftModel *model, WeftState *state, WeftPool *pool, int level,
        WeftMailbox *interrupt, GError **error)
{
  g_autoptr (WeftBatches) batches = weft_batches_new (model, state->seed, pool, error);
  WeftLesson lesson = { .hand_rate = NAN };
  gboolean done;

  if (batches == NULL)
    return FALSE;
  if (interrupt != NULL)
    lesson.interrupt = (WeftInterrupt){ has_mail_cb, interrupt };
  if (state->cursor >= batches->count)
    state->cursor = 0;
  done = weft_lesson_prepare (&lesson, model, state, batches, pool, level, error)
         && run_trials (finding, &lesson, interrupt, error);
  weft_lesson_clear (&lesson);
  return done;
}

static WeftState *
dup_state (WeftModel *model, const WeftState *state, guint64 seed, GError **error)
{
  WeftBinding whole = weft_model_bind (model, weft_model_get_batch (model));
  WeftProgram *program = weft_model_get_program (model, whole, error);
  g_autoptr (WeftState) copy = NULL;
  WeftStateForm form;

  if (program == NULL)
    return NULL;
  if (state == NULL)
    return weft_model_new_state (model, seed, error);
  copy = weft_state_dup (state, error);
  form = weft_model_get_form (model, program);
  return copy != NULL && weft_state_adapt (copy, &form, error) ? g_steal_pointer (&copy) : NULL;
}

WeftFinding *
weft_find_rate (WeftModel *model, const WeftState *state, guint64 seed, guint threads, int level,
                WeftMailbox *interrupt, GError **error)
{
  g_autoptr (WeftFinding) finding = g_new0 (WeftFinding, 1);
  g_autoptr (WeftState) copy = NULL;
  WeftPool *pool;
  gboolean done;

  weft_float_prepare_thread ();
  finding->trials = g_array_new (FALSE, FALSE, sizeof (WeftTrial));
  copy = dup_state (model, state, seed, error);
  if (copy == NULL)
    return NULL;
  pool = weft_pool_new (threads > 0 ? threads : weft_pool_default_threads (), FALSE);
  done = try_on (finding, model, copy, pool, level >= 0 ? level : weft_kernel_best_level (),
                 interrupt, error);
  weft_pool_free (pool);
  finding->rate = find_steepest (finding);
  return done ? g_steal_pointer (&finding) : NULL;
}
