/* put-number: a number kept as the type of a field */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/base/shape.h"

static inline void
weft_put_number (WeftType type, gpointer to, gint64 i, double number)
{
  if (type == WEFT_U8)
    ((guint8 *) to)[i] = (guint8) number;
  else if (type == WEFT_I16)
    ((gint16 *) to)[i] = (gint16) number;
  else if (type == WEFT_I32)
    ((gint32 *) to)[i] = (gint32) number;
  else if (type == WEFT_I64)
    ((gint64 *) to)[i] = (gint64) number;
  else
    ((float *) to)[i] = (float) number;
}
