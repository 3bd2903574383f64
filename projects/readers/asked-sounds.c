/* asked-sounds: recordings that a network is asked */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/asked-private.h"

#include <string.h>

#include "engine/base/memory.h"
#include "projects/readers/input.h"
#include "projects/readers/sound-file.h"

/* Appends one recording. */
static gboolean
hear (const WeftAsked *asked, const char *path, GArray *numbers, GError **error)
{
  g_autoptr (WeftSoundFile) file = weft_sound_file_open (path, error);
  gint64 length = file ? weft_sound_file_get_length (file) : 0;
  guint before = numbers->len;

  if (!file)
    return FALSE;
  g_array_set_size (
      numbers, before + (guint) weft_sound_file_measure (file, length, (int) asked->field->rate));
  return weft_sound_file_read (file, 0, length, (int) asked->field->rate,
                               &g_array_index (numbers, gint16, before), error);
}

gboolean
weft_asked_take_sounds (WeftAsked *asked, const char *path, GError **error)
{
  g_autoptr (GPtrArray) files = weft_asked_list (path, weft_sound_is_name, error);
  g_autoptr (GArray) numbers = g_array_new (FALSE, TRUE, sizeof (gint16));
  WeftField *field;

  if (!files || !weft_asked_count (asked, path, files->len, error))
    return FALSE;
  field = weft_asked_add_field (asked);
  field->shape = WEFT_SHAPE (1);
  field->shape.type = WEFT_I16;
  field->ragged = 0;
  field->offsets = weft_memory_new ((files->len + 1) * sizeof (gint64), error);
  for (guint i = 0; field->offsets && i < files->len; i++)
    {
      if (!hear (asked, files->pdata[i], numbers, error))
        return FALSE;
      weft_asked_name (asked, weft_input_dup_name (files->pdata[i]));
      field->offsets[i + 1] = numbers->len;
      field->shape.dims[0] = MAX (field->shape.dims[0], field->offsets[i + 1] - field->offsets[i]);
    }
  if (!field->offsets || !weft_dataset_allocate (asked->dataset, field, error))
    return FALSE;
  memcpy (field->data, numbers->data, numbers->len * sizeof (gint16));
  return TRUE;
}
