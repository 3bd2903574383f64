/* edit-stored: edits as values for a file, (sv): kind and payload, and back
 *
 * A payload is an a{sv} with "version"; a list's has its edits under "edits", an a(sv). What a
 * later version says with other words is refused as newer, and what no version says as no edit. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/graph/graph-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_DEPTH 16 /* of lists in lists, when read from a file */

GVariant *
weft_edit_serialize (WeftEdit *edit)
{
  GVariantBuilder edits, payload;
  const char *label = weft_edit_get_text (edit, "label");

  if (!edit->children)
    return g_variant_ref_sink (g_variant_new ("(sv)", edit->kind->id, edit->payload));
  g_variant_builder_init (&edits, G_VARIANT_TYPE ("a(sv)"));
  for (guint i = 0; i < edit->children->len; i++)
    {
      g_autoptr (GVariant) child = weft_edit_serialize (weft_edit_get_child (edit, i));

      g_variant_builder_add_value (&edits, child);
    }
  g_variant_builder_init (&payload, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&payload, "{sv}", "version", g_variant_new_uint32 (WEFT_EDIT_VERSION));
  if (label)
    g_variant_builder_add (&payload, "{sv}", "label", g_variant_new_string (label));
  g_variant_builder_add (&payload, "{sv}", "edits", g_variant_builder_end (&edits));
  return g_variant_ref_sink (
      g_variant_new ("(sv)", edit->kind->id, g_variant_builder_end (&payload)));
}

/* --- reading --- */

static gboolean
refuse (GError **error)
{
  weft_edit_refuse (error, _ ("this is not an edit"));
  return FALSE;
}

static gboolean
check_version (GVariant *payload, GError **error)
{
  guint32 version = 0;

  g_variant_lookup (payload, "version", "u", &version);
  if (version > WEFT_EDIT_VERSION)
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_NEWER,
                           _ ("this edit was written by a newer Weft"));
      return FALSE;
    }
  return version > 0 || refuse (error);
}

/* The place of the word in the kind's fields; −1: it has no such word. */
static int
find_field (const WeftEditKind *kind, const char *name)
{
  for (int i = 0; kind->fields[i].name; i++)
    if (strcmp (kind->fields[i].name, name) == 0)
      return i;
  return -1;
}

/* Whether every word is one of the kind's, of its type and there once, and those that must be there
 * are. */
static gboolean
check_payload (const WeftEditKind *kind, GVariant *payload, GError **error)
{
  guint seen = 0;
  GVariantIter iter;
  const char *name;
  GVariant *value;

  g_variant_iter_init (&iter, payload);
  while (g_variant_iter_next (&iter, "{&sv}", &name, &value))
    {
      g_autoptr (GVariant) held = value;
      int i = find_field (kind, name);
      const char *type = i < 0 ? NULL : kind->fields[i].type;

      if (strcmp (name, "version") == 0)
        continue;
      if (i < 0 || seen & 1u << i || (type && !g_variant_is_of_type (held, G_VARIANT_TYPE (type))))
        return refuse (error);
      seen |= 1u << i;
    }
  for (int i = 0; kind->fields[i].name; i++)
    if (!kind->fields[i].is_optional && !(seen & 1u << i))
      return refuse (error);
  return TRUE;
}

static WeftEdit *deserialize (GVariant *value, int depth, GError **error);

/* payload: checked. */
static WeftEdit *
deserialize_list (GVariant *payload, int depth, GError **error)
{
  g_autoptr (GPtrArray) children
      = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_edit_unref);
  g_autoptr (GVariant) list = g_variant_lookup_value (payload, "edits", NULL);
  const char *label = NULL;

  for (gsize i = 0; i < g_variant_n_children (list); i++)
    {
      g_autoptr (GVariant) child = g_variant_get_child_value (list, i);
      WeftEdit *edit = deserialize (child, depth + 1, error);

      if (!edit)
        return NULL;
      g_ptr_array_add (children, edit);
    }
  g_variant_lookup (payload, "label", "&s", &label);
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
  if (!kind || depth == MAX_DEPTH || !g_variant_is_of_type (payload, G_VARIANT_TYPE_VARDICT))
    {
      refuse (error);
      return NULL;
    }
  if (!check_version (payload, error) || !check_payload (kind, payload, error))
    return NULL;
  return kind->is_list ? deserialize_list (payload, depth, error)
                       : weft_edit_new (kind->id, payload, NULL);
}

WeftEdit *
weft_edit_deserialize (GVariant *value, GError **error)
{
  g_autoptr (GVariant) held = g_variant_ref_sink (value);
  g_autoptr (GVariant) normal = NULL;

  if (!g_variant_is_of_type (held, G_VARIANT_TYPE ("(sv)")))
    {
      refuse (error);
      return NULL;
    }
  normal = g_variant_get_normal_form (held);
  return deserialize (normal, 0, error);
}
