/* text-units: a text cut into words or characters */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/texts/text-units.h"

#include <string.h>

#define SHORTEST_GROUP 3 /* signs, the ends of a word among them */
#define LONGEST_GROUP 5
#define GROUP_END "›"

gboolean
weft_text_is_unspaced (gunichar c)
{
  switch (g_unichar_get_script (c))
    {
    case G_UNICODE_SCRIPT_HAN:
    case G_UNICODE_SCRIPT_HIRAGANA:
    case G_UNICODE_SCRIPT_KATAKANA:
    case G_UNICODE_SCRIPT_THAI:
    case G_UNICODE_SCRIPT_LAO:
    case G_UNICODE_SCRIPT_KHMER:
    case G_UNICODE_SCRIPT_MYANMAR:
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
is_letter (gunichar c)
{
  return (g_unichar_isalnum (c) || g_unichar_ismark (c)) && !weft_text_is_unspaced (c);
}

/* don’t and rock’n’roll are one word. */
static gboolean
joins_letters (const char *at)
{
  gunichar c = g_utf8_get_char (at);

  return (c == '\'' || c == 0x2019) && is_letter (g_utf8_get_char (g_utf8_next_char (at)));
}

static const char *
end_of_word (const char *at)
{
  if (!is_letter (g_utf8_get_char (at)))
    return g_utf8_next_char (at);
  while (*at && (is_letter (g_utf8_get_char (at)) || joins_letters (at)))
    at = g_utf8_next_char (at);
  return at;
}

static const char *
end_of_spaced (const char *at)
{
  while (*at && !g_unichar_isspace (g_utf8_get_char (at)))
    at = g_utf8_next_char (at);
  return at;
}

static const char *
end_of_character (const char *at)
{
  return g_utf8_next_char (at);
}

static const char *
end_of_unspaced (const char *at)
{
  while (weft_text_is_unspaced (g_utf8_get_char (at)))
    at = g_utf8_next_char (at);
  return at;
}

/* Of what stands between spaces the part of one sort of script. */
static const char *
end_of_grouped (const char *at)
{
  if (weft_text_is_unspaced (g_utf8_get_char (at)))
    return end_of_unspaced (at);
  while (*at && !g_unichar_isspace (g_utf8_get_char (at))
         && !weft_text_is_unspaced (g_utf8_get_char (at)))
    at = g_utf8_next_char (at);
  return at;
}

/* A space belongs to what follows it, unless that is one, too. */
static const char *
end_of_chunk (const char *at)
{
  const char *first = at + (*at == ' ');
  gunichar c = g_utf8_get_char (first);

  if (c == 0 || (first > at && g_unichar_isspace (c)))
    return first > at ? first : g_utf8_next_char (at);
  return weft_text_is_unspaced (c) ? end_of_unspaced (first) : end_of_word (first);
}

/* All groups of signs of a word, those of the shortest ones first; of scripts without spaces, whose
 * words are short, smaller ones of all that stands together. */
static void
take_groups (const char *word, gsize length, WeftUnitFunc take, gpointer user)
{
  gboolean is_dense = weft_text_is_unspaced (g_utf8_get_char (word));
  g_autofree char *plain = g_strndup (word, length);
  g_autofree char *lower = g_utf8_strdown (plain, -1);
  g_autofree char *whole = g_strconcat (WEFT_TEXT_GROUP_BEGIN, lower, GROUP_END, NULL);

  for (int n = SHORTEST_GROUP - is_dense; n <= LONGEST_GROUP - 2 * is_dense; n++)
    {
      const char *begin = whole, *end = whole;

      for (int i = 0; i < n && end && *end; i++)
        end = g_utf8_next_char (end);
      if (g_utf8_pointer_to_offset (whole, end) < n)
        return;
      take (begin, (gsize) (end - begin), user);
      for (; *end; begin = g_utf8_next_char (begin))
        {
          end = g_utf8_next_char (end);
          take (g_utf8_next_char (begin), (gsize) (end - g_utf8_next_char (begin)), user);
        }
    }
}

static const struct
{
  const char *(*end) (const char *at);
  gboolean has_spaces; /* they are units, too */
  void (*cut) (const char *word, gsize length, WeftUnitFunc take, gpointer user); /* further */
} rows[WEFT_N_UNITS] = {
  [WEFT_UNIT_WORDS] = { end_of_word },
  [WEFT_UNIT_SPACED] = { end_of_spaced },
  [WEFT_UNIT_CHARACTERS] = { end_of_character, TRUE },
  [WEFT_UNIT_PIECES] = { end_of_chunk, TRUE },
  [WEFT_UNIT_GROUPS] = { end_of_grouped, .cut = take_groups },
};

void
weft_text_units (const char *text, WeftTextUnit unit, WeftUnitFunc take, gpointer user)
{
  for (const char *at = text, *end; *at; at = end)
    {
      end = g_utf8_next_char (at);
      if (!rows[unit].has_spaces && g_unichar_isspace (g_utf8_get_char (at)))
        continue;
      end = rows[unit].end (at);
      if (rows[unit].cut)
        rows[unit].cut (at, (gsize) (end - at), take, user);
      else
        take (at, (gsize) (end - at), user);
    }
}

const char *const weft_text_unit_ids[] = { "word", "character", "byte-pair", "n-gram", NULL };

static const WeftTextUnit units_of_ids[]
    = { WEFT_UNIT_WORDS, WEFT_UNIT_CHARACTERS, WEFT_UNIT_PIECES, WEFT_UNIT_GROUPS };

gboolean
weft_text_unit_parse (const char *id, WeftTextUnit *unit)
{
  for (guint i = 0; weft_text_unit_ids[i]; i++)
    if (strcmp (weft_text_unit_ids[i], id) == 0)
      {
        *unit = units_of_ids[i];
        return TRUE;
      }
  return FALSE;
}

const char *
weft_text_unit_get_id (WeftTextUnit unit)
{
  for (guint i = 0; weft_text_unit_ids[i]; i++)
    if (units_of_ids[i] == unit)
      return weft_text_unit_ids[i];
  return weft_text_unit_ids[0]; /* words between spaces are words, too */
}

static void
count_one (const char *unit, gsize length, gpointer user)
{
  ++*(guint *) user;
}

guint
weft_text_count_units (const char *text, WeftTextUnit unit)
{
  guint n = 0;

  weft_text_units (text, unit, count_one, &n);
  return n;
}
