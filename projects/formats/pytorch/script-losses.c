/* script-losses: what a network is told by: the answers that its forward gives, and a function of
 * them and of what they are held against */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "engine/base/number.h"
#include "projects/formats/pytorch/modules.h"
#include "projects/formats/pytorch/script-contest.h"
#include "projects/formats/pytorch/script-writing.h"

static const WeftProgramValue *
get_value (const WeftScriptWriting *writing, int value)
{
  return &g_array_index (writing->program->values, WeftProgramValue, value);
}

/* Only what is minimised. */
static const WeftProgramLoss *
get_loss (const WeftScriptWriting *writing, guint i)
{
  const WeftProgramLoss *loss = weft_program_get_loss (writing->program, i);

  return loss->weight > 0 ? loss : NULL;
}

/* --- answers --- */

static void
add_answer (GPtrArray *answers, char *word /* taken */)
{
  for (guint i = 0; i < answers->len; i++)
    if (strcmp (answers->pdata[i], word) == 0)
      {
        g_free (word);
        return;
      }
  g_ptr_array_add (answers, word);
}

static gboolean
is_answer (const WeftScriptWriting *writing, int value, gint64 loss)
{
  const WeftNode *node
      = value >= 0 ? weft_graph_find (writing->model->graph, get_value (writing, value)->node)
                   : NULL;

  return node != NULL && node->id != loss && !node->layer->is_loss
         && get_value (writing, value)->role == WEFT_VALUE_RESULT;
}

/* What other nodes made for a loss. */
static void
list_answers (WeftScriptWriting *writing, gint64 loss)
{
  for (guint i = 0; i < writing->program->ops->len; i++)
    {
      const WeftProgramOp *op = &g_array_index (writing->program->ops, WeftProgramOp, i);

      for (guint k = 0; op->node == loss && k < op->n_in; k++)
        {
          char *word = is_answer (writing, op->in[k], loss)
                           ? writing->ops.find_word (writing, op->in[k])
                           : NULL;

          if (word == NULL)
            continue;
          if (weft_script_is_judged (writing, get_value (writing, op->in[k])->node))
            add_answer (writing->net->judged, g_strdup (word));
          add_answer (writing->net->answers, word);
        }
    }
}

/* In the losses' function: of one answer "prediction". */
static char *
find_word_cb (gpointer user, int index)
{
  WeftScriptWriting *writing = user;
  const WeftProgramValue *value = get_value (writing, index);

  if (value->role == WEFT_VALUE_INPUT)
    return g_strdup (weft_script_get_word (writing, value->name));
  if (value->role == WEFT_VALUE_RESULT && writing->net->answers->len == 1)
    return g_strdup ("prediction");
  return writing->ops.find_word (writing, index);
}

/* --- losses --- */

static gboolean
append_loss (WeftScriptWriting *writing, const WeftProgramLoss *loss, GString *before,
             GString *value)
{
  const WeftNode *node = weft_graph_find (writing->model->graph, loss->node);
  WeftOpLines lines = writing->ops;
  gboolean is_plain = loss->prediction >= 0 && loss->target >= 0
                      && get_value (writing, loss->prediction)->mask < 0 && loss->mask < 0;
  g_autofree char *answer = is_plain ? find_word_cb (writing, loss->prediction) : NULL;
  g_autofree char *target
      = answer != NULL && get_value (writing, loss->target)->role == WEFT_VALUE_INPUT
            ? find_word_cb (writing, loss->target)
            : NULL;

  if (target != NULL
      && weft_module_append_loss (value, node, weft_report_find (writing->report, node->id), answer,
                                  target))
    return TRUE;
  lines.find_word = find_word_cb;
  lines.is_outside = TRUE;
  lines.repeat = weft_op_lines_find_repeat (writing->program, loss->loss);
  return weft_op_lines_append (before, &lines, node, loss->loss, value);
}

/* "F.mse_loss(…) * 10 + …" */
static gboolean
add_loss (WeftScriptWriting *writing, const WeftProgramLoss *loss, GString *sum)
{
  const WeftNode *node = weft_graph_find (writing->model->graph, loss->node);
  g_autoptr (GString) before = g_string_new (NULL), value = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  char number[WEFT_NUMBER_SIZE];

  if (!append_loss (writing, loss, before, value))
    {
      weft_module_refuse (node, &error);
      weft_script_add_gap (writing, node, error);
      return FALSE;
    }
  weft_script_append_mark (writing->net->loss, node->id);
  if (before->len > 0)
    g_string_append_printf (writing->net->loss, "    # %s\n", node->name);
  for (char *line = strtok (before->str, "\n"); line != NULL; line = strtok (NULL, "\n"))
    {
      weft_script_append_mark (writing->net->loss, node->id);
      g_string_append_printf (writing->net->loss, "%s\n", line + 4);
    }
  if (sum->len > 0)
    g_string_append (sum, " + \\\n        ");
  weft_script_append_mark (sum, node->id);
  if (loss->weight != 1)
    g_string_append_printf (sum, "%s * ", weft_number_write (number, loss->weight));
  g_string_append (sum, value->str);
  return TRUE;
}

/* --- what is judged --- */

static int
find_axis (const WeftNodeReport *report)
{
  const WeftShape *x = report->in[0], *y = report->in[1];

  if (report->n_in < 2 || x->rank != y->rank + 1)
    return -1;
  return x->rank == 4 && (x->dims[1] != y->dims[1] || x->dims[2] != y->dims[2]) ? 1 : x->rank - 1;
}

static void
look_at (WeftScriptWriting *writing, const WeftProgramLoss *loss)
{
  WeftScriptNet *net = writing->net;
  const WeftNodeReport *report = weft_report_find (writing->report, loss->node);
  int steps = get_value (writing, loss->prediction)->mask; /* −1: a sample is judged as a whole */
  int mask = steps >= 0 && loss->mask >= 0 ? loss->mask : steps;

  net->answer = find_word_cb (writing, loss->prediction);
  net->target = get_value (writing, loss->target)->name;
  net->target_word = find_word_cb (writing, loss->target);
  net->axis = report != NULL ? find_axis (report) : -1;
  if (mask < 0 || get_value (writing, mask)->role != WEFT_VALUE_INPUT)
    return;
  net->counted = get_value (writing, mask)->name;
  net->counted_word = find_word_cb (writing, mask);
}

/* The same of what follows a contest alone, in a function of its own. */
static void
add_judge_loss (WeftScriptWriting *writing)
{
  WeftScriptNet *net = writing->net;
  WeftScriptNet own = *net;
  g_autoptr (GString) sum = g_string_new (NULL);

  own.loss = net->judge_loss;
  own.answers = net->judged;
  writing->net = &own;
  for (guint i = 0; i < writing->program->losses->len; i++)
    {
      const WeftProgramLoss *loss = get_loss (writing, i);

      if (loss != NULL && loss->prediction >= 0 && writing->is_judged[loss->prediction])
        add_loss (writing, loss, sum);
    }
  if (sum->len > 0)
    g_string_append_printf (net->judge_loss, "    return %s\n", sum->str);
  writing->net = net;
}

static void
append_return (WeftScriptWriting *writing, gint64 node)
{
  weft_script_append_mark (writing->net->forward, node);
  g_string_append (writing->net->forward, "        return ");
  for (guint i = 0; i < writing->net->answers->len; i++)
    g_string_append_printf (writing->net->forward, "%s%s", i > 0 ? ", " : "",
                            (char *) writing->net->answers->pdata[i]);
  g_string_append (writing->net->forward, writing->net->answers->len > 0 ? "\n" : "...\n");
}

void
weft_script_add_losses (WeftScriptWriting *writing)
{
  guint n = writing->program->losses->len;
  g_autoptr (GString) sum = g_string_new (NULL);
  gint64 first = 0;

  for (guint i = 0; i < n; i++)
    if (get_loss (writing, i) != NULL)
      {
        list_answers (writing, get_loss (writing, i)->node);
        first = first == 0 ? get_loss (writing, i)->node : first;
      }
  if (weft_script_is_contest (writing->model) && writing->net->judged->len > 0)
    weft_script_add_judge (writing);
  append_return (writing, first);
  for (guint i = 0; i < n; i++)
    {
      const WeftProgramLoss *loss = get_loss (writing, i);

      if (loss == NULL || !add_loss (writing, loss, sum))
        continue;
      if (writing->net->target == NULL && loss->prediction >= 0 && loss->target >= 0
          && get_value (writing, loss->target)->role == WEFT_VALUE_INPUT)
        look_at (writing, loss);
    }
  if (sum->len > 0)
    g_string_append_printf (writing->net->loss, "    return %s\n", sum->str);
  if (writing->net->judged->len > 0)
    add_judge_loss (writing);
}
