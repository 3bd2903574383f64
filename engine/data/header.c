/* header: reading what a stored data set says of itself */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/data/header.h"

#include <glib/gi18n-lib.h>

gboolean
weft_header_fail (GError **error, const char *what)
{
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_DAMAGED, _ ("The project's data is damaged: %s."),
               what);
  return FALSE;
}

gboolean
weft_header_read_shape (GVariantDict *dict, const char *key, WeftShape *shape, GError **error)
{
  g_autoptr (GVariant) value = g_variant_dict_lookup_value (dict, key, G_VARIANT_TYPE ("ax"));
  const gint64 *numbers;
  gsize n = 0;

  if (!value)
    return weft_header_fail (error, key);
  numbers = g_variant_get_fixed_array (value, &n, sizeof (gint64));
  if (n < 1 || n > WEFT_MAX_RANK + 1 || numbers[0] < WEFT_F32 || numbers[0] > WEFT_I16)
    return weft_header_fail (error, key);
  for (gsize i = 1; i < n; i++)
    if (numbers[i] < 1 || numbers[i] > G_MAXINT32)
      return weft_header_fail (error, key);
  *shape = weft_shape_new (numbers + 1, (int) n - 1);
  shape->type = (WeftType) numbers[0];
  if (weft_shape_count (shape) > G_MAXINT32)
    return weft_header_fail (error, key);
  return TRUE;
}

gboolean
weft_header_read_gaps (GVariantDict *dict, WeftField *field, gint64 count, GError **error)
{
  g_autoptr (GVariant) value = g_variant_dict_lookup_value (dict, "gaps", G_VARIANT_TYPE ("ay"));
  gconstpointer bytes;
  gsize n = 0;

  if (!value)
    return TRUE;
  bytes = g_variant_get_fixed_array (value, &n, 1);
  if (field->ragged >= 0 || n != weft_field_get_gaps_size (field, count)
      || field->shape.type != WEFT_F32)
    return weft_header_fail (error, "gaps");
  field->gaps = g_memdup2 (bytes, n);
  return TRUE;
}

static gboolean
read_field (GVariantDict *dict, WeftDataset *dataset, GError **error)
{
  g_autofree char *name = NULL, *kind = NULL;
  gint64 classes = 0, ragged = -1;
  WeftField *field;

  if (!g_variant_dict_lookup (dict, "name", "s", &name)
      || !g_variant_dict_lookup (dict, "kind", "s", &kind) || weft_kind_find (kind) == WEFT_N_KINDS)
    return weft_header_fail (error, "kind");
  field = weft_dataset_add_field (dataset, name, weft_kind_find (kind));
  g_variant_dict_lookup (dict, "classes", "x", &classes);
  g_variant_dict_lookup (dict, "ragged", "x", &ragged);
  g_variant_dict_lookup (dict, "scale", "d", &field->scale);
  g_variant_dict_lookup (dict, "rate", "d", &field->rate);
  g_variant_dict_lookup (dict, "class_names", "^as", &field->class_names);
  g_variant_dict_lookup (dict, "feature_names", "^as", &field->feature_names);
  g_variant_dict_lookup (dict, "feature_forms", "^as", &field->feature_forms);
  g_variant_dict_lookup (dict, "title", "s", &field->title);
  if (classes < 0 || classes > G_MAXINT32)
    return weft_header_fail (error, "classes");
  if (!weft_header_read_shape (dict, "shape", &field->shape, error))
    return FALSE;
  if (ragged < -1 || ragged >= field->shape.rank)
    return weft_header_fail (error, "ragged");
  field->classes = (int) classes;
  field->ragged = (int) ragged;
  return weft_header_read_gaps (dict, field, dataset->count, error);
}

gboolean
weft_header_read_fields (GVariantDict *dict, WeftDataset *dataset, GError **error)
{
  g_autoptr (GVariant) fields
      = g_variant_dict_lookup_value (dict, "fields", G_VARIANT_TYPE ("aa{sv}"));
  gsize n = fields ? g_variant_n_children (fields) : 0;

  if (n < 1 || n > WEFT_MAX_FIELDS)
    return weft_header_fail (error, "fields");
  for (gsize i = 0; i < n; i++)
    {
      g_autoptr (GVariant) child = g_variant_get_child_value (fields, i);
      g_auto (GVariantDict) field = { 0 };

      g_variant_dict_init (&field, child);
      if (!read_field (&field, dataset, error))
        return FALSE;
    }
  return TRUE;
}
