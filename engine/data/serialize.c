/* serialize: a data set as a header and blocks of bytes, for a project file, and back
 *
 * The file may be anybody's: the fingerprint is computed anew and must be the one that the header
 * claims. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "engine/base/memory.h"
#include "engine/data/header.h"

/* --- writing --- */

static void
add_shape (GVariantDict *dict, const char *key, const WeftShape *shape)
{
  gint64 numbers[WEFT_MAX_RANK + 1] = { shape->type };

  memcpy (numbers + 1, shape->dims, shape->rank * sizeof shape->dims[0]);
  g_variant_dict_insert_value (dict, key,
                               g_variant_new_fixed_array (G_VARIANT_TYPE_INT64, numbers,
                                                          shape->rank + 1, sizeof numbers[0]));
}

static void
add_string (GVariantDict *dict, const char *key, const char *value)
{
  if (value)
    g_variant_dict_insert (dict, key, "s", value);
}

static void
add_strings (GVariantDict *dict, const char *key, char **value)
{
  if (value)
    g_variant_dict_insert_value (dict, key, g_variant_new_strv ((const char *const *) value, -1));
}

/* Floating. */
static GVariant *
serialize_field (const WeftField *field, gint64 count)
{
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);
  add_string (&dict, "name", field->name);
  add_string (&dict, "kind", weft_kind_get_id (field->kind));
  add_shape (&dict, "shape", &field->shape);
  g_variant_dict_insert (&dict, "scale", "d", field->scale);
  if (field->ragged >= 0)
    g_variant_dict_insert (&dict, "ragged", "x", (gint64) field->ragged);
  if (field->classes > 0)
    g_variant_dict_insert (&dict, "classes", "x", (gint64) field->classes);
  add_strings (&dict, "class_names", field->class_names);
  add_strings (&dict, "feature_names", field->feature_names);
  add_string (&dict, "title", field->title);
  if (field->gaps)
    g_variant_dict_insert_value (&dict, "gaps",
                                 g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, field->gaps,
                                                            weft_field_get_gaps_size (field, count),
                                                            1));
  return g_variant_dict_end (&dict);
}

GVariant *
weft_dataset_serialize_header (const WeftDataset *dataset)
{
  GVariant *fields[WEFT_MAX_FIELDS];
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);
  add_string (&dict, "name", dataset->name);
  add_string (&dict, "title", dataset->title);
  add_string (&dict, "sha256", dataset->sha256);
  g_variant_dict_insert (&dict, "count", "x", dataset->count);
  add_strings (&dict, "notes", dataset->notes);
  add_string (&dict, "about", dataset->about);
  for (guint i = 0; i < dataset->n_fields; i++)
    fields[i] = serialize_field (&dataset->fields[i], dataset->count);
  g_variant_dict_insert_value (
      &dict, "fields", g_variant_new_array (G_VARIANT_TYPE_VARDICT, fields, dataset->n_fields));
  return g_variant_ref_sink (g_variant_dict_end (&dict));
}

guint
weft_dataset_get_blocks (const WeftDataset *dataset, WeftDataBlock blocks[WEFT_MAX_BLOCKS])
{
  gint64 count = dataset->count;
  guint n = 0;

  for (guint i = 0; i < dataset->n_fields; i++)
    {
      const WeftField *field = &dataset->fields[i];

      if (field->offsets)
        blocks[n++]
            = (WeftDataBlock){ field->offsets, (gsize) (count + 1) * sizeof field->offsets[0] };
      blocks[n++] = (WeftDataBlock){ field->data, weft_field_get_bytes (field, count) };
    }
  if (dataset->part)
    blocks[n++] = (WeftDataBlock){ dataset->part, (gsize) count };
  return n;
}

/* --- reading --- */

static gboolean
read_head (GVariantDict *dict, WeftDataset *dataset, GError **error)
{
  g_variant_dict_lookup (dict, "name", "s", &dataset->name);
  g_variant_dict_lookup (dict, "title", "s", &dataset->title);
  g_variant_dict_lookup (dict, "notes", "^as", &dataset->notes);
  g_variant_dict_lookup (dict, "about", "s", &dataset->about);
  if (g_variant_dict_lookup (dict, "count", "x", &dataset->count) && dataset->count >= 1
      && dataset->count <= G_MAXINT32)
    return TRUE;
  return weft_header_fail (error, "count");
}

/* Copies the next `length` bytes. */
static gboolean
take (gpointer *to, WeftDataBlock *left, gsize length, const char *what, GError **error)
{
  if (length > left->length)
    return weft_header_fail (error, what);
  *to = weft_memory_new (length, error);
  if (!*to)
    return FALSE;
  memcpy (*to, left->bytes, length);
  left->bytes = (const guint8 *) left->bytes + length;
  left->length -= length;
  return TRUE;
}

/* So that the bytes of all samples can be counted before they are read. */
static gboolean
take_offsets (WeftField *field, gint64 count, WeftDataBlock *left, GError **error)
{
  gpointer offsets = NULL;
  gint64 most = field->shape.dims[field->ragged];

  if (!take (&offsets, left, (gsize) (count + 1) * sizeof (gint64), field->name, error))
    return FALSE;
  field->offsets = offsets;
  for (gint64 i = 0; i < count; i++)
    if (field->offsets[0] != 0 || field->offsets[i + 1] <= field->offsets[i]
        || field->offsets[i + 1] - field->offsets[i] > most)
      return weft_header_fail (error, field->name);
  return TRUE;
}

static gboolean
take_field (WeftField *field, gint64 count, WeftDataBlock *left, GError **error)
{
  gsize most;

  if (!g_size_checked_mul (&most, (gsize) count, weft_shape_bytes (&field->shape)))
    return weft_header_fail (error, field->name);
  if (field->ragged >= 0 && !take_offsets (field, count, left, error))
    return FALSE;
  return take (&field->data, left, weft_field_get_bytes (field, count), field->name, error);
}

static gboolean
take_blocks (WeftDataset *dataset, GBytes *bytes, GError **error)
{
  WeftDataBlock left = { 0 };
  gpointer part = NULL;

  left.bytes = g_bytes_get_data (bytes, &left.length);
  for (guint i = 0; i < dataset->n_fields; i++)
    if (!take_field (&dataset->fields[i], dataset->count, &left, error))
      return FALSE;
  if (left.length > 0 && !take (&part, &left, (gsize) dataset->count, "part", error))
    return FALSE;
  dataset->part = part;
  return left.length == 0 || weft_header_fail (error, "part");
}

static gboolean
check_claim (GVariantDict *dict, const WeftDataset *dataset, GError **error)
{
  g_autofree char *claimed = NULL;

  return (g_variant_dict_lookup (dict, "sha256", "s", &claimed)
          && strcmp (claimed, dataset->sha256) == 0)
         || weft_header_fail (error, "sha256");
}

WeftDataset *
weft_dataset_deserialize (GVariant *header, GBytes *blocks, GError **error)
{
  g_autoptr (WeftDataset) dataset = weft_dataset_new ();
  g_autoptr (GError) inner = NULL;
  g_auto (GVariantDict) dict = { 0 };

  if (!g_variant_is_of_type (header, G_VARIANT_TYPE_VARDICT) || !g_variant_is_normal_form (header))
    {
      weft_header_fail (error, "header");
      return NULL;
    }
  g_variant_dict_init (&dict, header);
  if (!read_head (&dict, dataset, error)
      || !(g_variant_dict_contains (&dict, "fields")
               ? weft_header_read_fields (&dict, dataset, error)
               : weft_header_read_first (&dict, dataset, error))
      || !take_blocks (dataset, blocks, error))
    return NULL;
  if (!weft_dataset_finish (dataset, &inner))
    {
      weft_header_fail (error, inner->message);
      return NULL;
    }
  return check_claim (&dict, dataset, error) ? g_steal_pointer (&dataset) : NULL;
}
