/* text-training: the training settings of a graph's text form, read */
/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The settings are one flat row of parameters. In the text the schedule's stand together in an
 * object of their own, and metrics are a list. */
#include "projects/formats/graph-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/brief.h"
#include "engine/graph/training.h"
#include "engine/metrics/metric.h"
#include "projects/formats/json-value.h"

/* A setting that stands in the schedule's object; its kind has another name there. */
static gboolean
is_schedule_key (const char *key)
{
  return strcmp (key, "kind") == 0 || weft_training_is_of_schedule (key);
}

static char *
dup_schedule_hint (const char *key)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  g_ptr_array_add (names, (gpointer) "kind");
  for (const WeftParam *param = weft_training_params (); param->name; param++)
    if (weft_training_is_of_schedule (param->name))
      g_ptr_array_add (names, (gpointer) param->name);
  g_ptr_array_add (names, NULL);
  return weft_json_dup_hint (key, (const char *const *) names->pdata);
}

static gboolean
fail_unknown (WeftTextReader *reader, const char *path, const char *key)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree char *hint = NULL, *quoted = NULL;

  for (const WeftParam *param = weft_training_params (); param->name; param++)
    if (!is_schedule_key (param->name))
      g_ptr_array_add (names, (gpointer) param->name);
  g_ptr_array_add (names, NULL);
  hint = weft_json_dup_hint (key, (const char *const *) names->pdata);
  quoted = weft_brief (key, WEFT_BRIEF_QUOTE);
  return weft_text_fail (reader, path, _ ("there is no training setting “%s”%s"), quoted, hint);
}

/* key: of the table. */
static gboolean
fail_kind (WeftTextReader *reader, const char *path, const char *key, const char *expected)
{
  g_autofree char *name
      = weft_json_dup_both_names (weft_params_find (weft_training_params (), key));

  return weft_text_fail (reader, path, _ ("%s must be %s"), name, expected);
}

/* One parameter as the graph stores it. */
static gboolean
set_flat (WeftTextReader *reader, const char *path, const char *key, GVariant *value)
{
  const WeftParam *param = weft_params_find (weft_training_params (), key);
  g_autoptr (WeftEdit) edit = NULL, inverse = NULL;
  g_autoptr (GVariant) canonical = NULL;
  g_autoptr (GError) cause = NULL;

  if (!param)
    return fail_unknown (reader, path, key);
  if (value)
    canonical = weft_json_coerce (param, value, &cause);
  if (value && !canonical)
    return weft_text_fail_from (reader, path, NULL, cause);
  edit = weft_edit_set_training (key, canonical);
  inverse = weft_graph_apply (reader->graph, edit, &cause);
  return inverse || weft_text_fail_from (reader, path, NULL, cause);
}

/* Adds one name to "accuracy,top_3"; FALSE when it is none. */
static gboolean
add_metric (GString *joined, const char *word)
{
  g_autofree char *name = g_strstrip (g_strdup (word));

  if (*name == '\0' || strchr (name, ','))
    return FALSE;
  g_string_append_printf (joined, "%s%s", joined->len ? "," : "", name);
  return TRUE;
}

static gboolean
add_metrics (GString *joined, GVariant *list)
{
  for (gsize i = 0; i < g_variant_n_children (list); i++)
    {
      g_autoptr (GVariant) child = g_variant_get_child_value (list, i);
      g_autoptr (GVariant) name = g_variant_get_variant (child);

      if (!g_variant_is_of_type (name, G_VARIANT_TYPE_STRING)
          || !add_metric (joined, g_variant_get_string (name, NULL)))
        return FALSE;
    }
  return TRUE;
}

static gboolean
fail_metric (WeftTextReader *reader, const char *path, const char *unknown)
{
  g_autofree char *ids = weft_metrics_dup_ids ();
  g_auto (GStrv) names = g_strsplit (ids, ", ", -1);
  g_autofree char *hint = weft_json_dup_hint (unknown, (const char *const *) names);
  g_autofree char *quoted = weft_brief (unknown, WEFT_BRIEF_QUOTE);

  return weft_text_fail (reader, path, _ ("there is no metric “%s”; there are %s%s"), quoted, ids,
                         hint);
}

/* ["accuracy", "top_3"], or the same as one text with commas. */
static gboolean
set_metrics (WeftTextReader *reader, const char *path, GVariant *value)
{
  g_autoptr (GString) joined = g_string_new (NULL);
  gboolean is_text = g_variant_is_of_type (value, G_VARIANT_TYPE_STRING);
  g_auto (GStrv) words = is_text ? g_strsplit (g_variant_get_string (value, NULL), ",", -1) : NULL;
  gboolean is_good
      = is_text
        || (g_variant_is_of_type (value, G_VARIANT_TYPE ("av")) && add_metrics (joined, value));
  g_autoptr (GVariant) flat = NULL;
  g_autofree char *unknown = NULL;

  for (guint i = 0; is_good && words && words[i]; i++)
    is_good = add_metric (joined, words[i]);
  if (!is_good)
    return fail_kind (reader, path, "metrics", _ ("a list of names"));
  unknown = weft_metrics_dup_unknown (joined->str);
  if (unknown)
    return fail_metric (reader, path, unknown);
  flat = g_variant_ref_sink (g_variant_new_string (joined->str));
  return set_flat (reader, path, "metrics", flat);
}

static gboolean
set_schedule (WeftTextReader *reader, const char *path, GVariant *value)
{
  GVariantIter iter;
  const char *key;
  GVariant *member;
  gboolean is_good = TRUE;

  if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
    return set_flat (reader, path, "schedule", value);
  if (!g_variant_is_of_type (value, G_VARIANT_TYPE_VARDICT))
    return fail_kind (reader, path, "schedule", _ ("an object with “kind”"));
  g_variant_iter_init (&iter, value);
  while (is_good && g_variant_iter_next (&iter, "{&sv}", &key, &member))
    {
      g_autofree char *quoted = weft_brief (key, WEFT_BRIEF_QUOTE);
      g_autofree char *where = g_strdup_printf ("%s.%s", path, quoted);
      g_autofree char *hint = dup_schedule_hint (key);

      if (!is_schedule_key (key))
        is_good = weft_text_fail (reader, where, _ ("there is no key “%s” here%s"), quoted, hint);
      else
        is_good = set_flat (reader, where, strcmp (key, "kind") == 0 ? "schedule" : key, member);
      g_variant_unref (member);
    }
  return is_good;
}

gboolean
weft_text_set_training (WeftTextReader *reader, const char *path, const char *key, GVariant *value)
{
  if (value && strcmp (key, "schedule") == 0)
    return set_schedule (reader, path, value);
  if (value && strcmp (key, "metrics") == 0)
    return set_metrics (reader, path, value);
  return set_flat (reader, path, key, value);
}

/* In the text, unlike after --set, a key of the schedule has its one place. */
static gboolean
read_setting (WeftTextReader *reader, const char *key, JsonNode *json)
{
  g_autofree char *quoted = weft_brief (key, WEFT_BRIEF_QUOTE);
  g_autofree char *path = g_strconcat ("training.", quoted, NULL);
  g_autoptr (GVariant) value = weft_json_to_variant (json);

  if (!value)
    return weft_text_fail (reader, path, _ ("null is not a value; leave the setting out"));
  if (is_schedule_key (key))
    return weft_text_fail (reader, path, _ ("“%s” belongs into training.schedule"), key);
  if (strcmp (key, "schedule") == 0 && !JSON_NODE_HOLDS_OBJECT (json))
    return fail_kind (reader, path, "schedule", _ ("an object with “kind”"));
  return weft_text_set_training (reader, path, key, value);
}

gboolean
weft_text_read_training (WeftTextReader *reader, JsonObject *root)
{
  JsonNode *json = json_object_get_member (root, "training");
  g_autoptr (GList) keys = NULL;

  if (!json)
    return TRUE;
  if (!JSON_NODE_HOLDS_OBJECT (json))
    return weft_text_fail (reader, "training", _ ("must be an object"));
  keys = json_object_get_members (json_node_get_object (json));
  for (GList *l = keys; l; l = l->next)
    if (!read_setting (reader, l->data,
                       json_object_get_member (json_node_get_object (json), l->data)))
      return FALSE;
  return TRUE;
}
