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

/* A setting that says something else than nothing; NULL: none that the program does not have. */
const char *
weft_script_find_uncontested (const WeftModel *model)
{
  static const struct
  {
    const char *name;
    double none;
  } settings[]
      = { { "gradient_penalty", 0 }, { "generator_every", 1 }, { "discriminator_every", 1 } };

  for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
    {
      g_autoptr (GVariant) value
          = weft_params_get (model->recipe->params, model->values, settings[i].name);
      double number = g_variant_is_of_type (value, G_VARIANT_TYPE_INT64)
                          ? (double) g_variant_get_int64 (value)
                          : g_variant_get_double (value);

      if (number != settings[i].none)
        return settings[i].name;
    }
  return NULL;
}

static double
get_setting (const WeftModel *model, const char *name)
{
  g_autoptr (GVariant) value = weft_params_get (model->recipe->params, model->values, name);

  return g_variant_get_double (value);
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
append_mover (GString *out, const WeftModel *model, guint i, const char *name, const char *weights)
{
  const WeftModelLane *lane = &model->lanes[i];
  const WeftOptimizer *optimizer = weft_optimizer_get (lane->training.optimizer, 0);
  const WeftSchedule *schedule = weft_schedule_get (model->training.schedule);
  char rate[WEFT_NUMBER_SIZE];
  const char *const words[]
      = { "w",     weights, "lr", weft_number_write (rate, lane->training.lr), "o", name,
          "total", "total", NULL };

  g_string_append_printf (out, "    %s = ", name);
  weft_python_append_expression (out, optimizer->pytorch, weft_training_params (), lane->values,
                                 words);
  g_string_append (out, "\n");
  g_string_append_printf (out, "    %s_scheduler = lr_scheduler.", name);
  weft_python_append_expression (out, schedule->pytorch, weft_schedule_params, model->values,
                                 words);
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
  append_mover (out, script->model, 0, "maker", "makers");
  append_mover (out, script->model, 1, "judge", "judges");
  return g_string_free (g_steal_pointer (&out), FALSE);
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

  weft_script_put (text, "@JUDGED@", judged);
  weft_script_put (text, "@JUDGE_STAR@", net->judged->len > 2 ? "*" : "");
  weft_script_put (text, "@JUDGE_LOSS@", g_strchomp (net->judge_loss->str));
  weft_script_put (text, "@REAL@",
                   weft_number_write (number, 1 - get_setting (script->model, "smoothing")));
  weft_script_put (text, "@BOUND@", bound > 0 ? bounded : "");
  return g_string_free (text, FALSE);
}
