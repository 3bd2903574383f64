/* text: parameter values as people read and type them */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/param/param.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "engine/base/error.h"
#include "engine/base/number.h"

static void
append_real (GString *text, double real)
{
  char buffer[WEFT_NUMBER_SIZE];

  g_string_append (text, weft_number_write (buffer, real));
}

char *
weft_param_dup_label (const WeftParam *param)
{
  if (param->label == NULL)
    return g_strdup (param->name);
  if (param->of == NULL)
    return g_strdup (_ (param->label));
  /* Whose it is and what: "Discriminator: Learning rate". */
  return g_strdup_printf (_ ("%s: %s"), _ (param->of), _ (param->label));
}

static const char *
find_label (const WeftParam *param, const char *value)
{
  for (const WeftChoice *choice = param->choices; choice->value; choice++)
    if (strcmp (choice->value, value) == 0)
      return choice->label ? _ (choice->label) : choice->value;
  return value;
}

static void
append_number (GString *text, GVariant *number)
{
  if (g_variant_is_of_type (number, G_VARIANT_TYPE_DOUBLE))
    append_real (text, g_variant_get_double (number));
  else
    g_string_append_printf (text, "%" G_GINT64_FORMAT, g_variant_get_int64 (number));
}

static void
append_list (GString *text, GVariant *value, const char *separator)
{
  for (gsize i = 0; i < g_variant_n_children (value); i++)
    {
      g_autoptr (GVariant) number = g_variant_get_child_value (value, i);

      if (i > 0)
        g_string_append (text, separator);
      append_number (text, number);
    }
}

char *
weft_param_format (const WeftParam *param, GVariant *value)
{
  g_autoptr (GVariant) canonical = value ? weft_param_coerce (param, value, NULL) : NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  if (!canonical)
    return g_strdup (param->unset ? _ (param->unset) : "");
  if (g_variant_is_of_type (canonical, G_VARIANT_TYPE_BOOLEAN))
    return g_strdup (g_variant_get_boolean (canonical) ? _ ("yes") : _ ("no"));
  if (param->type == WEFT_PARAM_CHOICE)
    return g_strdup (find_label (param, g_variant_get_string (canonical, NULL)));
  if (param->type == WEFT_PARAM_PADDING && g_variant_is_of_type (canonical, G_VARIANT_TYPE_STRING))
    return g_strdup (_ ("same"));
  if (g_variant_is_of_type (canonical, G_VARIANT_TYPE_STRING))
    return g_variant_dup_string (canonical, NULL);
  if (g_variant_is_container (canonical))
    append_list (text, canonical, param->type == WEFT_PARAM_REALS ? ", " : "×");
  else
    append_number (text, canonical);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
find_span (GVariant *value, double *low, double *high)
{
  gsize n = g_variant_is_container (value) ? g_variant_n_children (value) : 1;

  *low = INFINITY;
  *high = -INFINITY;
  for (gsize i = 0; i < n; i++)
    {
      g_autoptr (GVariant) child = g_variant_is_container (value)
                                       ? g_variant_get_child_value (value, i)
                                       : g_variant_ref (value);
      double number = g_variant_is_of_type (child, G_VARIANT_TYPE_DOUBLE)
                          ? g_variant_get_double (child)
                          : (double) g_variant_get_int64 (child);

      *low = MIN (*low, number);
      *high = MAX (*high, number);
    }
}

char *
weft_param_out_of_range (const WeftParam *param, GVariant *value)
{
  g_autofree char *shown = NULL, *label = NULL;
  g_autoptr (GString) limit = g_string_new (NULL);
  double low, high;

  if (param->type == WEFT_PARAM_BOOL || g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
    return NULL;
  find_span (value, &low, &high);
  if (low >= param->min && high <= param->max)
    return NULL;
  shown = weft_param_format (param, value);
  label = weft_param_dup_label (param);
  append_real (limit, low < param->min ? param->min : param->max);
  return g_strdup_printf (low < param->min ? _ ("%s is %s; at least %s")
                                           : _ ("%s is %s; at most %s"),
                          label, shown, limit->str);
}

/* --- what a person typed --- */

/* "×", "x", "*", ";" and blanks part numbers; a comma parts whole numbers, and reals when they are
 * written with a point. */
static char **
split_numbers (const WeftParam *param, const char *text)
{
  g_autoptr (GString) spaced = g_string_new (text);
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  gboolean comma_parts = param->type != WEFT_PARAM_REALS || strchr (text, '.');
  g_auto (GStrv) pieces = NULL;

  g_string_replace (spaced, "×", " ", 0);
  g_strdelimit (spaced->str, "xX*;[]()\t\n", ' ');
  if (comma_parts || !strpbrk (g_strstrip (spaced->str), " "))
    g_strdelimit (spaced->str, ",", ' ');
  pieces = g_strsplit (spaced->str, " ", -1);
  for (char **piece = pieces; *piece; piece++)
    {
      if (g_str_has_suffix (*piece, ","))
        (*piece)[strlen (*piece) - 1] = '\0';
      if (**piece)
        g_ptr_array_add (words, g_strdup (*piece));
    }
  g_ptr_array_add (words, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&words), FALSE);
}

/* An x or a d; a decimal comma is read as a point. Floating, nullable. */
static GVariant *
parse_number (const char *word)
{
  g_autofree char *text = g_strstrip (g_strdup (word));
  char *end = NULL;
  gint64 integer;
  double real;

  if (g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, &integer, NULL))
    return g_variant_new_int64 (integer);
  g_strdelimit (text, ",", '.');
  real = g_ascii_strtod (text, &end);
  if (end == text || *end || !isfinite (real) || strpbrk (text, "xX"))
    return NULL;
  return g_variant_new_double (real);
}

static GVariant *
parse_list (const WeftParam *param, const char *text)
{
  g_auto (GStrv) words = split_numbers (param, text);
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("av"));
  for (char **word = words; *word; word++)
    {
      GVariant *number = parse_number (*word);

      g_variant_builder_add (&builder, "v", number ? number : g_variant_new_string (*word));
    }
  return g_variant_builder_end (&builder);
}

static GVariant *
parse_bool (const char *text)
{
  static const char *const yes[] = { "true", "yes", "on", "1", NULL };
  static const char *const no[] = { "false", "no", "off", "0", NULL };
  g_autofree char *lower = g_ascii_strdown (text, -1);

  if (g_strv_contains (yes, lower) || g_utf8_collate (text, _ ("yes")) == 0)
    return g_variant_new_boolean (TRUE);
  if (g_strv_contains (no, lower) || g_utf8_collate (text, _ ("no")) == 0)
    return g_variant_new_boolean (FALSE);
  return g_variant_new_string (text);
}

static GVariant *
parse_choice (const WeftParam *param, const char *text)
{
  for (const WeftChoice *choice = param->choices; choice->value; choice++)
    if (g_ascii_strcasecmp (text, choice->value) == 0
        || (choice->label && g_utf8_collate (text, _ (choice->label)) == 0))
      return g_variant_new_string (choice->value);
  return g_variant_new_string (text);
}

static GVariant *
parse_padding (const WeftParam *param, const char *text)
{
  if (g_ascii_strcasecmp (text, "same") == 0 || g_utf8_collate (text, _ ("same")) == 0)
    return g_variant_new_string ("same");
  return parse_list (param, text);
}

GVariant *
weft_param_parse (const WeftParam *param, const char *text, GError **error)
{
  g_autofree char *label = NULL;
  WeftParam said = *param;
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  char *typed = param->type == WEFT_PARAM_STRING ? valid : g_strstrip (valid);
  GVariant *value = NULL;

  if (param->type == WEFT_PARAM_BOOL)
    value = parse_bool (typed);
  else if (param->type == WEFT_PARAM_CHOICE)
    value = parse_choice (param, typed);
  else if (param->type == WEFT_PARAM_PADDING)
    value = parse_padding (param, typed);
  else if (param->type == WEFT_PARAM_INT || param->type == WEFT_PARAM_REAL)
    value = parse_number (typed);
  else if (param->type != WEFT_PARAM_STRING)
    value = parse_list (param, typed);
  said.name = label = weft_param_dup_label (
      param); /* who typed it knows the parameter by what stands beside it */
  return weft_param_coerce (&said, value ? value : g_variant_new_string (typed), error);
}
