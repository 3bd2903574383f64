/* find: how well words fit what somebody types: English, Chinese, pinyin or initials */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/scene/find.h"

#include <string.h>

static char *
fold (const char *text)
{
  g_autofree char *normal = g_utf8_normalize (text, -1, G_NORMALIZE_ALL);

  return g_utf8_casefold (normal != NULL ? normal : text, -1);
}

static gboolean
starts_word (const char *text, const char *at)
{
  return at == text || !g_unichar_isalnum (g_utf8_get_char (g_utf8_prev_char (at)));
}

/* 0 the whole, 1 the beginning, 2 the beginning of a word, 3 inside one; −1 nowhere. */
static int
score_word (const char *word, const char *text)
{
  int best = -1;

  if (strcmp (word, text) == 0)
    return 0;
  if (g_str_has_prefix (text, word))
    return 1;
  for (const char *at = strstr (text, word); at != NULL; at = strstr (g_utf8_next_char (at), word))
    {
      if (starts_word (text, at))
        return 2;
      best = 3;
    }
  return best;
}

int
weft_find_score (const char *query, const char *title, const char *more)
{
  g_autofree char *wanted = fold (query), *in_title = fold (title);
  g_autofree char *in_more = more != NULL ? fold (more) : g_strdup ("");
  g_auto (GStrv) words = g_strsplit_set (wanted, " \t", -1);
  int total = 0;

  for (guint i = 0; words[i] != NULL; i++)
    {
      int a, b;

      if (*words[i] == '\0')
        continue;
      a = score_word (words[i], in_title);
      b = score_word (words[i], in_more);
      if (a < 0 && b < 0)
        return -1;
      /* what other words only contain comes last */
      total += a >= 0 && (b < 0 || a <= b + 2) ? a : b == 1 ? 3 : b + 2;
    }
  return total;
}
