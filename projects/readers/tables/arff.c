/* arff: Weka's files of attributes and rows, as the text of a table (Attribute-Relation File
 * Format)
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/tables/arff.h"

#include <string.h>

static const char *
skip_blanks (const char *at)
{
  return at + strspn (at, " \t");
}

static const char *
find_end (const char *line)
{
  return line + strcspn (line, "\n");
}

static const char *
find_next (const char *line)
{
  const char *end = find_end (line);

  return *end ? end + 1 : end;
}

/* Where the word ends that the line begins with; NULL: it begins with another. */
static const char *
take_keyword (const char *line, const char *word)
{
  gsize n = strlen (word);

  return g_ascii_strncasecmp (line, word, n) == 0 && !g_ascii_isalnum (line[n]) ? line + n : NULL;
}

gboolean
weft_arff_is (const char *text)
{
  while (*text && (*skip_blanks (text) == '%' || strchr ("\r\n", *skip_blanks (text))))
    text = find_next (text);
  return take_keyword (skip_blanks (text), "@relation") != NULL;
}

/* One value, in quotation marks of either kind or none, in a table's; where it ended. */
static const char *
write_value (GString *to, const char *at, const char *ends)
{
  char mark = *at == '\'' || *at == '"' ? *at++ : '\0';

  g_string_append_c (to, '"');
  for (; *at && *at != '\n' && *at != '\r' && (mark ? *at != mark : !strchr (ends, *at)); at++)
    {
      if (*at == '\\' && (at[1] == '\'' || at[1] == '"' || at[1] == '\\'))
        at++;
      g_string_append (to, *at == '"' ? "\"\"" : (const char[]){ *at, '\0' });
    }
  g_string_append_c (to, '"');
  return at + (mark && *at == mark);
}

static void
write_row (GString *to, const char *line)
{
  const char *at = skip_blanks (line);

  for (;;)
    {
      at = skip_blanks (write_value (to, at, ","));
      if (*at != ',')
        break;
      g_string_append_c (to, ',');
      at = skip_blanks (at + 1);
    }
}

char *
weft_arff_convert (const char *text)
{
  g_autoptr (GString) names = g_string_new (NULL), rows = g_string_new (NULL);
  const char *name;
  gboolean in_data = FALSE;

  /* The line of the names comes before the first, so that each row stays where it stands. */
  for (const char *line = text; *line; line = find_next (line))
    {
      const char *at = skip_blanks (line);

      if (in_data && !strchr ("%\r\n{", *at))
        write_row (rows, at);
      else if (in_data && *at == '{')
        g_string_append_len (rows, at, find_end (at) - at);
      else if (!in_data && (name = take_keyword (at, "@attribute")) != NULL)
        {
          g_string_append (names, names->len > 0 ? "," : "");
          write_value (names, skip_blanks (name), " \t{");
        }
      in_data = in_data || take_keyword (at, "@data");
      g_string_append_c (rows, '\n');
    }
  g_string_append_c (names, '\n');
  return g_string_free (g_string_append (g_steal_pointer (&names), rows->str), FALSE);
}
