/* node: copies, and what people read of a node */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/graph/graph-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/brief.h"
#include "engine/base/count.h"

#define FEW 64 /* numbers that are looked at one by one */

WeftNode *
weft_node_copy (const WeftNode *node)
{
  WeftNode *copy = g_new (WeftNode, 1);

  *copy = *node;
  copy->name = g_strdup (node->name);
  copy->title = g_strdup (node->title);
  copy->params = g_variant_ref (node->params);
  return copy;
}

void
weft_node_free (WeftNode *node)
{
  g_free (node->name);
  g_free (node->title);
  g_clear_pointer (&node->params, g_variant_unref);
  g_free (node);
}

static gboolean
is_taken (WeftGraph *graph, const char *stem, guint number)
{
  g_autofree char *name = g_strdup_printf ("%s%u", stem, number);

  return weft_graph_find_by_name (graph, name) != NULL;
}

/* The first that is free; of many a free one behind a taken one, for else thousands are tried. */
char *
weft_graph_dup_free_name (WeftGraph *graph, const char *stem)
{
  guint taken = 0, number = 1;

  while (is_taken (graph, stem, number))
    {
      taken = number;
      number = number < FEW ? number + 1 : 2 * number;
    }
  while (number - taken > 1)
    {
      guint middle = taken + (number - taken) / 2;

      if (is_taken (graph, stem, middle))
        taken = middle;
      else
        number = middle;
    }
  return g_strdup_printf ("%s%u", stem, number);
}

/* "3" of "conv2d3"; "" of "conv2d". */
static const char *
find_number (const char *name)
{
  const char *end = name + strlen (name);

  while (end > name && g_ascii_isdigit (end[-1]))
    end--;
  return end;
}

char *
weft_node_dup_title (const WeftNode *node)
{
  const char *number = find_number (node->name);

  if (node->title)
    return weft_brief (node->title, WEFT_BRIEF_NAME);
  if (!*number)
    return g_strdup (_ (node->layer->title));
  return g_strdup_printf ("%s %s", _ (node->layer->title), number);
}

GVariant *
weft_node_get_param (const WeftNode *node, const char *name)
{
  return weft_params_get (node->layer->params, node->params, name);
}

static char *
find_param (const WeftNode *node, const char *place)
{
  const WeftParam *param = weft_params_find (node->layer->params, place);
  g_autoptr (GVariant) value = NULL;

  if (!param)
    return NULL;
  value = weft_node_get_param (node, place);
  if (value && g_variant_is_of_type (value, G_VARIANT_TYPE_INT64))
    return weft_count_format_large (g_variant_get_int64 (value));
  return value ? weft_param_format (param, value) : NULL;
}

/* "3 units" of "3" and { "units place", "unit", "units" }; the value alone without words. */
static char *
add_word (const char *value, char **place)
{
  guint n = g_strv_length (place);

  if (n < 2)
    return g_strdup (value);
  return g_strdup_printf ("%s %s", value, strcmp (value, "1") == 0 ? place[1] : place[n - 1]);
}

/* What stands for the text between two braces, "units|unit|units"; NULL when it is not known. */
static char *
fill_place (const WeftNode *node, const char *text, char *(*find) (const char *, gconstpointer),
            gconstpointer data)
{
  g_auto (GStrv) place = g_strsplit (text, "|", -1);
  g_autofree char *value = *place ? find_param (node, *place) : NULL;

  if (!value && *place && find)
    value = find (*place, data);
  return value ? add_word (value, place) : NULL;
}

/* One part of a line, "{units|unit|units}"; NULL when a place of it is not known. */
static char *
fill_part (const WeftNode *node, const char *part, char *(*find) (const char *, gconstpointer),
           gconstpointer data)
{
  g_autoptr (GString) filled = g_string_new (NULL);

  for (const char *at = part; *at;)
    {
      const char *end = *at == '{' ? strchr (at, '}') : NULL;
      g_autofree char *place = end ? g_strndup (at + 1, end - at - 1) : NULL;
      g_autofree char *value = NULL;

      if (!end)
        {
          g_string_append_c (filled, *at++);
          continue;
        }
      value = fill_place (node, place, find, data);
      if (!value)
        return NULL;
      g_string_append (filled, value);
      at = end + 1;
    }
  return g_string_free (g_steal_pointer (&filled), FALSE);
}

char *
weft_node_fill_line (const WeftNode *node, char *(*find) (const char *, gconstpointer),
                     gconstpointer data)
{
  g_autoptr (GString) line = g_string_new (NULL);
  g_auto (GStrv) parts = NULL;

  if (!node->layer->line)
    return g_strdup ("");
  parts = g_strsplit (_ (node->layer->line), " · ", -1);
  for (char **part = parts; *part; part++)
    {
      g_autofree char *filled = fill_part (node, *part, find, data);

      if (filled)
        g_string_append_printf (line, "%s%s", line->len ? " · " : "", filled);
    }
  return g_string_free (g_steal_pointer (&line), FALSE);
}

char *
weft_node_dup_line (const WeftNode *node)
{
  return weft_node_fill_line (node, NULL, NULL);
}
