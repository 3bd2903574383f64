/* codes: codes of known classes, as many as are kept */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/metrics/codes.h"

#include <string.h>

#include "engine/base/random.h"

gsize
weft_codes_count_bytes (const WeftAnswers *form)
{
  return sizeof (WeftCodes) + WEFT_CODES_KEPT * (gsize) form->width * sizeof (float);
}

void
weft_codes_add (gpointer state, const WeftAnswers *answers)
{
  static const WeftRandom random = { 1, WEFT_STREAM_CHECK, 0 };
  WeftCodes *codes = state;
  gint64 width = answers->width;

  for (gint64 i = 0; i < answers->n; i++)
    {
      gint64 at = codes->seen;

      if (at >= WEFT_CODES_KEPT)
        at = (gint64) weft_random_below (&random, (guint64) at, (guint64) at + 1);
      codes->seen++;
      if (at >= WEFT_CODES_KEPT)
        continue;
      codes->label[at] = answers->label[i];
      memcpy (codes->code + at * width, answers->prediction + i * width,
              (gsize) width * sizeof (float));
    }
}

gint64
weft_codes_count (const WeftCodes *codes)
{
  return MIN (codes->seen, WEFT_CODES_KEPT);
}

double
weft_codes_find_square (const WeftCodes *codes, gint64 width, gint64 a, gint64 b)
{
  const float *x = codes->code + a * width, *y = codes->code + b * width;
  float sum = 0;

  for (gint64 i = 0; i < width; i++)
    sum += (x[i] - y[i]) * (x[i] - y[i]);
  return sum;
}
