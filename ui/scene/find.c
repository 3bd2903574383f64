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

static gboolean
ends_word (const char *at)
{
  return *at == '\0' || !g_unichar_isalnum (g_utf8_get_char (at));
}

/* How a text has a word, the best first; a term is one of many, so that to be the first of them is
 * nothing. */
typedef enum
{
  WHOLE,
  BEGINNING,
  A_WORD,
  A_TERM,
  BEGINS_WORD,
  BEGINS_TERM,
  INSIDE,
  INSIDE_TERM,
  NOWHERE,
} Rank;

static Rank
rank_name (const char *word, const char *name)
{
  Rank best = NOWHERE;

  if (strcmp (word, name) == 0)
    return WHOLE;
  if (g_str_has_prefix (name, word))
    return BEGINNING;
  for (const char *at = strstr (name, word); at != NULL; at = strstr (g_utf8_next_char (at), word))
    if (starts_word (name, at))
      best = MIN (best, ends_word (at + strlen (word)) ? A_WORD : BEGINS_WORD);
    else
      best = MIN (best, INSIDE);
  return best;
}

/* Terms are set apart by spaces alone: "fully-connected" is one. */
static Rank
rank_terms (const char *word, const char *terms)
{
  Rank best = NOWHERE;

  for (const char *at = strstr (terms, word); at != NULL; at = strstr (g_utf8_next_char (at), word))
    {
      const char *end = at + strlen (word);

      if (at == terms || at[-1] == ' ')
        best = MIN (best, *end == '\0' || *end == ' ' ? A_TERM : BEGINS_TERM);
      else
        best = MIN (best, INSIDE_TERM);
    }
  return best;
}

static Rank
rank (const char *word, char *const *names, const char *terms)
{
  Rank best = rank_terms (word, terms);

  for (; *names != NULL; names++)
    best = MIN (best, rank_name (word, *names));
  return best;
}

static GStrv
fold_all (const char *const *names)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (; *names != NULL; names++)
    {
      g_autofree char *name = fold (*names);

      g_strv_builder_add (builder, name);
    }
  return g_strv_builder_end (builder);
}

int
weft_find_score (const char *query, const char *const *names, const char *terms)
{
  g_autofree char *plain = fold (query), *wanted = g_strdup (g_strstrip (plain));
  g_autofree char *in_terms = fold (terms != NULL ? terms : "");
  g_auto (GStrv) in_names = fold_all (names);
  g_auto (GStrv) words = g_strsplit_set (wanted, " \t", -1);
  int total = 0;

  for (guint i = 0; words[i] != NULL; i++)
    {
      Rank found = *words[i] == '\0' ? WHOLE : rank (words[i], in_names, in_terms);

      if (found == NOWHERE)
        return -1;
      total += (int) found;
    }
  /* "residual block" is called so, though each of the words is but a part */
  return g_strv_contains ((const char *const *) in_names, wanted) ? 0 : total;
}
