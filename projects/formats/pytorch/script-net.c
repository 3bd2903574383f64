/* script-net: a network as the lines of a PyTorch module, each with the node that it is of
 *
 * A mark is \1, the node's id and \2; it stands anywhere in its line until all is put together. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/formats/pytorch/script-net.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/plan/flat.h"
#include "projects/formats/pytorch/modules.h"

#define BEGIN '\1'
#define END '\2'

typedef struct
{
  WeftModel *model;
  const WeftProgram *program;
  WeftReport *report;
  WeftFlat *flat;
  WeftScriptNet *net;
  gint64 shown_group; /* that the lines before stand in */
  GString *result;    /* the last line of forward */
} Writing;

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

static void
add_gap (Writing *writing, const WeftNode *node, const GError *problem)
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
dup_input_word (const Writing *writing, const char *field)
{
  gboolean is_free = weft_graph_find_by_name (writing->model->graph, field) == NULL
                     && (strcmp (field, "x") == 0 || !weft_module_is_taken (field));

  return is_free ? g_strdup (field) : g_strconcat (field, "_in", NULL);
}

static const char *
get_input_word (Writing *writing, const char *field)
{
  WeftScriptInput *input;

  for (guint i = 0; i < writing->net->inputs->len; i++)
    {
      input = writing->net->inputs->pdata[i];
      if (strcmp (input->field, field) == 0)
        return input->word;
    }
  input = g_new (WeftScriptInput, 1);
  *input = (WeftScriptInput){ g_intern_string (field), dup_input_word (writing, field) };
  g_ptr_array_add (writing->net->inputs, input);
  return input->word;
}

/* Through all that hands on: the node that makes it and which of its outputs; NULL: none does. */
static const WeftNode *
find_maker (const Writing *writing, WeftFlatSource source, int *output)
{
  while (source.from >= 0)
    {
      const WeftFlatNode *flat = weft_flat_node (writing->flat, (guint) source.from);

      *output = source.output;
      if (!flat->hands_on)
        return flat->node;
      if (source.output < 0 || (guint) source.output >= flat->n)
        return NULL;
      source = weft_flat_source (writing->flat, flat, (guint) source.output);
    }
  return NULL;
}

/* The field that an output of a data node is; NULL: it is none, or a mask. */
static const char *
find_field (const Writing *writing, const WeftNode *node, int output)
{
  WeftPort ports[WEFT_MAX_OUTPUTS];
  guint n = weft_node_list_outputs (node, ports);
  const WeftField *field;

  if (node->layer->family != WEFT_FAMILY_DATA || output < 0 || (guint) output >= n)
    return NULL;
  field = weft_dataset_find_field (writing->model->dataset, ports[output].name);
  return field != NULL ? field->name : NULL;
}

/* Python's word for what flows in; NULL: there is none. */
static const char *
get_word (Writing *writing, WeftFlatSource source)
{
  int output = 0;
  const WeftNode *maker = find_maker (writing, source, &output);
  const char *field = maker != NULL ? find_field (writing, maker, output) : NULL;

  if (field != NULL)
    return get_input_word (writing, field);
  return maker == NULL || output != 0 || maker->layer->family == WEFT_FAMILY_DATA ? NULL
                                                                                  : maker->name;
}

/* --- lines --- */

static void
append_mark (GString *out, gint64 node)
{
  g_string_append_printf (out, "%c%" G_GINT64_FORMAT "%c", BEGIN, node, END);
}

static const WeftShape *
find_weight (const Writing *writing, gint64 node)
{
  for (guint i = 0; i < writing->program->values->len; i++)
    {
      const WeftProgramValue *value
          = &g_array_index (writing->program->values, WeftProgramValue, i);

      if (value->role == WEFT_VALUE_WEIGHT && value->node == node
          && strcmp (value->name, "weight") == 0)
        return &value->shape;
    }
  return NULL;
}

/* The lines of a group stand under its name. */
static void
show_group (Writing *writing, const WeftNode *node)
{
  const WeftNode *group = weft_graph_find (writing->model->graph, node->parent);

  if (node->parent == writing->shown_group)
    return;
  writing->shown_group = node->parent;
  if (group == NULL)
    return;
  append_mark (writing->net->forward, group->id);
  g_string_append_printf (writing->net->forward, "        # %s\n", group->name);
}

/* A line that says that there is none. */
static void
leave_open (Writing *writing, const WeftNode *node)
{
  append_mark (writing->net->forward, node->id);
  g_string_append_printf (writing->net->forward, "        %s = ...  # %s: no form in PyTorch yet\n",
                          node->name, node->layer->id);
}

/* Which loss it is; others are left out, and said. */
static gboolean
add_loss (Writing *writing, const WeftFlatNode *flat, const char *const *inputs, GError **error)
{
  const WeftNode *node = flat->node;
  int output = 0;
  const WeftNode *maker
      = flat->n > 1 ? find_maker (writing, weft_flat_source (writing->flat, flat, 1), &output)
                    : NULL;
  const char *field = maker != NULL ? find_field (writing, maker, output) : NULL;

  if (field == NULL || inputs[0] == NULL || writing->net->loss->len > 0)
    return weft_module_refuse (node, error);
  append_mark (writing->net->loss, node->id);
  if (!weft_module_append_loss (writing->net->loss, node,
                                weft_report_find (writing->report, node->id), error))
    {
      g_string_truncate (writing->net->loss, 0);
      return FALSE;
    }
  writing->net->target = field;
  append_mark (writing->result, node->id);
  g_string_append_printf (writing->result, "        return %s\n", inputs[0]);
  return TRUE;
}

static gboolean
add_module (Writing *writing, const WeftFlatNode *flat, const char *const *inputs, GError **error)
{
  const WeftNode *node = flat->node;
  const WeftNode *owner = weft_graph_find (writing->model->graph, flat->owner);
  const WeftModuleUse use = {
    .node = node,
    .owner = flat->owner != node->id && owner != NULL ? owner->name : NULL,
    .report = weft_report_find (writing->report, node->id),
    .weight = find_weight (writing, node->id),
    .is_frozen = flat->is_frozen,
    .n_inputs = g_strv_length ((char **) inputs),
  };

  if (flat->repeat != 0 || flat->owner_repeat != 0
      || (flat->flags & ~(guint) (WEFT_NODE_OPEN | WEFT_NODE_FROZEN)) != 0)
    return weft_module_refuse (node, error);
  append_mark (writing->net->init, node->id);
  if (!weft_module_append_init (writing->net->init, writing->net->helpers, &use, error))
    return FALSE;
  append_mark (writing->net->forward, node->id);
  weft_module_append_call (writing->net->forward, &use, inputs);
  return TRUE;
}

static gboolean
add_lines (Writing *writing, const WeftFlatNode *flat, GError **error)
{
  const char *inputs[WEFT_MAX_PORTS + 1] = { NULL };
  guint n = 0;

  for (guint i = 0; i < flat->n && n < WEFT_MAX_PORTS; i++)
    {
      WeftFlatSource source = weft_flat_source (writing->flat, flat, i);
      const char *word;

      if (source.from < 0 || (flat->node->layer->is_loss && i > 0))
        continue;
      word = get_word (writing, source);
      if (word == NULL)
        return weft_module_refuse (flat->node, error);
      inputs[n++] = word;
    }
  return flat->node->layer->is_loss ? add_loss (writing, flat, inputs, error)
                                    : add_module (writing, flat, inputs, error);
}

static void
add_node (Writing *writing, const WeftFlatNode *flat)
{
  const WeftNode *node = flat->node;
  gsize init = writing->net->init->len, forward;
  g_autoptr (GError) error = NULL;

  if (flat->hands_on || flat->is_opened || node->layer->family == WEFT_FAMILY_DATA
      || weft_layer_is_remark (node->layer) || weft_layer_is_of_groups (node->layer))
    return;
  if (!node->layer->is_loss)
    show_group (writing, node);
  forward = writing->net->forward->len;
  if (add_lines (writing, flat, &error))
    return;
  g_string_truncate (writing->net->init, init);
  g_string_truncate (writing->net->forward, forward);
  if (!node->layer->is_loss)
    leave_open (writing, node);
  add_gap (writing, node, error);
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
      char *next = *at == BEGIN ? strchr (at, END) + 1 : at;

      if (*at == BEGIN && (*next == BEGIN || *next == '\0'))
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
  Writing writing = {
    .model = model,
    .program
    = weft_model_get_program (model, weft_model_bind (model, weft_model_get_batch (model)), NULL),
    .report = weft_check (model->graph, model->catalog),
    .flat = weft_flat_new (model->graph, sorted),
    .net = net,
    .result = g_string_new (NULL),
  };

  net->init = g_string_new (NULL);
  net->forward = g_string_new (NULL);
  net->loss = g_string_new (NULL);
  net->helpers = g_string_new (NULL);
  net->inputs = g_ptr_array_new_with_free_func (input_free);
  net->gaps = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_script_gap_free);
  for (guint i = 0; i < writing.flat->nodes->len; i++)
    add_node (&writing, weft_flat_node (writing.flat, i));
  tidy (net->init);
  g_string_append (net->forward,
                   writing.result->len > 0 ? writing.result->str : "        return ...\n");
  g_string_free (writing.result, TRUE);
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
  g_string_free (net->helpers, TRUE);
  g_ptr_array_unref (net->inputs);
  g_ptr_array_unref (net->gaps);
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
      if (*at == BEGIN)
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
