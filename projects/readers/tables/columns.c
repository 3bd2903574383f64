/* columns: what a reader understood of each column of a table, before anything is made of it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/tables/columns.h"

#include <string.h>

#include "engine/base/brief.h"
#include "engine/base/error.h"
#include "projects/readers/files/input.h"
#include "projects/readers/reader.h"
#include "projects/readers/tables/reading.h"
#include "projects/readers/tables/time-series.h"
#include "projects/readers/told.h"

typedef struct
{
  const char *id, *title;
} Word;

static const Word roles[WEFT_N_COLUMN_ROLES] = {
  [WEFT_COLUMN_ROLE_FEATURE] = { "feature", N_ ("Predicted from") },
  [WEFT_COLUMN_ROLE_TARGET] = { "target", N_ ("Predicted") },
  [WEFT_COLUMN_ROLE_SPLIT] = { "split", N_ ("Train or test") },
  [WEFT_COLUMN_ROLE_GROUP] = { "group", N_ ("Kept together") },
  [WEFT_COLUMN_ROLE_TIME] = { "time", N_ ("Last ones test") },
  [WEFT_COLUMN_ROLE_LEFT_OUT] = { "left-out", N_ ("Left out") },
};

static const Word tasks[WEFT_N_TASKS] = {
  [WEFT_TASK_AUTO] = { "auto", NULL },
  [WEFT_TASK_NUMBER] = { "number", NULL },
  [WEFT_TASK_CLASS] = { "class", NULL },
  [WEFT_TASK_LABELS] = { "labels", NULL },
};

static const Word holds[WEFT_N_HOLDS] = {
  [WEFT_HOLDS_NOTHING] = { "empty", N_ ("Nothing") },
  [WEFT_HOLDS_NUMBERS] = { "number", N_ ("Numbers") },
  [WEFT_HOLDS_DATES] = { "date", N_ ("Dates or times") },
  [WEFT_HOLDS_CATEGORIES] = { "category", N_ ("Categories") },
  [WEFT_HOLDS_TEXT] = { "text", N_ ("Text") },
};

const char *
weft_column_role_get_id (WeftColumnRole role)
{
  return roles[role].id;
}

const char *
weft_column_role_get_title (WeftColumnRole role)
{
  return _ (roles[role].title);
}

const char *
weft_task_get_id (WeftTask task)
{
  return tasks[task].id;
}

gboolean
weft_task_parse (const char *id, WeftTask *task)
{
  for (WeftTask i = WEFT_TASK_NUMBER; i < WEFT_N_TASKS; i++)
    if (strcmp (tasks[i].id, id) == 0)
      {
        *task = i;
        return TRUE;
      }
  return FALSE;
}

static const Word types[WEFT_N_AS] = {
  [WEFT_AS_AUTO] = { "auto", NULL },
  [WEFT_AS_NUMBER] = { "number", N_ ("Numbers") },
  [WEFT_AS_CATEGORY] = { "category", N_ ("Categories") },
  [WEFT_AS_DAY_FIRST] = { "day-first", N_ ("Dates, day first") },
  [WEFT_AS_MONTH_FIRST] = { "month-first", N_ ("Dates, month first") },
  [WEFT_AS_ONE_HOT] = { "one-hot", N_ ("Categories, one-hot") },
  [WEFT_AS_EMBEDDING] = { "embedding", N_ ("Categories, by embedding") },
  [WEFT_AS_TEXT] = { "text", N_ ("Text") },
};

const char *
weft_read_as_get_id (WeftReadAs type)
{
  return types[type].id;
}

const char *
weft_read_as_get_title (WeftReadAs type)
{
  return _ (types[type].title);
}

const char *
weft_holds_get_id (WeftHolds kind)
{
  return holds[kind].id;
}

const char *
weft_holds_get_title (WeftHolds kind)
{
  return _ (holds[kind].title);
}

/* As what it was read where nothing was asked for; AUTO: none that can be asked for. */
static WeftReadAs
find_own_type (const WeftColumn *column)
{
  if (column->kind == WEFT_COLUMN_NUMBERS && !column->slip)
    return column->date == WEFT_DATE_DAY_FIRST     ? WEFT_AS_DAY_FIRST
           : column->date == WEFT_DATE_MONTH_FIRST ? WEFT_AS_MONTH_FIRST
           : column->date                          ? WEFT_AS_AUTO
                                                   : WEFT_AS_NUMBER;
  if (column->kind != WEFT_COLUMN_WORDS)
    return WEFT_AS_AUTO;
  return column->read_as                    ? column->read_as
         : column->given == WEFT_GIVEN_TEXT ? WEFT_AS_TEXT
                                            : WEFT_AS_CATEGORY;
}

void
weft_column_describe (const WeftColumn *column, const char *name, guint n_rows,
                      WeftColumnInfo *info)
{
  guint n = 0;

  info->name = g_strdup (name);
  info->holds = weft_column_holds (column, n_rows);
  info->missing = column->missing;
  info->type = column->type;
  info->types = column->types & ~(column->type ? 0 : 1u << find_own_type (column));
  info->values = column->n_values;
  for (guint i = 0; column->examples[i]; i++)
    if (!g_strv_contains ((const char *const *) info->examples, column->examples[i]))
      info->examples[n++] = g_strdup (column->examples[i]);
}

static void
describe (const WeftReading *reading, guint c, WeftColumnInfo *info)
{
  const WeftColumn *column = &reading->columns[c];

  weft_column_describe (column, reading->table->names[c], reading->n_rows, info);
  info->role = reading->roles[c];
  info->reason = g_strdup (reading->reasons[c]);
  info->may_be_number = column->kind == WEFT_COLUMN_NUMBERS && column->n_values > 1;
  info->may_be_class = weft_reading_may_be_class (reading, c);
  info->may_be[WEFT_COLUMN_ROLE_FEATURE] = weft_reading_may_be_feature (reading, c);
  info->may_be_labels = weft_reading_may_be_labels (reading, c);
  info->may_be[WEFT_COLUMN_ROLE_TARGET]
      = info->may_be_number || info->may_be_class || info->may_be_labels;
  info->may_be[WEFT_COLUMN_ROLE_LEFT_OUT] = TRUE;
  for (WeftColumnRole role = 0; role < WEFT_N_COLUMN_ROLES; role++)
    if (weft_reading_says_parts (role))
      info->may_be[role] = weft_reading_may_say_parts (reading, c, role);
}

WeftColumns *
weft_reading_dup_columns (const WeftReading *reading, const char *problem)
{
  WeftColumns *columns = g_new0 (WeftColumns, 1);

  columns->file = g_strdup (reading->table->file);
  columns->n_rows = reading->n_rows;
  columns->n_columns = reading->table->n_columns;
  columns->columns = g_new0 (WeftColumnInfo, columns->n_columns);
  columns->task = reading->task;
  columns->notes = weft_notes_dup (reading->notes);
  columns->problem = g_strdup (problem);
  for (guint c = 0; c < columns->n_columns; c++)
    describe (reading, c, &columns->columns[c]);
  return columns;
}

static WeftColumns *
read_columns (const char *path, const WeftReadOptions *options, GError **error)
{
  g_auto (WeftReading) reading = { 0 };
  g_autofree char *table = weft_reader_find_table (path);
  g_autofree char *name = weft_input_dup_name (path);
  g_autoptr (GError) problem = NULL;

  if (!table)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_UNSUPPORTED, _ ("“%s” is no table."), name);
      return NULL;
    }
  if (!weft_reading_begin (&reading, table, options, error))
    return NULL;
  if (weft_reading_decide (&reading, options, &problem) && options)
    weft_series_tell (&reading, options);
  return weft_reading_dup_columns (&reading, problem ? problem->message : NULL);
}

WeftColumns *
weft_columns_read (const char *path, const WeftReadOptions *options, GError **error)
{
  WeftTelling *telling = weft_telling_begin (options);
  WeftColumns *columns = read_columns (path, options, error);
  g_autoptr (GPtrArray) told = weft_telling_end (telling);

  if (columns)
    columns->told = g_steal_pointer (&told);
  return columns;
}

void
weft_columns_free (WeftColumns *columns)
{
  if (!columns)
    return;
  for (guint c = 0; c < columns->n_columns; c++)
    {
      g_free (columns->columns[c].name);
      g_free (columns->columns[c].reason);
      for (guint i = 0; columns->columns[c].examples[i]; i++)
        g_free (columns->columns[c].examples[i]);
    }
  g_free (columns->columns);
  g_free (columns->file);
  g_clear_pointer (&columns->left_out, g_ptr_array_unref);
  g_clear_pointer (&columns->told, g_ptr_array_unref);
  g_free (columns->problem);
  g_strfreev (columns->notes);
  g_free (columns);
}
