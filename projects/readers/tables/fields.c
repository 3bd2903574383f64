/* fields: the fields of a table's text, one after another */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/tables/fields.h"

#include <string.h>

#define SAMPLE 100 /* records looked at to find the separator */
#define MOST_NUMBERS                                                                               \
  2 /* one in so many fields at least, where nothing but spaces stands between                     \
     */

void
weft_fields_end_line (WeftFields *fields)
{
  if (fields->at[0] == '\r' && fields->at[1] == '\n')
    fields->at++;
  fields->at++;
  fields->line++;
}

gboolean
weft_fields_is_end (char c)
{
  return c == '\n' || c == '\r';
}

/* Where columns stand below each other, spaces and tabs in any number are between two of them. */
static gboolean
cuts (const WeftFields *fields, char c)
{
  return c == fields->separator || (fields->separator == ' ' && c == '\t');
}

static void
skip_blanks (WeftFields *fields)
{
  while (*fields->at == ' ' || (fields->separator == ' ' && *fields->at == '\t'))
    fields->at++;
}

/* Behind what ends a field. */
static void
leave_field (WeftFields *fields)
{
  gboolean is_cut = *fields->at && cuts (fields, *fields->at);

  if (is_cut && fields->separator == ' ')
    skip_blanks (fields); /* those at the end of a line cut nothing off */
  else if (is_cut)
    fields->at++;
  fields->is_last
      = !is_cut || (fields->separator == ' ' && (!*fields->at || weft_fields_is_end (*fields->at)));
  if (fields->is_last && *fields->at)
    weft_fields_end_line (fields);
}

/* The inside of a quoted field, moved to where it begins; `at` is behind the closing quote. */
static char *
scan_quoted (WeftFields *fields, gboolean in_place)
{
  char *field = ++fields->at, *out = field;

  for (; *fields->at; fields->at++)
    {
      if (*fields->at == '"' && *++fields->at != '"')
        {
          if (in_place && out < fields->at)
            *out = '\0';
          return field;
        }
      fields->line += *fields->at == '\n';
      if (in_place)
        *out = *fields->at;
      out++;
    }
  return NULL;
}

/* One field, or NULL when a quote is never closed or something follows a closed one. */
char *
weft_fields_next (WeftFields *fields, gboolean in_place)
{
  char *field, *end;

  skip_blanks (fields);
  if (fields->quotes && *fields->at == '"')
    {
      field = scan_quoted (fields, in_place);
      if (!field)
        return NULL;
      end = NULL;
      while (*fields->at == ' ' && fields->separator != ' ')
        fields->at++;
      if (*fields->at && !cuts (fields, *fields->at) && !weft_fields_is_end (*fields->at))
        return NULL;
    }
  else
    {
      field = fields->at;
      while (*fields->at && !cuts (fields, *fields->at) && !weft_fields_is_end (*fields->at))
        fields->at++;
      end = fields->at;
    }
  leave_field (fields);
  if (in_place && end)
    *end = '\0';
  return field;
}

/* How evenly this separator cuts the first records: the share of records with as many fields as
 * the commonest count; 0 when that is one. */
static double
judge_separator (char *text, char separator, gboolean quotes)
{
  WeftFields fields = { text, separator, 1, FALSE, quotes };
  guint counts[SAMPLE], n = 0, best = 0, best_fields = 1;

  while (*fields.at && n < SAMPLE)
    {
      guint n_fields = 0;
      gboolean is_blank = weft_fields_is_end (*fields.at);

      do
        {
          if (!weft_fields_next (&fields, FALSE))
            return 0;
          n_fields++;
        }
      while (!fields.is_last);
      if (!is_blank)
        counts[n++] = n_fields;
    }
  for (guint i = 0; i < n; i++)
    {
      guint same = 0;

      for (guint j = 0; j < n; j++)
        same += counts[j] == counts[i];
      if (same > best)
        {
          best = same;
          best_fields = counts[i];
        }
    }
  return best_fields > 1 ? (double) best / n : 0;
}

/* Whether spaces cut every record into as many fields, most of them numbers: words between spaces
 * are a text. */
static gboolean
is_aligned (char *text, gboolean quotes)
{
  WeftFields fields = { text, ' ', 1, FALSE, quotes };
  guint numbers = 0, n = 0, lines = 0;

  if (judge_separator (text, ' ', quotes) < 1)
    return FALSE;
  for (; *fields.at && lines < SAMPLE; lines += fields.is_last)
    {
      char *field = weft_fields_next (&fields, FALSE), *end;

      g_ascii_strtod (field, &end);
      numbers += end > field && (!*end || cuts (&fields, *end) || weft_fields_is_end (*end));
      n++;
    }
  return lines > 2 && numbers * MOST_NUMBERS >= n;
}

/* The comma comes last: where numbers have a decimal comma it cuts about as evenly. 0: none cuts.
 */
char
weft_fields_find_separator (char *text, gboolean quotes)
{
  static const char candidates[] = "\t;|,";
  double best = 0;
  char separator = 0;

  for (guint i = 0; candidates[i]; i++)
    {
      double share = judge_separator (text, candidates[i], quotes);

      if (share > best + 0.05)
        {
          best = share;
          separator = candidates[i];
        }
    }
  /* A tab may stand before the last of several columns that are set below each other. */
  if ((!separator || (separator == '\t' && strstr (text, "  "))) && is_aligned (text, quotes))
    return ' ';
  return separator;
}

/* Tab-separated text often holds quotation marks that are only that: they count as quotes when
 * every record comes out as long as the first. */
gboolean
weft_fields_quotes_pair (char *text)
{
  WeftFields fields = { text, '\t', 1, FALSE, TRUE };
  guint first = 0;

  while (*fields.at)
    {
      gboolean is_blank = weft_fields_is_end (*fields.at);
      guint n = 0;

      do
        {
          if (!weft_fields_next (&fields, FALSE))
            return FALSE;
          n++;
        }
      while (!fields.is_last);
      if (first == 0)
        first = n;
      if (n != first && !is_blank)
        return FALSE;
    }
  return TRUE;
}
