/* verdict: what follows from the figure of validation at the end of an epoch */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/verdict.h"
#include "engine/train/learner.h"

#include <math.h>
#include <string.h>

#define NAME "plateau/counts"

/* Words of the state's entry. */
typedef struct
{
  float factor; /* of the rate; 0: as 1 */
  float best;
  gint32 bad, cooldown; /* epochs */
  gint32 epoch;         /* that was judged last; 0: none */
} Counts;

#define N_WORDS (sizeof (Counts) / sizeof (float))

static gboolean
is_judged (const WeftModel *model)
{
  return weft_schedule_get (model->training.schedule)->is_judged;
}

guint
weft_verdict_list_own (const WeftModel *model, WeftRecipeOwn *own)
{
  if (!is_judged (model))
    return 0;
  own[0] = (WeftRecipeOwn){ NAME, WEFT_SHAPE (N_WORDS) };
  return 1;
}

static Counts *
find_counts (const WeftModel *model, const WeftState *state)
{
  const WeftStateEntry *entry
      = is_judged (model) ? weft_state_find (state, WEFT_OWN_NODE, NAME) : NULL;

  return entry != NULL ? (Counts *) (void *) entry->value : NULL;
}

double
weft_verdict_lower (const WeftModel *model, const WeftState *state, double rate)
{
  const Counts *counts = find_counts (model, state);
  double least = MIN (rate, model->training.of_schedule.min_lr);

  return counts == NULL || counts->factor <= 0 ? rate : MAX (rate * (double) counts->factor, least);
}

gboolean
weft_verdict_is_due (const WeftModel *model, const WeftState *state)
{
  const Counts *counts = find_counts (model, state);

  return counts != NULL && state->cursor == 0 && state->epoch > counts->epoch;
}

/* By more than a share of the best one. */
static gboolean
is_better (const WeftModel *model, double figure, double best)
{
  double margin = fabs (best) * model->training.of_schedule.threshold;
  guint32 series = weft_model_get_best_series (model);

  return weft_series_is_better (series, figure, best + margin)
         && weft_series_is_better (series, figure, best - margin);
}

static void
count (const WeftModel *model, Counts *counts, double figure)
{
  const WeftScheduleSettings *settings = &model->training.of_schedule;

  if (counts->epoch == 0 || is_better (model, figure, (double) counts->best))
    {
      counts->best = (float) figure;
      counts->bad = 0;
    }
  else
    counts->bad++;
  if (counts->cooldown > 0)
    {
      counts->cooldown--;
      counts->bad = 0;
    }
  if (counts->bad <= settings->patience)
    return;
  counts->factor = (counts->factor > 0 ? counts->factor : 1) * (float) settings->factor;
  counts->cooldown = settings->cooldown;
  counts->bad = 0;
}

void
weft_learner_judge (WeftLearner *learner, double figure)
{
  Counts *counts = find_counts (learner->model, learner->state);
  g_auto (GVariantDict) payload = G_VARIANT_DICT_INIT (NULL);

  if (!weft_verdict_is_due (learner->model, learner->state) || !isfinite (figure))
    return;
  count (learner->model, counts, figure);
  counts->epoch = (gint32) MIN (learner->state->epoch, G_MAXINT32);
  g_variant_dict_insert (&payload, "factor", "d", (double) counts->factor);
  g_variant_dict_insert (&payload, "best", "d", (double) counts->best);
  g_variant_dict_insert (&payload, "bad", "i", counts->bad);
  g_variant_dict_insert (&payload, "cooldown", "i", counts->cooldown);
  g_variant_dict_insert (&payload, "epoch", "i", counts->epoch);
  weft_learner_note (learner, "verdict", &payload);
  weft_lesson_choose_rates (&learner->lesson);
}

void
weft_learner_judge_again (WeftLearner *learner, GVariant *payload)
{
  Counts *counts = find_counts (learner->model, learner->state);
  double factor = 0, best = 0;

  if (counts == NULL)
    return;
  g_variant_lookup (payload, "factor", "d", &factor);
  g_variant_lookup (payload, "best", "d", &best);
  g_variant_lookup (payload, "bad", "i", &counts->bad);
  g_variant_lookup (payload, "cooldown", "i", &counts->cooldown);
  g_variant_lookup (payload, "epoch", "i", &counts->epoch);
  counts->factor = (float) factor;
  counts->best = (float) best;
}

/* Counted from where this stretch of training began, when that is later: whoever goes on wants to
 * see more of it. */
gboolean
weft_learner_is_stale (const WeftLearner *learner)
{
  gint64 patience = learner->model->training.stop_patience;
  gint64 whole = weft_model_get_steps_per_epoch (learner->model);
  gint64 since = MAX (learner->frames.best_step, learner->looks.began);

  return patience > 0 && learner->state->cursor == 0
         && learner->looks.validated == learner->state->step
         && learner->state->step - since >= patience * whole;
}
