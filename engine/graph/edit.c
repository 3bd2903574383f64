/* edit: makes, compares, merges and serialises edits; what each kind does stands in kinds.c */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/graph/graph-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_DEPTH 16 /* of lists in lists, when read from a file */

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

/* --- constructors --- */

WeftEdit *
weft_edit_add_node (const WeftNode *node)
{
  g_autoptr (GVariant) none = g_variant_ref_sink (g_variant_new ("a{sv}", NULL));

  return weft_edit_new ("add-node",
                        g_variant_new ("(xsss@a{sv}xdd)", node->id, node->name,
                                       node->title ? node->title : "", node->layer->id,
                                       node->params ? node->params : none, node->parent, node->x,
                                       node->y),
                        NULL);
}

WeftEdit *
weft_edit_remove_node (gint64 node)
{
  return weft_edit_new ("remove-node", g_variant_new ("(x)", node), NULL);
}

static GVariant *
pack_wire (const WeftWire *wire)
{
  return g_variant_new ("(xixi)", wire->from, wire->output, wire->to, wire->input);
}

WeftEdit *
weft_edit_add_wire (const WeftWire *wire)
{
  return weft_edit_new ("add-wire", pack_wire (wire), NULL);
}

WeftEdit *
weft_edit_remove_wire (const WeftWire *wire)
{
  return weft_edit_new ("remove-wire", pack_wire (wire), NULL);
}

/* An optional value, as a list of none or one. Floating. */
static GVariant *
pack_optional (GVariant *value)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("av"));
  if (value)
    g_variant_builder_add (&builder, "v", value);
  return g_variant_builder_end (&builder);
}

WeftEdit *
weft_edit_set_param (gint64 node, const char *name, GVariant *value)
{
  return weft_edit_new ("set-param", g_variant_new ("(xs@av)", node, name, pack_optional (value)),
                        NULL);
}

WeftEdit *
weft_edit_set_name (gint64 node, const char *name)
{
  return weft_edit_new ("set-name", g_variant_new ("(xs)", node, name), NULL);
}

WeftEdit *
weft_edit_set_title (gint64 node, const char *title)
{
  return weft_edit_new ("set-title", g_variant_new ("(xs)", node, title ? title : ""), NULL);
}

WeftEdit *
weft_edit_move (gint64 node, double x, double y)
{
  return weft_edit_new ("move", g_variant_new ("(xdd)", node, x, y), NULL);
}

WeftEdit *
weft_edit_set_training (const char *key, GVariant *value)
{
  return weft_edit_new ("set-training", g_variant_new ("(s@av)", key, pack_optional (value)), NULL);
}

WeftEdit *
weft_edit_new_list_taking (GPtrArray *edits, const char *label)
{
  return weft_edit_new ("list", g_variant_new ("(s)", label ? label : ""), edits);
}

WeftEdit *
weft_edit_list (GPtrArray *edits, const char *label)
{
  GPtrArray *children = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_edit_unref);

  for (guint i = 0; i < edits->len; i++)
    g_ptr_array_add (children, weft_edit_ref (g_ptr_array_index (edits, i)));
  return weft_edit_new_list_taking (children, label);
}

/* --- what an edit says of itself --- */

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
  gint64 node = 0;

  if (edit->kind->has_node)
    g_variant_get_child (edit->payload, 0, "x", &node);
  for (guint i = 0; i < weft_edit_get_n_children (edit); i++)
    {
      gint64 other = weft_edit_get_node (weft_edit_get_child (edit, i));

      if (other == 0 || (i > 0 && other != node))
        return 0;
      node = other;
    }
  return node;
}

gboolean
weft_edit_changes_meaning (WeftEdit *edit)
{
  for (guint i = 0; i < weft_edit_get_n_children (edit); i++)
    if (weft_edit_changes_meaning (weft_edit_get_child (edit, i)))
      return TRUE;
  return edit->kind->changes_meaning;
}

static char *
dup_list_label (WeftEdit *edit)
{
  const char *label;
  guint n = edit->children->len;

  g_variant_get (edit->payload, "(&s)", &label);
  if (*label)
    return g_strdup (_ (label));
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
  subject = edit->kind->subject (edit->payload);
  return g_strdup_printf (_ (edit->kind->label), subject);
}

/* --- serialised --- */

GVariant *
weft_edit_serialize (WeftEdit *edit)
{
  GVariantBuilder builder;
  const char *label;
  GVariant *payload = edit->payload;

  if (edit->children)
    {
      g_variant_get (edit->payload, "(&s)", &label);
      g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(sv)"));
      for (guint i = 0; i < edit->children->len; i++)
        {
          g_autoptr (GVariant) child = weft_edit_serialize (weft_edit_get_child (edit, i));

          g_variant_builder_add_value (&builder, child);
        }
      payload = g_variant_new ("(s@a(sv))", label, g_variant_builder_end (&builder));
    }
  return g_variant_ref_sink (g_variant_new ("(sv)", edit->kind->id, payload));
}

static WeftEdit *
refuse (GError **error)
{
  g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INVALID, _ ("this is not an edit"));
  return NULL;
}

static WeftEdit *deserialize (GVariant *value, int depth, GError **error);

static WeftEdit *
deserialize_list (GVariant *payload, int depth, GError **error)
{
  g_autoptr (GPtrArray) children
      = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_edit_unref);
  g_autoptr (GVariant) list = NULL;
  const char *label;

  if (depth == MAX_DEPTH || !g_variant_is_of_type (payload, G_VARIANT_TYPE ("(sa(sv))")))
    return refuse (error);
  g_variant_get (payload, "(&s@a(sv))", &label, &list);
  for (gsize i = 0; i < g_variant_n_children (list); i++)
    {
      g_autoptr (GVariant) child = g_variant_get_child_value (list, i);
      WeftEdit *edit = deserialize (child, depth + 1, error);

      if (!edit)
        return NULL;
      g_ptr_array_add (children, edit);
    }
  return weft_edit_new_list_taking (g_steal_pointer (&children), label);
}

static WeftEdit *
deserialize (GVariant *value, int depth, GError **error)
{
  g_autoptr (GVariant) payload = NULL;
  const WeftEditKind *kind;
  const char *id;

  g_variant_get (value, "(&sv)", &id, &payload);
  kind = weft_edit_find_kind (id);
  if (!kind)
    return refuse (error);
  if (strcmp (kind->id, "list") == 0)
    return deserialize_list (payload, depth, error);
  if (!g_variant_is_of_type (payload, G_VARIANT_TYPE (kind->type)))
    return refuse (error);
  return weft_edit_new (kind->id, payload, NULL);
}

WeftEdit *
weft_edit_deserialize (GVariant *value, GError **error)
{
  g_autoptr (GVariant) held = g_variant_ref_sink (value);
  g_autoptr (GVariant) normal = NULL;

  if (!g_variant_is_of_type (held, G_VARIANT_TYPE ("(sv)")))
    return refuse (error);
  normal = g_variant_get_normal_form (held);
  return deserialize (normal, 0, error);
}

/* --- merged and resolved --- */

static WeftEdit *
merge_lists (WeftEdit *first, WeftEdit *second)
{
  g_autoptr (GPtrArray) merged = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_edit_unref);
  const char *label;

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
  g_variant_get (second->payload, "(&s)", &label);
  return weft_edit_new_list_taking (g_steal_pointer (&merged), label);
}

/* Whether both are about the same thing: the same node, and the same name where the second is one.
 */
static gboolean
have_one_target (WeftEdit *first, WeftEdit *second)
{
  gsize named = g_str_has_suffix (first->kind->type, "av)") ? (first->kind->has_node ? 2 : 1) : 1;

  for (gsize i = 0; i < named; i++)
    {
      g_autoptr (GVariant) a = g_variant_get_child_value (first->payload, i);
      g_autoptr (GVariant) b = g_variant_get_child_value (second->payload, i);

      if (!g_variant_equal (a, b))
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

static WeftEdit *
resolve_list (WeftEdit *edit, gint64 *next_id)
{
  g_autoptr (GPtrArray) children
      = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_edit_unref);
  gboolean changed = FALSE;
  const char *label;

  for (guint i = 0; i < edit->children->len; i++)
    {
      WeftEdit *child = weft_edit_get_child (edit, i);
      WeftEdit *resolved = weft_edit_resolve (child, next_id);

      changed = changed || resolved != child;
      g_ptr_array_add (children, resolved);
    }
  if (!changed)
    return weft_edit_ref (edit);
  g_variant_get (edit->payload, "(&s)", &label);
  return weft_edit_new_list_taking (g_steal_pointer (&children), label);
}

WeftEdit *
weft_edit_resolve (WeftEdit *edit, gint64 *next_id)
{
  GVariantBuilder builder;
  gint64 id = 0;

  if (edit->children)
    return resolve_list (edit, next_id);
  if (strcmp (edit->kind->id, "add-node") != 0)
    return weft_edit_ref (edit);
  g_variant_get_child (edit->payload, 0, "x", &id);
  if (id >= *next_id && id < WEFT_MAX_ID)
    *next_id = id + 1;
  if (id != 0)
    return weft_edit_ref (edit);
  g_variant_builder_init (&builder, G_VARIANT_TYPE (edit->kind->type));
  g_variant_builder_add (&builder, "x", (*next_id)++);
  for (gsize i = 1; i < g_variant_n_children (edit->payload); i++)
    {
      g_autoptr (GVariant) field = g_variant_get_child_value (edit->payload, i);

      g_variant_builder_add_value (&builder, field);
    }
  return weft_edit_new (edit->kind->id, g_variant_builder_end (&builder), NULL);
}
