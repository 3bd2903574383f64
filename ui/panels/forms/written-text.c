/* written-text: a sample of tokens as somebody would have written it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/forms/written-text.h"

#include <string.h>

#include "engine/train/answers.h"

#define GROUP_BEGIN "‹" /* the ends of a word that is read in groups of its signs */
#define GROUP_END "›"

char *
weft_written_dup_plain (const WeftField *field, const char *text)
{
  GString *plain = g_string_new (text);

  if (!weft_field_has_spaces (field))
    g_string_replace (plain, "\\n", "\n", 0);
  return g_string_free (plain, FALSE);
}

/* Groups of one length follow each other, the shortest first, a sign further each: those of two or,
 * where words have spaces between them, of three give the word. */
static gboolean
begins_word (const char *group)
{
  const char *second = group + strlen (GROUP_BEGIN);
  gboolean is_han = g_unichar_get_script (g_utf8_get_char (second)) == G_UNICODE_SCRIPT_HAN;

  return g_str_has_prefix (group, GROUP_BEGIN) && g_utf8_strlen (group, -1) <= (is_han ? 2 : 3);
}

static char *
dup_grouped (const WeftField *field, const gint64 *tokens, gint64 n)
{
  GString *text = g_string_new (NULL);
  gboolean is_within = FALSE;

  for (gint64 i = 0; i < n; i++)
    {
      const char *group = field->class_names[tokens[i]], *last;

      if (begins_word (group))
        {
          if (text->len > 0 && g_ascii_isalnum (text->str[text->len - 1]))
            g_string_append_c (text, ' ');
          g_string_append (text, group + strlen (GROUP_BEGIN));
          is_within = TRUE;
        }
      else if (is_within && *group != '\0')
        {
          last = g_utf8_prev_char (group + strlen (group));
          g_string_append (text, last);
        }
      if (is_within && g_str_has_suffix (group, GROUP_END))
        {
          g_string_truncate (text, text->len - strlen (GROUP_END));
          is_within = FALSE;
        }
    }
  return g_string_free (text, FALSE);
}

char *
weft_written_dup (const WeftField *field, gint64 sample)
{
  g_autofree char *text = NULL;
  const gint64 *tokens;
  WeftShape shape;

  tokens = weft_field_get_sample (field, sample, &shape);
  for (gint64 i = 0; i < shape.dims[0]; i++)
    if (g_str_has_prefix (field->class_names[tokens[i]], GROUP_BEGIN))
      return dup_grouped (field, tokens, shape.dims[0]);
  text = weft_field_dup_text (field, sample, WEFT_MOST_WRITTEN);
  return weft_written_dup_plain (field, text);
}
