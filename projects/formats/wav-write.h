/* wav-write: a sound as a WAV file of 16 bits, one channel */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* x (n), −1 … 1, what is louder cut off; rate: numbers a second. transfer full. */
GByteArray *weft_wav_write (const float *x, gint64 n, double rate);
