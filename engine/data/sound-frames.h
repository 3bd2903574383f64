/* sound-frames: sound as a network may say it, mel frames in the ear's measure, and the sound of
 * such frames again
 *
 * A frame is the energy of 32 ms in 40 bands as wide as the ear's, e, as log (1 + 10⁴ e) / 1.7: 0
 * where nothing is heard, and speech strays by about 1 from its mean. A frame begins every 12.5 ms;
 * five of them, one behind the other, are a row, which is what is said at one step (Wang et al.
 * 2017, Tacotron). A row of silence stands at the end, so that who says it says where it ends.
 *
 * The sound of frames: what each pitch had is found by non-negative least squares (Lee and Seung
 * 2001), its phase by Griffin and Lim (1984), with momentum (Perraudin et al. 2013). Any thread. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#define WEFT_FRAME_BANDS 40
#define WEFT_FRAMES_TOGETHER 5
#define WEFT_FRAMES_WIDTH (WEFT_FRAME_BANDS * WEFT_FRAMES_TOGETHER) /* numbers of a row */
#define WEFT_FRAME_LOUD 7.0f                                        /* a number is seldom larger */
#define WEFT_FRAME_SILENT 0.15f /* a frame is not heard whose numbers are smaller in the mean */

/* Rows of a sound of n numbers, its end among them. rate: numbers a second, from 800 on. */
gint64 weft_sound_rows_count (gint64 n, double rate);
/* x (n), −1 to 1 → rows (weft_sound_rows_count, WEFT_FRAMES_WIDTH). */
void weft_sound_rows_measure (const float *x, gint64 n, double rate, float *rows);
/* How many numbers the sound of so many rows has. */
gint64 weft_sound_rows_get_length (gint64 rows, double rate);
/* rows (n, WEFT_FRAMES_WIDTH) → x, as many numbers as that. */
void weft_sound_rows_make_sound (const float *rows, gint64 n, double rate, float *x);
/* Of rows (n, …) those up to the last that is heard, and one of silence behind it. */
gint64 weft_sound_rows_count_heard (const float *rows, gint64 n);
/* Whether the last of n rows end what is said: silence, behind something that was heard. */
gboolean weft_sound_rows_are_over (const float *rows, gint64 n);
