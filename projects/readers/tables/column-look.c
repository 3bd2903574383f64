/* column-look: what the cells of a column look like, row after row, before it is known what it
 * holds
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/tables/column-look.h"

#include <string.h>

#include "projects/readers/texts/text-units.h"

/* Tried in turn. */
static const WeftNotation with_point[WEFT_N_NOTATIONS]
    = { { '.', 0 }, { '.', ',' }, { '.', ' ' }, { '.', '\'' }, { WEFT_DECIMAL_EITHER, 0 } };
static const WeftNotation with_comma[WEFT_N_NOTATIONS] = { { ',', 0 },
                                                           { ',', '.' },
                                                           { ',', ' ' },
                                                           { '.', 0 },
                                                           { '.', ',' },
                                                           { '.', '\'' },
                                                           { WEFT_DECIMAL_EITHER, 0 } };

#define WORDS_OF 2000   /* cells */
#define LONG_ENOUGH 3.0 /* words of a cell, on average */

#define SLIPS 20 /* one cell in so many may be a slip, of so many at least */
#define EARLY 3  /* slips among the first of them */

/* What else stands in such a column can be told from it. */
#define MIXED_DATES                                                                                \
  (1u << WEFT_DATE_YEAR_FIRST | 1u << WEFT_DATE_DAY_FIRST | 1u << WEFT_DATE_MONTH_FIRST)

void
weft_column_look_begin (WeftColumnLook *look, const WeftTable *table)
{
  *look = (WeftColumnLook){ .type = WEFT_AS_AUTO };
  look->dates[0][WEFT_DATE_NONE].misses = WEFT_DATE_NEVER;
  for (WeftDateForm form = WEFT_DATE_NONE; form < WEFT_N_DATES; form++)
    look->dates[1][form].misses = MIXED_DATES >> form & 1 ? 0 : WEFT_DATE_NEVER;
  for (guint i = 0; i < WEFT_N_NOTATIONS; i++)
    look->reckonings[i].notation = (table->decimal_comma ? with_comma : with_point)[i];
}

void
weft_column_look_clear (WeftColumnLook *look)
{
  for (guint i = 0; i < WEFT_N_NOTATIONS; i++)
    {
      g_clear_pointer (&look->reckonings[i].unit, g_free);
      g_clear_pointer (&look->reckonings[i].odd, g_free);
    }
  for (guint i = 0; i < 2 * WEFT_N_DATES; i++)
    g_clear_pointer (&look->dates[i / WEFT_N_DATES][i % WEFT_N_DATES].odd, g_free);
  for (guint i = 0; look->examples[i]; i++)
    g_clear_pointer (&look->examples[i], g_free);
  g_clear_pointer (&look->words.seen, g_hash_table_unref);
}

static gboolean
is_share (const char *unit)
{
  return strcmp (unit, "%") == 0 || strcmp (unit, "％") == 0 || strcmp (unit, "‰") == 0;
}

/* Amounts of one column are of one kind: all in euros, all in kg, or all percentages, which alone
 * are never left out here and there. */
static gboolean
unit_fits (WeftReckoning *reckoning, const char *met)
{
  if (met && (reckoning->numbers == 0 || (!reckoning->unit && !is_share (met))))
    reckoning->unit = g_strdup (met);
  return g_strcmp0 (met, reckoning->unit) == 0 || (!met && !is_share (reckoning->unit));
}

/* Most words hold no figure at all. */
static gboolean
may_be_number (const char *cell)
{
  const char *first = cell + (*cell == '-' || *cell == '+');

  return strpbrk (cell, "0123456789") || *first == 'i' || *first == 'I'
         || g_str_has_prefix (first, "∞");
}

static void
reckon (WeftReckoning *reckoning, const char *cell, WeftPlain plain, gboolean may_be, guint line)
{
  const WeftNotation *notation = &reckoning->notation;
  const char *met = NULL;
  double number;

  if ((plain == WEFT_PLAIN_WHOLE || (plain == WEFT_PLAIN_POINT && notation->decimal == '.')
       || (may_be
           && weft_cell_parse_amount (cell, notation->decimal, notation->group, &number, &met)))
      && unit_fits (reckoning, met))
    reckoning->numbers++;
  else if (!reckoning->odd && !weft_cell_is_absent_number (cell))
    {
      reckoning->odd = g_strdup (cell);
      reckoning->odd_line = line;
    }
}

static void
miss_date (WeftDateLook *date, guint present, const char *cell, guint line)
{
  if (date->misses++ == 0)
    {
      date->odd = g_strdup (cell);
      date->odd_line = line;
    }
  if (date->misses > EARLY + present / SLIPS)
    date->misses = WEFT_DATE_NEVER;
}

static void
look_at_date (WeftColumnLook *look, const char *cell, guint line)
{
  double number;

  for (guint mixed = 0; mixed < 2; mixed++)
    for (WeftDateForm form = WEFT_DATE_YEAR_FIRST; form < WEFT_N_DATES; form++)
      {
        WeftDateLook *date = &look->dates[mixed][form];

        if (date->misses != WEFT_DATE_NEVER && !weft_date_parse_mixed (cell, form, mixed, &number))
          miss_date (date, look->present, cell, line);
      }
}

static void
keep_example (WeftColumnLook *look, const char *cell)
{
  guint n = 0;

  for (; n < WEFT_COLUMN_EXAMPLES && look->examples[n]; n++)
    if (strcmp (look->examples[n], cell) == 0)
      return;
  if (n < WEFT_COLUMN_EXAMPLES)
    look->examples[n] = g_strdup (cell);
}

static void
take_word (const char *word, gsize length, gpointer user)
{
  WeftLookWords *words = user;
  g_autofree char *copy = NULL;

  if (!g_unichar_isalnum (g_utf8_get_char (word)))
    return;
  copy = g_strndup (word, length);
  words->words++;
  g_hash_table_add (words->seen, GUINT_TO_POINTER (g_str_hash (copy)));
}

static void
look_at_words (WeftLookWords *words, const char *cell)
{
  if (words->cells >= WORDS_OF || !g_utf8_validate (cell, -1, NULL))
    return;
  if (!words->seen)
    words->seen = g_hash_table_new (NULL, NULL);
  words->cells++;
  weft_text_units (cell, WEFT_UNIT_WORDS, take_word, words);
}

gboolean
weft_column_look_is_text (const WeftColumnLook *look)
{
  const WeftLookWords *words = &look->words;

  return words->cells > 0 && words->words >= LONG_ENOUGH * words->cells
         && g_hash_table_size (words->seen) * 2 < words->words;
}

static void
look_at_cell (WeftColumnLook *look, const char *cell, guint line)
{
  double number;
  WeftPlain plain = weft_cell_parse_plain (cell, &number);
  gboolean may_be = plain || may_be_number (cell);

  look->present++;
  if (!look->examples[WEFT_COLUMN_EXAMPLES - 1])
    keep_example (look, cell);
  for (guint i = 0; i < WEFT_N_NOTATIONS && look->reckonings[i].notation.decimal; i++)
    reckon (&look->reckonings[i], cell, plain, may_be, line);
  if (!weft_cell_is_absent_number (cell) && !weft_date_is_none (cell))
    look_at_date (look, cell, line);
  if (!plain)
    look_at_words (&look->words, cell);
  look->has_codes = look->has_codes || (may_be && weft_cell_is_code (cell));
}

void
weft_column_look_at (WeftColumnLook *look, const WeftTable *rows, guint c)
{
  for (guint r = 0; r < rows->n_rows; r++)
    {
      const char *cell = weft_table_cell (rows, r, c);

      if (weft_cell_is_missing (cell))
        look->missing++;
      else
        look_at_cell (look, cell, rows->lines[r]);
    }
}

const WeftReckoning *
weft_column_look_best (const WeftColumnLook *look)
{
  const WeftReckoning *best = &look->reckonings[0];

  for (guint i = 0; i < WEFT_N_NOTATIONS && look->reckonings[i].notation.decimal; i++)
    {
      const WeftReckoning *reckoning = &look->reckonings[i];

      if (reckoning->numbers > best->numbers)
        best = reckoning;
      if (!best->odd)
        break;
    }
  return best;
}

gboolean
weft_column_look_fits (const WeftColumnLook *look, gboolean or_clear, WeftDateForm form)
{
  guint misses = look->dates[or_clear][form].misses;

  return look->present > 0
         && (misses == 0
             || (misses != WEFT_DATE_NEVER && look->present >= SLIPS
                 && misses <= look->present / SLIPS));
}

static gboolean
may_be (const WeftColumnLook *look, WeftDateForm form)
{
  return weft_column_look_fits (look, FALSE, form) || weft_column_look_fits (look, TRUE, form);
}

guint
weft_column_look_types (const WeftColumnLook *look)
{
  guint types = 0;

  if (look->present > 0)
    types |= WEFT_AS_WORDS;
  if (weft_column_look_best (look)->numbers > 0)
    types |= 1u << WEFT_AS_NUMBER;
  if (may_be (look, WEFT_DATE_DAY_FIRST))
    types |= 1u << WEFT_AS_DAY_FIRST;
  if (may_be (look, WEFT_DATE_MONTH_FIRST))
    types |= 1u << WEFT_AS_MONTH_FIRST;
  return types;
}

const WeftDateLook *
weft_column_look_date (const WeftColumnLook *look, WeftDateForm *form, gboolean *or_clear)
{
  static const WeftDateForm asked[WEFT_N_AS] = {
    [WEFT_AS_DAY_FIRST] = WEFT_DATE_DAY_FIRST,
    [WEFT_AS_MONTH_FIRST] = WEFT_DATE_MONTH_FIRST,
  };
  const WeftDateLook *best = NULL;

  *form = WEFT_DATE_NONE;
  for (guint mixed = 0; mixed < 2; mixed++)
    for (WeftDateForm f = WEFT_DATE_YEAR_FIRST; f < WEFT_N_DATES; f++)
      {
        const WeftDateLook *date = &look->dates[mixed][f];

        if (!weft_column_look_fits (look, mixed, f) || (asked[look->type] && asked[look->type] != f)
            || (best && best->misses <= date->misses))
          continue;
        best = date;
        *form = f;
        *or_clear = mixed == 1;
      }
  return best;
}
