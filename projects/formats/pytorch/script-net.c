/* script-net: a network as the lines of a PyTorch module, each with the node that it is of
 *
 * A mark is \1, the node's id and \2; it stands anywhere in its line until all is put together. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/formats/pytorch/script-writing.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "projects/formats/pytorch/modules.h"
#include "projects/formats/pytorch/script-contest.h"

/* --- gaps --- */

WeftScriptGap *
weft_script_gap_new (gint64 node, const char *what, const char *sentence)
{
  WeftScriptGap *gap = g_new (WeftScriptGap, 1);

  *gap = (WeftScriptGap){ node, g_strdup (what), g_strdup (sentence) };
  return gap;
}

void
weft_script_gap_free (WeftScriptGap *gap)
{
  g_free (gap->what);
  g_free (gap->sentence);
  g_free (gap);
}

void
weft_script_add_gap (WeftScriptWriting *writing, const WeftNode *node, const GError *problem)
{
  g_ptr_array_add (writing->net->gaps,
                   weft_script_gap_new (node->id, node->layer->id, problem->message));
}

/* --- words --- */

static void
input_free (gpointer data)
{
  WeftScriptInput *input = data;

  g_free (input->word);
  g_free (input);
}

/* A node may be called as a field is. */
static char *
dup_input_word (const WeftScriptWriting *writing, const char *field)
{
  gboolean is_free = weft_graph_find_by_name (writing->model->graph, field) == NULL
                     && (strcmp (field, "x") == 0 || !weft_module_is_taken (field));

  return is_free ? g_strdup (field) : g_strconcat (field, "_in", NULL);
}

const char *
weft_script_get_word (WeftScriptWriting *writing, const char *field)
{
  WeftScriptInput *input;

  for (guint i = 0; i < writing->fields->len; i++)
    {
      input = writing->fields->pdata[i];
      if (strcmp (input->field, field) == 0)
        return input->word;
    }
  input = g_new (WeftScriptInput, 1);
  *input = (WeftScriptInput){ g_intern_string (field), dup_input_word (writing, field) };
  g_ptr_array_add (writing->fields, input);
  return input->word;
}

/* Through all that hands on: the node that makes it and which of its outputs; NULL: none does. */
static const WeftFlatNode *
find_maker (const WeftScriptWriting *writing, WeftFlatSource source, int *output)
{
  while (source.from >= 0)
    {
      const WeftFlatNode *flat = weft_flat_node (writing->flat, (guint) source.from);

      *output = source.output;
      if (!flat->hands_on)
        return flat;
      if (source.output < 0 || (guint) source.output >= flat->n)
        return NULL;
      source = weft_flat_source (writing->flat, flat, (guint) source.output);
    }
  return NULL;
}

/* The field that an output of a data node is, or its mask; NULL: it is neither. */
static const char *
find_field (const WeftScriptWriting *writing, const WeftNode *node, int output)
{
  WeftPort ports[WEFT_MAX_OUTPUTS];
  guint n = weft_node_list_outputs (node, ports);

  if (node->layer->family != WEFT_FAMILY_DATA || output < 0 || (guint) output >= n)
    return NULL;
  return g_intern_string (ports[output].name);
}

/* Python's word for a value: what flows on a wire, or what the data is; transfer full, NULL: it has
 * none. */
static char *
find_word_cb (gpointer user, int index)
{
  WeftScriptWriting *writing = user;
  const WeftProgramValue *value
      = &g_array_index (writing->program->values, WeftProgramValue, index);
  const WeftNode *node = weft_graph_find (writing->model->graph, value->node);

  if (value->role == WEFT_VALUE_INPUT)
    return g_strdup (weft_script_get_word (writing, value->name));
  return value->role == WEFT_VALUE_RESULT && value->output >= 0 && node != NULL
             ? weft_op_lines_dup_name (writing->model->graph, node,
                                       weft_op_lines_find_repeat (writing->program, index),
                                       value->output)
             : NULL;
}

/* Python's word for what flows in; transfer full, NULL: there is none. */
static char *
dup_word (WeftScriptWriting *writing, WeftFlatSource source)
{
  int output = 0;
  const WeftFlatNode *maker = find_maker (writing, source, &output);
  const char *field = maker != NULL ? find_field (writing, maker->node, output) : NULL;

  if (field != NULL)
    return g_strdup (weft_script_get_word (writing, field));
  return maker == NULL
             ? NULL
             : weft_op_lines_dup_name (writing->model->graph, maker->node, maker->repeat, output);
}

/* --- lines --- */

void
weft_script_append_mark (GString *out, gint64 node)
{
  g_string_append_printf (out, "%c%" G_GINT64_FORMAT "%c", WEFT_SCRIPT_MARK, node,
                          WEFT_SCRIPT_MARK_END);
}

static const WeftShape *
find_weight (const WeftScriptWriting *writing, const WeftFlatNode *flat)
{
  for (guint i = 0; i < writing->program->values->len; i++)
    {
      const WeftProgramValue *value
          = &g_array_index (writing->program->values, WeftProgramValue, i);

      if (value->role == WEFT_VALUE_WEIGHT && value->node == flat->owner
          && value->repeat == flat->owner_repeat && strcmp (value->name, "weight") == 0)
        return &value->shape;
    }
  return NULL;
}

/* Of what the node is given first, at that time: what its first op reads; NULL: it has no ops. */
static const WeftShape *
find_input (const WeftScriptWriting *writing, const WeftFlatNode *flat)
{
  const WeftNodeReport *report = weft_report_find (writing->report, flat->node->id);

  for (guint i = 0; flat->repeat != 0 && i < writing->program->ops->len; i++)
    {
      const WeftProgramOp *op = &g_array_index (writing->program->ops, WeftProgramOp, i);

      if (op->node == flat->node->id && op->repeat == flat->repeat && op->in[0] >= 0)
        return &g_array_index (writing->program->values, WeftProgramValue, op->in[0]).shape;
    }
  return report != NULL && flat->repeat == 0 ? report->in[0] : NULL;
}

/* The lines of a group stand under its name, each time. */
static void
show_group (WeftScriptWriting *writing, const WeftFlatNode *flat)
{
  const WeftNode *group = weft_graph_find (writing->model->graph, flat->node->parent);

  if (flat->node->parent == writing->shown_group && flat->repeat == writing->shown_repeat)
    return;
  writing->shown_group = flat->node->parent;
  writing->shown_repeat = flat->repeat;
  if (group == NULL)
    return;
  weft_script_append_mark (writing->net->forward, group->id);
  g_string_append_printf (writing->net->forward, "        # %s", group->name);
  if (flat->repeat != 0)
    g_string_append_printf (writing->net->forward, ", time %" G_GINT64_FORMAT, flat->repeat + 1);
  g_string_append_c (writing->net->forward, '\n');
}

/* A line that says that there is none. */
static void
leave_open (WeftScriptWriting *writing, const WeftFlatNode *flat)
{
  const WeftNode *node = flat->node;
  g_autofree char *name = weft_op_lines_dup_name (writing->model->graph, node, flat->repeat, 0);

  weft_script_append_mark (writing->net->forward, node->id);
  g_string_append_printf (writing->net->forward, "        %s = ...  # %s: no form in PyTorch yet\n",
                          name, node->layer->id);
}

/* A layer as torch.nn has it. */
static gboolean
add_module (WeftScriptWriting *writing, const WeftModuleUse *use, const char *const *inputs,
            GError **error)
{
  weft_script_append_mark (writing->net->init, use->node->id);
  if (!weft_module_append_init (writing->net->init, writing->net->helpers, use, error))
    return FALSE;
  weft_script_append_mark (writing->net->forward, use->node->id);
  weft_module_append_call (writing->net->forward, use, inputs);
  return TRUE;
}

/* The first one of a node, at the time that is written; −1: there is none. */
static int
find_output (const WeftScriptWriting *writing, gint64 node)
{
  for (guint i = 0; writing->ops.repeat != 0 && i < writing->program->ops->len; i++)
    {
      const WeftProgramOp *op = &g_array_index (writing->program->ops, WeftProgramOp, i);

      if (op->node == node && op->repeat == writing->ops.repeat
          && g_array_index (writing->program->values, WeftProgramValue, op->out[0]).output == 0)
        return op->out[0];
    }
  return writing->ops.repeat == 0 ? weft_program_find_output (writing->program, node, 0) : -1;
}

/* A layer by what it does. */
static gboolean
add_ops (WeftScriptWriting *writing, const WeftModuleUse *use, GError **error)
{
  const WeftNode *node = use->node;
  int out = find_output (writing, node->id);
  const WeftProgramValue *value
      = out >= 0 ? &g_array_index (writing->program->values, WeftProgramValue, out) : NULL;
  g_autofree char *word = NULL;

  weft_script_append_mark (writing->net->init, node->id);
  if (use->owner == NULL)
    weft_op_lines_append_init (writing->net->init, &writing->ops, node, use->is_frozen);
  weft_script_append_mark (writing->net->forward, node->id);
  if (value == NULL || !weft_op_lines_append (writing->net->forward, &writing->ops, node, -1, NULL))
    return weft_module_refuse (node, error);
  /* What it was given, as of one that is bypassed. */
  if (value->role == WEFT_VALUE_RESULT && value->node == node->id)
    return TRUE;
  word = find_word_cb (writing, out);
  if (word == NULL)
    return weft_module_refuse (node, error);
  g_string_append_printf (writing->net->forward, "        %s = %s\n", use->name, word);
  return TRUE;
}

static gboolean
add_layer (WeftScriptWriting *writing, const WeftFlatNode *flat, const char *const *inputs,
           gboolean is_open, GError **error)
{
  const WeftNode *node = flat->node;
  WeftGraph *graph = writing->model->graph;
  const WeftNode *owner = weft_graph_find (graph, flat->owner);
  gboolean is_own = flat->owner == node->id && flat->owner_repeat == flat->repeat;
  g_autofree char *name = weft_op_lines_dup_name (graph, node, flat->repeat, 0);
  g_autofree char *of = is_own || owner == NULL
                            ? NULL
                            : weft_op_lines_dup_name (graph, owner, flat->owner_repeat, 0);
  const WeftModuleUse use = {
    .node = node,
    .name = name,
    .owner = of,
    .x = find_input (writing, flat),
    .weight = find_weight (writing, flat),
    .is_frozen = flat->is_frozen,
    .n_inputs = g_strv_length ((char **) inputs),
  };

  writing->ops.repeat = flat->repeat;
  if (is_own && flat->repeat != 0 && node->layer->learns)
    g_string_append_printf (writing->net->renamed, "    \"%s\": \"%s.%" G_GINT64_FORMAT "\",\n",
                            name, node->name, flat->repeat + 1);
  if (weft_module_is_taken (node->name) || (!is_open && weft_module_is_sayable (&use)))
    return add_module (writing, &use, inputs, error);
  return add_ops (writing, &use, error);
}

static gboolean
add_lines (WeftScriptWriting *writing, const WeftFlatNode *flat, GError **error)
{
  g_autoptr (GPtrArray) inputs = g_ptr_array_new_with_free_func (g_free);
  gboolean is_open = (flat->flags & ~(guint) (WEFT_NODE_OPEN | WEFT_NODE_FROZEN)) != 0
                     || weft_op_lines_are_needed (writing->program, flat->node->id, flat->repeat);

  for (guint i = 0; i < flat->n; i++)
    {
      WeftFlatSource source = weft_flat_source (writing->flat, flat, i);
      char *word;

      if (source.from < 0)
        continue;
      word = is_open ? NULL : dup_word (writing, source);
      if (word == NULL)
        is_open = TRUE;
      else
        g_ptr_array_add (inputs, word);
    }
  g_ptr_array_add (inputs, NULL);
  return add_layer (writing, flat, (const char *const *) inputs->pdata, is_open, error);
}

static void
add_node (WeftScriptWriting *writing, const WeftFlatNode *flat)
{
  const WeftNode *node = flat->node;
  gsize init = writing->net->init->len, forward;
  g_autoptr (GError) error = NULL;

  if (flat->hands_on || flat->is_opened || node->layer->family == WEFT_FAMILY_DATA
      || node->layer->is_loss || weft_layer_is_remark (node->layer)
      || weft_layer_is_of_groups (node->layer))
    return;
  show_group (writing, flat);
  forward = writing->net->forward->len;
  if (add_lines (writing, flat, &error))
    return;
  g_string_truncate (writing->net->init, init);
  g_string_truncate (writing->net->forward, forward);
  leave_open (writing, flat);
  weft_script_add_gap (writing, node, error);
}

/* What follows a contest stands in the discriminator's method. */
static void
place_node (WeftScriptWriting *writing, const WeftFlatNode *flat)
{
  WeftScriptNet *net = writing->net;
  GString *forward = net->forward;

  if (weft_script_is_judged (writing, flat->node->id))
    net->forward = net->judge;
  add_node (writing, flat);
  net->forward = forward;
  if (flat->node->id == writing->model->roles[0] && weft_script_is_contest (writing->model))
    weft_script_add_meeting (writing, flat->node);
}

/* Marks of lines that came to nothing go. */
static void
tidy (GString *lines)
{
  g_autofree char *text = g_strdup (lines->str);
  char *at = text;

  g_string_truncate (lines, 0);
  while (*at != '\0')
    {
      char *next = *at == WEFT_SCRIPT_MARK ? strchr (at, WEFT_SCRIPT_MARK_END) + 1 : at;

      if (*at == WEFT_SCRIPT_MARK && (*next == WEFT_SCRIPT_MARK || *next == '\0'))
        {
          at = next;
          continue;
        }
      g_string_append_len (lines, at, MAX (next - at, 1));
      at = MAX (next, at + 1);
    }
}

WeftScriptNet *
weft_script_net_new (WeftModel *model)
{
  g_autoptr (GArray) sorted = weft_graph_sort (model->graph);
  WeftScriptNet *net = g_new0 (WeftScriptNet, 1);
  WeftScriptWriting writing = {
    .model = model,
    .program
    = weft_model_get_program (model, weft_model_bind (model, weft_model_get_batch (model)), NULL),
    .report = weft_check (model->graph, model->catalog),
    .flat = weft_flat_new (model->graph, sorted),
    .net = net,
  };

  net->init = g_string_new (NULL);
  net->forward = g_string_new (NULL);
  net->loss = g_string_new (NULL);
  net->renamed = g_string_new (NULL);
  net->judge = g_string_new (NULL);
  net->judge_loss = g_string_new (NULL);
  net->judged = g_ptr_array_new_with_free_func (g_free);
  net->helpers = g_string_new (NULL);
  net->inputs = g_ptr_array_new_with_free_func (input_free);
  net->targets = g_ptr_array_new_with_free_func (input_free);
  net->answers = g_ptr_array_new_with_free_func (g_free);
  net->gaps = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_script_gap_free);
  writing.ops
      = (WeftOpLines){ writing.program, model->graph, net->helpers, find_word_cb, &writing };
  writing.fields = net->inputs;
  weft_script_find_judged (&writing);
  for (guint i = 0; i < writing.flat->nodes->len; i++)
    place_node (&writing, weft_flat_node (writing.flat, i));
  tidy (net->init);
  writing.fields = net->targets;
  weft_script_add_losses (&writing);
  g_hash_table_unref (writing.judged);
  g_free (writing.is_judged);
  weft_flat_free (writing.flat);
  weft_report_unref (writing.report);
  return net;
}

void
weft_script_net_free (WeftScriptNet *net)
{
  g_string_free (net->init, TRUE);
  g_string_free (net->forward, TRUE);
  g_string_free (net->loss, TRUE);
  g_string_free (net->renamed, TRUE);
  g_string_free (net->judge, TRUE);
  g_string_free (net->judge_loss, TRUE);
  g_ptr_array_unref (net->judged);
  g_string_free (net->helpers, TRUE);
  g_ptr_array_unref (net->inputs);
  g_ptr_array_unref (net->targets);
  g_ptr_array_unref (net->answers);
  g_ptr_array_unref (net->gaps);
  g_free (net->answer);
  g_free (net->target_word);
  g_free (net->counted_word);
  g_free (net);
}

GArray *
weft_script_net_unmark (GString *text)
{
  GArray *nodes = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autofree char *marked = g_strdup (text->str);
  gint64 node = 0;

  g_string_truncate (text, 0);
  for (const char *at = marked; *at != '\0'; at++)
    {
      if (*at == WEFT_SCRIPT_MARK)
        {
          char *end;

          node = g_ascii_strtoll (at + 1, &end, 10);
          at = end;
          continue;
        }
      g_string_append_c (text, *at);
      if (*at != '\n')
        continue;
      g_array_append_val (nodes, node);
      node = 0;
    }
  if (text->len > 0 && text->str[text->len - 1] != '\n')
    g_array_append_val (nodes, node);
  return nodes;
}
