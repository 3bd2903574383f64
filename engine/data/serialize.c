/* serialize: a data set as a header and blocks of bytes, for a project file, and back
 *
 * Labels and tokens, which are 64 bits each in memory, are stored as narrow as their number allows:
 * the type in the header says so. The file may be anybody's: the fingerprint is computed anew and
 * must be the one that the header claims. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "engine/base/memory.h"
#include "engine/data/header.h"
#include "engine/data/kind-row.h"

#define WINDOW ((gsize) 1 << 20) /* bytes that are read at a time */

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

/* As which a field's numbers are stored. */
static WeftType
get_stored_type (const WeftField *field)
{
  if (field->shape.type != WEFT_I64 || !weft_kind_get_row (field->kind)->has_classes)
    return field->shape.type;
  return field->classes <= G_MAXUINT16 + 1 ? WEFT_I16 : WEFT_I32;
}

/* Floating. */
static GVariant *
serialize_field (const WeftField *field, gint64 count)
{
  WeftShape stored = field->shape;
  GVariantDict dict;

  stored.type = get_stored_type (field);
  g_variant_dict_init (&dict, NULL);
  add_string (&dict, "name", field->name);
  add_string (&dict, "kind", weft_kind_get_id (field->kind));
  add_shape (&dict, "shape", &stored);
  g_variant_dict_insert (&dict, "scale", "d", field->scale);
  if (field->rate > 0)
    g_variant_dict_insert (&dict, "rate", "d", field->rate);
  if (field->ragged >= 0)
    g_variant_dict_insert (&dict, "ragged", "x", (gint64) field->ragged);
  if (field->classes > 0)
    g_variant_dict_insert (&dict, "classes", "x", (gint64) field->classes);
  add_strings (&dict, "class_names", field->class_names);
  add_strings (&dict, "feature_names", field->feature_names);
  add_strings (&dict, "feature_forms", field->feature_forms);
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
  add_strings (&dict, "cures", dataset->cures);
  if (dataset->group)
    g_variant_dict_insert (&dict, "grouped", "b", TRUE);
  add_string (&dict, "about", dataset->about);
  for (guint i = 0; i < dataset->n_fields; i++)
    fields[i] = serialize_field (&dataset->fields[i], dataset->count);
  g_variant_dict_insert_value (
      &dict, "fields", g_variant_new_array (G_VARIANT_TYPE_VARDICT, fields, dataset->n_fields));
  return g_variant_ref_sink (g_variant_dict_end (&dict));
}

typedef struct
{
  gconstpointer bytes;
  gsize length;
  WeftBacked *backed; /* nullable: what they lie in */
  gsize width;        /* bytes of a number, which is an int64 in memory; 0: as they lie */
} Block;

#define MAX_BLOCKS (2 * WEFT_MAX_FIELDS + 2)

static Block
get_block (const WeftField *field, gint64 count)
{
  WeftType stored = get_stored_type (field);
  Block block = { field->data, weft_field_get_bytes (field, count), field->backed, 0 };

  if (stored == field->shape.type)
    return block;
  block.width = weft_type_size (stored);
  block.length = block.length / sizeof (gint64) * block.width;
  return block;
}

/* Where the numbers lie, in order; returns how many blocks. */
static guint
get_blocks (const WeftDataset *dataset, Block blocks[MAX_BLOCKS])
{
  gint64 count = dataset->count;
  guint n = 0;

  for (guint i = 0; i < dataset->n_fields; i++)
    {
      const WeftField *field = &dataset->fields[i];

      if (field->offsets)
        blocks[n++] = (Block){ field->offsets, (gsize) (count + 1) * sizeof (gint64), NULL, 0 };
      blocks[n++] = get_block (field, count);
    }
  if (dataset->group)
    blocks[n++] = (Block){ dataset->group, (gsize) count * sizeof *dataset->group, NULL, 0 };
  if (dataset->part)
    blocks[n++] = (Block){ dataset->part, (gsize) count, NULL, 0 };
  return n;
}

gsize
weft_dataset_get_length (const WeftDataset *dataset)
{
  Block blocks[MAX_BLOCKS];
  guint n = get_blocks (dataset, blocks);
  gsize length = 0;

  for (guint i = 0; i < n; i++)
    length += blocks[i].length;
  return length;
}

/* Those bytes of the numbers as they are stored. */
static void
copy_narrow (const Block *block, gsize offset, gsize n, char *to)
{
  const gint64 *numbers = block->bytes;
  gsize first = offset / block->width, last = (offset + n - 1) / block->width;

  if (block->backed)
    weft_backed_touch (block->backed, numbers + first, (last + 1 - first) * sizeof *numbers);
  for (gsize i = first, begin = offset % block->width; i <= last; i++, begin = 0)
    {
      guint32 number = GUINT32_TO_LE ((guint32) numbers[i]);
      gsize part = MIN (block->width - begin, n);

      memcpy (to, (const char *) &number + begin, part);
      to += part;
      n -= part;
    }
}

/* What of a block lies in the next n bytes from `offset` on, which is 0 from the second block on.
 */
static gsize
copy_block (const Block *block, gsize offset, gsize n, gpointer to)
{
  const char *from = (const char *) block->bytes + offset;
  gsize part = MIN (n, block->length - offset);

  if (block->width > 0)
    {
      copy_narrow (block, offset, part, to);
      return part;
    }
  if (block->backed)
    weft_backed_touch (block->backed, from, part);
  memcpy (to, from, part);
  return part;
}

void
weft_dataset_copy_bytes (const WeftDataset *dataset, gsize offset, gsize n, gpointer to)
{
  Block blocks[MAX_BLOCKS];
  guint n_blocks = get_blocks (dataset, blocks);
  char *at = to;

  for (guint i = 0; i < n_blocks && n > 0; i++)
    if (offset >= blocks[i].length)
      offset -= blocks[i].length;
    else
      {
        gsize part = copy_block (&blocks[i], offset, n, at);

        at += part;
        n -= part;
        offset = 0;
      }
}

/* --- reading --- */

static gboolean
read_head (GVariantDict *dict, WeftDataset *dataset, GError **error)
{
  g_variant_dict_lookup (dict, "name", "s", &dataset->name);
  g_variant_dict_lookup (dict, "title", "s", &dataset->title);
  g_variant_dict_lookup (dict, "notes", "^as", &dataset->notes);
  g_variant_dict_lookup (dict, "cures", "^as", &dataset->cures);
  if (dataset->cures && g_strv_length (dataset->cures) % 3 != 0)
    return weft_header_fail (error, "cures");
  g_variant_dict_lookup (dict, "about", "s", &dataset->about);
  if (g_variant_dict_lookup (dict, "count", "x", &dataset->count) && dataset->count >= 1
      && dataset->count <= G_MAXINT32)
    return TRUE;
  return weft_header_fail (error, "count");
}

typedef struct
{
  const WeftDataStream *stream;
  gsize length; /* not read yet */
} Left;

/* Whether the file has so much: nobody makes room for more. */
static gboolean
has_left (const Left *left, gsize length, const char *what, GError **error)
{
  return length <= left->length || weft_header_fail (error, what);
}

/* Reads the next `length` bytes. */
static gboolean
take (Left *left, WeftBacked *backed, gpointer to, gsize length, GError **error)
{
  for (gsize done = 0; done < length;)
    {
      gsize part = MIN (length - done, WINDOW);
      char *at = (char *) to + done;

      if (backed)
        weft_backed_touch (backed, at, part);
      if (!left->stream->read (left->stream->user, at, part, error))
        return FALSE;
      done += part;
    }
  left->length -= length;
  return TRUE;
}

/* So that the bytes of all samples can be counted before they are read. */
static gboolean
take_offsets (WeftField *field, gint64 count, Left *left, GError **error)
{
  gsize length = (gsize) (count + 1) * sizeof (gint64);
  gint64 most = field->shape.dims[field->ragged];

  if (!has_left (left, length, field->name, error))
    return FALSE;
  field->offsets = weft_memory_new (length, error);
  if (!field->offsets || !take (left, NULL, field->offsets, length, error))
    return FALSE;
  for (gint64 i = 0; i < count; i++)
    if (field->offsets[0] != 0 || field->offsets[i + 1] <= field->offsets[i]
        || field->offsets[i + 1] - field->offsets[i] > most)
      return weft_header_fail (error, field->name);
  return TRUE;
}

/* The next numbers, each of which was stored in so many bytes. */
static gboolean
take_narrow (Left *left, WeftField *field, gsize width, gsize length, GError **error)
{
  g_autofree guint8 *window = g_malloc (WINDOW);
  gint64 *to = field->data;

  for (gsize part; length > 0; length -= part)
    {
      part = MIN (length, WINDOW);
      if (!take (left, NULL, window, part, error))
        return FALSE;
      if (field->backed)
        weft_backed_touch (field->backed, to, part / width * sizeof *to);
      for (gsize i = 0; i < part; i += width)
        {
          guint32 number = 0;

          memcpy (&number, window + i, width);
          *to++ = GUINT32_FROM_LE (number);
        }
    }
  return TRUE;
}

/* FALSE: its numbers lie as they were stored. */
static gboolean
is_narrow (const WeftField *field)
{
  return weft_kind_get_row (field->kind)->has_classes
         && (field->shape.type == WEFT_I16 || field->shape.type == WEFT_I32);
}

static gboolean
take_field (WeftField *field, gint64 count, Left *left, GError **error)
{
  gsize length, width = is_narrow (field) ? weft_type_size (field->shape.type) : 0;

  if (!g_size_checked_mul (&length, (gsize) count, weft_shape_bytes (&field->shape)))
    return weft_header_fail (error, field->name);
  if (field->ragged >= 0 && !take_offsets (field, count, left, error))
    return FALSE;
  length = weft_field_get_bytes (field, count);
  if (!has_left (left, length, field->name, error))
    return FALSE;
  if (width == 0)
    return weft_field_allocate (field, length, error)
           && take (left, field->backed, field->data, length, error);
  field->shape.type = WEFT_I64;
  return weft_field_allocate (field, weft_field_get_bytes (field, count), error)
         && take_narrow (left, field, width, length, error);
}

static gboolean
take_groups (WeftDataset *dataset, Left *left, GError **error)
{
  gsize length = (gsize) dataset->count * sizeof *dataset->group;

  if (!has_left (left, length, "group", error))
    return FALSE;
  dataset->group = weft_memory_new (length, error);
  return dataset->group && take (left, NULL, dataset->group, length, error);
}

/* What is left when all fields have theirs. */
static gboolean
take_part (WeftDataset *dataset, Left *left, GError **error)
{
  if (left->length == 0)
    return TRUE;
  if (left->length != (gsize) dataset->count)
    return weft_header_fail (error, "part");
  dataset->part = weft_memory_new (left->length, error);
  return dataset->part && take (left, NULL, dataset->part, left->length, error);
}

static gboolean
take_blocks (WeftDataset *dataset, gboolean is_grouped, const WeftDataStream *stream,
             GError **error)
{
  Left left = { stream, stream->length };

  for (guint i = 0; i < dataset->n_fields; i++)
    if (!take_field (&dataset->fields[i], dataset->count, &left, error))
      return FALSE;
  return (!is_grouped || take_groups (dataset, &left, error)) && take_part (dataset, &left, error);
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
weft_dataset_deserialize (GVariant *header, const WeftDataStream *stream, GError **error)
{
  g_autoptr (WeftDataset) dataset = weft_dataset_new ();
  g_autoptr (GError) inner = NULL;
  g_auto (GVariantDict) dict = { 0 };
  gboolean is_grouped = FALSE;

  if (!g_variant_is_of_type (header, G_VARIANT_TYPE_VARDICT) || !g_variant_is_normal_form (header))
    {
      weft_header_fail (error, "header");
      return NULL;
    }
  g_variant_dict_init (&dict, header);
  g_variant_dict_lookup (&dict, "grouped", "b", &is_grouped);
  if (!read_head (&dict, dataset, error)
      || !(g_variant_dict_contains (&dict, "fields")
               ? weft_header_read_fields (&dict, dataset, error)
               : weft_header_read_first (&dict, dataset, error))
      || !take_blocks (dataset, is_grouped, stream, error))
    return NULL;
  if (!weft_dataset_finish (dataset, &inner))
    {
      weft_header_fail (error, inner->message);
      return NULL;
    }
  return check_claim (&dict, dataset, error) ? g_steal_pointer (&dataset) : NULL;
}
