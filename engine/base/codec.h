/* codec: numbers as little-endian bytes, and back; the one place where that is written
 *
 * Appending never fails. Reading: after the first lack every take gives zero or NULL, and `failed`
 * says so, so that a reader asks once at the end. Floats keep their bits. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

void weft_put_u32 (GByteArray *to, guint32 value);
void weft_put_i64 (GByteArray *to, gint64 value);
void weft_put_f32 (GByteArray *to, float value);
void weft_put_f64 (GByteArray *to, double value);
void weft_put_floats (GByteArray *to, const float *x, gsize n);
void weft_put_text (GByteArray *to, const char *text); /* its length, u32, and its bytes */

typedef struct
{
  const guint8 *at, *end;
  gboolean failed;
} WeftTaker;

WeftTaker weft_taker_new (GBytes *bytes);            /* valid while the bytes are held */
const guint8 *weft_take (WeftTaker *taker, gsize n); /* nullable */
guint32 weft_take_u32 (WeftTaker *taker);
gint64 weft_take_i64 (WeftTaker *taker);
float weft_take_f32 (WeftTaker *taker);
double weft_take_f64 (WeftTaker *taker);
/* Valid UTF-8 of 1 to `most` bytes without a NUL; else NULL and failed. Transfer full. */
char *weft_take_text (WeftTaker *taker, gsize most);
void weft_take_floats (WeftTaker *taker, float *x, gsize n);
