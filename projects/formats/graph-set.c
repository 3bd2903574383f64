/* graph-set: "node.param=value" and "training.key=value", as --set and run overrides give them */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/formats/graph-json.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/brief.h"
#include "projects/formats/graph-text.h"
#include "projects/formats/json-value.h"

static gboolean
fail_unknown_node (WeftTextReader *reader, const char *path, const char *name)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree char *hint = NULL, *quoted = NULL;

  for (guint i = 0; i < weft_graph_get_n_nodes (reader->graph); i++)
    g_ptr_array_add (names, weft_graph_get_node (reader->graph, i)->name);
  g_ptr_array_add (names, (gpointer) "training");
  g_ptr_array_add (names, NULL);
  hint = weft_json_dup_hint (name, (const char *const *) names->pdata);
  quoted = weft_brief (name, WEFT_BRIEF_QUOTE);
  return weft_text_fail (reader, path, _ ("there is no node “%s”%s"), quoted, hint);
}

/* A name that looks like a number is still a name. */
static GVariant *
value_of (const WeftParam *param, const char *text, GError **error)
{
  if (param->type == WEFT_PARAM_STRING && *text != '"' && g_utf8_validate (text, -1, NULL))
    return g_variant_ref_sink (g_variant_new_string (text));
  return weft_value_from_json (text, error);
}

static gboolean
set_flag (WeftTextReader *reader, const char *path, const WeftNode *node, const WeftFlag *flag,
          const char *text)
{
  gboolean on = strcmp (text, "true") == 0;
  g_autoptr (WeftEdit) edit = weft_edit_set_flag (node->id, flag->flag, on), inverse = NULL;
  g_autoptr (GError) cause = NULL;

  if (!on && strcmp (text, "false") != 0 && strcmp (text, "null") != 0)
    return weft_text_fail (reader, path, _ ("%s: “%s” must be true or false"), node->name,
                           flag->name);
  inverse = weft_graph_apply (reader->graph, edit, &cause);
  return inverse || weft_text_fail_from (reader, path, NULL, cause);
}

static gboolean
set_param (WeftTextReader *reader, const char *path, const char *name, const char *key,
           const char *text)
{
  const WeftNode *node = weft_graph_find_by_name (reader->graph, name);
  const WeftParam *param = node ? weft_params_find (node->layer->params, key) : NULL;
  g_autoptr (WeftEdit) edit = NULL, inverse = NULL;
  g_autoptr (GVariant) value = NULL, canonical = NULL;
  g_autoptr (GError) cause = NULL;

  if (!node)
    return fail_unknown_node (reader, path, name);
  if (!param && weft_flag_find (key))
    return set_flag (reader, path, node, weft_flag_find (key), text);
  if (!param)
    return weft_text_fail_unknown_param (reader, path, node, key);
  if (strcmp (text, "null") != 0)
    {
      value = value_of (param, text, &cause);
      canonical = value ? weft_json_coerce (param, value, &cause) : NULL;
      if (!canonical)
        return weft_text_fail_from (reader, path, NULL, cause);
    }
  edit = weft_edit_set_param (node->id, key, canonical);
  inverse = weft_graph_apply (reader->graph, edit, &cause);
  return inverse || weft_text_fail_from (reader, path, NULL, cause);
}

static gboolean
set_training (WeftTextReader *reader, const char *path, const char *key, const char *text)
{
  g_autoptr (GVariant) value = NULL;
  g_autoptr (GError) cause = NULL;

  if (strcmp (text, "null") == 0)
    return weft_text_set_training (reader, path, key, NULL);
  value = weft_value_from_json (text, &cause);
  if (!value)
    return weft_text_fail_from (reader, path, NULL, cause);
  return weft_text_set_training (reader, path, key, value);
}

gboolean
weft_graph_set_from_text (WeftGraph *graph, const char *assignment, GError **error)
{
  WeftTextReader reader = { .graph = graph, .error = error };
  const char *equals = strchr (assignment, '=');
  g_autofree char *path = equals ? g_strndup (assignment, equals - assignment) : NULL;
  g_auto (GStrv) parts = path ? g_strsplit (path, ".", 2) : NULL;

  if (!equals || g_strv_length (parts) != 2)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                   _ ("“%s” must be NODE.PARAMETER=VALUE or training.SETTING=VALUE"), assignment);
      return FALSE;
    }
  if (strcmp (parts[0], "training") == 0)
    return set_training (&reader, path, parts[1], equals + 1);
  return set_param (&reader, path, parts[0], parts[1], equals + 1);
}
