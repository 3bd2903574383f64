/* format: numbers as people read them; separators follow the language, never the C locale */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/base/format.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/base/count.h"
#include "engine/base/number.h"
#include "engine/data/kind-row.h"

#define MINUS "−"
/* Between a number and its unit stands a space that does not break (U+00A0). */

char *
weft_format_count (gint64 n)
{
  return weft_count_format (n);
}

gint64
weft_round_digits (double x, int digits)
{
  double unit;

  if (!isfinite (x) || fabs (x) < 1.0)
    return 0;
  unit = pow (10.0, floor (log10 (fabs (x))) + 1 - digits);
  return unit <= 1.0 ? (gint64) llround (x) : (gint64) llround (llround (x / unit) * unit);
}

/* The only place where a real's digits become what people read: "-1.2e+05" as C writes it. */
static char *
localize (const char *digits)
{
  GString *text = g_string_new (digits);

  g_string_replace (text, "-", MINUS, 0);
  g_string_replace (text, "e+", "e", 0);
  g_string_replace (text, ".", C_ ("decimal separator", "."), 0);
  return g_string_free (text, FALSE);
}

char *
weft_format_large (gint64 n)
{
  return weft_count_format_large (n);
}

char *
weft_format_brief (double n)
{
  /* Translators: units of large numbers, the smallest first, as the language counts */
  const char *units = C_ ("units of large numbers", "1e3 k|1e6 M|1e9 G|1e12 T");
  char *text = fabs (n) < 9999.5 ? NULL : weft_count_scale (n, units);

  if (!(fabs (n) < 1e16)) /* no language has a word for so many */
    {
      g_free (text);
      return weft_format_digits (n, 3);
    }
  return text != NULL ? text : weft_format_count ((gint64) llround (n));
}

/* x in [1, 1000) with three significant digits at most, trailing zeros dropped. */
static char *
three_digits (double x)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (buffer, sizeof buffer, "%.3g", x);
  return localize (buffer);
}

char *
weft_format_bytes (gint64 bytes)
{
  static const char *const units[] = { "%s B", "%s kB", "%s MB", "%s GB", "%s TB" };
  double x = (double) bytes;
  gsize i = 0;

  while (x >= 999.5 && i + 1 < G_N_ELEMENTS (units))
    {
      x /= 1000.0;
      i++;
    }
  {
    g_autofree char *figures = three_digits (x);

    return g_strdup_printf (units[i], figures);
  }
}

char *
weft_format_clock (double seconds)
{
  gint64 s = seconds > 0 ? (gint64) seconds : 0;

  if (s < 3600)
    return g_strdup_printf ("%d:%02d", (int) (s / 60), (int) (s % 60));
  return g_strdup_printf ("%" G_GINT64_FORMAT ":%02d:%02d", s / 3600, (int) (s / 60 % 60),
                          (int) (s % 60));
}

char *
weft_format_number (double x)
{
  return weft_format_digits (x, 4);
}

char *
weft_format_share (double share)
{
  g_autofree char *percent = weft_format_fixed (share * 100, 1);

  return g_strdup_printf (_ ("%s %%"), percent);
}

char *
weft_format_metric (double x, gboolean is_share)
{
  if (isnan (x))
    return g_strdup ("–");
  return is_share ? weft_format_share (x) : weft_format_number (x);
}

/* What no digits can say; NULL for a number. */
static char *
format_special (double x)
{
  if (isnan (x))
    return g_strdup (_ ("not a number"));
  if (isinf (x))
    return g_strdup (x < 0 ? MINUS "∞" : "∞");
  return NULL;
}

char *
weft_format_fixed (double x, int decimals)
{
  char buffer[400], format[8]; /* the largest double has 309 figures before the point */

  if (!isfinite (x))
    return format_special (x);
  g_snprintf (format, sizeof format, "%%.%df", CLAMP (decimals, 0, 17));
  g_ascii_formatd (buffer, sizeof buffer, format, x);
  return localize (buffer);
}

char *
weft_format_digits (double x, int digits)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE], format[8];

  if (!isfinite (x))
    return format_special (x);
  if (fabs (x) >= pow (10, digits) && fabs (x) < 1e6)
    return weft_format_count ((gint64) llround (x)); /* "1,065", not "1.06e03" */
  g_snprintf (format, sizeof format, "%%.%dg", CLAMP (digits, 1, 17));
  g_ascii_formatd (buffer, sizeof buffer, format, x);
  return localize (buffer);
}

char *
weft_format_operand (double x)
{
  char buffer[WEFT_NUMBER_SIZE];

  if (!isfinite (x))
    return format_special (x);
  if (x == (double) (float) x)
    weft_number_write_float (buffer, (float) x);
  else
    g_ascii_formatd (buffer, sizeof buffer, "%.9g", x);
  return localize (buffer);
}

gboolean
weft_format_read (const char *text, double *number)
{
  g_autoptr (GString) plain = g_string_new (text);
  char *end = NULL;

  g_string_replace (plain, MINUS, "-", 0);
  g_string_replace (plain, C_ ("decimal separator", "."), ".", 0);
  g_strstrip (plain->str);
  *number = g_ascii_strtod (plain->str, &end);
  return end != plain->str && *end == '\0' && isfinite ((float) *number);
}

char *
weft_format_result (double x)
{
  return weft_format_digits (x, 5);
}

char *
weft_format_dataset (const WeftDataset *dataset)
{
  g_autofree char *number = weft_format_large (dataset->count);
  g_autofree char *numbers
      = weft_format_count (weft_shape_count (&weft_dataset_get_x (dataset)->shape));
  g_autofree char *count = weft_dataset_dup_count (dataset, number, (gulong) dataset->count);
  g_autofree char *size = weft_dataset_dup_size (dataset, numbers);

  return g_strdup_printf (*size != '\0' ? "%s · %s" : "%s", count, size);
}
