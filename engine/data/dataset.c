/* dataset: samples in memory, immutable; keeps its source's type */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/data/dataset.h"

#include <inttypes.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "engine/base/brief.h"
#include "engine/base/memory.h"

/* Files and fingerprints hold numbers as they lie in memory. */
G_STATIC_ASSERT (G_BYTE_ORDER == G_LITTLE_ENDIAN);

#define MAX_CLASSES (1 << 20) /* so that what is kept a class stays small beside the samples */

WeftDataset *
weft_dataset_new (void)
{
  WeftDataset *dataset = g_new0 (WeftDataset, 1);

  g_atomic_ref_count_init (&dataset->ref_count);
  dataset->x_scale = 1;
  return dataset;
}

WeftDataset *
weft_dataset_ref (WeftDataset *dataset)
{
  g_atomic_ref_count_inc (&dataset->ref_count);
  return dataset;
}

void
weft_dataset_unref (WeftDataset *dataset)
{
  if (!dataset || !g_atomic_ref_count_dec (&dataset->ref_count))
    return;
  weft_memory_free (dataset->x);
  weft_memory_free (dataset->y);
  weft_memory_free (dataset->part);
  g_free (dataset->gaps);
  g_strfreev (dataset->class_names);
  g_strfreev (dataset->feature_names);
  g_strfreev (dataset->notes);
  g_free (dataset->name);
  g_free (dataset->title);
  g_free (dataset->sha256);
  g_free (dataset->target_name);
  g_free (dataset->about);
  g_free (dataset);
}

gsize
weft_dataset_get_gaps_size (const WeftDataset *dataset)
{
  return ((gsize) dataset->count * (gsize) weft_shape_count (&dataset->x_shape) + 7) / 8;
}

static gboolean
fail (GError **error, const char *format, ...)
{
  va_list arguments;
  GError *made;

  va_start (arguments, format);
  made = g_error_new_valist (WEFT_ERROR, WEFT_ERROR_INVALID, format, arguments);
  va_end (arguments);
  g_propagate_error (error, made);
  return FALSE;
}

static gboolean
check_shape (const WeftShape *shape, GError **error)
{
  if (shape->rank < 0 || shape->rank > WEFT_MAX_RANK)
    return fail (error, _ ("A sample has %d dimensions; at most %d work."), shape->rank,
                 WEFT_MAX_RANK);
  for (int i = 0; i < shape->rank; i++)
    if (shape->dims[i] < 1)
      return fail (error, _ ("A sample has a dimension of %" PRId64 "."), shape->dims[i]);
  if (weft_shape_count (shape) > G_MAXINT32)
    return fail (error, _ ("A sample has too many numbers."));
  return TRUE;
}

static gboolean
check_floats (const float *values, const WeftShape *shape, gint64 count, GError **error)
{
  gint64 each = weft_shape_count (shape);

  for (gint64 i = 0; i < count * each; i++)
    if (!isfinite (values[i]))
      return fail (error, _ ("Number %" PRId64 " of sample %" PRId64 " is not finite."),
                   i % each + 1, i / each + 1);
  return TRUE;
}

static gboolean
check_classes (const WeftDataset *dataset, GError **error)
{
  const gint64 *label = dataset->y;

  if (dataset->y_shape.rank != 0 || dataset->y_shape.type != WEFT_I64 || dataset->classes < 1)
    return fail (error, _ ("The classes are not given as whole numbers."));
  if (dataset->classes > MAX_CLASSES)
    return fail (error, _ ("%d classes are too many."), dataset->classes);
  if (dataset->class_names && g_strv_length (dataset->class_names) != (guint) dataset->classes)
    return fail (error, _ ("There are %d classes but %u names for them."), dataset->classes,
                 g_strv_length (dataset->class_names));
  for (gint64 i = 0; i < dataset->count; i++)
    if (label[i] < 0 || label[i] >= dataset->classes)
      return fail (error, _ ("Sample %" PRId64 " has class %" PRId64 ", but there are %d classes."),
                   i + 1, label[i], dataset->classes);
  return TRUE;
}

static gboolean
check_mask (const WeftDataset *dataset, GError **error)
{
  const guint8 *mask = dataset->y;
  const WeftShape *x = &dataset->x_shape, *y = &dataset->y_shape;
  gint64 n = dataset->count * weft_shape_count (y);

  if (x->rank != 3 || y->rank != 3 || y->type != WEFT_U8 || y->dims[0] != 1
      || y->dims[1] != x->dims[1] || y->dims[2] != x->dims[2])
    return fail (error, _ ("The masks do not have the size of the pictures."));
  for (gint64 i = 0; i < n; i++)
    if (mask[i] > 1)
      return fail (error, _ ("A mask holds %d; only 0 and 1 have a meaning."), mask[i]);
  return TRUE;
}

static gboolean
check_target (const WeftDataset *dataset, GError **error)
{
  if (dataset->target != WEFT_TARGET_CLASS && dataset->classes != 0)
    return fail (error, _ ("There are classes, but no class for each sample."));
  if ((dataset->y != NULL) != (dataset->target != WEFT_TARGET_NONE))
    return fail (error, _ ("The targets are missing."));
  if (dataset->target != WEFT_TARGET_NONE && !check_shape (&dataset->y_shape, error))
    return FALSE;
  switch (dataset->target)
    {
    case WEFT_TARGET_NONE:
      return TRUE;
    case WEFT_TARGET_CLASS:
      return check_classes (dataset, error);
    case WEFT_TARGET_REAL:
      if (dataset->y_shape.type != WEFT_F32)
        return fail (error, _ ("The targets are not given as numbers."));
      return check_floats (dataset->y, &dataset->y_shape, dataset->count, error);
    case WEFT_TARGET_MASK:
      return check_mask (dataset, error);
    default:
      return fail (error, _ ("The kind of target is not known."));
    }
}

static gboolean
check (const WeftDataset *dataset, GError **error)
{
  gsize features = dataset->feature_names ? g_strv_length (dataset->feature_names) : 0;

  if (dataset->count < 1 || dataset->count > G_MAXINT32)
    return fail (error, _ ("A data set of %" PRId64 " samples does not work."), dataset->count);
  if (!check_shape (&dataset->x_shape, error))
    return FALSE;
  if (!dataset->name || !dataset->x)
    return fail (error, _ ("The samples are missing."));
  if (features && (gint64) features != weft_shape_count (&dataset->x_shape))
    return fail (error, _ ("There are %" PRId64 " columns but %u names for them."),
                 weft_shape_count (&dataset->x_shape), (guint) features);
  if (!isfinite (dataset->x_scale) || dataset->x_scale == 0)
    return fail (error, _ ("The scale of the samples does not work."));
  if (dataset->x_shape.type == WEFT_F32
      && !check_floats (dataset->x, &dataset->x_shape, dataset->count, error))
    return FALSE;
  for (gint64 i = 0; dataset->part && i < dataset->count; i++)
    if (dataset->part[i] > WEFT_N_PARTS)
      return fail (error, _ ("Sample %" PRId64 " belongs to no part that is known."), i + 1);
  return check_target (dataset, error);
}

static void
add_shape (GChecksum *sum, const WeftShape *shape)
{
  gint64 head[2] = { shape->rank, shape->type };

  g_checksum_update (sum, (const guchar *) head, sizeof head);
  g_checksum_update (sum, (const guchar *) shape->dims, shape->rank * sizeof shape->dims[0]);
}

static void
add_bytes (GChecksum *sum, gconstpointer bytes, gsize length)
{
  const guchar *at = bytes;
  guint64 head = bytes ? length + 1 : 0;

  g_checksum_update (sum, (const guchar *) &head, sizeof head);
  for (gsize done = 0; bytes && done < length;) /* GChecksum's lengths are 32-bit inside */
    {
      gsize part = MIN (length - done, 1u << 30);

      g_checksum_update (sum, at + done, part);
      done += part;
    }
}

static void
add_strings (GChecksum *sum, char **strings)
{
  for (guint i = 0; strings && strings[i]; i++)
    add_bytes (sum, strings[i], strlen (strings[i]));
  add_bytes (sum, NULL, 0);
}

/* What makes two sets differ: content, shapes, names of what is predicted; not the file's name, and
 * nothing that is worded in the user's language. */
static char *
fingerprint (const WeftDataset *dataset)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  gint64 head[3] = { dataset->count, dataset->target, dataset->classes };

  g_checksum_update (sum, (const guchar *) head, sizeof head);
  g_checksum_update (sum, (const guchar *) &dataset->x_scale, sizeof dataset->x_scale);
  add_shape (sum, &dataset->x_shape);
  add_shape (sum, &dataset->y_shape);
  add_strings (sum, dataset->class_names);
  add_strings (sum, dataset->feature_names);
  add_bytes (sum, dataset->target_name, dataset->target_name ? strlen (dataset->target_name) : 0);
  add_bytes (sum, dataset->part, dataset->count);
  if (dataset->gaps)
    add_bytes (sum, dataset->gaps, weft_dataset_get_gaps_size (dataset));
  add_bytes (sum, dataset->y,
             dataset->y ? dataset->count * weft_shape_bytes (&dataset->y_shape) : 0);
  add_bytes (sum, dataset->x, dataset->count * weft_shape_bytes (&dataset->x_shape));
  return g_strdup (g_checksum_get_string (sum));
}

gboolean
weft_dataset_finish (WeftDataset *dataset, GError **error)
{
  if (!check (dataset, error))
    return FALSE;
  g_free (dataset->sha256);
  dataset->sha256 = fingerprint (dataset);
  return TRUE;
}

static void
get_floats (const WeftShape *shape, gconstpointer data, gint64 sample, double scale, float *out)
{
  gint64 n = weft_shape_count (shape), first = sample * n;
  float factor = (float) scale;

  for (gint64 i = 0; i < n; i++)
    switch (shape->type)
      {
      case WEFT_F32:
        out[i] = ((const float *) data)[first + i] * factor;
        break;
      case WEFT_I32:
        out[i] = (float) ((const gint32 *) data)[first + i] * factor;
        break;
      case WEFT_I64:
        out[i] = (float) ((const gint64 *) data)[first + i] * factor;
        break;
      case WEFT_I16:
        out[i] = (float) ((const gint16 *) data)[first + i] * factor;
        break;
      case WEFT_U8:
      case WEFT_BOOLEAN:
        out[i] = (float) ((const guint8 *) data)[first + i] * factor;
        break;
      }
}

void
weft_dataset_get_x (const WeftDataset *dataset, gint64 sample, float *x)
{
  g_return_if_fail (sample >= 0 && sample < dataset->count);
  get_floats (&dataset->x_shape, dataset->x, sample, dataset->x_scale, x);
}

gint64
weft_dataset_get_class (const WeftDataset *dataset, gint64 sample)
{
  g_return_val_if_fail (dataset->target == WEFT_TARGET_CLASS, -1);
  g_return_val_if_fail (sample >= 0 && sample < dataset->count, -1);
  return ((const gint64 *) dataset->y)[sample];
}

void
weft_dataset_get_y (const WeftDataset *dataset, gint64 sample, float *y)
{
  g_return_if_fail (dataset->y && sample >= 0 && sample < dataset->count);
  get_floats (&dataset->y_shape, dataset->y, sample, 1, y);
}

char *
weft_dataset_dup_title (const WeftDataset *dataset)
{
  return weft_brief (dataset->title && *dataset->title ? _ (dataset->title) : dataset->name,
                     WEFT_BRIEF_NAME);
}

char *
weft_dataset_dup_class_name (const WeftDataset *dataset, gint64 c)
{
  if (!dataset->class_names || c < 0 || c >= dataset->classes)
    return NULL;
  return weft_brief (dataset->title && *dataset->class_names[c] ? _ (dataset->class_names[c])
                                                                : dataset->class_names[c],
                     WEFT_BRIEF_NAME);
}

char **
weft_dataset_dup_class_names (const WeftDataset *dataset)
{
  char **names = dataset->class_names ? g_new0 (char *, dataset->classes + 1) : NULL;

  for (int c = 0; names && c < dataset->classes; c++)
    names[c] = weft_dataset_dup_class_name (dataset, c);
  return names;
}

WeftKind
weft_dataset_get_x_kind (const WeftDataset *dataset)
{
  return dataset->is_picture  ? WEFT_KIND_PICTURE
         : dataset->is_points ? WEFT_KIND_POINTS
                              : WEFT_KIND_NUMBERS;
}

WeftKind
weft_dataset_get_y_kind (const WeftDataset *dataset)
{
  static const WeftKind kinds[] = {
    [WEFT_TARGET_NONE] = WEFT_KIND_NUMBERS,
    [WEFT_TARGET_CLASS] = WEFT_KIND_CLASS,
    [WEFT_TARGET_REAL] = WEFT_KIND_NUMBERS,
    [WEFT_TARGET_MASK] = WEFT_KIND_MASK,
  };

  return kinds[dataset->target];
}
