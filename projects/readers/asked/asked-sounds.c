/* asked-sounds: recordings that a network is asked */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/asked/asked-private.h"

#include <string.h>

#include "engine/base/memory.h"
#include "projects/readers/files/input.h"
#include "projects/readers/sounds/sound-file.h"

/* As many as the network was taught by; 1: mixed into one. */
static int
count_channels (const WeftAsked *asked)
{
  return asked->field->shape.rank == 2 ? (int) asked->field->shape.dims[0] : 1;
}

/* Appends one recording, (channels, numbers). */
static gboolean
hear (const WeftAsked *asked, const char *path, GArray *numbers, GError **error)
{
  g_autoptr (WeftSoundFile) file = weft_sound_file_open (path, error);
  gint64 length = file ? weft_sound_file_get_length (file) : 0;
  int rate = (int) asked->field->rate, channels = count_channels (asked);
  guint before = numbers->len;

  if (!file)
    return FALSE;
  g_array_set_size (numbers,
                    before + (guint) (channels * weft_sound_file_measure (file, length, rate)));
  return weft_sound_file_read (file, 0, length, rate, channels,
                               &g_array_index (numbers, gint16, before), error);
}

gboolean
weft_asked_take_sounds (WeftAsked *asked, const char *path, GError **error)
{
  g_autoptr (GPtrArray) files = weft_asked_list (path, weft_sound_is_name, error);
  g_autoptr (GArray) numbers = g_array_new (FALSE, TRUE, sizeof (gint16));
  int channels = count_channels (asked), steps = asked->field->ragged;
  WeftField *field;

  if (!files || !weft_asked_count (asked, path, files->len, error))
    return FALSE;
  field = weft_asked_add_field (asked);
  field->shape = asked->field->shape;
  field->shape.dims[steps] = 1;
  field->shape.type = WEFT_I16;
  field->ragged = steps;
  field->offsets = weft_memory_new ((files->len + 1) * sizeof (gint64), error);
  for (guint i = 0; field->offsets && i < files->len; i++)
    {
      if (!hear (asked, files->pdata[i], numbers, error))
        return FALSE;
      weft_asked_name (asked, weft_input_dup_name (files->pdata[i]));
      field->offsets[i + 1] = (gint64) numbers->len / channels;
      field->shape.dims[steps]
          = MAX (field->shape.dims[steps], field->offsets[i + 1] - field->offsets[i]);
    }
  if (!field->offsets || !weft_dataset_allocate (asked->dataset, field, error))
    return FALSE;
  memcpy (field->data, numbers->data, numbers->len * sizeof (gint16));
  return TRUE;
}
