/* number: a number as text that machines read back */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/base/number.h"

#include <math.h>

/* What has a form of its own: -0.0, which as a whole number would lose its sign, and 200, which
 * would be 2e+02. */
static gboolean
write_special (char *buffer, double value)
{
  if (value == 0 && signbit (value))
    g_strlcpy (buffer, "-0.0", WEFT_NUMBER_SIZE);
  else if (isfinite (value) && value == floor (value) && fabs (value) < 1e15)
    g_snprintf (buffer, WEFT_NUMBER_SIZE, "%" G_GINT64_FORMAT, (gint64) value);
  else
    return FALSE;
  return TRUE;
}

static void
write_digits (char *buffer, double value, int digits)
{
  char format[8];

  g_snprintf (format, sizeof format, "%%.%dg", digits);
  g_ascii_formatd (buffer, WEFT_NUMBER_SIZE, format, value);
}

const char *
weft_number_write (char buffer[WEFT_NUMBER_SIZE], double value)
{
  if (write_special (buffer, value))
    return buffer;
  for (int digits = 1; digits <= 17; digits++)
    {
      write_digits (buffer, value, digits);
      if (g_ascii_strtod (buffer, NULL) == value)
        break;
    }
  return buffer;
}

const char *
weft_number_write_float (char buffer[WEFT_NUMBER_SIZE], float value)
{
  if (write_special (buffer, (double) value))
    return buffer;
  for (int digits = 1; digits <= 9; digits++)
    {
      write_digits (buffer, (double) value, digits);
      if ((float) g_ascii_strtod (buffer, NULL) == value)
        break;
    }
  return buffer;
}
