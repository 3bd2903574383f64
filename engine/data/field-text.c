/* field-text: samples of tokens as people read them */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "engine/data/field.h"

#define BEGIN "‹" /* the ends of a word that is read in groups of its signs */
#define END "›"
#define LONGEST 128 /* signs of such a word */
#define LOST 0x2026 /* …: what nobody knows any more */

static const char *
get_name (const WeftField *field, gint64 token)
{
  return token >= 0 && token < field->classes ? field->class_names[token] : "";
}

static gboolean
has_groups (const WeftField *field)
{
  for (int i = 0; field->class_names && i < field->classes; i++)
    if (g_str_has_prefix (field->class_names[i], BEGIN) && field->class_names[i][strlen (BEGIN)])
      return TRUE;
  return FALSE;
}

/* --- groups --- */

typedef struct
{
  gunichar signs[LONGEST];
  glong base, at,
      n; /* signs of the shortest groups, where the next one begins, how many are known */
} Word;

/* Groups of one length follow each other, the shortest first, a sign further each: those of two or,
 * where words have spaces between them, of three give the word. */
static glong
find_base (const char *group)
{
  gunichar second = g_utf8_get_char (group + strlen (BEGIN));

  return g_unichar_get_script (second) == G_UNICODE_SCRIPT_HAN ? 2 : 3;
}

static gboolean
begins_word (const char *group)
{
  return g_str_has_prefix (group, BEGIN) && g_utf8_strlen (group, -1) <= find_base (group);
}

static void
begin_word (Word *word, glong base)
{
  *word = (Word){ .base = base };
  for (int i = 0; i < LONGEST; i++)
    word->signs[i] = LOST;
}

/* What is unknown takes its place, for its neighbours have most of its signs. */
static void
take_group (Word *word, const char *group)
{
  gboolean is_known = g_utf8_strlen (group, -1) == word->base;

  if (word->at + word->base > LONGEST)
    return;
  for (glong i = 0; is_known && i < word->base; i++)
    word->signs[word->at + i] = g_utf8_get_char (g_utf8_offset_to_pointer (group, i));
  word->at++;
  word->n = word->at + word->base - 1;
}

static gboolean
is_long_enough (const GString *text, gint64 most)
{
  return g_utf8_strlen (text->str, -1) >= most;
}

static void
end_word (Word *word, GString *text)
{
  gunichar before = 0;

  if (text->len > 0 && word->n > 0
      && (word->base > 2 || g_ascii_isalnum (text->str[text->len - 1])))
    g_string_append_c (text, ' ');
  for (glong i = 0; i < word->n; i++)
    {
      gunichar sign = word->signs[i];
      gboolean is_end = sign == g_utf8_get_char (BEGIN) || sign == g_utf8_get_char (END);

      if (!is_end && !(sign == LOST && before == LOST))
        g_string_append_unichar (text, sign);
      before = sign;
    }
  word->n = 0;
}

/* At most so many signs. */
static char *
dup_grouped (const WeftField *field, const gint64 *tokens, gint64 n, gint64 most)
{
  GString *text = g_string_new (NULL);
  gboolean is_within = TRUE; /* the first one begins a word, known or not */
  Word word;

  begin_word (&word, 3);
  for (gint64 i = 0; i < n && !is_long_enough (text, most); i++)
    {
      const char *group = get_name (field, tokens[i]);

      if (*group == '\0')
        continue;
      if (begins_word (group))
        {
          if (is_within)
            end_word (&word, text);
          begin_word (&word, find_base (group));
          is_within = TRUE;
        }
      else if (is_within && g_str_has_prefix (group, BEGIN)) /* longer ones: the end is unknown */
        is_within = FALSE;
      if (is_within)
        take_group (&word, group);
      is_within = is_within && !(word.n > 0 && g_str_has_suffix (group, END));
      if (!is_within)
        end_word (&word, text);
    }
  end_word (&word, text);
  if (is_long_enough (text, most))
    g_string_append_unichar (text, LOST);
  return g_string_free (text, FALSE);
}

/* --- all --- */

static char *
dup_name (const WeftField *field, gint64 token)
{
  gboolean is_none = field->class_names != NULL && *get_name (field, token) == '\0';

  return is_none ? g_strdup ("") : weft_field_dup_word (field, token);
}

char *
weft_field_dup_text (const WeftField *field, gint64 sample, gint64 most)
{
  GString *text;
  gboolean has_spaces;
  const gint64 *token;
  WeftShape shape;

  g_return_val_if_fail (field->kind == WEFT_KIND_TOKENS, NULL);
  token = weft_field_get_sample (field, sample, &shape);
  if (has_groups (field))
    return dup_grouped (field, token, shape.dims[0], most);
  text = g_string_new (NULL);
  has_spaces = weft_field_has_spaces (field);
  for (gint64 i = 0; i < MIN (shape.dims[0], most); i++)
    {
      g_autofree char *word = dup_name (field, token[i]);

      weft_text_append_word (text, word, has_spaces);
    }
  if (shape.dims[0] > most)
    weft_text_append_word (text, "…", has_spaces);
  weft_field_tidy_pieces (field, text);
  return g_string_free (text, FALSE);
}
