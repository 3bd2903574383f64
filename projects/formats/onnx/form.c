/* form: the grammar: read from left to right and worked out as it is read */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/formats/onnx/form-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static WeftOnnxFormValue read_choice (WeftOnnxForm *form);

/* --- letters --- */

static void
skip_blanks (WeftOnnxForm *form)
{
  while (g_ascii_isspace (*form->at))
    form->at++;
}

static gboolean
accept (WeftOnnxForm *form, const char *sign)
{
  gsize n = strlen (sign);

  skip_blanks (form);
  if (strncmp (form->at, sign, n) != 0)
    return FALSE;
  if (g_ascii_isalpha (*sign) && (g_ascii_isalnum (form->at[n]) || form->at[n] == '_'))
    return FALSE;
  form->at += n;
  return TRUE;
}

static void
expect (WeftOnnxForm *form, const char *sign)
{
  if (!accept (form, sign))
    weft_onnx_form_fail (form);
}

/* A name, or NULL and nothing read. */
static const char *
read_name (WeftOnnxForm *form)
{
  const char *begin;

  skip_blanks (form);
  begin = form->at;
  if (!g_ascii_isalpha (*begin) && *begin != '_')
    return NULL;
  while (g_ascii_isalnum (*form->at) || *form->at == '_')
    form->at++;
  return g_string_chunk_insert_len (form->strings, begin, form->at - begin);
}

/* --- what stands alone --- */

static WeftOnnxFormValue
read_number (WeftOnnxForm *form)
{
  char *end;
  double number = g_ascii_strtod (form->at, &end);
  gboolean is_real = FALSE;

  for (const char *c = form->at; c < end; c++)
    is_real |= *c == '.' || *c == 'e';
  form->at = end;
  return weft_onnx_form_number (number, is_real);
}

static WeftOnnxFormValue
read_text (WeftOnnxForm *form)
{
  const char *begin = ++form->at, *end = strchr (begin, '\'');
  WeftOnnxFormValue value = { WEFT_FORM_TEXT };

  if (end == NULL)
    return weft_onnx_form_fail (form);
  value.text = g_string_chunk_insert_len (form->strings, begin, end - begin);
  form->at = end + 1;
  return value;
}

static WeftOnnxFormValue
read_list (WeftOnnxForm *form)
{
  WeftOnnxFormValue list = weft_onnx_form_new_list (form, FALSE);

  if (accept (form, "]"))
    return list;
  do
    {
      WeftOnnxFormValue item = read_choice (form);

      if (item.kind == WEFT_FORM_NUMBER)
        {
          g_array_append_val (list.list, item.number);
          list.is_real |= item.is_real;
        }
      else if (form->muted == 0)
        return weft_onnx_form_fail (form);
    }
  while (!form->failed && accept (form, ","));
  expect (form, "]");
  return list;
}

static WeftOnnxFormValue
read_call (WeftOnnxForm *form, const char *name)
{
  g_autoptr (GArray) arguments = g_array_new (FALSE, TRUE, sizeof (WeftFormArgument));

  if (!accept (form, ")"))
    {
      do
        {
          WeftFormArgument argument = { 0 };
          const char *begin = (skip_blanks (form), form->at);
          const char *word = read_name (form);

          if (word != NULL && accept (form, "=") && *form->at != '=')
            argument.name = word;
          else
            form->at = begin;
          argument.value = read_choice (form);
          g_array_append_val (arguments, argument);
        }
      while (!form->failed && accept (form, ","));
      expect (form, ")");
    }
  if (form->failed || form->muted > 0)
    return WEFT_FORM_NOTHING;
  return weft_onnx_form_call (form, name, arguments);
}

static WeftOnnxFormValue
read_single (WeftOnnxForm *form)
{
  const char *name;

  skip_blanks (form);
  if (g_ascii_isdigit (*form->at))
    return read_number (form);
  if (*form->at == '\'')
    return read_text (form);
  if (accept (form, "["))
    return read_list (form);
  if (accept (form, "("))
    {
      WeftOnnxFormValue value = read_choice (form);

      expect (form, ")");
      return value;
    }
  name = read_name (form);
  if (name == NULL)
    return weft_onnx_form_fail (form);
  return accept (form, "(") ? read_call (form, name) : weft_onnx_form_find (form, name);
}

/* --- with signs --- */

static WeftOnnxFormValue
pick (WeftOnnxForm *form, WeftOnnxFormValue value, gint64 from, gint64 to, gboolean is_range)
{
  WeftOnnxFormValue part;

  if (form->muted > 0)
    return WEFT_FORM_NOTHING;
  if (value.kind == WEFT_FORM_TENSOR && value.node != NULL && !is_range)
    {
      value.output = (guint) from;
      value.text = weft_onnx_writer_get_output (form->writer, value.node, value.output);
      return value;
    }
  if (value.kind != WEFT_FORM_LIST || from < 0 || to > (gint64) value.list->len || from > to)
    return weft_onnx_form_fail (form);
  if (!is_range)
    return from < to
               ? weft_onnx_form_number (g_array_index (value.list, double, from), value.is_real)
               : weft_onnx_form_fail (form);
  part = weft_onnx_form_new_list (form, value.is_real);
  g_array_append_vals (part.list, &g_array_index (value.list, double, from), (guint) (to - from));
  return part;
}

static WeftOnnxFormValue
read_picked (WeftOnnxForm *form)
{
  WeftOnnxFormValue value = read_single (form);

  while (!form->failed && accept (form, "["))
    {
      WeftOnnxFormValue from = read_choice (form);
      WeftOnnxFormValue to = weft_onnx_form_number (from.number + 1, FALSE);
      gboolean is_range = accept (form, ":");

      if (is_range)
        to = read_choice (form);
      expect (form, "]");
      value = pick (form, value, (gint64) from.number, (gint64) to.number, is_range);
    }
  return value;
}

static WeftOnnxFormValue
read_signed (WeftOnnxForm *form)
{
  if (!accept (form, "-"))
    return read_picked (form);
  return weft_onnx_form_negate (form, read_signed (form));
}

/* --- between two values: what binds less comes first --- */

typedef enum
{
  OR,
  AND,
  COMPARISON,
  SUM,
  PRODUCT,
} Level;

static const struct
{
  Level level;
  const char *sign;
  char op; /* weft_onnx_form_combine's, or combine's own */
} operators[] = {
  { OR, "or", '|' },         { AND, "and", '&' },      { COMPARISON, "==", '=' },
  { COMPARISON, "!=", '!' }, { COMPARISON, "<", '<' }, { COMPARISON, ">", '>' },
  { SUM, "+", '+' },         { SUM, "-", '-' },        { PRODUCT, "//", 'f' },
  { PRODUCT, "*", '*' },     { PRODUCT, "/", '/' },    { PRODUCT, "%", '%' },
};

static WeftOnnxFormValue
combine (WeftOnnxForm *form, char op, WeftOnnxFormValue a, WeftOnnxFormValue b)
{
  gboolean is_true;

  switch (op)
    {
    case '|':
      is_true = weft_onnx_form_is_true (&a) || weft_onnx_form_is_true (&b);
      break;
    case '&':
      is_true = weft_onnx_form_is_true (&a) && weft_onnx_form_is_true (&b);
      break;
    case '=':
      is_true = a.number == b.number;
      break;
    case '!':
      is_true = a.number != b.number;
      break;
    case '<':
      is_true = a.number < b.number;
      break;
    case '>':
      is_true = a.number > b.number;
      break;
    default:
      return weft_onnx_form_combine (form, op, a, b);
    }
  return weft_onnx_form_number (is_true, FALSE);
}

/* The sign of that level that stands here, which is passed; 0: none. */
static char
accept_operator (WeftOnnxForm *form, Level level)
{
  for (guint i = 0; i < G_N_ELEMENTS (operators); i++)
    if (operators[i].level == level && accept (form, operators[i].sign))
      return operators[i].op;
  return 0;
}

static WeftOnnxFormValue read_level (WeftOnnxForm *form, Level level);
static WeftOnnxFormValue read_not (WeftOnnxForm *form);

static WeftOnnxFormValue
read_operand (WeftOnnxForm *form, Level level)
{
  if (level == AND)
    return read_not (form);
  return level == PRODUCT ? read_signed (form) : read_level (form, level + 1);
}

static WeftOnnxFormValue
read_level (WeftOnnxForm *form, Level level)
{
  WeftOnnxFormValue value = read_operand (form, level);
  char op;

  while (!form->failed && (op = accept_operator (form, level)) != 0)
    value = combine (form, op, value, read_operand (form, level));
  return value;
}

static WeftOnnxFormValue
read_not (WeftOnnxForm *form)
{
  WeftOnnxFormValue value;

  if (!accept (form, "not"))
    return read_level (form, COMPARISON);
  value = read_not (form);
  return weft_onnx_form_number (!weft_onnx_form_is_true (&value), FALSE);
}

static WeftOnnxFormValue
read_choice (WeftOnnxForm *form)
{
  WeftOnnxFormValue value = read_level (form, OR), yes, no;
  gboolean is_true;

  if (form->failed || !accept (form, "?"))
    return value;
  is_true = weft_onnx_form_is_true (&value);
  form->muted += !is_true;
  yes = read_choice (form);
  form->muted -= !is_true;
  expect (form, ":");
  form->muted += is_true;
  no = read_choice (form);
  form->muted -= is_true;
  return is_true ? yes : no;
}

/* --- the whole --- */

/* "name = …;" */
static gboolean
read_binding (WeftOnnxForm *form)
{
  const char *begin = form->at, *name = read_name (form);
  WeftOnnxFormValue value;

  if (name == NULL || !accept (form, "=") || *form->at == '=')
    {
      form->at = begin;
      return FALSE;
    }
  value = read_choice (form);
  expect (form, ";");
  g_hash_table_insert (form->names, (char *) name, g_memdup2 (&value, sizeof value));
  return TRUE;
}

static void
read_results (WeftOnnxForm *form, WeftOnnxResult *results, gboolean *has_form)
{
  guint i = 0;

  *has_form = TRUE;
  do
    {
      WeftOnnxFormValue value = read_choice (form);

      if (value.kind == WEFT_FORM_TENSOR)
        results[i] = (WeftOnnxResult){ value.text, value.node, value.output };
      else
        *has_form &= i > 0; /* what is not the op's first output may be wanted by nobody */
    }
  while (!form->failed && ++i < form->of->n_out && accept (form, ","));
}

gboolean
weft_onnx_form_apply (WeftOnnxWriter *writer, const WeftOnnxApplication *of,
                      WeftOnnxResult results[WEFT_OP_MAX_OUT], GError **error)
{
  WeftOnnxForm form = { .writer = writer, .of = of, .at = of->op->onnx };
  gboolean has_form = form.at != NULL;

  memset (results, 0, WEFT_OP_MAX_OUT * sizeof *results);
  form.names = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  form.lists = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  form.strings = g_string_chunk_new (256);
  weft_onnx_writer_begin (writer, of->node);
  while (has_form && !form.failed && read_binding (&form))
    continue;
  if (has_form && !form.failed)
    read_results (&form, results, &has_form);
  g_hash_table_unref (form.names);
  g_ptr_array_unref (form.lists);
  g_string_chunk_free (form.strings);
  if (has_form && !form.failed)
    return TRUE;
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_UNSUPPORTED,
               /* Translators: a node's name; an operation, "spectrogram" */
               _ ("“%s” has no form in ONNX’s operators (%s): leave it out, or export the weights "
                  "alone, as safetensors."),
               of->node, of->op->id);
  return FALSE;
}
