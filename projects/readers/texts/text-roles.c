/* text-roles: which columns of a table are text, what is said of it, and what belongs to each word
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/texts/text-roles.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/brief.h"
#include "engine/base/error.h"
#include "engine/base/sentence.h"
#include "projects/readers/tables/date.h"
#include "projects/readers/texts/text-summaries.h"

#define LOOKED_AT 2000  /* rows */
#define LEAST_WORDS 200 /* of a list that something can be learnt from */
#define LEAST 8         /* texts of a column */
#define MAX_CLASSES 1000
#define MAX_TAGS 500
#define MUCH_LONGER 5   /* times the letters of another text */
#define MAX_OTHERS 2    /* columns beside text, what is said of it and what says whose it is */
#define MIN_WORDS 2.2   /* of a text, on average */
#define MIN_LETTERS 3.0 /* of one without spaces */

/* What the cells of a column look like. */
typedef struct
{
  guint filled, values, numbers; /* numbers: dates, too */
  double words, letters;         /* of a cell, on average */
  double unspaced;               /* share of the letters */
} Look;

/* An amount in any notation, or a date: two words of "5 368 zł" make no text. */
static gboolean
is_figure (const char *cell)
{
  static const char notations[][2] = { { '.', ',' }, { ',', '.' }, { ',', ' ' }, { '.', '\'' } };
  const char *unit;
  double number;

  for (guint i = 0; i < G_N_ELEMENTS (notations); i++)
    if (weft_cell_parse_amount (cell, notations[i][0], notations[i][1], &number, &unit))
      return TRUE;
  for (WeftDateForm form = WEFT_DATE_NONE + 1; form < WEFT_N_DATES; form++)
    if (weft_date_parse (cell, form, &number))
      return TRUE;
  return FALSE;
}

static void
look_at_cell (Look *look, const char *cell, GHashTable *seen)
{
  guint unspaced = 0, letters = 0;

  if (weft_cell_is_missing (cell) || !g_utf8_validate (cell, -1, NULL))
    return;
  for (const char *at = cell; *at; at = g_utf8_next_char (at), letters++)
    unspaced += weft_text_is_unspaced (g_utf8_get_char (at));
  look->filled++;
  look->words += weft_text_count_units (cell, WEFT_UNIT_SPACED);
  look->letters += letters;
  look->unspaced += unspaced;
  look->numbers += is_figure (cell);
  g_hash_table_add (seen, (gpointer) cell);
}

static Look
look_at (const WeftTable *table, int column)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  Look look = { 0 };

  for (guint r = 0; r < MIN (table->n_rows, LOOKED_AT); r++)
    look_at_cell (&look, weft_table_cell (table, r, column), seen);
  look.values = g_hash_table_size (seen);
  if (look.filled == 0)
    return look;
  look.unspaced /= MAX (look.letters, 1);
  look.words /= look.filled;
  look.letters /= look.filled;
  return look;
}

static gboolean
has_few_letters (const Look *look)
{
  return look->unspaced > 0.3 ? look->letters < MIN_LETTERS : look->words < MIN_WORDS;
}

/* Where it came from, and not what it says. */
static gboolean
is_source_name (const char *name)
{
  static const char *const usual[] = { "attribution", "source", "url",  "link", "id", "licence",
                                       "license",     "author", "来源", "出处", NULL };

  for (guint i = 0; usual[i]; i++)
    if (g_ascii_strcasecmp (name, usual[i]) == 0 || g_str_has_suffix (name, "_id"))
      return TRUE;
  return FALSE;
}

/* Words that hardly repeat, as texts are and names. */
static gboolean
is_wordy (const WeftTable *table, int column, const Look *look)
{
  return look->filled >= LEAST && look->numbers * 2 < look->filled
         && look->values * 2 > look->filled && !is_source_name (table->names[column]);
}

static gboolean
is_text (const WeftTable *table, int column, const Look *look)
{
  return is_wordy (table, column, look) && !has_few_letters (look);
}

static gboolean
is_label (const WeftTable *table, int column, const Look *look)
{
  return look->values >= 2 && look->values <= MAX_CLASSES && look->values * 4 <= look->filled
         && !is_source_name (table->names[column]);
}

/* Whether nearly every cell has as many words as the text beside it, of a small vocabulary. */
static gboolean
are_tags (const WeftTable *table, int column, int text)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint n = MIN (table->n_rows, LOOKED_AT), fit = 0, words = 0;

  for (guint r = 0; r < n; r++)
    {
      const char *cell = weft_table_cell (table, r, column);
      g_auto (GStrv) tags = g_strsplit (cell, " ", -1);
      guint wanted = weft_text_count_units (weft_table_cell (table, r, text), WEFT_UNIT_SPACED);

      fit += weft_text_count_units (cell, WEFT_UNIT_SPACED) == wanted;
      words += wanted;
      for (guint i = 0; tags[i]; i++)
        g_hash_table_add (seen, g_strdup (tags[i]));
    }
  return words > 2 * n && fit * 20 > n * 19 && g_hash_table_size (seen) <= MAX_TAGS
         && g_hash_table_size (seen) * 5 < words;
}

static gboolean
is_named (const WeftTable *table, int column, const char *const *usual)
{
  for (guint i = 0; usual[i]; i++)
    if (g_ascii_strcasecmp (table->names[column], usual[i]) == 0)
      return TRUE;
  return FALSE;
}

/* Of the texts the one of a usual name, else the first, but for one that is much longer: a title
 * is no text beside it. */
static int
choose_text (const WeftTable *table, const gboolean *texts, const Look *looks)
{
  static const char *const usual[]
      = { "text",        "sentence", "review", "content", "message", "comment", "question",
          "source_text", "文本",     "句子",   "内容",    "评论",    NULL };
  int first = -1;

  for (int c = 0; c < (int) table->n_columns; c++)
    if (texts[c] && is_named (table, c, usual))
      return c;
  for (int c = 0; c < (int) table->n_columns; c++)
    if (texts[c] && (first < 0 || looks[c].letters > MUCH_LONGER * looks[first].letters))
      first = c;
  return first;
}

static int
find_part (const WeftTable *table)
{
  static const char *const usual[] = { "split", "set", "part", "subset", "划分", NULL };

  for (int c = 0; c < (int) table->n_columns; c++)
    if (is_named (table, c, usual) && weft_cell_parse_part (weft_table_cell (table, 0, c)))
      return c;
  return -1;
}

/* Gives the columns beside the text their roles; how many have none. */
static guint
give_roles (WeftTextRoles *roles, const WeftTable *table, const gboolean *texts,
            const gboolean *labels)
{
  guint others = 0;

  for (int c = 0; c < (int) table->n_columns; c++)
    if (c == roles->text || c == roles->part)
      continue;
    else if (roles->tags < 0 && are_tags (table, c, roles->text))
      roles->tags = c;
    else if (roles->label < 0 && labels[c])
      roles->label = c;
    else if (roles->other < 0 && texts[c])
      roles->other = c;
    else if (!texts[c] && !is_source_name (table->names[c]))
      others++;
  return others;
}

/* Whose a text is tells which belong together, and nothing of what is said of them. */
static gboolean
is_person_name (const char *name)
{
  static const char *const usual[]
      = { "user",   "speaker", "person", "reader", "voice", "annotator", "rater",
          "writer", "poster",  "作者",   "说话人", "用户",  NULL };

  for (guint i = 0; usual[i]; i++)
    if (g_ascii_strcasecmp (name, usual[i]) == 0)
      return TRUE;
  return FALSE;
}

/* Whether a column beside the text and its class says something that a network could learn from,
 * too: an amount, a date or a category. Such a table is read by its columns (csv.c). */
static gboolean
informs (const WeftTable *table, int column, const Look *look)
{
  const char *name = table->names[column];

  if (is_source_name (name) || is_person_name (name) || look->values < 2)
    return FALSE;
  return look->numbers * 10 >= look->filled * 9 || look->values * 4 <= look->filled;
}

static gboolean
has_features (const WeftTextRoles *roles, const WeftTable *table, const Look *looks)
{
  for (int c = 0; c < (int) table->n_columns; c++)
    if (c != roles->text && c != roles->part && c != roles->label && informs (table, c, &looks[c]))
      return TRUE;
  return FALSE;
}

/* Whose it is, is only guessed at where there is nothing else to be. */
static void
prefer_labels (const WeftTable *table, gboolean *labels)
{
  gboolean has_other = FALSE;

  for (guint c = 0; c < table->n_columns; c++)
    has_other = has_other || (labels[c] && !is_person_name (table->names[c]));
  for (guint c = 0; has_other && c < table->n_columns; c++)
    labels[c] = labels[c] && !is_person_name (table->names[c]);
}

/* A word a row and what is said of it, and nothing else: words are read letter by letter. */
static gboolean
is_list_of_words (const WeftTable *table, const Look *looks)
{
  guint columns = 0, wordy = 0;

  for (int c = 0; c < (int) table->n_columns; c++)
    {
      columns += !is_source_name (table->names[c]);
      wordy += is_wordy (table, c, &looks[c]);
    }
  return columns == 2 && wordy >= 1 && table->n_rows >= LEAST_WORDS;
}

static gboolean
has_target (const WeftTextRoles *roles)
{
  return roles->label >= 0 || roles->other >= 0 || roles->tags >= 0 || roles->summary >= 0;
}

/* Of a usual name it is what the table is about; of another where nothing else is said. */
static gboolean
find_summary (WeftTextRoles *roles, const WeftTable *table, const gboolean *texts)
{
  static const char *const usual[] = { "summary",  "abstract", "highlights", "headline", "tldr",
                                       "synopsis", "gist",     "摘要",       "概要",     NULL };

  for (int c = 0; c < (int) table->n_columns; c++)
    if (texts[c] && c != roles->text && is_named (table, c, usual)
        && weft_summaries_are (table, roles->text, c))
      roles->summary = c;
  if (roles->summary < 0 && roles->label < 0 && roles->tags < 0 && roles->other >= 0
      && weft_summaries_are (table, roles->text, roles->other))
    roles->summary = roles->other;
  if (roles->summary >= 0)
    roles->label = roles->other = roles->tags = -1;
  return roles->summary >= 0;
}

gboolean
weft_text_roles_guess (WeftTextRoles *roles, const WeftTable *table)
{
  g_autofree gboolean *texts = g_new0 (gboolean, table->n_columns);
  g_autofree gboolean *labels = g_new0 (gboolean, table->n_columns);
  g_autofree Look *looks = g_new0 (Look, table->n_columns);
  guint others;

  *roles = (WeftTextRoles){ -1, -1, -1, -1, -1, -1 };
  if (table->made_of == WEFT_MADE_OF_TAGGED_LINES)
    {
      roles->text = 0;
      roles->tags = 1;
      return TRUE;
    }
  for (int c = 0; c < (int) table->n_columns; c++)
    {
      looks[c] = look_at (table, c);
      texts[c] = is_text (table, c, &looks[c]);
      labels[c] = is_label (table, c, &looks[c]);
    }
  prefer_labels (table, labels);
  if (is_list_of_words (table, looks))
    for (int c = 0; c < (int) table->n_columns; c++)
      texts[c] = is_wordy (table, c, &looks[c]);
  roles->text = choose_text (table, texts, looks);
  if (roles->text < 0)
    return FALSE;
  roles->part = find_part (table);
  others = give_roles (roles, table, texts, labels);
  if (find_summary (roles, table, texts))
    return TRUE;
  if (others > MAX_OTHERS)
    return FALSE;
  if (roles->label >= 0 && roles->tags < 0 && has_features (roles, table, looks))
    return FALSE;
  if (roles->label >= 0 || roles->tags >= 0)
    roles->other = -1;
  return has_target (roles);
}

static gboolean
take_target (WeftTextRoles *roles, const WeftTable *table, const char *target, GError **error)
{
  int c = weft_table_find_column (table, target);
  g_autofree char *all = g_strjoinv (weft_sentence_get_comma (), table->names);
  g_autofree char *names = weft_brief (all, WEFT_BRIEF_PATH);
  g_autofree char *wanted = weft_brief (target, WEFT_BRIEF_QUOTE);
  Look look;

  if (c < 0)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND,
                   _ ("“%s” has no column “%s”. Its columns: %s"), table->file, wanted, names);
      return FALSE;
    }
  if (c == roles->text)
    return weft_sentence_refuse (
        error, _ ("“%s”: the column “%s” is the text that is read. Choose another target."),
        table->file, wanted);
  roles->label = roles->other = roles->tags = roles->summary = -1;
  look = look_at (table, c);
  if (are_tags (table, c, roles->text))
    roles->tags = c;
  else if (look.values >= 2 && is_label (table, c, &look))
    roles->label = c;
  else if (weft_summaries_are (table, roles->text, c))
    roles->summary = c;
  else
    roles->other = c;
  return TRUE;
}

gboolean
weft_text_roles_find (WeftTextRoles *roles, const WeftTable *table, const WeftReadOptions *options,
                      GError **error)
{
  weft_text_roles_guess (roles, table);
  if (roles->text < 0)
    return weft_sentence_refuse (error, _ ("“%s” has no column of texts."), table->file);
  if (options->target && *options->target && !take_target (roles, table, options->target, error))
    return FALSE;
  if (has_target (roles))
    return TRUE;
  return weft_sentence_refuse (
      error,
      _ ("“%s” says nothing of its texts that could be learnt: a column with a class of each, with "
         "another text, or with a word for each word."),
      table->file);
}

WeftTextUnit
weft_text_roles_choose_unit (const WeftTable *table, int column)
{
  Look look = look_at (table, column);

  return has_few_letters (&look) || look.unspaced > 0.3 ? WEFT_UNIT_CHARACTERS : WEFT_UNIT_WORDS;
}
