/* frames-picture: mel frames as a picture: time to the right, high tones above */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/plots/frames-picture.h"

#include "engine/data/sound-frames.h"

void
weft_frames_picture_draw (cairo_t *cr, const float *rows, gint64 n, const double box[4],
                          gboolean is_dark)
{
  int frames = (int) n * WEFT_FRAMES_TOGETHER;
  g_autofree float *tones = g_new (float, (gsize) frames *WEFT_FRAME_BANDS + 1);
  cairo_surface_t *picture;

  for (int t = 0; t < frames; t++)
    for (int k = 0; k < WEFT_FRAME_BANDS; k++)
      tones[(WEFT_FRAME_BANDS - 1 - k) * frames + t]
          = CLAMP (rows[t * WEFT_FRAME_BANDS + k], 0.0f, WEFT_FRAME_LOUD);
  picture = weft_picture_new (tones, WEFT_FRAME_BANDS, MAX (frames, 1), WEFT_TONE_SEQUENTIAL, 0,
                              is_dark);
  weft_picture_paint (cr, picture, box[0], box[1], box[2], box[3], TRUE);
  cairo_surface_destroy (picture);
  weft_picture_outline (cr, box[0], box[1], box[2], box[3], is_dark);
}
