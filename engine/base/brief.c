/* brief: a text that a stranger wrote, as it may be shown */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/base/brief.h"

#include <string.h>

#define REPLACEMENT 0xFFFD

gboolean
weft_brief_is_hidden (gunichar c)
{
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x200E || c == 0x200F
         || (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
}

/* The next character, however damaged; *text moves on. */
static gunichar
take (const char **text)
{
  gunichar c = g_utf8_get_char_validated (*text, -1);

  if (c == (gunichar) -1 || c == (gunichar) -2)
    {
      (*text)++;
      return REPLACEMENT;
    }
  *text = g_utf8_next_char (*text);
  return c;
}

/* out: at least 10 bytes. Returns how many characters it takes. */
static int
write_shown (char *out, gunichar c)
{
  static const char named[] = "\n\t\r", letters[] = "ntr";
  const char *found = c && c < 0x80 ? strchr (named, (char) c) : NULL;

  if (!weft_brief_is_hidden (c))
    {
      out[g_unichar_to_utf8 (c, out)] = '\0';
      return 1;
    }
  if (found)
    return g_snprintf (out, 10, "\\%c", letters[found - named]);
  return g_snprintf (out, 10, "\\u%04x", c);
}

char *
weft_brief (const char *text, int n)
{
  GString *out = g_string_new (NULL);
  gsize cut = 0; /* where the last character is taken away for "…" */
  int used = 0;
  char shown[10];

  while (text && *text)
    {
      int width = write_shown (shown, take (&text));

      if (used + width > n)
        {
          g_string_truncate (out, cut);
          g_string_append (out, "…");
          break;
        }
      g_string_append (out, shown);
      used += width;
      if (used < n)
        cut = out->len;
    }
  return g_string_free (out, FALSE);
}

char *
weft_brief_for_terminal (const char *text)
{
  GString *out = g_string_new (NULL);
  char shown[10];

  if (*text == '\r')
    {
      g_string_append_c (out, '\r');
      text++;
    }
  while (*text)
    {
      gunichar c = take (&text);

      if (c == '\n' || c == '\t')
        g_string_append_c (out, (char) c);
      else
        {
          write_shown (shown, c);
          g_string_append (out, shown);
        }
    }
  return g_string_free (out, FALSE);
}

static gboolean
ends_word (gunichar c)
{
  return g_unichar_isspace (c) || c == '/'
         || (g_unichar_ispunct (c) && c != '-' && c != '_' && c != '.' && c != 0x2026);
}

char *
weft_brief_words (const char *text, int n)
{
  GString *out = g_string_new (NULL);
  gsize cut = 0;
  int used = 0;

  while (*text)
    {
      gunichar c = take (&text);

      used = ends_word (c) ? 0 : used + 1;
      if (used == n)
        cut = out->len;
      if (used <= n)
        g_string_append_unichar (out, c);
      else if (used == n + 1)
        {
          g_string_truncate (out, cut);
          g_string_append (out, "…");
        }
    }
  return g_string_free (out, FALSE);
}
