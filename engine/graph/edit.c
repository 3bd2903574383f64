/* edit: what edits say of themselves; merges and resolves them; what a kind does stands in kinds.c
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/graph/rewired.h"
#include "engine/graph/graph-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

WeftEdit *
weft_edit_new (const char *kind, GVariant *payload, GPtrArray *children)
{
  WeftEdit *edit = g_new0 (WeftEdit, 1);

  g_atomic_ref_count_init (&edit->ref_count);
  edit->kind = weft_edit_find_kind (kind);
  edit->payload = g_variant_ref_sink (payload);
  edit->children = children;
  g_variant_get_data (edit->payload); /* serialised, its strings live as long as it does */
  return edit;
}

WeftEdit *
weft_edit_ref (WeftEdit *edit)
{
  g_atomic_ref_count_inc (&edit->ref_count);
  return edit;
}

void
weft_edit_unref (WeftEdit *edit)
{
  if (!g_atomic_ref_count_dec (&edit->ref_count))
    return;
  g_variant_unref (edit->payload);
  g_clear_pointer (&edit->children, g_ptr_array_unref);
  g_free (edit);
}

/* --- what an edit says of itself --- */

const char *
weft_edit_get_text (WeftEdit *edit, const char *key)
{
  const char *text = NULL;

  g_variant_lookup (edit->payload, key, "&s", &text);
  return text;
}

gint64
weft_edit_get_id (WeftEdit *edit, const char *key)
{
  gint64 id = 0;

  g_variant_lookup (edit->payload, key, "x", &id);
  return id;
}

int
weft_edit_get_int (WeftEdit *edit, const char *key)
{
  gint32 value = -1;

  g_variant_lookup (edit->payload, key, "i", &value);
  return value;
}

double
weft_edit_get_real (WeftEdit *edit, const char *key)
{
  double value = 0;

  g_variant_lookup (edit->payload, key, "d", &value);
  return value;
}

GVariant *
weft_edit_dup_value (WeftEdit *edit, const char *key)
{
  return g_variant_lookup_value (edit->payload, key, NULL);
}

const char *
weft_edit_get_kind (WeftEdit *edit)
{
  return edit->kind->id;
}

guint
weft_edit_get_n_children (WeftEdit *edit)
{
  return edit->children ? edit->children->len : 0;
}

WeftEdit *
weft_edit_get_child (WeftEdit *edit, guint i)
{
  g_return_val_if_fail (i < weft_edit_get_n_children (edit), NULL);
  return g_ptr_array_index (edit->children, i);
}

gint64
weft_edit_get_node (WeftEdit *edit)
{
  gint64 node = weft_edit_get_id (edit, "node");

  for (guint i = 0; i < weft_edit_get_n_children (edit); i++)
    {
      gint64 other = weft_edit_get_node (weft_edit_get_child (edit, i));

      if (other == 0 || (i > 0 && other != node))
        return 0;
      node = other;
    }
  return node;
}

/* About a remark, or of how a node looks: the network stays as it is. */
static gboolean
is_of_looks (WeftEdit *edit, WeftGraph *graph)
{
  const char *id = weft_edit_get_text (edit, "layer"), *name = weft_edit_get_text (edit, "name");
  const WeftNode *node = weft_graph_find (graph, weft_edit_get_node (edit));
  const WeftLayer *layer = id ? weft_layer_find (id) : node ? node->layer : NULL;
  const WeftParam *param = layer && name && !id ? weft_params_find (layer->params, name) : NULL;

  return (layer && weft_layer_is_remark (layer)) || (param && param->is_look);
}

gboolean
weft_edit_means (WeftEdit *edit, WeftGraph *graph)
{
  for (guint i = 0; i < weft_edit_get_n_children (edit); i++)
    if (weft_edit_means (weft_edit_get_child (edit, i), graph))
      return TRUE;
  if (edit->kind->means != NULL ? !edit->kind->means (edit) : !edit->kind->changes_meaning)
    return FALSE;
  return !is_of_looks (edit, graph);
}

gboolean
weft_edit_changes_meaning (WeftEdit *edit, WeftGraph *graph)
{
  return weft_edit_means (edit, graph) && !weft_rewired_is_same (edit, graph);
}

/* Of a list the one that matters: who else has to move for it is not what was done. */
WeftEdit *
weft_edit_find_core (WeftEdit *edit)
{
  WeftEdit *core = NULL, *adding = NULL;
  guint n = 0, n_adding = 0;

  for (guint i = 0; i < weft_edit_get_n_children (edit); i++)
    {
      WeftEdit *child = weft_edit_get_child (edit, i);
      const char *kind = child->kind->id;

      if (strcmp (kind, "add-node") == 0)
        {
          adding = child;
          n_adding++;
        }
      if (strcmp (kind, "move") != 0)
        {
          core = child;
          n++;
        }
    }
  return n == 1 ? core : n_adding == 1 ? adding : edit;
}

static char *
dup_list_label (WeftEdit *edit)
{
  const char *label = weft_edit_get_text (edit, "label");
  guint n = edit->children->len;

  if (label)
    return g_strdup (_ (label));
  if (weft_edit_find_core (edit) != edit)
    return weft_edit_dup_label (weft_edit_find_core (edit));
  if (n == 1)
    return weft_edit_dup_label (weft_edit_get_child (edit, 0));
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u change", "%u changes", n), n);
}

char *
weft_edit_dup_label (WeftEdit *edit)
{
  g_autofree char *subject = NULL;

  if (edit->children)
    return dup_list_label (edit);
  if (!edit->kind->subject)
    return g_strdup (_ (edit->kind->label));
  subject = edit->kind->subject (edit);
  return g_strdup_printf (_ (edit->kind->label), subject);
}

/* --- merged and resolved --- */

static WeftEdit *
merge_lists (WeftEdit *first, WeftEdit *second)
{
  g_autoptr (GPtrArray) merged = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_edit_unref);

  if (first->children->len != second->children->len)
    return NULL;
  for (guint i = 0; i < first->children->len; i++)
    {
      WeftEdit *edit
          = weft_edit_merge (weft_edit_get_child (first, i), weft_edit_get_child (second, i));

      if (!edit)
        return NULL;
      g_ptr_array_add (merged, edit);
    }
  return weft_edit_new_list_taking (g_steal_pointer (&merged),
                                    weft_edit_get_text (second, "label"));
}

/* Whether both are about the same thing: every word that says what an edit is about is the same. */
static gboolean
have_one_target (WeftEdit *first, WeftEdit *second)
{
  for (const WeftEditField *field = first->kind->fields; field->name; field++)
    {
      g_autoptr (GVariant) a = field->is_target ? weft_edit_dup_value (first, field->name) : NULL;
      g_autoptr (GVariant) b = field->is_target ? weft_edit_dup_value (second, field->name) : NULL;

      if (a && b && !g_variant_equal (a, b))
        return FALSE;
    }
  return TRUE;
}

WeftEdit *
weft_edit_merge (WeftEdit *first, WeftEdit *second)
{
  if (first->kind != second->kind)
    return NULL;
  if (first->children)
    return merge_lists (first, second);
  if (!first->kind->overwrites || !have_one_target (first, second))
    return NULL;
  return weft_edit_ref (second);
}

static gboolean
only_overwrites (WeftEdit *edit)
{
  gboolean only = edit->children || edit->kind->overwrites;

  for (guint i = 0; only && i < weft_edit_get_n_children (edit); i++)
    only = only_overwrites (weft_edit_get_child (edit, i));
  return only;
}

/* What second writes over is left out. */
WeftEdit *
weft_edit_join (WeftEdit *first, WeftEdit *second)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_edit_unref);

  if (!only_overwrites (first) || !only_overwrites (second))
    return NULL;
  for (guint i = 0; i < MAX (weft_edit_get_n_children (first), 1); i++)
    {
      WeftEdit *child = first->children ? weft_edit_get_child (first, i) : first;
      gboolean is_void = FALSE;

      for (guint k = 0; k < MAX (weft_edit_get_n_children (second), 1) && !is_void; k++)
        {
          WeftEdit *other = second->children ? weft_edit_get_child (second, k) : second;
          g_autoptr (WeftEdit) merged = weft_edit_merge (child, other);

          is_void = merged != NULL;
        }
      if (!is_void)
        g_ptr_array_add (all, weft_edit_ref (child));
    }
  for (guint k = 0; k < MAX (weft_edit_get_n_children (second), 1); k++)
    g_ptr_array_add (all,
                     weft_edit_ref (second->children ? weft_edit_get_child (second, k) : second));
  return weft_edit_list (all, second->children ? weft_edit_get_text (second, "label") : NULL);
}

static WeftEdit *
resolve_list (WeftEdit *edit, gint64 *next_id)
{
  g_autoptr (GPtrArray) children
      = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_edit_unref);
  gboolean changed = FALSE;

  for (guint i = 0; i < edit->children->len; i++)
    {
      WeftEdit *child = weft_edit_get_child (edit, i);
      WeftEdit *resolved = weft_edit_resolve (child, next_id);

      changed = changed || resolved != child;
      g_ptr_array_add (children, resolved);
    }
  if (!changed)
    return weft_edit_ref (edit);
  return weft_edit_new_list_taking (g_steal_pointer (&children),
                                    weft_edit_get_text (edit, "label"));
}

/* The edit with another number for its node. */
static WeftEdit *
renumber (WeftEdit *edit, gint64 id)
{
  GVariantBuilder payload;
  GVariantIter iter;
  const char *name;
  GVariant *value;

  g_variant_builder_init (&payload, G_VARIANT_TYPE_VARDICT);
  g_variant_iter_init (&iter, edit->payload);
  while (g_variant_iter_next (&iter, "{&sv}", &name, &value))
    {
      g_variant_builder_add (&payload, "{sv}", name,
                             strcmp (name, "node") == 0 ? g_variant_new_int64 (id) : value);
      g_variant_unref (value);
    }
  return weft_edit_new (edit->kind->id, g_variant_builder_end (&payload), NULL);
}

WeftEdit *
weft_edit_resolve (WeftEdit *edit, gint64 *next_id)
{
  gint64 id = weft_edit_get_id (edit, "node");

  if (edit->children)
    return resolve_list (edit, next_id);
  if (strcmp (edit->kind->id, "add-node") != 0)
    return weft_edit_ref (edit);
  if (id >= *next_id && id < WEFT_MAX_ID)
    *next_id = id + 1;
  return id != 0 ? weft_edit_ref (edit) : renumber (edit, (*next_id)++);
}
