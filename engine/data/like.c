/* like: a set that has the fields of another one, of samples that a network is asked about */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/data/like.h"

#include <string.h>

#include "engine/base/memory.h"

static void
clear_sample (gpointer data)
{
  g_free (((WeftAskedSample *) data)->name);
}

GArray *
weft_asked_samples_new (void)
{
  GArray *samples = g_array_new (FALSE, FALSE, sizeof (WeftAskedSample));

  g_array_set_clear_func (samples, clear_sample);
  return samples;
}

WeftField *
weft_like_add_field (WeftDataset *dataset, const WeftField *like)
{
  WeftField *field = weft_dataset_add_field (dataset, like->name, like->kind);

  field->scale = like->scale;
  field->rate = like->rate;
  field->classes = like->classes;
  field->class_names = g_strdupv (like->class_names);
  field->feature_names = g_strdupv (like->feature_names);
  field->feature_forms = g_strdupv (like->feature_forms);
  field->title = g_strdup (like->title);
  return field;
}

/* Which of one sample's numbers the source did not have. */
static void
copy_gaps (WeftField *field, const WeftField *like, gint64 sample)
{
  gint64 n = weft_shape_count (&field->shape);

  if (like->gaps == NULL || like->ragged >= 0)
    return;
  field->gaps = g_malloc0 (weft_field_get_gaps_size (field, 1));
  for (gint64 i = 0; i < n; i++)
    if (weft_field_is_gap (like, sample * n + i))
      field->gaps[i >> 3] |= (guint8) (1 << (i & 7));
}

gboolean
weft_like_add_sample (WeftDataset *dataset, const WeftField *like, gint64 sample, GError **error)
{
  WeftField *field = weft_like_add_field (dataset, like);
  gconstpointer from = weft_field_get_sample (like, sample, &field->shape);

  field->ragged = like->ragged;
  if (field->ragged >= 0)
    {
      field->offsets = weft_memory_new (2 * sizeof (gint64), error);
      if (field->offsets == NULL)
        return FALSE;
      field->offsets[1] = field->shape.dims[field->ragged];
    }
  dataset->count = 1;
  if (!weft_dataset_allocate (dataset, field, error))
    return FALSE;
  memcpy (field->data, from, weft_field_get_bytes (field, 1));
  copy_gaps (field, like, sample);
  return TRUE;
}

/* As long as x where it is so of the other set; else, so that nobody takes the lengths for x's, one
 * step, and of the first sample one that x has not. */
static gint64
length_of (const WeftDataset *dataset, const WeftDataset *like, const WeftField *field,
           gint64 sample)
{
  const WeftField *x = weft_dataset_get_x (like),
                  *given = weft_dataset_find_field (dataset, x->name);
  const gint64 *offsets = given ? given->offsets : NULL;
  gint64 length = offsets ? offsets[sample + 1] - offsets[sample] : 1;

  if (field->t == x->t)
    return length;
  return sample == 0 && length == 1 ? 2 : 1;
}

static gboolean
add_nothing (WeftDataset *dataset, const WeftDataset *other, const WeftField *like, GError **error)
{
  WeftField *field = weft_like_add_field (dataset, like);

  field->shape = like->shape;
  field->ragged = like->ragged;
  if (like->ragged >= 0)
    {
      field->offsets = weft_memory_new ((gsize) (dataset->count + 1) * sizeof (gint64), error);
      field->shape.dims[like->ragged] = 1;
      for (gint64 i = 0; field->offsets && i < dataset->count; i++)
        {
          gint64 length = length_of (dataset, other, like, i);

          field->offsets[i + 1] = field->offsets[i] + length;
          field->shape.dims[like->ragged] = MAX (field->shape.dims[like->ragged], length);
        }
      if (!field->offsets)
        return FALSE;
    }
  return weft_dataset_allocate (dataset, field, error);
}

static void
sort_fields (WeftDataset *dataset, const WeftDataset *like)
{
  WeftField sorted[WEFT_MAX_FIELDS];

  for (guint i = 0; i < like->n_fields; i++)
    sorted[i] = *weft_dataset_find_field (dataset, like->fields[i].name);
  memcpy (dataset->fields, sorted, like->n_fields * sizeof *sorted);
}

gboolean
weft_like_finish (WeftDataset *dataset, const WeftDataset *like, GError **error)
{
  for (guint i = 0; i < like->n_fields; i++)
    if (!weft_dataset_find_field (dataset, like->fields[i].name)
        && !add_nothing (dataset, like, &like->fields[i], error))
      return FALSE;
  sort_fields (dataset, like);
  return weft_dataset_finish (dataset, error);
}

gboolean
weft_like_join (WeftDataset *dataset, WeftDataset *const *ones, guint n, GError **error)
{
  dataset->count = n;
  for (guint k = 0; k < ones[0]->n_fields; k++)
    {
      const WeftField *first = &ones[0]->fields[k];
      WeftField *field = weft_like_add_field (dataset, first);

      g_return_val_if_fail (first->ragged < 0, FALSE);
      field->shape = first->shape;
      if (!weft_dataset_allocate (dataset, field, error))
        return FALSE;
      for (guint i = 0; i < n; i++)
        memcpy ((guint8 *) field->data + weft_field_get_bytes (field, i),
                weft_dataset_find_field (ones[i], first->name)->data,
                weft_field_get_bytes (field, 1));
    }
  return TRUE;
}
