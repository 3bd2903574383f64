/* subset: some of the samples of a set, as a set */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/data/subset.h"

#include <string.h>

#include "engine/base/memory.h"

static void
copy_gaps (const WeftField *from, const guint8 *kept, gint64 n, WeftField *to, gint64 count)
{
  gsize size = (gsize) weft_shape_count (&from->shape), out = 0;

  to->gaps = g_malloc0 (weft_field_get_gaps_size (to, count));
  for (gint64 i = 0; i < n; i++)
    for (gsize k = 0; kept[i] && k < size; k++, out++)
      if (weft_field_is_gap (from, (gsize) i * size + k))
        to->gaps[out >> 3] |= (guint8) (1 << (out & 7));
}

static gboolean
copy_offsets (const WeftField *from, const guint8 *kept, gint64 n, WeftField *to, gint64 count,
              GError **error)
{
  gint64 out = 0, longest = 0;

  to->offsets = weft_memory_new ((gsize) (count + 1) * sizeof *to->offsets, error);
  if (!to->offsets)
    return FALSE;
  for (gint64 i = 0; i < n; i++)
    if (kept[i])
      {
        gint64 steps = from->offsets[i + 1] - from->offsets[i];

        to->offsets[out + 1] = to->offsets[out] + steps;
        longest = MAX (longest, steps);
        out++;
      }
  to->shape.dims[to->ragged] = longest;
  return TRUE;
}

static gsize
size_of (const WeftField *field, gint64 sample)
{
  return weft_field_get_bytes (field, sample + 1) - weft_field_get_bytes (field, sample);
}

static gboolean
copy_field (const WeftDataset *dataset, const WeftField *from, const guint8 *kept,
            WeftDataset *subset, GError **error)
{
  WeftField *to = weft_dataset_add_field (subset, from->name, from->kind);
  char *at;

  to->shape = from->shape;
  to->ragged = from->ragged;
  to->scale = from->scale;
  to->rate = from->rate;
  to->classes = from->classes;
  to->class_names = g_strdupv (from->class_names);
  to->feature_names = g_strdupv (from->feature_names);
  to->feature_forms = g_strdupv (from->feature_forms);
  to->title = g_strdup (from->title);
  if (from->offsets && !copy_offsets (from, kept, dataset->count, to, subset->count, error))
    return FALSE;
  if (!weft_dataset_allocate_large (subset, to, error))
    return FALSE;
  at = to->data;
  for (gint64 i = 0, out = 0; i < dataset->count; i++)
    if (kept[i])
      {
        gsize size = size_of (from, i);

        weft_field_touch (to, out++, 1);
        memcpy (at, weft_field_get_sample (from, i, NULL), size);
        at += size;
      }
  if (from->gaps)
    copy_gaps (from, kept, dataset->count, to, subset->count);
  return TRUE;
}

static gboolean
copy_parts (const WeftDataset *dataset, const guint8 *kept, WeftDataset *subset, GError **error)
{
  gint64 out = 0;

  if (!dataset->part)
    return TRUE;
  subset->part = weft_memory_new ((gsize) subset->count, error);
  for (gint64 i = 0; subset->part && i < dataset->count; i++)
    if (kept[i])
      subset->part[out++] = dataset->part[i];
  return subset->part != NULL;
}

static gboolean
copy_groups (const WeftDataset *dataset, const guint8 *kept, WeftDataset *subset, GError **error)
{
  g_autofree guint32 *first = NULL; /* of each group: its first sample that is kept, + 1 */
  guint32 out = 0;

  if (!dataset->group)
    return TRUE;
  first = g_new0 (guint32, dataset->count);
  subset->group = weft_memory_new ((gsize) subset->count * sizeof *subset->group, error);
  for (gint64 i = 0; subset->group && i < dataset->count; i++)
    if (kept[i])
      {
        guint32 *of = &first[dataset->group[i]];

        *of = *of ? *of : out + 1;
        subset->group[out++] = *of - 1;
      }
  return subset->group != NULL;
}

WeftDataset *
weft_dataset_new_subset (const WeftDataset *dataset, const guint8 *kept, GError **error)
{
  g_autoptr (WeftDataset) subset = weft_dataset_new ();

  subset->name = g_strdup (dataset->name);
  subset->title = g_strdup (dataset->title);
  subset->about = g_strdup (dataset->about);
  subset->notes = g_strdupv (dataset->notes);
  subset->cures = g_strdupv (dataset->cures);
  for (gint64 i = 0; i < dataset->count; i++)
    subset->count += kept[i] != 0;
  for (guint k = 0; k < dataset->n_fields; k++)
    if (!copy_field (dataset, &dataset->fields[k], kept, subset, error))
      return NULL;
  if (!copy_parts (dataset, kept, subset, error) || !copy_groups (dataset, kept, subset, error))
    return NULL;
  return weft_dataset_finish (subset, error) ? g_steal_pointer (&subset) : NULL;
}
