/* answer-frames: what a network says in frames of sound, as an answer */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/answers/answer-frames.h"

#include <math.h>
#include <string.h>

#include "engine/base/number.h"
#include "engine/data/sound-frames.h"
#include "engine/train/answers/writing.h"

/* "1.25 s" */
static char *
dup_length (const WeftField *field, gint64 rows)
{
  double seconds = (double) weft_sound_rows_get_length (rows, field->rate) / field->rate;
  char buffer[WEFT_NUMBER_SIZE];

  return g_strdup_printf ("%s s", weft_number_write (buffer, round (seconds * 1000) / 1000));
}

static void
add (WeftSaid *said, const float *rows, gint64 n)
{
  WeftShape shape = WEFT_SHAPE (MAX (n, 1), WEFT_FRAMES_WIDTH);
  double unsure = NAN;

  g_ptr_array_add (said->texts, dup_length (said->field, n));
  g_array_append_val (said->sureness, unsure);
  g_ptr_array_add (said->numbers, weft_tensor_new_copy (&shape, rows));
}

/* Nothing is longer than twice what it has heard. */
static gint64
find_most (const WeftSaid *said)
{
  const WeftField *like = weft_dataset_find_field (said->asking->like, said->field->name);

  return CLAMP (2 * (like != NULL ? like->shape.dims[0] : 0), 1, WEFT_MOST_WRITTEN);
}

gboolean
weft_answer_say_frames (WeftSaid *said, GError **error)
{
  const WeftAsking *asking = said->asking;
  WeftDecodeOptions options
      = { .most = find_most (said), .end = -1, .interrupt = asking->interrupt };
  gint64 n = asking->asked->count, size = options.most * WEFT_FRAMES_WIDTH;
  g_autofree guint32 *samples = g_new (guint32, n);
  g_autofree gint64 *lengths = g_new0 (gint64, n);
  g_autofree float *rows = g_new0 (float, n *size);

  for (gint64 i = 0; i < n; i++)
    samples[i] = (guint32) i;
  if (!weft_model_say (asking->model, asking->state, samples, n, &options, rows, lengths,
                       &said->looks, error))
    return FALSE;
  for (gint64 i = 0; i < n; i++)
    add (said, rows + i * size, lengths[i]);
  return TRUE;
}
