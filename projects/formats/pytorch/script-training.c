/* script-training: what of a program of PyTorch moves the weights, how far, and what is added up
 * for it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "engine/base/number.h"
#include "engine/optim/optimizer.h"
#include "projects/formats/pytorch/op-lines.h"
#include "projects/formats/pytorch/python-text.h"
#include "projects/formats/pytorch/script-acting.h"
#include "projects/formats/pytorch/script-contest.h"

static void
put_int (GString *text, const char *place, gint64 number)
{
  g_autofree char *what = g_strdup_printf ("%" G_GINT64_FORMAT, number);

  weft_script_put (text, place, what);
}

/* --- who moves them --- */

/* Each module once, whichever of its weights come first. */
static void
append_paces (GString *out, const WeftScriptParts *script, const char *usual)
{
  g_autofree char *before = NULL;

  for (guint i = 0; i < script->program->values->len; i++)
    {
      const WeftProgramValue *value = &g_array_index (script->program->values, WeftProgramValue, i);
      const WeftPace *pace = &g_array_index (script->program->paces, WeftPace, value->pace);
      const WeftNode *node = weft_graph_find (script->model->graph, value->node);
      char factor[WEFT_NUMBER_SIZE], decay[WEFT_NUMBER_SIZE];
      g_autofree char *name = NULL;

      if (value->role != WEFT_VALUE_WEIGHT || value->pace == 0 || node == NULL)
        continue;
      name = weft_op_lines_dup_name (script->model->graph, node, value->repeat, 0);
      if (g_strcmp0 (name, before) != 0)
        g_string_append_printf (out, "    \"%s\": (%s, %s),\n", name,
                                weft_number_write (factor, pace->lr_factor),
                                pace->decay >= 0 ? weft_number_write (decay, pace->decay) : usual);
      g_free (before);
      before = g_steal_pointer (&name);
    }
}

/* Groups of parameters, as torch.optim has them. */
static void
put_paces (GString *text, const WeftScriptParts *script)
{
  const WeftOptimizer *optimizer = weft_optimizer_get (script->model->training.optimizer, 0);
  g_autoptr (GVariant) set
      = weft_params_get (optimizer->params, script->model->values, "weight_decay");
  g_autoptr (GString) out = g_string_new (
      "# Modules that learn at a pace of their own: beside the rate, and their weight decay.\n"
      "PACES = {\n");
  g_autofree char *waves = NULL;
  char usual[WEFT_NUMBER_SIZE];

  weft_number_write (usual, set != NULL ? g_variant_get_double (set) : 0);
  append_paces (out, script, usual);
  g_string_append_printf (
      out,
      "}\n\n\n"
      "def by_pace(network):\n"
      "    groups = {}\n"
      "    for name, weight in network.named_parameters():\n"
      "        factor, decay = PACES.get(name.split(\".\")[0], (1, %s))\n"
      "        group = {\"params\": [], \"lr\": factor * LR, \"factor\": factor%s}\n"
      "        groups.setdefault((factor, decay), group)[\"params\"].append(weight)\n"
      "    return list(groups.values())\n\n\n",
      usual, set != NULL ? ", \"weight_decay\": decay" : "");
  waves = weft_script_dup_waves (script);
  g_string_append (out, waves);
  weft_script_put (text, "@PACES@", weft_script_has_paces (script) ? out->str : "");
}

/* That the optimiser moves. */
static const char *
get_weights (const WeftModel *model)
{
  return weft_acting_find (model) != NULL ? "network.parameters()" : "model.parameters()";
}

static void
put_optimizer (GString *text, const WeftScriptParts *script)
{
  const WeftModel *model = script->model;
  const char *const words[]
      = { "w", weft_script_has_paces (script) ? "by_pace(network)" : get_weights (model), "lr",
          "LR", NULL };
  const WeftOptimizer *optimizer = weft_optimizer_get (model->training.optimizer, 0);
  g_autoptr (GString) made = g_string_new (NULL);

  weft_python_append_expression (made, optimizer->pytorch, weft_training_params (), model->values,
                                 words);
  weft_script_put (text, "@OPTIMIZER@", made->str);
}

static void
put_clips (GString *text, const WeftModel *model)
{
  gboolean is_contest = weft_script_is_contest (model);
  gboolean is_acting = weft_acting_find (model) != NULL;
  gboolean is_outside = is_contest && !weft_script_takes_turns (model);
  const char *weights = is_contest ? "weights" : get_weights (model);
  const char *line = is_acting ? "\n    " : is_outside ? "\n        " : "\n            ";
  g_autoptr (GString) clip = g_string_new (NULL);
  char most[WEFT_NUMBER_SIZE];

  if (model->training.clip_norm > 0)
    g_string_append_printf (clip, "nn.utils.clip_grad_norm_(%s, %s)%s", weights,
                            weft_number_write (most, model->training.clip_norm), line);
  if (model->training.clip_value > 0)
    g_string_append_printf (clip, "nn.utils.clip_grad_value_(%s, %s)%s", weights,
                            weft_number_write (most, model->training.clip_value), line);
  weft_script_put (text, "@CLIP@", clip->str);
}

/* --- what is added up, and averaged --- */

static void
put_steps (GString *text, const WeftModel *model)
{
  gint64 accumulate = weft_model_get_accumulate (model);
  const char *size = accumulate > 1 ? "ACCUMULATE * BATCH_SIZE" : "BATCH_SIZE";
  g_autofree char *whole = accumulate > 1 ? g_strdup_printf ("(%s)", size) : g_strdup (size);

  weft_script_put (text, "@STEP_SIZE@", size);
  weft_script_put (text, "@WHOLE_STEP@", whole);
  weft_script_put (
      text, "@ADD_GRADIENT@",
      accumulate > 1
          ? "sum(add_gradient(model, inputs, targets, part, rank, world, len(part) / len(batch)) "
            "for part in batch.split(BATCH_SIZE))"
          : "add_gradient(model, inputs, targets, batch, rank, world)");
}

/* A moving average of the weights, which judges and is kept in their place. */
static void
put_average (GString *text, const WeftModel *model)
{
  char decay[WEFT_NUMBER_SIZE];
  gboolean has_one = model->training.ema_decay > 0;
  g_autofree char *move = g_strdup_printf (
      "def average(averages, model):\n"
      "    \"\"\"A moving average of the weights, which judges and is kept in their place.\"\"\"\n"
      "    for i, weight in enumerate(model.parameters()):\n"
      "        if i == len(averages):\n"
      "            averages.append(weight.detach().clone())\n"
      "        averages[i].mul_(%s).add_(weight.detach(), alpha=1 - %s)\n\n\n"
      "def swap(averages, model):\n"
      "    for average, weight in zip(averages, model.parameters()):\n"
      "        held = weight.detach().clone()\n"
      "        weight.data.copy_(average)\n"
      "        average.copy_(held)\n\n\n",
      weft_number_write (decay, model->training.ema_decay), decay);

  weft_script_put (text, "@AVERAGE@", has_one ? move : "");
  weft_script_put (text, "@AVERAGES@",
                   has_one ? ", averages = parts[\"train\"], [], []" : " = parts[\"train\"], []");
  weft_script_put (text, "@KEEP_AVERAGE@", has_one ? "average(averages, model)\n            " : "");
  weft_script_put (text, "@TAKE_AVERAGE@", has_one ? "    swap(averages, model)\n" : "");
}

static void
put_settings (GString *text, const WeftModel *model)
{
  char rate[WEFT_NUMBER_SIZE];
  g_autoptr (GString) settings = g_string_new (NULL);

  if (weft_model_get_accumulate (model) > 1)
    g_string_append_printf (settings, "ACCUMULATE = %" G_GINT64_FORMAT "  # batches a step\n",
                            weft_model_get_accumulate (model));
  if (!weft_script_is_contest (model))
    g_string_append_printf (settings, "LR = %s\n", weft_number_write (rate, model->training.lr));
  weft_script_put (text, "@SETTINGS@", settings->str);
  put_int (text, "@SEED@", model->training.seed);
  put_int (text, "@EPOCHS@", model->training.epochs);
  put_int (text, "@BATCH_SIZE@", weft_model_get_batch (model));
}

static const char one_mover[]
    = "    optimizer = @OPTIMIZER@\n"
      "    scheduler = lr_scheduler.@SCHEDULE@\n",
    one_step[] = "            optimizer.zero_grad()\n"
                 "            loss = @ADD_GRADIENT@\n"
                 "            @CLIP@optimizer.step()\n"
                 "            scheduler.step()\n",
    two_steps[] = "            loss = learn(model, inputs, targets, batch, movers, "
                  "rank, world@STEP_GIVEN@)\n",
    distributed[] = "nn.parallel.DistributedDataParallel(network) if world > 1 else network";

/* Who takes a step, and how it is taken: one optimiser by one loss, or two in a contest. */
static void
put_begin (GString *text, const WeftScriptParts *script)
{
  gboolean is_contest = weft_script_is_contest (script->model);
  g_autofree char *movers = is_contest ? weft_script_dup_movers (script) : NULL;
  g_autofree char *learn = is_contest ? weft_script_dup_contest (script)
                                      : g_string_free (weft_script_load ("learn.py.in"), FALSE);

  weft_script_put (text, "@LEARN@", learn);
  weft_script_put (text, "@MADE_MOVERS@", is_contest ? movers : one_mover);
  weft_script_put (text, "@STEP@", is_contest ? two_steps : one_step);
  weft_script_put (text, "@STEP_GIVEN@",
                   is_contest && weft_script_counts_steps (script->model) ? ", len(losses)" : "");
  weft_script_put (text, "@MODEL@", is_contest ? "network" : distributed);
}

/* What begin gives and train takes. */
static void
put_movers (GString *text, const WeftScriptParts *script)
{
  gboolean is_judged = weft_schedule_get (script->model->training.schedule)->is_judged;
  const char *unpacked = "    optimizer, scheduler = movers\n", *given = "optimizer, scheduler";

  if (weft_script_is_contest (script->model))
    {
      unpacked = is_judged ? "    *movers, plateaus = movers\n" : "";
      given = is_judged ? "(maker, maker_scheduler), (judge, judge_scheduler), plateaus"
                        : "(maker, maker_scheduler), (judge, judge_scheduler)";
    }
  else if (is_judged)
    {
      unpacked = "    optimizer, scheduler, plateau = movers\n";
      given = "optimizer, scheduler, plateau";
    }
  weft_script_put (text, "@UNPACKED@", unpacked);
  weft_script_put (text, "@GIVEN_MOVERS@", given);
}

static void
put_rates (GString *text, const WeftScriptParts *script)
{
  g_autoptr (GString) schedule = g_string_new (NULL);

  weft_script_append_schedule (schedule, script, "optimizer",
                               weft_script_has_paces (script)
                                   ? "[LR * group[\"factor\"] for group in optimizer.param_groups]"
                                   : "LR");
  if (weft_schedule_get (script->model->training.schedule)->is_judged)
    {
      g_string_append (schedule, "\n    plateau = lr_scheduler.");
      weft_script_append_plateau (schedule, script, "optimizer");
    }
  weft_script_put (text, "@SCHEDULE@", schedule->str);
}

void
weft_script_put_training (GString *text, const WeftScriptParts *script)
{
  const WeftModel *model = script->model;

  put_begin (text, script);
  put_movers (text, script);
  put_settings (text, model);
  put_paces (text, script);
  put_optimizer (text, script);
  put_clips (text, model);
  put_rates (text, script);
  weft_script_put_verdict (text, script);
  put_steps (text, model);
  put_average (text, model);
}
