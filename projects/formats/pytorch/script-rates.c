/* script-rates: what becomes of a program's learning rates, and when it stops */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "engine/base/number.h"
#include "engine/optim/schedule.h"
#include "projects/formats/pytorch/python-text.h"
#include "projects/formats/pytorch/script-contest.h"

gboolean
weft_script_has_paces (const WeftScriptParts *script)
{
  return script->program->paces->len > 1;
}

/* --- as the steps go --- */

/* PyTorch has a lowest rate that no group's factor moves: then the rate is said as a share of the
 * first one, which a factor does move. */
static gboolean
has_own_wave (const WeftScriptParts *script)
{
  const WeftTraining *training = &script->model->training;
  const char *word = weft_schedule_get (training->schedule)->pytorch;

  return weft_script_has_paces (script) && strstr (word, "eta_min") != NULL
         && training->of_schedule.eta_min > 0;
}

static gboolean
starts_again (const WeftScriptParts *script)
{
  return strstr (weft_schedule_get (script->model->training.schedule)->pytorch, "t_0") != NULL;
}

char *
weft_script_dup_waves (const WeftScriptParts *script)
{
  const WeftTraining *training = &script->model->training;
  double least = MIN (training->of_schedule.eta_min, training->lr);
  char lowest[WEFT_NUMBER_SIZE];

  if (!has_own_wave (script))
    return g_strdup ("");
  weft_number_write (lowest, least);
  return g_strdup_printf (
      "%sdef wave(share):\n"
      "    \"\"\"Which part of its first rate each group has, along half a wave.\"\"\"\n"
      "    return (%s + (LR - %s) * (1 + np.cos(np.pi * share)) / 2) / LR\n\n\n",
      starts_again (script)
          ? "def find_share(step, length, times):\n"
            "    \"\"\"How far a wave has come, of which each is so many times as long "
            "as the one before it.\"\"\"\n"
            "    while step >= length:\n"
            "        step, length = step - length, length * times\n"
            "    return step / length\n\n\n"
          : "",
      lowest, lowest);
}

static const char *
get_expression (const WeftScriptParts *script)
{
  const WeftSchedule *schedule = weft_schedule_get (script->model->training.schedule);

  if (has_own_wave (script))
    return starts_again (script)
               ? "LambdaLR (o, lambda step: wave (find_share (step, t_0, t_mult)))"
               : "LambdaLR (o, lambda step: wave (min (step / total, 1)))";
  return schedule->is_judged ? weft_schedule_get (0)->pytorch : schedule->pytorch;
}

/* A rise before any other schedule; beside a plateau's, which multiplies the rate, it does so too.
 */
void
weft_script_append_schedule (GString *out, const WeftScriptParts *script, const char *optimizer,
                             const char *rates)
{
  const WeftModel *model = script->model;
  const gint64 warmup = model->training.warmup_steps;
  g_autofree char *left = warmup > 0
                              ? g_strdup_printf ("max(1, total - %" G_GINT64_FORMAT ")", warmup)
                              : g_strdup ("total");
  const char *const words[] = { "lr", rates, "o", optimizer, "total", left, NULL };

  if (warmup > 0 && weft_schedule_get (model->training.schedule)->is_judged)
    {
      g_string_append_printf (
          out, "LinearLR(%s, 1 / %" G_GINT64_FORMAT ", total_iters=%" G_GINT64_FORMAT ")",
          optimizer, warmup, warmup - 1);
      return;
    }
  if (warmup > 0)
    g_string_append_printf (
        out,
        "SequentialLR(%s, [lr_scheduler.LambdaLR(%s, lambda step: (step + 1) / %" G_GINT64_FORMAT
        "),\n                                           lr_scheduler.",
        optimizer, optimizer, warmup);
  weft_python_append_expression (out, get_expression (script), weft_schedule_params, model->values,
                                 words);
  if (warmup > 0)
    g_string_append_printf (out, "], [%" G_GINT64_FORMAT "])", warmup);
}

/* --- as validation goes --- */

const char *
weft_script_get_judge (const WeftScriptParts *script, gboolean *more_is_better)
{
  static const struct
  {
    const char *metric, *figure;
    gboolean more_is_better;
  } known[] = { { "accuracy", "accuracy", TRUE }, { "mae", "mean absolute error", FALSE } };
  const WeftModel *model = script->model;
  const WeftCriterion *best = model->best >= 0 ? &model->criteria[model->best] : NULL;
  g_autoptr (GString) line = g_string_new (NULL);
  const char *figure = weft_script_append_figure (line, script);

  for (guint i = 0; best != NULL && best->metric != NULL && i < G_N_ELEMENTS (known); i++)
    if (strcmp (best->metric->id, known[i].metric) == 0 && g_strcmp0 (figure, known[i].figure) == 0)
      {
        if (more_is_better != NULL)
          *more_is_better = known[i].more_is_better;
        return "[1]";
      }
  if (more_is_better != NULL)
    *more_is_better = FALSE;
  return best == NULL ? "[0]" : NULL;
}

void
weft_script_append_plateau (GString *out, const WeftScriptParts *script, const char *optimizer)
{
  const WeftModel *model = script->model;
  g_autofree char *least = NULL;
  char number[WEFT_NUMBER_SIZE];
  gboolean more_is_better;
  const char *words[] = { "o", optimizer, "mode", "\"min\"", NULL, NULL, NULL };

  weft_script_get_judge (script, &more_is_better);
  if (more_is_better)
    words[3] = "\"max\"";
  if (weft_script_has_paces (script) && model->training.of_schedule.min_lr > 0)
    {
      least = g_strdup_printf ("[%s * group[\"factor\"] for group in %s.param_groups]",
                               weft_number_write (number, model->training.of_schedule.min_lr),
                               optimizer);
      words[4] = "min_lr";
      words[5] = least;
    }
  weft_python_append_expression (out, weft_schedule_get (model->training.schedule)->pytorch,
                                 weft_schedule_params, model->values, words);
}

/* What validation finds at the end of an epoch. */
static char *
dup_judged (const WeftScriptParts *script)
{
  const char *swap = script->model->training.ema_decay > 0 ? "        swap(averages, model)\n" : "";

  return g_strdup_printf ("@AT_END@%s        judged = torch.tensor(evaluate(model, inputs, "
                          "targets, parts[\"validation\"])%s, "
                          "dtype=torch.float64, device=samples.device)\n%s"
                          "        if world > 1:  # all go by what one has found\n"
                          "            dist.broadcast(judged, 0)\n",
                          swap, weft_script_get_judge (script, NULL), swap);
}

gboolean
weft_script_stops_early (const WeftModel *model)
{
  return model->training.stop_patience > 0 && model->split->count[WEFT_PART_VALIDATION] > 0;
}

/* Its first steps are all compared. */
static char *
dup_stop (const WeftScriptParts *script)
{
  gboolean more_is_better;

  weft_script_get_judge (script, &more_is_better);
  return g_strdup_printf ("        best, waited = (judged.item(), 0) if best is None or "
                          "judged.item() %s best else (best, waited + 1)\n"
                          "        if waited == %d and steps is None:\n"
                          "            break\n",
                          more_is_better ? ">" : "<", script->model->training.stop_patience);
}

void
weft_script_put_verdict (GString *text, const WeftScriptParts *script)
{
  const WeftModel *model = script->model;
  gboolean is_judged = weft_schedule_get (model->training.schedule)->is_judged,
           stops = weft_script_stops_early (model);
  g_autofree char *judged = is_judged || stops ? dup_judged (script) : g_strdup ("");
  g_autofree char *stop = stops ? dup_stop (script) : g_strdup ("");
  g_autofree char *verdict
      = g_strconcat (judged,
                     !is_judged                       ? ""
                     : weft_script_is_contest (model) ? "        for plateau in plateaus:\n"
                                                        "            plateau.step(judged.item())\n"
                                                      : "        plateau.step(judged.item())\n",
                     NULL);

  weft_script_put (text, "@JUDGE@", verdict);
  weft_script_put (text, "@WAITED@", stops ? "    best, waited = None, 0\n" : "");
  weft_script_put (text, "@STOP@", stop);
}
