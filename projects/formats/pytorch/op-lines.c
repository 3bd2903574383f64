/* op-lines: a layer as the lines of its ops, each in PyTorch's words, where torch.nn has no module
 * that says all of it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/formats/pytorch/op-lines.h"

#include <gio/gio.h>
#include <string.h>

#include "engine/base/number.h"
#include "projects/formats-resources.h"
#include "projects/formats/pytorch/python-text.h"

#define BEGIN "        "

/* What chance does while it trains, which the ops' own words leave open. */
static const struct
{
  const char *op, *pytorch;
} drawn[] = {
  { "dropout", "F.dropout(x, p, draws)" },
  { "sampling", "m + (torch.randn_like(m) * (0.5 * v).exp() if draws else 0)" },
  { "gaussian_noise", "x + (torch.randn_like(x) * std if draws else 0)" },
  { "normal", "torch.randn(len(x), size, device=x.device) if draws else noise(x, size, stream, "
              "self._at, next(self.parameters()).dtype)" },
  { "erase", "hidden(x, draws, p, (scale_min, scale_max), (ratio_min, ratio_max), value, bands, "
             "(rows, columns))" },
};

static const char weights_text[]
    = "class Weights(nn.Module):\n"
      "    \"\"\"What a layer learns, and keeps, by its names: \"q_proj.weight\".\"\"\"\n"
      "    def __init__(self, learnt, kept={}):\n"
      "        super().__init__()\n"
      "        for name, shape in {**learnt, **kept}.items():\n"
      "            *path, last = name.split(\".\")\n"
      "            home = self\n"
      "            for part in path:\n"
      "                if part not in home._modules:\n"
      "                    home.add_module(part, Weights({}))\n"
      "                home = home._modules[part]\n"
      "            if name in kept:\n"
      "                home.register_buffer(last, torch.zeros(shape))\n"
      "            else:\n"
      "                home.register_parameter(last, nn.Parameter(torch.zeros(shape)))\n\n\n";

static const WeftProgramOp *
get_op (const WeftProgram *program, guint i)
{
  return &g_array_index (program->ops, WeftProgramOp, i);
}

static const WeftProgramValue *
get_value (const WeftProgram *program, int i)
{
  return &g_array_index (program->values, WeftProgramValue, i);
}

char *
weft_op_lines_dup_name (WeftGraph *graph, const WeftNode *node, gint64 repeat, int output)
{
  WeftPort ports[WEFT_MAX_OUTPUTS];
  guint n = weft_node_list_outputs (node, ports);
  g_autoptr (GString) name = g_string_new (node->name);

  if (repeat != 0)
    g_string_append_printf (name, "_time%" G_GINT64_FORMAT, repeat + 1);
  while (repeat != 0 && weft_graph_find_by_name (graph, name->str) != NULL)
    g_string_append_c (name, '_');
  if (output != 0 && (guint) output < n)
    g_string_append_printf (name, "_%s", ports[output].name);
  return g_string_free (g_steal_pointer (&name), FALSE);
}

gint64
weft_op_lines_find_repeat (const WeftProgram *program, int value)
{
  for (guint i = 0; i < program->ops->len; i++)
    for (guint k = 0; k < get_op (program, i)->n_out; k++)
      if (get_op (program, i)->out[k] == value)
        return get_op (program, i)->repeat;
  return 0;
}

/* --- whether --- */

static gboolean
is_mask (const WeftProgram *program, int value)
{
  return value >= 0 && get_value (program, value)->kind == WEFT_KIND_STEPS;
}

gboolean
weft_op_lines_are_needed (const WeftProgram *program, gint64 node, gint64 repeat)
{
  for (guint i = 0; i < program->ops->len; i++)
    {
      const WeftProgramOp *op = get_op (program, i);

      for (guint k = 0; k < op->n_in; k++)
        {
          const WeftProgramValue *value = op->in[k] >= 0 ? get_value (program, op->in[k]) : NULL;

          if (op->node == node && op->repeat == repeat && is_mask (program, op->in[k]))
            return TRUE;
          if (value != NULL && op->node != node && value->node == node && value->output > 0
              && value->role == WEFT_VALUE_RESULT)
            return TRUE;
        }
    }
  return FALSE;
}

/* --- functions that PyTorch does not have --- */

static gboolean
is_of_word (char c)
{
  return g_ascii_isalnum (c) || c == '_';
}

/* "\ndef name (" of the functions' text, to the next one; transfer full, nullable. */
static char *
dup_function (const char *name)
{
  g_autoptr (GBytes) bytes = g_resource_lookup_data (weft_formats_get_resource (),
                                                     "/org/weft/formats/functions.py", 0, NULL);
  const char *text = g_bytes_get_data (bytes, NULL);
  g_autofree char *head = g_strdup_printf ("\ndef %s(", name);
  const char *begin = g_strstr_len (text, (gssize) g_bytes_get_size (bytes), head);
  const char *end = begin != NULL ? strstr (begin + 1, "\ndef ") : NULL;

  if (begin == NULL)
    return NULL;
  return end != NULL ? g_strndup (begin + 1, (gsize) (end - begin)) : g_strdup (begin + 1);
}

static void call_functions (GString *out, const char *text, GString *helpers);

static void
add_function (GString *helpers, const char *name, const char *text)
{
  g_autofree char *head = g_strdup_printf ("def _%s(", name);
  g_autoptr (GString) body = NULL;
  g_autofree char *own = NULL;

  if (strstr (helpers->str, head) != NULL)
    return;
  g_string_append (helpers, head);
  own = g_strchomp (g_strdup (strchr (text, '(') + 1));
  body = g_string_new (NULL);
  call_functions (body, own, NULL);
  g_string_append_printf (helpers, "%s\n\n\n", body->str);
  call_functions (body, own, helpers);
}

/* Each has its name with a line before it, so that a node may be called as it is. */
static void
call_functions (GString *out, const char *text, GString *helpers)
{
  const char *at = text;

  while (*at != '\0')
    {
      gboolean is_inside = at > text && (at[-1] == '.' || is_of_word (at[-1]));
      g_autofree char *word = NULL, *function = NULL;
      gsize n = 0;

      while (is_of_word (at[n]))
        n++;
      if (n == 0)
        {
          g_string_append_c (out, *at++);
          continue;
        }
      word = g_strndup (at, n);
      if (!is_inside && at[n] == '(')
        function = dup_function (word);
      g_string_append_printf (out, "%s%s", function != NULL ? "_" : "", word);
      if (function != NULL && helpers != NULL)
        add_function (helpers, word, function);
      at += n;
    }
}

/* --- what is kept --- */

static void
append_shapes (GString *out, const WeftOpLines *lines, gint64 node, WeftValueRole role)
{
  const char *comma = "";

  g_string_append_c (out, '{');
  for (guint i = 0; i < lines->program->values->len; i++)
    {
      const WeftProgramValue *value = get_value (lines->program, (int) i);

      if (value->role != role || value->node != node || value->repeat != lines->repeat)
        continue;
      g_string_append_printf (out, "%s\"%s\": (", comma, value->name);
      for (int k = 0; k < value->shape.rank; k++)
        g_string_append_printf (out, "%s%" G_GINT64_FORMAT, k > 0 ? ", " : "",
                                value->shape.dims[k]);
      g_string_append (out, value->shape.rank == 1 ? ",)" : ")");
      comma = ", ";
    }
  g_string_append_c (out, '}');
}

void
weft_op_lines_append_init (GString *out, const WeftOpLines *lines, const WeftNode *node,
                           gboolean is_frozen)
{
  g_autoptr (GString) learnt = g_string_new (NULL), kept = g_string_new (NULL);
  g_autofree char *name = weft_op_lines_dup_name (lines->graph, node, lines->repeat, 0);

  append_shapes (learnt, lines, node->id, WEFT_VALUE_WEIGHT);
  append_shapes (kept, lines, node->id, WEFT_VALUE_BUFFER);
  if (learnt->len == 2 && kept->len == 2)
    return;
  g_string_append_printf (out, BEGIN "self.%s = Weights(%s%s%s)\n", name, learnt->str,
                          kept->len > 2 ? ", " : "", kept->len > 2 ? kept->str : "");
  if (is_frozen)
    g_string_append_printf (out, BEGIN "self.%s.requires_grad_(False)\n", name);
  if (strstr (lines->helpers->str, "class Weights(") == NULL)
    g_string_append (lines->helpers, weights_text);
}

/* self.attention.q_proj.weight; where a part of the name is a number PyTorch looks for it. */
static char *
dup_weight (const WeftOpLines *lines, const WeftProgramValue *value)
{
  const WeftNode *owner = weft_graph_find (lines->graph, value->node);
  g_autofree char *name = NULL;
  gboolean has_number = FALSE;

  if (owner == NULL)
    return NULL;
  name = weft_op_lines_dup_name (lines->graph, owner, value->repeat, 0);
  for (const char *at = value->name; *at != '\0'; at++)
    has_number |= g_ascii_isdigit (*at) && (at == value->name || at[-1] == '.');
  return has_number ? g_strdup_printf ("self.%s.get_%s(\"%s\")", name,
                                       value->role == WEFT_VALUE_WEIGHT ? "parameter" : "buffer",
                                       value->name)
                    : g_strdup_printf ("self.%s.%s", name, value->name);
}

/* --- lines --- */

static char *
dup_word (const WeftOpLines *lines, const WeftNode *node, int index)
{
  const WeftProgramValue *value;
  g_autofree char *own = NULL;

  if (index < 0)
    return g_strdup ("None");
  value = get_value (lines->program, index);
  if (value->role == WEFT_VALUE_WEIGHT || value->role == WEFT_VALUE_BUFFER)
    return lines->is_outside ? NULL : dup_weight (lines, value);
  if (value->role != WEFT_VALUE_RESULT || value->node != node->id
      || weft_op_lines_find_repeat (lines->program, index) != lines->repeat)
    return lines->find_word (lines->user, index);
  own = weft_op_lines_dup_name (lines->graph, node, lines->repeat, MAX (value->output, 0));
  if (value->output >= 0)
    return g_steal_pointer (&own);
  for (guint k = 1;; k++)
    {
      g_autofree char *name = g_strdup_printf ("%s_%u", own, (guint) index + k);

      if (weft_graph_find_by_name (lines->graph, name) == NULL)
        return g_steal_pointer (&name);
    }
}

static void
append_number (GString *out, WeftParamType type, double number)
{
  char buffer[WEFT_NUMBER_SIZE];

  if (type == WEFT_PARAM_BOOL)
    g_string_append (out, number != 0 ? "True" : "False");
  else if (type == WEFT_PARAM_REAL || type == WEFT_PARAM_REALS)
    g_string_append (out, weft_number_write (buffer, number));
  else
    g_string_append_printf (out, "%" G_GINT64_FORMAT, (gint64) number);
}

static char *
dup_attr (const WeftParam *row, gconstpointer record)
{
  g_autoptr (GString) out = g_string_new (NULL);
  WeftAttr attr;
  int n;

  weft_op_attr_get (row, record, &attr);
  n = row->type == WEFT_PARAM_SIZE2 ? 2 : attr.n;
  if (n == 0 && row->type != WEFT_PARAM_DIMS && row->type != WEFT_PARAM_REALS)
    {
      append_number (out, row->type, attr.v[0]);
      return g_string_free (g_steal_pointer (&out), FALSE);
    }
  g_string_append_c (out, '(');
  for (int i = 0; i < n; i++)
    {
      g_string_append (out, i > 0 ? ", " : "");
      append_number (out, row->type, attr.v[i]);
    }
  g_string_append (out, n == 1 ? ",)" : ")");
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* What it does by chance; NULL: that is not in the table. */
static const char *
find_drawn (const WeftOp *row)
{
  for (guint i = 0; i < G_N_ELEMENTS (drawn); i++)
    if (strcmp (drawn[i].op, row->id) == 0)
      return drawn[i].pytorch;
  return NULL;
}

static void
add_word (GPtrArray *words, const char *name, char *text /* taken */)
{
  g_ptr_array_add (words, g_strdup (name));
  g_ptr_array_add (words, text);
}

/* Ports and attributes by their names; FALSE: a port has no word. */
static gboolean
list_words (GPtrArray *words, const WeftOpLines *lines, const WeftNode *node,
            const WeftProgramOp *op, const WeftOp *row)
{
  g_autoptr (GString) all = g_string_new ("[");

  for (guint i = 0; i < op->n_in; i++)
    {
      const WeftOpPort *port = weft_op_get_input (row, i);
      gboolean is_draw = op->in[i] >= 0
                         && get_value (lines->program, op->in[i])->role == WEFT_VALUE_DRAW
                         && find_drawn (row) != NULL; /* which draws as PyTorch does */
      char *word = is_draw ? g_strdup ("None") : dup_word (lines, node, op->in[i]);

      if (word == NULL)
        return FALSE;
      g_string_append_printf (all, "%s%s", i > 0 ? ", " : "", word);
      add_word (words, port->name, word);
    }
  for (const WeftOpPort *port = row->inputs; port->name != NULL; port++)
    add_word (words, port->name, g_strdup ("None")); /* the first that is found counts */
  for (const WeftParam *attr = row->attrs; attr != NULL && attr->name != NULL; attr++)
    add_word (words, attr->name, dup_attr (attr, op->attrs));
  add_word (words, "inputs", g_strconcat (all->str, "]", NULL));
  add_word (words, "stream", g_strdup_printf ("%" G_GUINT64_FORMAT, op->stream));
  add_word (words, "training", g_strdup (lines->is_outside ? "True" : "self.training"));
  add_word (words, "draws", g_strdup ("self.training and self.draws"));
  g_ptr_array_add (words, NULL);
  return TRUE;
}

/* What the op does, in words of its row; NULL: PyTorch has none. */
static const char *
find_expression (const WeftOp *row, const WeftProgramOp *op)
{
  const char *other = row->pytorch != NULL ? strstr (row->pytorch, " else ") : NULL;

  if (row->pytorch == NULL)
    return NULL;
  if (find_drawn (row) != NULL)
    return find_drawn (row);
  if (!g_str_has_prefix (row->pytorch, "None"))
    return row->pytorch;
  return row->is_random && row->draws != NULL && !row->draws (op->attrs) && other != NULL
             ? other + strlen (" else ")
             : NULL;
}

static gboolean
is_one (const WeftOp *row, const WeftProgramOp *op, const char *name)
{
  const WeftParam *param = weft_params_find (row->attrs, name);
  WeftAttr attr = { 0 };

  if (param != NULL)
    weft_op_attr_get (param, op->attrs, &attr);
  return attr.v[0] == 1;
}

static gboolean
append_expression (GString *out, const WeftOpLines *lines, const WeftNode *node,
                   const WeftProgramOp *op, const WeftOp *row)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) text = g_string_new (NULL);
  const char *expression = find_expression (row, op);

  if (expression == NULL || !list_words (words, lines, node, op, row))
    return FALSE;
  if (g_str_has_prefix (expression, "scale * ") && is_one (row, op, "scale"))
    expression += strlen ("scale * ");
  weft_python_append_expression (text, expression, NULL, NULL, (const char *const *) words->pdata);
  call_functions (out, text->str, lines->helpers);
  return TRUE;
}

/* "y, y_state = "; what nobody reads is _. */
static void
append_results (GString *out, const WeftOpLines *lines, const WeftNode *node,
                const WeftProgramOp *op, const WeftOp *row)
{
  g_string_append (out, BEGIN);
  for (guint i = 0; row->outputs[i].name != NULL; i++)
    {
      g_autofree char *word
          = i < op->n_out && op->out[i] >= 0 ? dup_word (lines, node, op->out[i]) : g_strdup ("_");

      g_string_append_printf (out, "%s%s", i > 0 ? ", " : "", word);
    }
  g_string_append (out, " = ");
}

gboolean
weft_op_lines_append (GString *out, const WeftOpLines *lines, const WeftNode *node, int last,
                      GString *value)
{
  for (guint i = 0; i < lines->program->ops->len; i++)
    {
      const WeftProgramOp *op = get_op (lines->program, i);
      const WeftOp *row = weft_op_find (op->op, 0);
      gboolean is_last = last >= 0 && op->out[0] == last;

      if (op->node != node->id || op->repeat != lines->repeat)
        continue;
      if (row == NULL)
        return FALSE;
      if (is_last && value != NULL)
        return append_expression (value, lines, node, op, row);
      append_results (out, lines, node, op, row);
      if (!append_expression (out, lines, node, op, row))
        return FALSE;
      g_string_append_c (out, '\n');
      if (is_last)
        break;
    }
  return TRUE;
}
