/* reading-words: how a column of words is given to a network: one-hot, by an embedding, or as text
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "projects/readers/tables/own-fields.h"
#include "projects/readers/tables/reading.h"

/* Whose it is or where it lies: what such a column says holds for its own row alone. */
static gboolean
is_named_so (const char *name)
{
  static const char *const usual[]
      = { "name", "names", "title",   "url",   "link",  "path",    "file", "filename",
          "id",   "uid",   "address", "email", "phone", "contact", "姓名", "名字",
          "名称", "标题",  "地址",    "电话",  "邮箱",  "来源",    "链接", NULL };

  for (guint i = 0; usual[i]; i++)
    if (g_ascii_strcasecmp (name, usual[i]) == 0)
      return TRUE;
  return g_str_has_suffix (name, "_id") || g_str_has_suffix (name, "_name");
}

/* FALSE: there is no way to give it. */
static gboolean
choose (const WeftReading *reading, guint c, WeftGiven *given)
{
  const WeftColumn *column = &reading->columns[c];
  gboolean is_text = weft_column_holds (column, reading->n_rows) == WEFT_HOLDS_TEXT;

  *given = column->kind != WEFT_COLUMN_WORDS                ? WEFT_GIVEN_NUMBER
           : is_text                                        ? WEFT_GIVEN_TEXT
           : column->read_as == WEFT_AS_EMBEDDING           ? WEFT_GIVEN_CLASS
           : column->read_as == WEFT_AS_ONE_HOT             ? WEFT_GIVEN_ONE_HOT
           : column->n_values <= WEFT_COLUMN_MAX_CATEGORIES ? WEFT_GIVEN_ONE_HOT
                                                            : WEFT_GIVEN_CLASS;
  if (*given == WEFT_GIVEN_TEXT)
    return column->read_as == WEFT_AS_TEXT || column->is_text;
  return column->kind != WEFT_COLUMN_EMPTY && !column->has_more
         && (*given != WEFT_GIVEN_ONE_HOT || column->n_values <= WEFT_COLUMN_MAX_WORDS);
}

gboolean
weft_reading_may_be_feature (const WeftReading *reading, guint c)
{
  WeftGiven given;

  return choose (reading, c, &given) && (given < WEFT_GIVEN_CLASS || !reading->is_series);
}

/* Of those that are given already. */
static guint
count_given (const WeftReading *reading, WeftGiven from)
{
  guint n = 0;

  for (guint c = 0; c < reading->table->n_columns; c++)
    n += reading->roles[c] == WEFT_COLUMN_ROLE_FEATURE && reading->columns[c].given >= from;
  return n;
}

/* A set has room for so many; some that are no words of a text can be told one by one. */
static gboolean
find_room (const WeftReading *reading, guint c, WeftGiven *given)
{
  if (*given < WEFT_GIVEN_CLASS)
    return TRUE;
  if (count_given (reading, WEFT_GIVEN_CLASS) < WEFT_OWN_FIELDS_MOST
      && (*given != WEFT_GIVEN_TEXT
          || count_given (reading, WEFT_GIVEN_TEXT) < WEFT_OWN_TEXTS_MOST))
    return TRUE;
  if (*given == WEFT_GIVEN_TEXT || reading->columns[c].n_values > WEFT_COLUMN_MAX_WORDS)
    return FALSE;
  *given = WEFT_GIVEN_ONE_HOT;
  return TRUE;
}

/* 120/80, 3x4: a number, one sign or letter, another. */
static gboolean
are_two_numbers (const char *cell)
{
  const char *between;

  if (!g_ascii_isdigit (*cell))
    return FALSE;
  g_ascii_strtod (cell, (char **) &between);
  while (*between == ' ')
    between++;
  if (!*between)
    return FALSE;
  cell = g_utf8_next_char (between);
  while (*cell == ' ')
    cell++;
  if (!g_ascii_isdigit (*cell))
    return FALSE;
  g_ascii_strtod (cell, (char **) &between);
  return !*between;
}

static gboolean
holds_pairs (const WeftColumn *column)
{
  for (guint i = 0; column->examples[i]; i++)
    if (!are_two_numbers (column->examples[i]))
      return FALSE;
  return column->examples[0] != NULL;
}

static void
explain_left_out (WeftReading *reading, guint c)
{
  const WeftColumn *column = &reading->columns[c];
  const char *name = reading->table->names[c];

  if (holds_pairs (column))
    weft_reading_explain (reading, c,
                          _ ("“%s” holds two numbers in a cell, such as “%s”, and is left out. "
                             "Give each of them a column of its own."),
                          name, column->examples[0]);
  else if (column->has_more)
    weft_reading_explain (reading, c,
                          _ ("“%s” holds more than %u different words and is left out."), name,
                          column->n_values);
  else if (weft_column_holds (column, reading->n_rows) == WEFT_HOLDS_TEXT)
    weft_reading_explain (reading, c,
                          _ ("“%s” holds %u different words that hardly repeat, and is left out."),
                          name, column->n_values);
  else
    weft_reading_explain (reading, c, _ ("“%s” holds %u different words and is left out."), name,
                          column->n_values);
}

static void
explain_given (WeftReading *reading, guint c)
{
  const WeftColumn *column = &reading->columns[c];
  const char *name = reading->table->names[c];

  if (column->given == WEFT_GIVEN_TEXT)
    weft_reading_explain (reading, c,
                          _ ("“%s” holds texts, which are given beside the numbers, as a field of "
                             "their own."),
                          name);
  else if (column->given == WEFT_GIVEN_CLASS)
    weft_reading_explain (reading, c,
                          _ ("“%s” has %u different values: which of them it is, is given as a "
                             "field of its own, for an embedding."),
                          name, column->n_values);
}

static void
give (WeftReading *reading, guint c, gboolean kept)
{
  WeftColumn *column = &reading->columns[c];
  WeftGiven given;
  gboolean is_wanted = kept || column->read_as == WEFT_AS_TEXT;

  if (!weft_reading_may_be_feature (reading, c))
    explain_left_out (reading, c);
  else if (choose (reading, c, &given),
           given == WEFT_GIVEN_TEXT && !is_wanted && is_named_so (reading->table->names[c]))
    {
      weft_reading_explain (reading, c,
                            _ ("“%s” says which row it is rather than what is in it, and is left "
                               "out."),
                            reading->table->names[c]);
      weft_reading_cure (reading, "keep", c);
    }
  else if (!find_room (reading, c, &given))
    weft_reading_explain (reading, c,
                          _ ("“%s” is left out: beside the numbers there is room for %d columns of "
                             "texts or of many categories, %d of them texts. Leave another one "
                             "out."),
                          reading->table->names[c], WEFT_OWN_FIELDS_MOST, WEFT_OWN_TEXTS_MOST);
  else
    {
      column->given = given;
      reading->roles[c] = WEFT_COLUMN_ROLE_FEATURE;
      explain_given (reading, c);
    }
}

void
weft_reading_give_words (WeftReading *reading, const gboolean *kept)
{
  g_autofree gboolean *are_words = g_new0 (gboolean, reading->table->n_columns);

  for (guint c = 0; c < reading->table->n_columns; c++)
    if (reading->roles[c] == WEFT_COLUMN_ROLE_FEATURE
        && reading->columns[c].kind == WEFT_COLUMN_WORDS)
      {
        are_words[c] = TRUE;
        reading->roles[c] = WEFT_COLUMN_ROLE_LEFT_OUT;
      }
  for (guint c = 0; c < reading->table->n_columns; c++)
    if (are_words[c])
      give (reading, c, kept[c]);
}
