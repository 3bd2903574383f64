/* json-value: one value of the text form as a GVariant, and back */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/formats/json-value.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "engine/base/brief.h"
#include "engine/base/error.h"
#include "engine/base/number.h"
#include "projects/formats/graph-json.h"
#include "projects/formats/json-scan.h"

/* --- in --- */

static GVariant *
array_to_variant (JsonArray *array)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("av"));
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      g_autoptr (GVariant) child = weft_json_to_variant (json_array_get_element (array, i));

      if (!child)
        {
          g_variant_builder_clear (&builder);
          return NULL;
        }
      g_variant_builder_add (&builder, "v", child);
    }
  return g_variant_ref_sink (g_variant_builder_end (&builder));
}

static GVariant *
object_to_variant (JsonObject *object)
{
  g_autoptr (GList) keys = json_object_get_members (object);
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE_VARDICT);
  for (GList *l = keys; l; l = l->next)
    {
      g_autoptr (GVariant) child = weft_json_to_variant (json_object_get_member (object, l->data));

      if (!child)
        {
          g_variant_builder_clear (&builder);
          return NULL;
        }
      g_variant_builder_add (&builder, "{sv}", l->data, child);
    }
  return g_variant_ref_sink (g_variant_builder_end (&builder));
}

static GVariant *
scalar_to_variant (JsonNode *node)
{
  GType type = json_node_get_value_type (node);

  if (type == G_TYPE_INT64)
    return g_variant_ref_sink (g_variant_new_int64 (json_node_get_int (node)));
  if (type == G_TYPE_DOUBLE)
    return g_variant_ref_sink (g_variant_new_double (json_node_get_double (node)));
  if (type == G_TYPE_BOOLEAN)
    return g_variant_ref_sink (g_variant_new_boolean (json_node_get_boolean (node)));
  return g_variant_ref_sink (g_variant_new_string (json_node_get_string (node)));
}

GVariant *
weft_json_to_variant (JsonNode *node)
{
  switch (json_node_get_node_type (node))
    {
    case JSON_NODE_ARRAY:
      return array_to_variant (json_node_get_array (node));
    case JSON_NODE_OBJECT:
      return object_to_variant (json_node_get_object (node));
    case JSON_NODE_VALUE:
      return scalar_to_variant (node);
    default:
      return NULL;
    }
}

/* How many letters to change, add or drop to get from one word to the other. */
static guint
distance (const char *a, const char *b)
{
  gsize n = strlen (a), m = strlen (b);
  guint row[65];

  if (n > 64 || m > 64)
    return G_MAXUINT;
  for (gsize j = 0; j <= m; j++)
    row[j] = (guint) j;
  for (gsize i = 1; i <= n; i++)
    {
      guint diagonal = row[0];

      row[0] = (guint) i;
      for (gsize j = 1; j <= m; j++)
        {
          guint above = row[j];
          guint change = diagonal + (a[i - 1] != b[j - 1]);

          row[j] = MIN (change, MIN (above, row[j - 1]) + 1);
          diagonal = above;
        }
    }
  return row[m];
}

char *
weft_json_dup_hint (const char *word, const char *const *names)
{
  guint best = (guint) MAX (2, strlen (word) / 3) + 1;
  const char *nearest = NULL;

  for (; *names; names++)
    {
      guint d = distance (word, *names);

      if (d < best)
        {
          best = d;
          nearest = *names;
        }
    }
  return nearest ? g_strdup_printf (_ ("; did you mean “%s”?"), nearest) : g_strdup ("");
}

char *
weft_json_dup_both_names (const WeftParam *param)
{
  return param->label ? g_strdup_printf (_ ("%s (%s)"), _ (param->label), param->name)
                      : g_strdup (param->name);
}

GVariant *
weft_json_coerce (const WeftParam *param, GVariant *value, GError **error)
{
  g_autofree char *name = weft_json_dup_both_names (param);
  WeftParam said = *param;
  g_autoptr (GPtrArray) choices = g_ptr_array_new ();
  g_autoptr (GVariant) held = g_variant_ref_sink (value);
  g_autoptr (GError) cause = NULL;
  g_autofree char *text = NULL, *quoted = NULL, *hint = NULL;
  GVariant *canonical;

  said.name = name;
  canonical = weft_param_coerce (&said, held, &cause);
  if (canonical)
    return canonical;
  for (const WeftChoice *choice = param->choices; choice && choice->value; choice++)
    g_ptr_array_add (choices, (gpointer) choice->value);
  g_ptr_array_add (choices, NULL);
  text = weft_value_to_json (held);
  quoted = weft_brief (text, WEFT_BRIEF_QUOTE);
  if (g_variant_is_of_type (held, G_VARIANT_TYPE_STRING))
    hint = weft_json_dup_hint (g_variant_get_string (held, NULL),
                               (const char *const *) choices->pdata);
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, _ ("%s, not %s%s"), cause->message, quoted,
               hint ? hint : "");
  return NULL;
}

/* --- out --- */

void
weft_json_append_double (GString *out, double value)
{
  char text[WEFT_NUMBER_SIZE];

  g_string_append (out, isfinite (value) ? weft_number_write (text, value) : "null");
}

void
weft_json_append_string (GString *out, const char *text)
{
  static const char named[] = "\"\\\b\f\n\r\t", letters[] = "\"\\bfnrt";

  g_string_append_c (out, '"');
  for (; *text; text = g_utf8_next_char (text))
    {
      const char *found = strchr (named, *text);
      gunichar c = g_utf8_get_char (text);

      if (found)
        g_string_append_printf (out, "\\%c", letters[found - named]);
      else if (weft_brief_is_hidden (c))
        g_string_append_printf (out, "\\u%04x", c);
      else
        g_string_append_unichar (out, c);
    }
  g_string_append_c (out, '"');
}

static void
append_container (GString *out, GVariant *value)
{
  gboolean is_dict = g_variant_is_of_type (value, G_VARIANT_TYPE_DICTIONARY);

  g_string_append_c (out, is_dict ? '{' : '[');
  for (gsize i = 0; i < g_variant_n_children (value); i++)
    {
      g_autoptr (GVariant) child = g_variant_get_child_value (value, i);

      g_string_append (out, i ? ", " : "");
      weft_json_append_variant (out, child);
    }
  g_string_append_c (out, is_dict ? '}' : ']');
}

static void
append_entry (GString *out, GVariant *entry)
{
  g_autoptr (GVariant) key = g_variant_get_child_value (entry, 0);
  g_autoptr (GVariant) value = g_variant_get_child_value (entry, 1);

  weft_json_append_variant (out, key);
  g_string_append (out, ": ");
  weft_json_append_variant (out, value);
}

static void
append_boxed (GString *out, GVariant *value)
{
  g_autoptr (GVariant) inner
      = g_variant_n_children (value) ? g_variant_get_child_value (value, 0) : NULL;

  if (inner)
    weft_json_append_variant (out, inner);
  else
    g_string_append (out, "null");
}

void
weft_json_append_variant (GString *out, GVariant *value)
{
  switch (g_variant_classify (value))
    {
    case G_VARIANT_CLASS_BOOLEAN:
      g_string_append (out, g_variant_get_boolean (value) ? "true" : "false");
      return;
    case G_VARIANT_CLASS_INT32:
      g_string_append_printf (out, "%d", g_variant_get_int32 (value));
      return;
    case G_VARIANT_CLASS_UINT32:
      g_string_append_printf (out, "%u", g_variant_get_uint32 (value));
      return;
    case G_VARIANT_CLASS_INT64:
      g_string_append_printf (out, "%" G_GINT64_FORMAT, g_variant_get_int64 (value));
      return;
    case G_VARIANT_CLASS_UINT64:
      g_string_append_printf (out, "%" G_GUINT64_FORMAT, g_variant_get_uint64 (value));
      return;
    case G_VARIANT_CLASS_DOUBLE:
      weft_json_append_double (out, g_variant_get_double (value));
      return;
    case G_VARIANT_CLASS_STRING:
      weft_json_append_string (out, g_variant_get_string (value, NULL));
      return;
    case G_VARIANT_CLASS_VARIANT:
    case G_VARIANT_CLASS_MAYBE:
      append_boxed (out, value);
      return;
    case G_VARIANT_CLASS_DICT_ENTRY:
      append_entry (out, value);
      return;
    case G_VARIANT_CLASS_ARRAY:
    case G_VARIANT_CLASS_TUPLE:
      append_container (out, value);
      return;
    default:
      g_string_append (out, "null");
    }
}

/* Whether one number says it all: of every axis it is the same, and how many there are is known. */
static gboolean
is_one_number (const WeftParam *param, GVariant *value)
{
  g_autoptr (GVariant) first = NULL;
  gboolean is_of_axes = param->type == WEFT_PARAM_SIZE2 || param->type == WEFT_PARAM_PADDING
                        || (param->type == WEFT_PARAM_DIMS && param->length > 0);

  if (!is_of_axes || !g_variant_is_of_type (value, G_VARIANT_TYPE ("ax")))
    return FALSE;
  first = g_variant_get_child_value (value, 0);
  for (gsize i = 1; i < g_variant_n_children (value); i++)
    {
      g_autoptr (GVariant) other = g_variant_get_child_value (value, i);

      if (!g_variant_equal (first, other))
        return FALSE;
    }
  return TRUE;
}

void
weft_json_append_param (GString *out, const WeftParam *param, GVariant *value)
{
  g_autoptr (GVariant) first
      = is_one_number (param, value) ? g_variant_get_child_value (value, 0) : NULL;

  weft_json_append_variant (out, first ? first : value);
}

/* --- what the command line types and prints --- */

/* Digits and what may stand between them: a number gone wrong rather than a word. */
static gboolean
looks_like_number (const char *text)
{
  return g_ascii_isdigit (text[text[0] == '-'])
         && strspn (text, "0123456789.+-eE") == strlen (text);
}

GVariant *
weft_value_from_json (const char *text, GError **error)
{
  g_autoptr (GError) cause = NULL;
  g_autoptr (JsonNode) node = weft_json_parse (text, -1, &cause);
  GVariant *value;

  if (!node)
    {
      if (!g_utf8_validate (text, -1, NULL) || *text == '\0' || strchr ("{[\"", *text)
          || looks_like_number (text))
        {
          g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "%s", cause->message);
          return NULL;
        }
      return g_variant_ref_sink (g_variant_new_string (text));
    }
  value = weft_json_to_variant (node);
  if (!value)
    g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, _ ("null is not a value here"));
  return value;
}

char *
weft_value_to_json (GVariant *value)
{
  GString *out = g_string_new (NULL);

  weft_json_append_variant (out, value);
  return g_string_free (out, FALSE);
}
