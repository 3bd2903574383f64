/* decode-frames: sound is said row by row of frames, each from those before it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "engine/data/sound-frames.h"
#include "engine/run/decode-private.h"

/* Each sample goes on in its own row. */
static WeftHypothesis *
new_lines (const WeftDecoder *decoder)
{
  WeftHypothesis *lines = g_new0 (WeftHypothesis, decoder->rows);

  for (gint64 i = 0; i < decoder->rows; i++)
    lines[i].row = i;
  return lines;
}

/* One row more of those that are not over; FALSE: all are. */
static gboolean
take (const WeftDecoder *decoder, gint64 most, gint64 step, float *rows, gint64 *n)
{
  const float *said = decoder->said;
  gsize width = (gsize) decoder->words;
  gboolean goes_on = FALSE;

  for (gint64 i = 0; i < decoder->rows; i++)
    {
      float *own = rows + (gsize) (i * most) * width;

      if (n[i] < step)
        continue;
      memcpy (own + (gsize) step * width, said + (gsize) i * width, width * sizeof *own);
      if (!weft_sound_rows_are_over (own, step + 1))
        n[i] = step + 1;
      goes_on |= n[i] > step;
    }
  return goes_on;
}

gboolean
weft_decoder_run_frames (WeftDecoder *decoder, const void *const *inputs,
                         const WeftDecodeOptions *options, float *rows, gint64 *n)
{
  g_autofree WeftHypothesis *lines = new_lines (decoder);
  WeftExec *exec = decoder->first;
  gboolean goes_on = TRUE;

  g_return_val_if_fail (options->most <= decoder->program->binding.goes_on, FALSE);
  g_return_val_if_fail (decoder->words == WEFT_FRAMES_WIDTH, FALSE);
  memset (n, 0, (gsize) decoder->rows * sizeof *n);
  memset (rows, 0, (gsize) (decoder->rows * options->most) * decoder->said_row);
  weft_decoder_set_inputs (decoder, inputs);
  for (gint64 step = 0; goes_on && step < options->most; step++, exec = decoder->next)
    {
      if (weft_interrupt_is_due (options->interrupt))
        return FALSE;
      weft_exec_set_inputs (exec, decoder->inputs);
      weft_exec_run (exec, 0, 0);
      memcpy (decoder->said, weft_exec_get_value (exec, decoder->answer),
              (gsize) decoder->rows * decoder->said_row);
      weft_decoder_carry_on (decoder, exec, lines, step);
      goes_on = take (decoder, options->most, step, rows, n);
    }
  return TRUE;
}
