/* spectrum: which tones a sound holds, moment by moment */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* x (n) → to (rows, columns), high tones above: how loud each is, in decibels below the loudest, as
 * 0 (60 dB or more below) to 1. rows: at most 128. */
void weft_spectrum_measure (const float *x, gint64 n, float *to, int rows, int columns);
/* x (n): how loud tones are, by a logarithm or not. As far below their median as the loudest is
 * above it they are silence: a logarithm of nothing would else leave no colours to what is heard.
 * Transfer full. */
float *weft_spectrum_dup_heard (const float *x, gsize n);
