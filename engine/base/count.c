/* count: whole numbers as people read them */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/base/count.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* Between groups of three figures; the translation of this one says it for its language. */
static const char *
group_separator (void)
{
  return C_ ("thousands separator", ",");
}

char *
weft_count_format (gint64 n)
{
  g_autofree char *digits
      = g_strdup_printf ("%" G_GUINT64_FORMAT, n < 0 ? -(guint64) n : (guint64) n);
  gsize length = strlen (digits);
  GString *text = g_string_new (n < 0 ? "−" : "");

  for (gsize i = 0; i < length; i++)
    {
      if (i > 0 && (length - i) % 3 == 0)
        g_string_append (text, group_separator ());
      g_string_append_c (text, digits[i]);
    }
  return g_string_free (text, FALSE);
}

/* x in [1, 1000) or a little above, with three significant digits, trailing zeros dropped. */
static char *
format_three (double x)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];
  g_autoptr (GString) text = NULL;

  g_ascii_formatd (buffer, sizeof buffer, fabs (x) < 999.5 ? "%.3g" : "%.0f",
                   fabs (x) < 999.5 ? x : round (x / 10) * 10);
  text = g_string_new (buffer);
  g_string_replace (text, "-", "−", 0);
  g_string_replace (text, ".", C_ ("decimal separator", "."), 0);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
weft_count_scale (double n, const char *units)
{
  g_auto (GStrv) rows = g_strsplit (units, "|", -1);

  for (guint i = g_strv_length (rows); i-- > 0;)
    {
      char *name = NULL;
      double size = g_ascii_strtod (rows[i], &name);
      g_autofree char *figures = NULL;

      if (size <= 0 || fabs (n) < size * 0.9995)
        continue;
      figures = format_three (n / size);
      return g_strdup_printf ("%s\u00a0%s", figures, g_strchug (name)); /* a space that stays */
    }
  return NULL;
}

char *
weft_count_format_large (gint64 n)
{
  /* Translators: in languages that count large numbers in units of their own, these, as in
   * "1e4 万|1e8 亿"; else leave it as it is */
  char *text = weft_count_scale ((double) n, C_ ("units of large counts", "none"));

  return text ? text : weft_count_format (n);
}

static gboolean
is_han (gunichar c)
{
  return g_unichar_get_script (c) == G_UNICODE_SCRIPT_HAN;
}

char *
weft_count_close_up (char *text)
{
  char *to = text;
  gunichar before = 0;

  for (const char *at = text, *next; *at != '\0'; at = next)
    {
      gunichar c = g_utf8_get_char (at);
      gsize length;

      next = g_utf8_next_char (at); /* before what lies there is moved */
      length = (gsize) (next - at);
      if (c == ' ' && is_han (before) && is_han (g_utf8_get_char (next)))
        continue;
      memmove (to, at, length);
      to += length;
      before = c;
    }
  *to = '\0';
  return text;
}
