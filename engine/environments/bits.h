/* bits: a set of up to 64 squares of a board, a bit each, as two of the words that states are made
 * of */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

typedef struct
{
  guint32 low, high;
} WeftBits;

static inline guint64
weft_bits_get (WeftBits bits)
{
  return (guint64) bits.high << 32 | bits.low;
}

static inline WeftBits
weft_bits_make (guint64 set)
{
  return (WeftBits){ (guint32) set, (guint32) (set >> 32) };
}
