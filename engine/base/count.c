/* count: whole numbers as people read them */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/base/count.h"

#include <glib/gi18n-lib.h>
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
