/* frames-picture: mel frames as a picture: time to the right, high tones above */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/plots/raster.h"

/* rows (n, WEFT_FRAMES_WIDTH) of engine/data/sound-frames.h; box: left, top, width, height. */
void weft_frames_picture_draw (cairo_t *cr, const float *rows, gint64 n, const double box[4],
                               gboolean is_dark);
