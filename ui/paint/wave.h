/* wave: how far a sound swings, moment by moment */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* x (n) → to (columns): the furthest within each column, its loudest 1; nothing but silence 0. */
void weft_wave_measure (const float *x, gint64 n, float *to, int columns);
