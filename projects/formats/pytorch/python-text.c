/* python-text: values and expressions as a Python program has them */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/formats/pytorch/python-text.h"

#include <string.h>

#include "engine/base/number.h"

static gboolean
is_even (GVariant *list)
{
  for (gsize i = 1; i < g_variant_n_children (list); i++)
    {
      g_autoptr (GVariant) first = g_variant_get_child_value (list, 0);
      g_autoptr (GVariant) other = g_variant_get_child_value (list, i);

      if (!g_variant_equal (first, other))
        return FALSE;
    }
  return TRUE;
}

static void
append_list (GString *out, GVariant *list)
{
  gsize n = g_variant_n_children (list);

  g_string_append_c (out, '(');
  for (gsize i = 0; i < n; i++)
    {
      g_autoptr (GVariant) item = g_variant_get_child_value (list, i);

      g_string_append (out, i > 0 ? ", " : "");
      weft_python_append_value (out, item);
    }
  g_string_append (out, n == 1 ? ",)" : ")");
}

void
weft_python_append_value (GString *out, GVariant *value)
{
  char buffer[WEFT_NUMBER_SIZE];

  if (value == NULL)
    g_string_append (out, "None");
  else if (g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN))
    g_string_append (out, g_variant_get_boolean (value) ? "True" : "False");
  else if (g_variant_is_of_type (value, G_VARIANT_TYPE_INT64))
    g_string_append_printf (out, "%" G_GINT64_FORMAT, g_variant_get_int64 (value));
  else if (g_variant_is_of_type (value, G_VARIANT_TYPE_DOUBLE))
    g_string_append (out, weft_number_write (buffer, g_variant_get_double (value)));
  else if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
    g_string_append_printf (out, "\"%s\"", g_variant_get_string (value, NULL));
  else if (g_variant_is_of_type (value, G_VARIANT_TYPE ("ax")) && g_variant_n_children (value) > 1
           && is_even (value))
    {
      g_autoptr (GVariant) first = g_variant_get_child_value (value, 0);

      weft_python_append_value (out, first);
    }
  else
    append_list (out, value);
}

/* A word of an expression that is none of its own keywords' names. */
static void
append_word (GString *out, const char *word, const WeftParam *rows, GVariant *values,
             const char *const *words)
{
  const WeftParam *row;

  for (guint i = 0; words[i] != NULL; i += 2)
    if (strcmp (words[i], word) == 0)
      {
        g_string_append (out, words[i + 1]);
        return;
      }
  row = weft_params_find (rows, word);
  if (row != NULL)
    {
      g_autoptr (GVariant) value = weft_params_get (rows, values, word);

      if (row->type == WEFT_PARAM_DIMS && value != NULL)
        append_list (out, value); /* as long as it is, whatever it holds */
      else
        weft_python_append_value (out, value);
      return;
    }
  g_string_append (out, word);
}

/* Whether what stands before is a function, or a value: no operator, and no word of Python's. */
static gboolean
is_called (const char *expression, const char *end)
{
  static const char *const words[] = { "if", "else", "in", "and", "or", "not", "is", NULL };
  const char *begin = end;
  g_autofree char *word = NULL;

  while (begin > expression && (g_ascii_isalnum (begin[-1]) || begin[-1] == '_'))
    begin--;
  word = g_strndup (begin, (gsize) (end - begin));
  return end > expression && (begin < end || strchr (")]", begin[-1]) != NULL)
         && !g_strv_contains (words, word);
}

void
weft_python_append_expression (GString *out, const char *expression, const WeftParam *rows,
                               GVariant *values, const char *const *words)
{
  const char *at = expression;

  while (*at != '\0')
    {
      gsize n = 0;
      gboolean is_inside = at > expression && (at[-1] == '.' || g_ascii_isalnum (at[-1]));

      while (g_ascii_isalnum (at[n]) || at[n] == '_')
        n++;
      if (n > 0)
        {
          g_autofree char *word = g_strndup (at, n);

          if (is_inside || at[n] == '=' || g_ascii_isdigit (*at))
            g_string_append (out, word);
          else
            append_word (out, word, rows, values, words);
          at += n;
          continue;
        }
      if (!(at[0] == ' ' && at[1] == '(' && is_called (expression, at)))
        g_string_append_c (out, *at);
      at++;
    }
}

const char *
weft_python_get_module (const char *pytorch)
{
  return pytorch != NULL && g_str_has_prefix (pytorch, "torch.nn.")
                 && !g_str_has_prefix (pytorch, "torch.nn.functional")
             ? pytorch + strlen ("torch.nn.")
             : NULL;
}
