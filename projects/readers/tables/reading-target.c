/* reading-target: which column of a table is predicted, and as what */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/base/brief.h"
#include "engine/base/error.h"
#include "engine/base/sentence.h"
#include "projects/readers/tables/targets.h"

/* Where most words are met only once there is nothing to learn: names. */
static guint
max_classes (const WeftReading *reading, const WeftColumn *target)
{
  return CLAMP ((reading->n_rows - target->missing) / 2, WEFT_COLUMN_MAX_CATEGORIES,
                WEFT_COLUMN_MAX_WORDS);
}

gboolean
weft_reading_may_be_class (const WeftReading *reading, guint c)
{
  const WeftColumn *column = &reading->columns[c];

  return column->n_values > 1 && !column->has_more
         && column->n_values <= max_classes (reading, column) && !column->date
         && !weft_column_is_prose (column);
}

gboolean
weft_reading_may_be_labels (const WeftReading *reading, guint c)
{
  g_auto (WeftTags) tags = { 0 };

  return weft_tags_find (&reading->columns[c], reading->n_rows, &tags);
}

/* Words that are no name for a class, or one value: nothing to be told apart. */
static gboolean
can_be_target (const WeftReading *reading, guint c)
{
  const WeftColumn *column = &reading->columns[c];

  return reading->roles[c] == WEFT_COLUMN_ROLE_FEATURE && column->n_values > 1
         && (column->kind == WEFT_COLUMN_NUMBERS
             || (weft_reading_may_be_class (reading, c)
                 && weft_column_holds (column, reading->n_rows) != WEFT_HOLDS_TEXT)
             || weft_reading_may_be_labels (reading, c));
}

/* Of more than one column can something be learnt, or is said by it. */
static gboolean
has_choice (const WeftReading *reading)
{
  guint n = 0;

  for (guint c = 0; c < reading->table->n_columns; c++)
    n += reading->roles[c] == WEFT_COLUMN_ROLE_FEATURE && reading->columns[c].n_values > 1;
  return n > 1;
}

static gboolean
has_target_name (const WeftTable *table)
{
  for (guint c = 0; c < table->n_columns; c++)
    if (weft_column_is_target_name (table->names[c]))
      return TRUE;
  return FALSE;
}

/* The last column with a usual name, else the last that is of any use; of ratings these. */
static guint
guess_target (const WeftReading *reading)
{
  guint n = reading->table->n_columns, last = n - 1;

  if (reading->ratings.rating >= 0 && can_be_target (reading, (guint) reading->ratings.rating))
    return (guint) reading->ratings.rating;
  for (guint c = n; c-- > 0;)
    if (weft_column_is_target_name (reading->table->names[c]) && can_be_target (reading, c))
      return c;
  for (guint c = n; c-- > 0 && has_choice (reading) && !has_target_name (reading->table);)
    if (can_be_target (reading, c) && !reading->columns[c].date)
      return c;
  for (guint c = n; c-- > 0;)
    if (reading->roles[c] == WEFT_COLUMN_ROLE_FEATURE
        && weft_column_holds (&reading->columns[c], reading->n_rows) != WEFT_HOLDS_TEXT)
      return c;
  while (last > 0 && reading->roles[last] != WEFT_COLUMN_ROLE_FEATURE)
    last--;
  return last;
}

static gboolean
fail_as_number (const WeftReading *reading, GError **error)
{
  g_autofree char *word
      = weft_brief (reading->columns[reading->target].values[0], WEFT_BRIEF_QUOTE);

  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
               _ ("“%s”: the column “%s” cannot be predicted as a number: it holds words, such as "
                  "“%s”. Predict a class, or choose another target."),
               reading->table->file, reading->table->names[reading->target], word);
  return FALSE;
}

static gboolean
fail_as_class (const WeftReading *reading, GError **error)
{
  const WeftColumn *target = &reading->columns[reading->target];

  weft_sentence_set_error (
      error, WEFT_ERROR_INVALID,
      target->kind == WEFT_COLUMN_NUMBERS
          ? _ ("“%s”: the column “%s” is to be predicted as a class, but holds %u "
               "different numbers. Predict a number, or choose another target.")
          : _ ("“%s”: the column “%s” is to be predicted, but holds %u different words. "
               "Choose another target."),
      reading->table->file, reading->table->names[reading->target], target->n_values);
  return FALSE;
}

static gboolean
settle_task (WeftReading *reading, WeftTask wanted, GError **error)
{
  WeftColumn *target = &reading->columns[reading->target];

  if (wanted == WEFT_TASK_NUMBER && target->kind != WEFT_COLUMN_NUMBERS
      && !weft_column_make_binary (target, reading->n_rows))
    return fail_as_number (reading, error);
  if (wanted == WEFT_TASK_CLASS)
    weft_column_make_classes (target, reading->n_rows);
  reading->task = wanted != WEFT_TASK_AUTO ? wanted
                  : target->values         ? WEFT_TASK_CLASS
                                           : WEFT_TASK_NUMBER;
  if (reading->task == WEFT_TASK_CLASS && !weft_reading_may_be_class (reading, reading->target))
    return fail_as_class (reading, error);
  return TRUE;
}

static gboolean
fail_prose (const WeftReading *reading, GError **error)
{
  weft_sentence_set_error (error, WEFT_ERROR_UNSUPPORTED,
                           _ ("“%s”: the column “%s” holds texts, which cannot be predicted from "
                              "other columns. Choose another target."),
                           reading->table->file, reading->table->names[reading->target]);
  return FALSE;
}

/* Several labels in a cell, where that is asked for or nothing else is. */
static gboolean
settle_labels (WeftReading *reading, WeftTask wanted)
{
  if (reading->is_series || (wanted != WEFT_TASK_AUTO && wanted != WEFT_TASK_LABELS)
      || !weft_tags_find (&reading->columns[reading->target], reading->n_rows, &reading->tags))
    return FALSE;
  reading->task = WEFT_TASK_LABELS;
  return TRUE;
}

static gboolean
check_target (WeftReading *reading, WeftTask wanted, GError **error)
{
  const WeftColumn *target = &reading->columns[reading->target];

  if (settle_labels (reading, wanted))
    return TRUE;
  if (wanted == WEFT_TASK_LABELS)
    return weft_sentence_refuse (error,
                                 _ ("“%s”: the column “%s” does not hold several labels in a cell, "
                                    "such as “red;blue”. Predict a class, or choose several "
                                    "columns of 0 and 1 as targets."),
                                 reading->table->file, reading->table->names[reading->target]);
  if (weft_column_is_prose (target))
    return fail_prose (reading, error);
  if (target->n_values >= 2)
    return settle_task (reading, wanted, error);
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
               _ ("“%s”: the column “%s” is to be predicted, but holds the same value in every "
                  "row. Choose another target."),
               reading->table->file, reading->table->names[reading->target]);
  return FALSE;
}

/* Of grades one is nearer to another than a third. */
static WeftTask
choose_task (const WeftReading *reading, WeftTask asked)
{
  gboolean is_rating = (int) reading->target == reading->ratings.rating
                       && reading->columns[reading->target].kind == WEFT_COLUMN_NUMBERS;

  return asked == WEFT_TASK_AUTO && is_rating ? WEFT_TASK_NUMBER : asked;
}

/* The column is alone in it; FALSE: it is named, and is not there. */
static gboolean
choose_columns (WeftReading *reading, const WeftReadOptions *options, GError **error)
{
  guint c;

  if (options->target && *options->target)
    return weft_targets_parse (reading, options->target, error);
  c = guess_target (reading);
  g_array_set_size (reading->targets, 0);
  g_array_append_val (reading->targets, c);
  return TRUE;
}

gboolean
weft_reading_find_target (WeftReading *reading, const WeftReadOptions *options, GError **error)
{
  guint c;

  if (!choose_columns (reading, options, error))
    return FALSE;
  reading->target = c = g_array_index (reading->targets, guint, 0);
  if (reading->targets->len > 1)
    return weft_targets_settle (reading, options->task, error);
  if (weft_reading_says_parts (reading->roles[c]))
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                   _ ("“%s”: the column “%s” says what trains and what tests, and cannot be "
                      "predicted, too. Choose another target."),
                   reading->table->file, reading->table->names[c]);
      return FALSE;
    }
  if (!check_target (reading, choose_task (reading, options->task), error))
    return FALSE;
  reading->roles[c] = WEFT_COLUMN_ROLE_TARGET;
  return TRUE;
}
