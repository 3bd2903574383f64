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
weft_edit_coerce_value (const WeftParam *params, const char *name, WeftEdit *edit,
                        GVariant **canonical, GError **error)
{
  g_autoptr (GVariant) value = weft_edit_dup_value (edit, "value");

  if (!value && weft_params_find (params, name))
    return TRUE;
  return weft_edit_coerce (params, name, value, canonical, error);
}

static WeftEdit *
set_training (WeftGraph *graph, WeftEdit *edit, GError **error)
{
  const WeftParam *params = weft_training_params ();
  const char *key = weft_edit_get_text (edit, "name");
  g_autoptr (GVariant) value = NULL;
  g_autoptr (GVariant) old = NULL;
  GVariant *training;

  if (!weft_edit_coerce_value (params, key, edit, &value, error))
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

WeftEdit *
weft_edit_turn_round (GPtrArray *inverses)
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
  return weft_edit_turn_round (inverses);
}

/* --- the table --- */

static char *
added_layer (WeftEdit *edit)
{
  const char *id = weft_edit_get_text (edit, "layer");
  const WeftLayer *layer = weft_layer_find (id);

  return g_strdup (layer ? _ (layer->title) : id);
}

static char *
changed_setting (WeftEdit *edit)
{
  const char *key = weft_edit_get_text (edit, "name");
  const WeftParam *param = weft_params_find (weft_training_params (), key);

  return param ? weft_param_dup_label (param) : g_strdup (key);
}

/* The edit knows the node's number only, yet one name means one thing in every layer. */
static char *
changed_param (WeftEdit *edit)
{
  const char *name = weft_edit_get_text (edit, "name");
  guint n;
  const WeftLayer *const *layers = weft_layers (&n);

  for (guint i = 0; i < n; i++)
    {
      const WeftParam *param = weft_params_find (layers[i]->params, name);

      if (param)
        return g_strdup (_ (param->label));
    }
  return g_strdup (name);
}

static char *
set_flag (WeftEdit *edit)
{
  const WeftFlag *row = weft_flag_find (weft_edit_get_text (edit, "name"));
  gboolean on = FALSE;

  g_variant_lookup (edit->payload, "on", "b", &on);
  return g_strdup (!row ? "" : on ? _ (row->set) : _ (row->clear));
}

static gboolean
flag_means (WeftEdit *edit)
{
  const WeftFlag *row = weft_flag_find (weft_edit_get_text (edit, "name"));

  return row == NULL || !row->only_looks;
}

#define OF_NODE                                                                                    \
  {                                                                                                \
    "node", "x", .is_target = TRUE                                                                 \
  }
#define OPTIONAL .is_optional = TRUE

static const WeftEditField node_fields[] = {
  OF_NODE,
  { "name", "s" },
  { "title", "s", OPTIONAL },
  { "layer", "s" },
  { "params", "a{sv}" },
  { "x", "d" },
  { "y", "d" },
  { "parent", "x", OPTIONAL },
  { "shared", "x", OPTIONAL },
  { "flags", "as", OPTIONAL },
  { NULL },
};
static const WeftEditField parent_fields[] = { OF_NODE, { "parent", "x" }, { NULL } };
static const WeftEditField shared_fields[] = { OF_NODE, { "shared", "x" }, { NULL } };
static const WeftEditField flag_fields[] = {
  OF_NODE,
  { "name", "s", .is_target = TRUE },
  { "on", "b" },
  { NULL },
};
static const WeftEditField id_fields[] = { OF_NODE, { NULL } };
static const WeftEditField wire_fields[] = {
  { "from", "x" }, { "output", "i" }, { "to", "x" }, { "input", "i" }, { NULL },
};
static const WeftEditField param_fields[] = {
  OF_NODE,
  { "name", "s", .is_target = TRUE },
  { "value", NULL, OPTIONAL },
  { NULL },
};
static const WeftEditField name_fields[] = { OF_NODE, { "name", "s" }, { NULL } };
static const WeftEditField title_fields[] = { OF_NODE, { "title", "s", OPTIONAL }, { NULL } };
static const WeftEditField place_fields[] = { OF_NODE, { "x", "d" }, { "y", "d" }, { NULL } };
static const WeftEditField setting_fields[] = {
  { "name", "s", .is_target = TRUE },
  { "value", NULL, OPTIONAL },
  { NULL },
};
static const WeftEditField list_fields[] = {
  { "label", "s", OPTIONAL },
  { "edits", "a(sv)" },
  { NULL },
};

#define MEANS .changes_meaning = TRUE
#define OVERWRITES .overwrites = TRUE
#define OF_OTHERS .is_of_others = TRUE

const WeftEditKind weft_edit_kinds[] = {
  { "add-node", node_fields, N_ ("Add %s"), MEANS, .subject = added_layer,
    .apply = weft_edit_apply_add_node },
  { "remove-node", id_fields, N_ ("Delete"), MEANS, .apply = weft_edit_apply_remove_node },
  { "add-wire", wire_fields, N_ ("Connect"), MEANS, .apply = weft_edit_apply_add_wire },
  { "remove-wire", wire_fields, N_ ("Disconnect"), MEANS, .apply = weft_edit_apply_remove_wire },
  { "set-param", param_fields, N_ ("Change %s"), MEANS, OVERWRITES, .subject = changed_param,
    .apply = weft_edit_apply_set_param },
  { "set-name", name_fields, N_ ("Rename"), MEANS, OVERWRITES, .apply = weft_edit_apply_set_name },
  { "set-title", title_fields, N_ ("Change title"), OVERWRITES,
    .apply = weft_edit_apply_set_title },
  { "move", place_fields, N_ ("Move"), OVERWRITES, .apply = weft_edit_apply_move },
  { "set-parent", parent_fields, N_ ("Move into a group"), MEANS, OF_OTHERS,
    .apply = weft_edit_apply_set_parent },
  { "set-shared", shared_fields, N_ ("Share weights"), MEANS, OVERWRITES, OF_OTHERS,
    .apply = weft_edit_apply_set_shared },
  { "set-flag", flag_fields, "%s", OVERWRITES, .means = flag_means, .subject = set_flag,
    .apply = weft_edit_apply_set_flag },
  { "set-training", setting_fields, N_ ("Change %s"), MEANS, OVERWRITES, .subject = changed_setting,
    .apply = set_training },
  { "list", list_fields, N_ ("Change"), .is_list = TRUE, .apply = apply_list },
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
