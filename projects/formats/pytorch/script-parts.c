/* script-parts: what of a program of PyTorch hangs on its data and on what the network is told by
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/formats/pytorch/script-parts.h"

#include <gio/gio.h>
#include <string.h>

#include "engine/base/number.h"
#include "engine/base/random.h"
#include "projects/formats-resources.h"

GString *
weft_script_load (const char *name)
{
  g_autofree char *path = g_strconcat ("/org/weft/formats/", name, NULL);
  g_autoptr (GBytes) bytes = g_resource_lookup_data (weft_formats_get_resource (), path, 0, NULL);

  return g_string_new_len (g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes));
}

void
weft_script_put (GString *text, const char *place, const char *what)
{
  g_string_replace (text, place, what, 0);
}

/* Of one number a sample, or a step, in the target's own units. */
static void
append_distance (GString *out, const WeftScriptParts *script)
{
  const WeftScriptNet *net = script->net;
  const WeftFeed *target = weft_script_find_feed (script->model, net->target);

  g_string_append_printf (out, "figure = (%s - %s.reshape(%s.shape)).abs()", net->answer,
                          net->target_word, net->answer);
  for (gint64 i = 0; target->scaling.mean != NULL && i < target->scaling.count; i++)
    {
      char number[WEFT_NUMBER_SIZE];

      g_string_append_printf (out, "%s%s", i > 0 ? ", " : " * torch.tensor([",
                              weft_number_write (number, (double) target->scaling.deviation[i]));
    }
  if (target->scaling.mean != NULL)
    {
      g_string_append_printf (out, "], device=%s.device)", net->target_word);
      g_string_insert_c (out, (gssize) strlen ("figure = "), '(');
      g_string_append_c (out, ')');
    }
  if (net->counted != NULL)
    g_string_append (out, ".flatten(2).mean(2)");
}

/* The first loss that is minimised and holds an answer against a field. */
static const WeftProgramLoss *
find_judge (const WeftProgram *program)
{
  for (guint i = 0; i < program->losses->len; i++)
    {
      const WeftProgramLoss *loss = weft_program_get_loss (program, i);

      if (loss->weight > 0 && loss->prediction >= 0 && loss->target >= 0
          && g_array_index (program->values, WeftProgramValue, loss->target).role
                 == WEFT_VALUE_INPUT)
        return loss;
    }
  return NULL;
}

const char *
weft_script_append_figure (GString *out, const WeftScriptParts *script)
{
  const WeftScriptNet *net = script->net;
  const WeftFeed *target = weft_script_find_feed (script->model, net->target);
  const WeftProgramLoss *chief = find_judge (script->program);
  const WeftNode *loss = chief != NULL ? weft_graph_find (script->model->graph, chief->node) : NULL;
  gboolean is_binary = loss != NULL && strcmp (loss->layer->id, "bce_with_logits") == 0;

  if (target == NULL)
    return NULL;
  if (target->type == WEFT_I64 && net->axis >= 0 && loss != NULL && loss->layer->metrics != NULL
      && strstr (loss->layer->metrics, "accuracy") != NULL)
    g_string_append_printf (out, "figure = (%s.argmax(%d) == %s).float()", net->answer, net->axis,
                            net->target_word);
  else if (is_binary)
    g_string_append_printf (out, "figure = ((%s.reshape(%s.shape) > 0) == (%s > 0.5)).float()",
                            net->answer, net->target_word, net->target_word);
  else if (target->type == WEFT_F32 && chief != NULL && chief->prediction >= 0
           && weft_shape_count (
                  &g_array_index (script->program->values, WeftProgramValue, chief->prediction)
                       .shape)
                  == weft_shape_count (
                      &g_array_index (script->program->values, WeftProgramValue, chief->target)
                           .shape))
    append_distance (out, script);
  else
    return NULL;
  if (net->counted != NULL)
    g_string_append_printf (out, " * %s / %s.sum()", net->counted_word, net->counted_word);
  g_string_append (out, net->counted != NULL ? "\n            figure = figure.sum().item()"
                                             : ".mean().item()");
  return target->type == WEFT_I64 || is_binary ? "accuracy" : "mean absolute error";
}

/* ", x, y" or "\"input_x\", …" */
static char *
dup_fields (const GPtrArray *fields, const char *before, gboolean as_arrays, gboolean is_target)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < fields->len; i++)
    {
      const WeftScriptInput *field = fields->pdata[i];
      g_autofree char *name = weft_script_dup_array_name (field->field, is_target);

      g_string_append (text, i > 0 ? ", " : before);
      g_string_append_printf (text, as_arrays ? "\"%s\"" : "%s", as_arrays ? name : field->word);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

void
weft_script_put_fields (GString *text, const WeftScriptNet *net)
{
  g_autofree char *words = dup_fields (net->inputs, ", ", FALSE, FALSE);
  g_autofree char *inputs = dup_fields (net->inputs, "", TRUE, FALSE);
  g_autofree char *targets = dup_fields (net->targets, "", TRUE, TRUE);

  weft_script_put (text, "@INPUTS@", words);
  weft_script_put (text, "@INPUT_NAMES@", inputs);
  weft_script_put (text, "@TARGET_NAMES@", targets);
}

void
weft_script_put_names (GString *text, const WeftScriptNet *net)
{
  static const char load[] = "load_weights(os.path.join(HERE, \"weights.safetensors\"))";
  gboolean is_renamed = net->renamed->len > 0;
  g_autofree char *names = g_strdup_printf (
      "# What stands several times is a module for each; in the file their weights are called so.\n"
      "TIMES = {\n%s}\n\n\n"
      "def name_weight(name):\n"
      "    module, _, rest = name.partition(\".\")\n"
      "    return f\"{TIMES.get(module, module)}.{rest}\"\n\n\n",
      net->renamed->str);
  g_autofree char *loaded = g_strdup_printf (
      "{name: weights[name_weight(name)] for weights in [%s] for name in network.state_dict() if "
      "name_weight(name) in weights}",
      load);

  weft_script_put (text, "@BY_NAME@", is_renamed ? names : "");
  weft_script_put (text, "@LOADED@", is_renamed ? loaded : load);
  weft_script_put (
      text, "@SAVED@",
      is_renamed ? "{name_weight(name): tensor for name, tensor in network.state_dict().items()}"
                 : "network.state_dict()");
}

/* How many samples, or steps of them, a batch is the mean of. */
void
weft_script_put_count (GString *text, const WeftScriptNet *net)
{
  g_autofree char *steps = NULL;

  for (guint i = 0; i < net->targets->len; i++)
    if (net->counted != NULL
        && strcmp (((WeftScriptInput *) net->targets->pdata[i])->field, net->counted) == 0)
      steps = g_strdup_printf ("targets.tensors[%u][samples].sum().item()", i);
  weft_script_put (text, "@COUNTED@",
                   steps != NULL ? "How many steps of them are real." : "How many they are.");
  weft_script_put (text, "@COUNT@", steps != NULL ? steps : "len(samples)");
}

void
weft_script_put_loss (GString *text, const WeftScriptParts *script)
{
  const WeftScriptNet *net = script->net;
  g_autoptr (GString) answers = g_string_new (NULL), figure = g_string_new (NULL);
  g_autofree char *targets = dup_fields (net->targets, ", ", FALSE, TRUE);
  g_autofree char *given = dup_fields (net->targets, "", FALSE, TRUE);
  g_autofree char *shown = NULL, *taken = NULL;
  const char *name = weft_script_append_figure (figure, script);

  for (guint i = 0; net->answers->len > 1 && i < net->answers->len; i++)
    g_string_append_printf (answers, "%s%s", i > 0 ? ", " : "", (char *) net->answers->pdata[i]);
  if (net->answers->len == 1)
    g_string_append (answers, "prediction");
  shown = name != NULL ? g_strdup_printf (", %s {figure:.4f}", name) : g_strdup ("");
  taken = g_strdup_printf (net->targets->len == 1 ? "%s, " : "%s", given);
  weft_script_put (text, "@LOSS@\n", net->loss->str);
  weft_script_put (text, "@GIVEN_ANSWERS@", answers->str);
  weft_script_put (text, "@GIVEN_TARGETS@", net->targets->len > 0 ? g_strchomp (taken) : "_");
  weft_script_put (text, "@ANSWERS@", answers->str);
  weft_script_put (text, "@TARGETS@", targets);
  weft_script_put (text, "@STAR@", net->answers->len > 1 ? "*" : "");
  weft_script_put (text, "@FIGURE@", name != NULL ? figure->str : "figure = 0");
  weft_script_put (text, "@FIGURE_SHOWN@", shown);
}

/* The order of an epoch's samples; where they differ in length those of like length are together.
 */
void
weft_script_put_order (GString *text, const WeftModel *model)
{
  static const char together[]
      = "def draw_order(epoch, lengths):\n"
        "    order = shuffle(len(lengths), 1 << 60, epoch)\n"
        "    for k, at in enumerate(range(0, len(order), 32 * BATCH_SIZE)):  # batches of like "
        "length, 32 at a time\n"
        "        some = sorted(order[at:at + 32 * BATCH_SIZE], key=lambda i: lengths[i])\n"
        "        whole = len(some) // BATCH_SIZE\n"
        "        places = shuffle(whole, @STREAM@ + k, epoch)\n"
        "        order[at:at + len(some)] = [i for place in places for i in some[place * "
        "BATCH_SIZE:(place + 1) * BATCH_SIZE]] + some[whole * BATCH_SIZE:]\n"
        "    return order\n\n\n";
  g_autofree char *stream = g_strdup_printf ("%" G_GUINT64_FORMAT,
                                             weft_random_stream_for (WEFT_STREAM_ORDER, "lengths"));

  weft_script_put (text, "@ORDER@", model->lengths.n > 0 ? together : "");
  weft_script_put (text, "@STREAM@", stream);
  weft_script_put (text, "@DRAW_ORDER@",
                   model->lengths.n > 0 ? "draw_order(epoch, inputs.length[samples.cpu().numpy()])"
                                        : "shuffle(len(samples), 1 << 60, epoch)");
}
