/* spoken: recordings beside what is said in them, the one to be made of the other */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/sounds/spoken.h"

#include "engine/base/errand.h"
#include "engine/base/memory.h"
#include "engine/data/sound-frames.h"
#include "projects/readers/tables/part-groups.h"
#include "projects/readers/texts/text-tokens.h"

gboolean
weft_spoken_give_texts (WeftDataset *dataset, const char *name, const GPtrArray *texts,
                        const char *title, GError **error)
{
  static const WeftTextsForm form = { .unit = WEFT_UNIT_CHARACTERS, .folds = TRUE, .keeps = TRUE };
  g_auto (WeftTexts) letters = { 0 };

  weft_texts_init (&letters, &form);
  for (guint i = 0; i < texts->len; i++)
    weft_texts_add (&letters, texts->pdata[i]);
  return weft_texts_learn (&letters, NULL, error)
         && weft_texts_give (&letters, dataset, name, title, error);
}

static gint64
get_length (const WeftField *sounds, gint64 sample)
{
  return sounds->offsets[sample + 1] - sounds->offsets[sample];
}

static gboolean
measure (WeftField *field, const WeftField *sounds, gint64 count, GError **error)
{
  field->shape = WEFT_SHAPE (1, WEFT_FRAMES_WIDTH);
  field->ragged = 0;
  field->rate = sounds->rate;
  field->offsets = weft_memory_new ((gsize) (count + 1) * sizeof *field->offsets, error);
  for (gint64 i = 0; field->offsets && i < count; i++)
    {
      gint64 rows = weft_sound_rows_count (get_length (sounds, i), sounds->rate);

      field->offsets[i + 1] = field->offsets[i] + rows;
      field->shape.dims[0] = MAX (field->shape.dims[0], rows);
    }
  return field->offsets != NULL;
}

gboolean
weft_spoken_give_frames (WeftDataset *dataset, const char *name, const WeftField *sounds,
                         GError **error)
{
  WeftField *field = weft_dataset_add_field (dataset, name, WEFT_KIND_FRAMES);
  g_autofree float *x = g_new (float, weft_shape_count (&sounds->shape) + 1);

  if (!measure (field, sounds, dataset->count, error)
      || !weft_dataset_allocate_large (dataset, field, error))
    return FALSE;
  for (gint64 i = 0; i < dataset->count; i++)
    {
      weft_field_touch (field, i, 1);
      weft_field_get (sounds, i, x);
      weft_sound_rows_measure (x, get_length (sounds, i), sounds->rate,
                               (float *) field->data + field->offsets[i] * WEFT_FRAMES_WIDTH);
      if (!weft_errand_add (get_length (sounds, i) * 2, error))
        return FALSE;
    }
  return TRUE;
}

guint32 *
weft_spoken_group (const GPtrArray *texts, GError **error)
{
  g_autoptr (GHashTable) numbers = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree int *codes = g_new (int, texts->len + 1);

  for (guint i = 0; i < texts->len; i++)
    {
      if (!g_hash_table_contains (numbers, texts->pdata[i]))
        g_hash_table_insert (numbers, texts->pdata[i],
                             GINT_TO_POINTER (g_hash_table_size (numbers)));
      codes[i] = GPOINTER_TO_INT (g_hash_table_lookup (numbers, texts->pdata[i]));
    }
  return weft_groups_of_codes (codes, texts->len, g_hash_table_size (numbers), error);
}
