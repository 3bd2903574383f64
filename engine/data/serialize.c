/* serialize: a data set as a header and three blocks of bytes, for a project file, and back
 *
 * The file may be anybody's: every field is checked on the way in, and the fingerprint is computed
 * anew and must be the one that the header claims. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/data/dataset.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/memory.h"

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

GVariant *
weft_dataset_serialize_header (const WeftDataset *dataset)
{
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);
  add_string (&dict, "name", dataset->name);
  add_string (&dict, "title", dataset->title);
  add_string (&dict, "sha256", dataset->sha256);
  g_variant_dict_insert (&dict, "count", "x", dataset->count);
  add_shape (&dict, "x_shape", &dataset->x_shape);
  g_variant_dict_insert (&dict, "x_scale", "d", dataset->x_scale);
  g_variant_dict_insert (&dict, "target", "x", (gint64) dataset->target);
  add_shape (&dict, "y_shape", &dataset->y_shape);
  g_variant_dict_insert (&dict, "classes", "x", (gint64) dataset->classes);
  add_strings (&dict, "class_names", dataset->class_names);
  add_strings (&dict, "feature_names", dataset->feature_names);
  add_string (&dict, "target_name", dataset->target_name);
  add_strings (&dict, "notes", dataset->notes);
  add_string (&dict, "about", dataset->about);
  if (dataset->gaps)
    g_variant_dict_insert_value (&dict, "gaps",
                                 g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, dataset->gaps,
                                                            weft_dataset_get_gaps_size (dataset),
                                                            1));
  g_variant_dict_insert (&dict, "is_picture", "b", dataset->is_picture);
  g_variant_dict_insert (&dict, "is_points", "b", dataset->is_points);
  return g_variant_ref_sink (g_variant_dict_end (&dict));
}

static gboolean
damaged (GError **error, const char *what)
{
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_DAMAGED, _ ("The project's data is damaged: %s."),
               what);
  return FALSE;
}

static gboolean
read_shape (GVariantDict *dict, const char *key, WeftShape *shape, GError **error)
{
  g_autoptr (GVariant) value = g_variant_dict_lookup_value (dict, key, G_VARIANT_TYPE ("ax"));
  const gint64 *numbers;
  gsize n = 0;

  if (!value)
    return damaged (error, key);
  numbers = g_variant_get_fixed_array (value, &n, sizeof (gint64));
  if (n < 1 || n > WEFT_MAX_RANK + 1 || numbers[0] < WEFT_F32 || numbers[0] > WEFT_I16)
    return damaged (error, key);
  for (gsize i = 1; i < n; i++)
    if (numbers[i] < 1 || numbers[i] > G_MAXINT32)
      return damaged (error, key);
  *shape = weft_shape_new (numbers + 1, (int) n - 1);
  shape->type = (WeftType) numbers[0];
  if (weft_shape_count (shape) > G_MAXINT32)
    return damaged (error, key);
  return TRUE;
}

static gboolean
read_numbers (GVariantDict *dict, WeftDataset *dataset, GError **error)
{
  gint64 target = -1, classes = -1;

  if (!g_variant_dict_lookup (dict, "count", "x", &dataset->count) || dataset->count < 1
      || dataset->count > G_MAXINT32)
    return damaged (error, "count");
  if (!g_variant_dict_lookup (dict, "target", "x", &target) || target < WEFT_TARGET_NONE
      || target > WEFT_TARGET_MASK)
    return damaged (error, "target");
  if (!g_variant_dict_lookup (dict, "classes", "x", &classes) || classes < 0
      || classes > G_MAXINT32)
    return damaged (error, "classes");
  if (!g_variant_dict_lookup (dict, "x_scale", "d", &dataset->x_scale))
    return damaged (error, "x_scale");
  g_variant_dict_lookup (dict, "is_picture", "b", &dataset->is_picture);
  g_variant_dict_lookup (dict, "is_points", "b", &dataset->is_points);
  dataset->target = (WeftTarget) target;
  dataset->classes = (int) classes;
  return read_shape (dict, "x_shape", &dataset->x_shape, error)
         && read_shape (dict, "y_shape", &dataset->y_shape, error);
}

static void
read_texts (GVariantDict *dict, WeftDataset *dataset)
{
  g_variant_dict_lookup (dict, "name", "s", &dataset->name);
  g_variant_dict_lookup (dict, "title", "s", &dataset->title);
  g_variant_dict_lookup (dict, "class_names", "^as", &dataset->class_names);
  g_variant_dict_lookup (dict, "feature_names", "^as", &dataset->feature_names);
  g_variant_dict_lookup (dict, "target_name", "s", &dataset->target_name);
  g_variant_dict_lookup (dict, "notes", "^as", &dataset->notes);
  g_variant_dict_lookup (dict, "about", "s", &dataset->about);
}

/* What the windows take for granted of pictures and points. */
static gboolean
check_kind (const WeftDataset *dataset, GError **error)
{
  const WeftShape *x = &dataset->x_shape;

  if (dataset->is_picture && (x->rank != 3 || (x->dims[0] != 1 && x->dims[0] != 3)))
    return damaged (error, "is_picture");
  if (dataset->is_points && (x->rank != 1 || x->dims[0] != 2))
    return damaged (error, "is_points");
  return TRUE;
}

static gboolean
read_gaps (GVariantDict *dict, WeftDataset *dataset, GError **error)
{
  g_autoptr (GVariant) value = g_variant_dict_lookup_value (dict, "gaps", G_VARIANT_TYPE ("ay"));
  gconstpointer bytes;
  gsize n = 0;

  if (!value)
    return TRUE;
  bytes = g_variant_get_fixed_array (value, &n, 1);
  if (n != weft_dataset_get_gaps_size (dataset) || dataset->x_shape.type != WEFT_F32)
    return damaged (error, "gaps");
  dataset->gaps = g_memdup2 (bytes, n);
  return TRUE;
}

/* Copies a block that must have exactly that many bytes; NULL stays NULL. */
static gboolean
take_block (gpointer *to, GBytes *bytes, gint64 count, gsize each, const char *what, GError **error)
{
  gsize length = 0, wanted = 0;
  gconstpointer data = bytes ? g_bytes_get_data (bytes, &length) : NULL;

  if (!g_size_checked_mul (&wanted, (gsize) count, each) || length != wanted)
    return damaged (error, what);
  if (wanted == 0)
    return TRUE;
  *to = weft_memory_new (wanted, error);
  if (!*to)
    return FALSE;
  memcpy (*to, data, wanted);
  return TRUE;
}

static gboolean
take_blocks (WeftDataset *dataset, GBytes *x, GBytes *y, GBytes *part, GError **error)
{
  gint64 n = dataset->count;
  gsize y_each = dataset->target == WEFT_TARGET_NONE ? 0 : weft_shape_bytes (&dataset->y_shape);
  gsize part_each = part && g_bytes_get_size (part) ? 1 : 0;
  gpointer parts = NULL;
  gboolean whole = take_block (&dataset->x, x, n, weft_shape_bytes (&dataset->x_shape), "x", error)
                   && take_block (&dataset->y, y, n, y_each, "y", error)
                   && take_block (&parts, part, n, part_each, "part", error);

  dataset->part = parts;
  return whole;
}

WeftDataset *
weft_dataset_deserialize (GVariant *header, GBytes *x, GBytes *y, GBytes *part, GError **error)
{
  g_autoptr (WeftDataset) dataset = weft_dataset_new ();
  g_autofree char *claimed = NULL;
  g_autoptr (GError) inner = NULL;
  g_auto (GVariantDict) dict = { 0 };

  if (!g_variant_is_of_type (header, G_VARIANT_TYPE_VARDICT) || !g_variant_is_normal_form (header))
    {
      damaged (error, "header");
      return NULL;
    }
  g_variant_dict_init (&dict, header);
  read_texts (&dict, dataset);
  if (!read_numbers (&dict, dataset, error) || !check_kind (dataset, error)
      || !read_gaps (&dict, dataset, error) || !take_blocks (dataset, x, y, part, error))
    return NULL;
  if (!weft_dataset_finish (dataset, &inner))
    {
      damaged (error, inner->message);
      return NULL;
    }
  if (!g_variant_dict_lookup (&dict, "sha256", "s", &claimed)
      || strcmp (claimed, dataset->sha256) != 0)
    {
      damaged (error, "sha256");
      return NULL;
    }
  return g_steal_pointer (&dataset);
}
