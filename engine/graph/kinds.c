/* kinds: the table of edits */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/graph/graph-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/graph/training.h"

WeftEdit *
weft_edit_refuse (GError **error, const char *format, ...)
{
  va_list arguments;
  g_autofree char *message = NULL;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INVALID, message);
  return NULL;
}

WeftNode *
weft_edit_find_node (WeftGraph *graph, gint64 id, GError **error)
{
  WeftNode *node = weft_graph_lookup (graph, id);

  if (!node)
    weft_edit_refuse (error, _ ("there is no node %lld"), (long long) id);
  return node;
}

gboolean
weft_edit_coerce (const WeftParam *params, const char *name, GVariant *value, GVariant **canonical,
                  GError **error)
{
  const WeftParam *param = weft_params_find (params, name);

  if (param)
    *canonical = weft_param_coerce (param, value, error);
  else
    weft_edit_refuse (error, _ ("there is no parameter %s"), name);
  return *canonical != NULL;
}

gboolean
weft_edit_coerce_optional (const WeftParam *params, const char *name, GVariant *optional,
                           GVariant **canonical, GError **error)
{
  const WeftParam *param = weft_params_find (params, name);
  g_autoptr (GVariant) value = NULL;

  if (param && g_variant_n_children (optional) == 0)
    return TRUE;
  if (param)
    g_variant_get_child (optional, 0, "v", &value);
  return weft_edit_coerce (params, name, value, canonical, error);
}

static WeftEdit *
set_training (WeftGraph *graph, WeftEdit *edit, GError **error)
{
  const WeftParam *params = weft_training_params ();
  g_autoptr (GVariant) optional = NULL;
  g_autoptr (GVariant) value = NULL;
  g_autoptr (GVariant) old = NULL;
  GVariant *training;
  const char *key;

  g_variant_get (edit->payload, "(&s@av)", &key, &optional);
  if (!weft_edit_coerce_optional (params, key, optional, &value, error))
    {
      g_prefix_error (error, "training: ");
      return NULL;
    }
  old = g_variant_lookup_value (graph->training, key, NULL);
  training = weft_params_with (params, graph->training, key, value);
  g_variant_unref (graph->training);
  graph->training = training;
  return weft_edit_set_training (key, old);
}

/* The inverses, last first. */
static WeftEdit *
turn_round (GPtrArray *inverses)
{
  for (guint i = 0; i < inverses->len / 2; i++)
    {
      gpointer swapped = inverses->pdata[i];

      inverses->pdata[i] = inverses->pdata[inverses->len - 1 - i];
      inverses->pdata[inverses->len - 1 - i] = swapped;
    }
  return weft_edit_new_list_taking (inverses, NULL);
}

static WeftEdit *
apply_list (WeftGraph *graph, WeftEdit *edit, GError **error)
{
  gint64 next_id = graph->next_id;
  GPtrArray *inverses = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_edit_unref);

  for (guint i = 0; i < edit->children->len; i++)
    {
      WeftEdit *child = weft_edit_get_child (edit, i);
      WeftEdit *inverse = child->kind->apply (graph, child, error);

      if (inverse)
        {
          g_ptr_array_add (inverses, inverse);
          continue;
        }
      for (guint k = inverses->len; k-- > 0;)
        {
          WeftEdit *back = g_ptr_array_index (inverses, k);
          g_autoptr (WeftEdit) again = back->kind->apply (graph, back, NULL);

          g_assert (again); /* an inverse always fits where it was made */
        }
      graph->next_id = next_id;
      g_ptr_array_unref (inverses);
      return NULL;
    }
  return turn_round (inverses);
}

/* --- the table --- */

static char *
added_layer (GVariant *payload)
{
  const WeftLayer *layer;
  const char *id;

  g_variant_get_child (payload, 3, "&s", &id);
  layer = weft_layer_find (id);
  return g_strdup (layer ? _ (layer->title) : id);
}

static char *
changed_setting (GVariant *payload)
{
  const WeftParam *param;
  const char *key;

  g_variant_get_child (payload, 0, "&s", &key);
  param = weft_params_find (weft_training_params (), key);
  return g_strdup (param ? _ (param->label) : key);
}

/* The edit knows the node's number only, yet one name means one thing in every layer. */
static char *
changed_param (GVariant *payload)
{
  const char *name;
  guint n;
  const WeftLayer *const *layers = weft_layers (&n);

  g_variant_get_child (payload, 1, "&s", &name);
  for (guint i = 0; i < n; i++)
    {
      const WeftParam *param = weft_params_find (layers[i]->params, name);

      if (param)
        return g_strdup (_ (param->label));
    }
  return g_strdup (name);
}

const WeftEditKind weft_edit_kinds[] = {
  { "add-node", "(xsssa{sv}xdd)", N_ ("Add %s"), TRUE, TRUE, FALSE, added_layer,
    weft_edit_apply_add_node },
  { "remove-node", "(x)", N_ ("Delete"), TRUE, TRUE, FALSE, NULL, weft_edit_apply_remove_node },
  { "add-wire", "(xixi)", N_ ("Connect"), TRUE, FALSE, FALSE, NULL, weft_edit_apply_add_wire },
  { "remove-wire", "(xixi)", N_ ("Disconnect"), TRUE, FALSE, FALSE, NULL,
    weft_edit_apply_remove_wire },
  { "set-param", "(xsav)", N_ ("Change %s"), TRUE, TRUE, TRUE, changed_param,
    weft_edit_apply_set_param },
  { "set-name", "(xs)", N_ ("Rename"), TRUE, TRUE, TRUE, NULL, weft_edit_apply_set_name },
  { "set-title", "(xs)", N_ ("Change title"), FALSE, TRUE, TRUE, NULL, weft_edit_apply_set_title },
  { "move", "(xdd)", N_ ("Move"), FALSE, TRUE, TRUE, NULL, weft_edit_apply_move },
  { "set-training", "(sav)", N_ ("Change %s"), TRUE, FALSE, TRUE, changed_setting, set_training },
  { "list", "(s)", N_ ("Change"), FALSE, FALSE, FALSE, NULL, apply_list },
  { NULL },
};

const WeftEditKind *
weft_edit_find_kind (const char *id)
{
  for (const WeftEditKind *kind = weft_edit_kinds; kind->id; kind++)
    if (strcmp (kind->id, id) == 0)
      return kind;
  return NULL;
}
