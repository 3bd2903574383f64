/* dataset: samples, each with the same named fields; immutable */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/data/dataset.h"

#include <inttypes.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/brief.h"
#include "engine/base/memory.h"
#include "engine/base/sentence.h"
#include "engine/data/fingerprint.h"
#include "engine/data/kind-row.h"
#include "engine/data/unknown.h"

WeftDataset *
weft_dataset_new (void)
{
  WeftDataset *dataset = g_new0 (WeftDataset, 1);

  g_atomic_ref_count_init (&dataset->ref_count);
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
  for (guint i = 0; i < dataset->n_fields; i++)
    weft_field_clear (&dataset->fields[i]);
  weft_memory_free (dataset->part);
  weft_memory_free (dataset->group);
  g_strfreev (dataset->notes);
  g_strfreev (dataset->cures);
  g_free (dataset->name);
  g_free (dataset->title);
  g_free (dataset->sha256);
  g_free (dataset->about);
  g_free (dataset->copies.first);
  g_free (dataset);
}

/* --- fields --- */

WeftField *
weft_dataset_add_field (WeftDataset *dataset, const char *name, WeftKind kind)
{
  WeftField *field = &dataset->fields[dataset->n_fields];

  g_return_val_if_fail (dataset->n_fields < WEFT_MAX_FIELDS, NULL);
  *field = (WeftField){ .name = g_intern_string (name), .kind = kind, .ragged = -1, .scale = 1 };
  dataset->n_fields++;
  return field;
}

/* FALSE: nobody has so much. */
static gboolean
measure (const WeftDataset *dataset, const WeftField *field, gsize *bytes, GError **error)
{
  if (weft_shape_count (&field->shape) > G_MAXINT32
      || !g_size_checked_mul (bytes, (gsize) dataset->count, weft_shape_bytes (&field->shape)))
    {
      weft_sentence_set_error (error, WEFT_ERROR_MEMORY,
                               _ ("%" PRId64 " samples of this shape do not fit in memory."),
                               dataset->count);
      return FALSE;
    }
  if (field->ragged >= 0)
    *bytes = weft_field_get_bytes (field, dataset->count);
  return TRUE;
}

gboolean
weft_dataset_allocate (const WeftDataset *dataset, WeftField *field, GError **error)
{
  gsize bytes;

  if (!measure (dataset, field, &bytes, error))
    return FALSE;
  field->data = weft_memory_new (bytes, error);
  return field->data != NULL;
}

gboolean
weft_dataset_allocate_large (const WeftDataset *dataset, WeftField *field, GError **error)
{
  gsize bytes;

  return measure (dataset, field, &bytes, error) && weft_field_allocate (field, bytes, error);
}

const WeftField *
weft_dataset_find_field (const WeftDataset *dataset, const char *name)
{
  for (guint i = 0; i < dataset->n_fields; i++)
    if (strcmp (dataset->fields[i].name, name) == 0)
      return &dataset->fields[i];
  return NULL;
}

const WeftField *
weft_dataset_get_x (const WeftDataset *dataset)
{
  const WeftField *x = weft_dataset_find_field (dataset, "x");

  return x ? x : &dataset->fields[0];
}

const WeftField *
weft_dataset_get_y (const WeftDataset *dataset)
{
  return weft_dataset_find_field (dataset, "y");
}

const WeftField *
weft_dataset_get_classes (const WeftDataset *dataset)
{
  const WeftField *y = weft_dataset_get_y (dataset);

  return y && weft_kind_get_row (y->kind)->answer == WEFT_ANSWER_CHOICE ? y : NULL;
}

int
weft_dataset_count_classes (const WeftDataset *dataset)
{
  const WeftField *classes = weft_dataset_get_classes (dataset);

  return classes ? classes->classes : 0;
}

const char *
weft_dataset_get_target_title (const WeftDataset *dataset)
{
  const WeftField *y = weft_dataset_get_y (dataset);

  return y ? y->title : NULL;
}

/* --- the whole --- */

/* Each its own, and none that of another's mask. */
static gboolean
check_field_name (const WeftDataset *dataset, guint i, GError **error)
{
  const WeftField *field = &dataset->fields[i];
  const char *mask = weft_field_get_mask_name (field);

  if (weft_field_is_name (field->name) && weft_dataset_find_field (dataset, field->name) == field
      && (!mask || !weft_dataset_find_field (dataset, mask)))
    return TRUE;
  return weft_sentence_refuse (error, _ ("The data has no good name for each of its fields."));
}

/* What its kind asks of it beside the others. */
static gboolean
check_beside (const WeftDataset *dataset, const WeftField *field, GError **error)
{
  const WeftKindRow *row = weft_kind_get_row (field->kind);

  return !row->check_beside || row->check_beside (dataset, field, error);
}

static gboolean
check (const WeftDataset *dataset, GError **error)
{
  if (dataset->count < 1 || dataset->count > G_MAXINT32)
    return weft_sentence_refuse (error, _ ("A data set of %" PRId64 " samples does not work."),
                                 dataset->count);
  if (!dataset->name || dataset->n_fields == 0)
    return weft_sentence_refuse (error, _ ("The samples are missing."));
  for (guint i = 0; i < dataset->n_fields; i++)
    if (!check_field_name (dataset, i, error)
        || !weft_field_check (&dataset->fields[i], dataset->count, error)
        || !check_beside (dataset, &dataset->fields[i], error))
      return FALSE;
  for (gint64 i = 0; dataset->part && i < dataset->count; i++)
    if (dataset->part[i] > WEFT_N_PARTS)
      return weft_sentence_refuse (
          error, _ ("Sample %" PRId64 " belongs to no part that is known."), i + 1);
  for (gint64 i = 0; dataset->group && i < dataset->count; i++)
    if (dataset->group[i] > i || dataset->group[dataset->group[i]] != dataset->group[i])
      return weft_sentence_refuse (
          error, _ ("Sample %" PRId64 " belongs to no group that is known."), i + 1);
  return TRUE;
}

/* The earlier field that is as long in every sample; nullable. */
static const WeftField *
find_as_long (const WeftDataset *dataset, const WeftField *field)
{
  gsize bytes = (gsize) (dataset->count + 1) * sizeof *field->offsets;

  for (const WeftField *at = dataset->fields; at < field; at++)
    if (at->ragged >= 0 && memcmp (at->offsets, field->offsets, bytes) == 0)
      return at;
  return NULL;
}

static gboolean
count_steps (WeftDataset *dataset, GError **error)
{
  int n = 0;

  for (guint i = 0; i < dataset->n_fields; i++)
    {
      WeftField *field = &dataset->fields[i];
      const WeftField *as_long = field->ragged < 0 ? NULL : find_as_long (dataset, field);

      if (field->ragged >= 0)
        field->t = as_long ? as_long->t : n++;
    }
  return n <= WEFT_MAX_T
         || weft_sentence_refuse (
             error, _ ("More than %d fields of the data have lengths of their own."), WEFT_MAX_T);
}

gboolean
weft_dataset_finish (WeftDataset *dataset, GError **error)
{
  if (!check (dataset, error) || !count_steps (dataset, error))
    return FALSE;
  g_free (dataset->sha256);
  dataset->sha256 = weft_fingerprint_new (dataset);
  return TRUE;
}

/* --- what is shown of it --- */

char *
weft_dataset_dup_title (const WeftDataset *dataset)
{
  return weft_brief (dataset->title && *dataset->title ? _ (dataset->title) : dataset->name,
                     WEFT_BRIEF_NAME);
}

char *
weft_dataset_dup_class_name (const WeftDataset *dataset, const WeftField *field, gint64 c)
{
  const char *name;

  if (!field || !field->class_names || c < 0 || c >= field->classes)
    return NULL;
  name = field->class_names[c];
  if (weft_field_is_unknown (field, c))
    return g_strdup ("…");
  return weft_brief (dataset->title && *name ? _ (name) : name, WEFT_BRIEF_NAME);
}

char **
weft_dataset_dup_class_names (const WeftDataset *dataset, const WeftField *field)
{
  char **names = field && field->class_names ? g_new0 (char *, field->classes + 1) : NULL;

  for (int c = 0; names && c < field->classes; c++)
    names[c] = weft_dataset_dup_class_name (dataset, field, c);
  return names;
}
