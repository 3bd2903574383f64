/* edit-new: makes edits; a payload is a dictionary, so that a kind can grow without a new format */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/graph/graph-private.h"

static void
begin (GVariantBuilder *payload)
{
  g_variant_builder_init (payload, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (payload, "{sv}", "version", g_variant_new_uint32 (WEFT_EDIT_VERSION));
}

static void
put_id (GVariantBuilder *payload, const char *key, gint64 id)
{
  g_variant_builder_add (payload, "{sv}", key, g_variant_new_int64 (id));
}

static void
put_text (GVariantBuilder *payload, const char *key, const char *text)
{
  g_variant_builder_add (payload, "{sv}", key, g_variant_new_string (text));
}

static void
put_place (GVariantBuilder *payload, double x, double y)
{
  g_variant_builder_add (payload, "{sv}", "x", g_variant_new_double (x));
  g_variant_builder_add (payload, "{sv}", "y", g_variant_new_double (y));
}

/* value: nullable, a floating one is sunk. */
static void
put_value (GVariantBuilder *payload, GVariant *value)
{
  if (value)
    g_variant_builder_add (payload, "{sv}", "value", value);
}

static WeftEdit *
end (const char *kind, GVariantBuilder *payload)
{
  return weft_edit_new (kind, g_variant_builder_end (payload), NULL);
}

/* What edits of these kinds have in common: the node's number. */
static void
begin_of (GVariantBuilder *payload, gint64 node)
{
  begin (payload);
  put_id (payload, "node", node);
}

/* By their names; floating. */
static GVariant *
pack_flags (guint flags)
{
  GVariantBuilder names;

  g_variant_builder_init (&names, G_VARIANT_TYPE_STRING_ARRAY);
  for (const WeftFlag *row = weft_flags; row->name; row++)
    if (flags & row->flag)
      g_variant_builder_add (&names, "s", row->name);
  return g_variant_builder_end (&names);
}

WeftEdit *
weft_edit_add_node (const WeftNode *node)
{
  GVariantBuilder payload;

  begin_of (&payload, node->id);
  put_text (&payload, "name", node->name);
  if (node->title && *node->title)
    put_text (&payload, "title", node->title);
  put_text (&payload, "layer", node->layer->id);
  g_variant_builder_add (&payload, "{sv}", "params",
                         node->params ? node->params : g_variant_new ("a{sv}", NULL));
  put_place (&payload, node->x, node->y);
  if (node->parent != 0)
    put_id (&payload, "parent", node->parent);
  if (node->shared != 0)
    put_id (&payload, "shared", node->shared);
  if (node->flags != 0)
    g_variant_builder_add (&payload, "{sv}", "flags", pack_flags (node->flags));
  return end ("add-node", &payload);
}

WeftEdit *
weft_edit_remove_node (gint64 node)
{
  GVariantBuilder payload;

  begin_of (&payload, node);
  return end ("remove-node", &payload);
}

static WeftEdit *
new_of_wire (const char *kind, const WeftWire *wire)
{
  GVariantBuilder payload;

  begin (&payload);
  put_id (&payload, "from", wire->from);
  g_variant_builder_add (&payload, "{sv}", "output", g_variant_new_int32 (wire->output));
  put_id (&payload, "to", wire->to);
  g_variant_builder_add (&payload, "{sv}", "input", g_variant_new_int32 (wire->input));
  return end (kind, &payload);
}

WeftEdit *
weft_edit_add_wire (const WeftWire *wire)
{
  return new_of_wire ("add-wire", wire);
}

WeftEdit *
weft_edit_remove_wire (const WeftWire *wire)
{
  return new_of_wire ("remove-wire", wire);
}

WeftEdit *
weft_edit_set_param (gint64 node, const char *name, GVariant *value)
{
  GVariantBuilder payload;

  begin_of (&payload, node);
  put_text (&payload, "name", name);
  put_value (&payload, value);
  return end ("set-param", &payload);
}

WeftEdit *
weft_edit_set_name (gint64 node, const char *name)
{
  GVariantBuilder payload;

  begin_of (&payload, node);
  put_text (&payload, "name", name);
  return end ("set-name", &payload);
}

WeftEdit *
weft_edit_set_title (gint64 node, const char *title)
{
  GVariantBuilder payload;

  begin_of (&payload, node);
  if (title && *title)
    put_text (&payload, "title", title);
  return end ("set-title", &payload);
}

WeftEdit *
weft_edit_move (gint64 node, double x, double y)
{
  GVariantBuilder payload;

  begin_of (&payload, node);
  put_place (&payload, x, y);
  return end ("move", &payload);
}

WeftEdit *
weft_edit_set_parent (gint64 node, gint64 parent)
{
  GVariantBuilder payload;

  begin_of (&payload, node);
  put_id (&payload, "parent", parent);
  return end ("set-parent", &payload);
}

WeftEdit *
weft_edit_set_shared (gint64 node, gint64 owner)
{
  GVariantBuilder payload;

  begin_of (&payload, node);
  put_id (&payload, "shared", owner);
  return end ("set-shared", &payload);
}

WeftEdit *
weft_edit_set_flag (gint64 node, WeftNodeFlags flag, gboolean on)
{
  GVariantBuilder payload;
  const WeftFlag *row = weft_flags;

  while (row->name && row->flag != flag)
    row++;
  begin_of (&payload, node);
  put_text (&payload, "name", row->name);
  g_variant_builder_add (&payload, "{sv}", "on", g_variant_new_boolean (on));
  return end ("set-flag", &payload);
}

WeftEdit *
weft_edit_set_training (const char *key, GVariant *value)
{
  GVariantBuilder payload;

  begin (&payload);
  put_text (&payload, "name", key);
  put_value (&payload, value);
  return end ("set-training", &payload);
}

WeftEdit *
weft_edit_new_list_taking (GPtrArray *edits, const char *label)
{
  GVariantBuilder payload;

  begin (&payload);
  if (label && *label)
    put_text (&payload, "label", label);
  return weft_edit_new ("list", g_variant_builder_end (&payload), edits);
}

WeftEdit *
weft_edit_list (GPtrArray *edits, const char *label)
{
  GPtrArray *children = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_edit_unref);

  for (guint i = 0; i < edits->len; i++)
    g_ptr_array_add (children, weft_edit_ref (g_ptr_array_index (edits, i)));
  return weft_edit_new_list_taking (children, label);
}

/* A list takes them in, so that its words stay those of one step. */
WeftEdit *
weft_edit_follow (WeftEdit *edit, GPtrArray *with)
{
  g_autoptr (WeftEdit) first = edit;
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_edit_unref);

  for (guint i = 0; i < weft_edit_get_n_children (first); i++)
    g_ptr_array_add (all, weft_edit_ref (weft_edit_get_child (first, i)));
  if (all->len == 0)
    g_ptr_array_add (all, weft_edit_ref (first));
  g_ptr_array_extend (all, with, (GCopyFunc) (void (*) (void)) weft_edit_ref, NULL);
  return weft_edit_list (all, first->children ? weft_edit_get_text (first, "label") : NULL);
}
