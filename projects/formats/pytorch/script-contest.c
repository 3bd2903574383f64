/* script-contest: a generator and a discriminator that learn against each other: what the latter
 * does is a method of its own, which is shown made samples by forward, and real ones beside made
 * ones by a step */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/formats/pytorch/script-contest.h"

#include <string.h>

#include "engine/base/number.h"
#include "engine/optim/optimizer.h"
#include "engine/plan/roles.h"
#include "projects/formats/pytorch/python-text.h"

#define SHOWN 0 /* outputs of the contest */
#define IS_REAL 1

static const WeftProgramOp *
get_op (const WeftScriptWriting *writing, guint i)
{
  return &g_array_index (writing->program->ops, WeftProgramOp, i);
}

gboolean
weft_script_is_contest (const WeftModel *model)
{
  return strcmp (model->recipe->id, "adversarial") == 0 && model->roles[0] != 0;
}

/* --- what follows the contest --- */

void
weft_script_find_judged (WeftScriptWriting *writing)
{
  gint64 contest = weft_script_is_contest (writing->model) ? writing->model->roles[0] : 0;

  writing->is_judged = g_new0 (gboolean, writing->program->values->len + 1);
  writing->judged = g_hash_table_new (g_int64_hash, g_int64_equal);
  for (guint i = 0; contest != 0 && i < writing->program->ops->len; i++)
    {
      const WeftProgramOp *op = get_op (writing, i);
      gboolean reads = FALSE;

      for (guint k = 0; k < op->n_in; k++)
        reads |= op->in[k] >= 0 && writing->is_judged[op->in[k]];
      for (guint k = 0; k < op->n_out; k++)
        if (op->out[k] >= 0)
          writing->is_judged[op->out[k]] = reads || op->node == contest;
      if (reads)
        g_hash_table_add (writing->judged, (gpointer) &op->node);
    }
}

gboolean
weft_script_is_judged (const WeftScriptWriting *writing, gint64 node)
{
  int out = weft_program_find_output (writing->program, node, 0);

  return g_hash_table_contains (writing->judged, &node)
         || (out >= 0 && writing->is_judged[out] && node != writing->model->roles[0]);
}

/* What the discriminator is shown later. */
void
weft_script_add_meeting (WeftScriptWriting *writing, const WeftNode *node)
{
  for (guint i = 0; i < writing->program->ops->len; i++)
    {
      const WeftProgramOp *op = get_op (writing, i);
      g_autofree char *made = NULL, *real = NULL;

      if (op->node != node->id || strcmp (op->op, "contest") != 0)
        continue;
      made = writing->ops.find_word (writing, op->in[0]);
      real = writing->ops.find_word (writing, op->in[1]);
      weft_script_append_mark (writing->net->forward, node->id);
      g_string_append_printf (writing->net->forward, "        self._met = %s, %s\n", real, made);
      return;
    }
}

/* --- the discriminator's method, and its loss --- */

char *
weft_script_dup_list (const GPtrArray *words)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < words->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", (char *) words->pdata[i]);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

void
weft_script_add_judge (WeftScriptWriting *writing)
{
  WeftScriptNet *net = writing->net;
  gint64 id = writing->model->roles[0];
  const WeftNode *contest = weft_graph_find (writing->model->graph, id);
  g_autofree char *shown = weft_op_lines_dup_name (writing->model->graph, contest, 0, SHOWN);
  g_autofree char *answers = weft_script_dup_list (net->judged);
  g_autofree char *head = g_strdup_printf ("\n    def _judge(self, %s):\n", shown);

  weft_script_append_mark (net->forward, id);
  g_string_append_printf (net->forward, "        %s = self._judge(%s)\n", answers, shown);
  g_string_prepend (net->judge, head);
  g_string_append_printf (net->judge, "        return %s\n", answers);
  g_ptr_array_add (net->judged,
                   weft_op_lines_dup_name (writing->model->graph, contest, 0, IS_REAL));
}

/* --- the program's parts --- */

static double
get_setting (const WeftModel *model, const char *name)
{
  g_autoptr (GVariant) value = weft_params_get (model->recipe->params, model->values, name);

  return g_variant_get_double (value);
}

static gint64
get_every (const WeftModel *model, const char *name)
{
  g_autoptr (GVariant) value = weft_params_get (model->recipe->params, model->values, name);

  return g_variant_get_int64 (value);
}

gboolean
weft_script_takes_turns (const WeftModel *model)
{
  return get_every (model, "generator_every") > 1 || get_every (model, "discriminator_every") > 1;
}

gboolean
weft_script_has_penalty (const WeftModel *model)
{
  return get_setting (model, "gradient_penalty") > 0;
}

gboolean
weft_script_counts_steps (const WeftModel *model)
{
  return weft_script_takes_turns (model) || weft_script_has_penalty (model);
}

/* The penalty is of what the discriminator says, not of its loss. */
static gboolean
is_weighed (const WeftProgram *program)
{
  for (guint i = 0; i < program->losses->len; i++)
    {
      double weight = weft_program_get_loss (program, i)->weight;

      if (weight != 0 && weight != 1)
        return TRUE;
    }
  return FALSE;
}

const char *
weft_script_find_uncontested (const WeftModel *model, const WeftProgram *program)
{
  if (weft_script_has_penalty (model) && is_weighed (program))
    return "gradient_penalty";
  for (guint i = 0; weft_script_takes_turns (model) && i < 2; i++)
    {
      const WeftOptimizer *optimizer = weft_optimizer_get (model->lanes[i].training.optimizer, 0);

      if (strstr (optimizer->pytorch, "NAdam") != NULL) /* it multiplies up what it has counted */
        return optimizer->id;
    }
  return NULL;
}

/* The modules whose weights the discriminator learns. */
static char *
dup_judges (const WeftScriptParts *script)
{
  const WeftModel *model = script->model;
  const GArray *nodes = model->role_nodes[weft_recipe_find_role (model->recipe, "discriminator")];
  g_autoptr (GString) text = g_string_new ("{");
  g_autoptr (GHashTable) said = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < script->program->values->len; i++)
    {
      const WeftProgramValue *value = &g_array_index (script->program->values, WeftProgramValue, i);
      const WeftNode *node = weft_graph_find (model->graph, value->node);
      char *name;

      if (value->role != WEFT_VALUE_WEIGHT || !weft_role_nodes_have (nodes, value->node))
        continue;
      name = weft_op_lines_dup_name (model->graph, node, value->repeat, 0);
      if (!g_hash_table_contains (said, name))
        g_string_append_printf (text, "%s\"%s\"", text->len > 1 ? ", " : "", name);
      g_hash_table_add (said, name);
    }
  g_string_append_c (text, '}');
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* "    optimizer = …" and its schedule, of a lane. */
static void
append_mover (GString *out, const WeftScriptParts *script, guint i, const char *name,
              const char *weights)
{
  const WeftModel *model = script->model;
  const WeftModelLane *lane = &model->lanes[i];
  const WeftOptimizer *optimizer = weft_optimizer_get (lane->training.optimizer, 0);
  char rate[WEFT_NUMBER_SIZE];
  const char *const words[]
      = { "w", weights, "lr", weft_number_write (rate, lane->training.lr), NULL };

  g_string_append_printf (out, "    %s = ", name);
  weft_python_append_expression (out, optimizer->pytorch, weft_training_params (), lane->values,
                                 words);
  g_string_append (out, "\n");
  g_string_append_printf (out, "    %s_scheduler = lr_scheduler.", name);
  weft_script_append_schedule (out, script, name, rate);
  g_string_append (out, "\n");
}

char *
weft_script_dup_movers (const WeftScriptParts *script)
{
  g_autofree char *judges = dup_judges (script);
  g_autoptr (GString) out = g_string_new (NULL);

  g_string_append_printf (out,
                          "    makers, judges = [], []\n"
                          "    for name, weight in network.named_parameters():\n"
                          "        if weight.requires_grad:\n"
                          "            (judges if name.split(\".\")[0] in %s else "
                          "makers).append(weight)\n",
                          judges);
  append_mover (out, script, 0, "maker", "makers");
  append_mover (out, script, 1, "judge", "judges");
  if (weft_schedule_get (script->model->training.schedule)->is_judged)
    {
      g_string_append (out, "    plateaus = [lr_scheduler.");
      weft_script_append_plateau (out, script, "optimizer");
      g_string_append (out, " for optimizer in (maker, judge)]\n");
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* Whose turn it is. Where an optimiser goes by how many steps there were, Weft counts them all. */
static void
put_turns (GString *text, const WeftModel *model)
{
  gint64 makes = get_every (model, "generator_every"),
         judges = get_every (model, "discriminator_every");
  gboolean has_turns = weft_script_takes_turns (model), counts = FALSE;
  g_autofree char *between
      = makes > 1 ? g_strdup_printf (" or step %% %" G_GINT64_FORMAT " > 0", makes) : g_strdup ("");
  g_autofree char *turns = g_strdup_printf ("    turns = step %% %" G_GINT64_FORMAT
                                            " == 0, step %% %" G_GINT64_FORMAT " == 0%s\n",
                                            makes, judges, between);

  for (guint i = 0; i < 2; i++)
    counts |= weft_optimizer_get (model->lanes[i].training.optimizer, 0)->follows_step;
  weft_script_put (text, "@TURNS@", has_turns ? turns : "");
  weft_script_put (text, "@TURN@", has_turns ? ", is_turn" : "");
  weft_script_put (text, "@GIVEN_TURNS@", has_turns ? ", turns" : "");
  weft_script_put (
      text, "@TAKE_TURN@",
      !has_turns ? ""
      : counts   ? "if is_turn:\n"
                   "            for state in optimizer.state.values():  # which counts all steps\n"
                   "                if torch.is_tensor(state.get(\"step\")):\n"
                   "                    state[\"step\"].fill_(step)\n            "
                 : "if is_turn:\n            ");
  weft_script_put (text, "@STEP_NAMED@", weft_script_counts_steps (model) ? ", step" : "");
}

static void
put_penalty (GString *text, const WeftModel *model)
{
  gboolean is_penalised = weft_script_has_penalty (model);
  g_autoptr (GString) penalty = weft_script_load ("penalty.py.in");
  char number[WEFT_NUMBER_SIZE];

  weft_script_put (penalty, "PENALTY",
                   weft_number_write (number, get_setting (model, "gradient_penalty")));
  weft_script_put (text, "@PENALTY@", is_penalised ? penalty->str : "");
  weft_script_put (text, "@PENALISED@",
                   is_penalised
                       ? "(find_penalty(network, real, made, step, len(batch), rank, world)\n"
                         "                  + "
                       : "");
  weft_script_put (text, "@PENALISED_END@", is_penalised ? ")" : "");
}

char *
weft_script_dup_contest (const WeftScriptParts *script)
{
  const WeftScriptNet *net = script->net;
  GString *text = weft_script_load ("contest.py.in");
  g_autofree char *judged = weft_script_dup_list (net->judged);
  double bound = get_setting (script->model, "weight_bound");
  char number[WEFT_NUMBER_SIZE];
  g_autofree char *bounded
      = g_strdup_printf ("    with torch.no_grad():\n        for weight in judges:\n"
                         "            weight.clamp_(-%s, %s)\n",
                         weft_number_write (number, bound), number);

  put_turns (text, script->model);
  put_penalty (text, script->model);
  weft_script_put (text, "@JUDGED@", judged);
  weft_script_put (text, "@JUDGE_STAR@", net->judged->len > 2 ? "*" : "");
  weft_script_put (text, "@JUDGE_LOSS@", g_strchomp (net->judge_loss->str));
  weft_script_put (text, "@REAL@",
                   weft_number_write (number, 1 - get_setting (script->model, "smoothing")));
  weft_script_put (text, "@BOUND@", bound > 0 ? bounded : "");
  return g_string_free (text, FALSE);
}
