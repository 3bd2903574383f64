/* targets: what is predicted of a row of a table: a class, a number, several numbers, or which of
 * several labels it has */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/tables/targets.h"

#include <math.h>
#include <string.h>

#include "engine/base/brief.h"
#include "engine/base/error.h"
#include "engine/base/sentence.h"

#define BETWEEN ", "
#define MOST_TOLD 6 /* names */

static guint
column_of (const WeftReading *reading, guint i)
{
  return g_array_index (reading->targets, guint, i);
}

static const WeftColumn *
target_of (const WeftReading *reading, guint i)
{
  return &reading->columns[column_of (reading, i)];
}

/* --- which they are --- */

/* The longest name of a column that the pieces from `from` on make; *to: behind its last one. */
static int
find_longest (const WeftTable *table, char **pieces, guint from, guint *to)
{
  for (*to = g_strv_length (pieces); *to > from; --*to)
    {
      g_autoptr (GString) name = g_string_new (pieces[from]);
      int c;

      for (guint i = from + 1; i < *to; i++)
        g_string_append_printf (name, ",%s", pieces[i]);
      c = weft_table_find_column (table, g_strstrip (name->str));
      if (c >= 0)
        return c;
    }
  return -1;
}

gboolean
weft_targets_parse (WeftReading *reading, const char *names, GError **error)
{
  gboolean is_one = weft_table_find_column (reading->table, names) >= 0 || !strchr (names, ',');
  g_auto (GStrv) pieces = g_strsplit (names, is_one ? "\n" : ",", -1);

  g_array_set_size (reading->targets, 0);
  for (guint i = 0, next; pieces[i]; i = next)
    {
      int c = find_longest (reading->table, pieces, i, &next);

      if (c < 0)
        return weft_reading_find (reading, g_strstrip (pieces[i]), error) >= 0;
      for (guint k = 0; k < reading->targets->len; k++)
        if (column_of (reading, k) == (guint) c)
          return weft_sentence_refuse (error, _ ("“%s” is named twice as a target."),
                                       reading->table->names[c]);
      g_array_append_val (reading->targets, c);
    }
  return TRUE;
}

/* 0 and 1, or a yes and a no, which become them. */
static gboolean
is_binary (const WeftReading *reading, WeftColumn *column)
{
  if (column->kind == WEFT_COLUMN_WORDS)
    return weft_column_make_binary (column, reading->n_rows);
  return column->is_whole && column->n_values == 2 && column->values
         && strcmp (column->values[0], "0") == 0 && strcmp (column->values[1], "1") == 0;
}

static gboolean
check_one (const WeftReading *reading, guint c, GError **error)
{
  const WeftColumn *column = &reading->columns[c];

  if (weft_reading_says_parts (reading->roles[c]))
    return weft_sentence_refuse (error,
                                 _ ("“%s”: the column “%s” says what trains and what tests, and "
                                    "cannot be predicted, too. Choose another target."),
                                 reading->table->file, reading->table->names[c]);
  if (column->kind != WEFT_COLUMN_NUMBERS)
    return weft_sentence_refuse (error,
                                 _ ("“%s”: several columns are predicted together where all hold "
                                    "numbers, or a yes or no each; “%s” holds words. Predict it "
                                    "by itself, or leave it out of the targets."),
                                 reading->table->file, reading->table->names[c]);
  if (column->n_values < 2)
    return weft_sentence_refuse (error,
                                 _ ("“%s”: the column “%s” is to be predicted, but holds the same "
                                    "value in every row. Choose another target."),
                                 reading->table->file, reading->table->names[c]);
  return TRUE;
}

gboolean
weft_targets_settle (WeftReading *reading, WeftTask wanted, GError **error)
{
  gboolean are_labels = wanted != WEFT_TASK_NUMBER;

  if (reading->is_series)
    return weft_sentence_refuse (error, _ ("Of rows that follow each other in time one column is "
                                           "predicted. Choose one target."));
  for (guint i = 0; i < reading->targets->len; i++)
    {
      guint c = column_of (reading, i);

      are_labels &= is_binary (reading, &reading->columns[c]) != 0;
      if (!check_one (reading, c, error))
        return FALSE;
    }
  if (!are_labels && wanted == WEFT_TASK_LABELS)
    return weft_sentence_refuse (error,
                                 _ ("“%s”: several columns are labels where each of them "
                                    "holds 0 and 1, or yes and no. Predict numbers."),
                                 reading->table->file);
  if (!are_labels && wanted == WEFT_TASK_CLASS)
    return weft_sentence_refuse (error,
                                 _ ("“%s”: a class is one column. Choose one target, or predict "
                                    "numbers."),
                                 reading->table->file);
  for (guint i = 0; i < reading->targets->len; i++)
    reading->roles[column_of (reading, i)] = WEFT_COLUMN_ROLE_TARGET;
  reading->target = column_of (reading, 0);
  reading->task = are_labels ? WEFT_TASK_LABELS : WEFT_TASK_NUMBER;
  return TRUE;
}

/* --- what is said of them --- */

/* The names of its numbers; transfer full. */
static char **
dup_names (const WeftReading *reading)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  if (reading->tags.names)
    return g_strdupv (reading->tags.names);
  for (guint i = 0; i < reading->targets->len; i++)
    g_strv_builder_add (names, reading->table->names[column_of (reading, i)]);
  return g_strv_builder_end (names);
}

char *
weft_targets_dup_title (const WeftReading *reading)
{
  g_autoptr (GString) title = g_string_new (NULL);

  for (guint i = 0; i < reading->targets->len; i++)
    g_string_append_printf (title, "%s%s", i > 0 ? BETWEEN : "",
                            reading->table->names[column_of (reading, i)]);
  return g_string_free (g_steal_pointer (&title), FALSE);
}

static char *
dup_list (char **names)
{
  GString *list = g_string_new (NULL);

  for (guint i = 0; names[i] && i <= MOST_TOLD; i++)
    {
      g_autofree char *name = weft_brief (names[i], WEFT_BRIEF_NAME / 2);

      g_string_append_printf (list, "%s%s", i > 0 ? weft_sentence_get_comma () : "",
                              i < MOST_TOLD ? name : "…");
    }
  return g_string_free (list, FALSE);
}

static void
note_tags (const WeftReading *reading)
{
  const WeftColumn *target = &reading->columns[reading->target];
  const char *name = reading->table->names[reading->target];
  g_autofree char *list = dup_list (reading->tags.names);

  weft_notes_add (reading->notes,
                  _ ("“%s” holds several labels in a cell: which of %u a row has is predicted, "
                     "a yes or no each: %s."),
                  name, g_strv_length (reading->tags.names), list);
  if (target->missing > 0)
    weft_notes_add (reading->notes,
                    ngettext ("%u row without a value in “%s” has none of the labels.",
                              "%u rows without a value in “%s” have none of the labels.",
                              target->missing),
                    target->missing, name);
}

void
weft_targets_note (const WeftReading *reading)
{
  const WeftColumn *target = &reading->columns[reading->target];
  const char *name = reading->table->names[reading->target];
  g_auto (GStrv) names
      = reading->task == WEFT_TASK_CLASS ? g_strdupv (target->values) : dup_names (reading);
  g_autofree char *list = dup_list (names);

  if (reading->tags.names)
    note_tags (reading);
  else if (reading->task == WEFT_TASK_LABELS)
    weft_notes_add (reading->notes, _ ("%u columns are predicted, a yes or no each: %s."),
                    reading->targets->len, list);
  else if (reading->targets->len > 1)
    weft_notes_add (reading->notes, _ ("%u columns are predicted together, as numbers: %s."),
                    reading->targets->len, list);
  else if (reading->task == WEFT_TASK_NUMBER)
    weft_notes_add (reading->notes,
                    _ ("“%s” is predicted as a number: it has %u different values."), name,
                    target->n_values);
  else
    weft_notes_add (reading->notes, _ ("“%s” is predicted as one of %u classes: %s."), name,
                    target->n_values, list);
}

/* --- what they hold --- */

static gboolean
has (const WeftReading *reading, const WeftColumn *target, guint row)
{
  weft_column_touch (target, row);
  return reading->task == WEFT_TASK_CLASS ? target->indices[row] >= 0
                                          : !isnan (target->numbers[row]);
}

/* A cell that is empty where others list labels has none of them. */
gboolean
weft_targets_have (const WeftReading *reading, guint row)
{
  if (reading->tags.names)
    return TRUE;
  for (guint i = 0; i < reading->targets->len; i++)
    if (!has (reading, target_of (reading, i), row))
      return FALSE;
  return TRUE;
}

guint
weft_targets_count_missing (const WeftReading *reading)
{
  guint missing = 0;

  if (reading->tags.names)
    return 0;
  if (reading->targets->len == 1)
    return reading->columns[reading->target].missing;
  for (guint r = 0; r < reading->n_rows; r++)
    missing += !weft_targets_have (reading, r);
  return missing;
}

static void
place (const WeftReading *reading, WeftField *field, guint sample, guint row)
{
  const WeftColumn *target = &reading->columns[reading->target];
  guint n = reading->targets->len;
  float *to = (float *) field->data + (gsize) sample * (gsize) weft_shape_count (&field->shape);

  if (reading->task == WEFT_TASK_CLASS)
    ((gint64 *) field->data)[sample] = target->indices[row];
  else if (reading->tags.names)
    weft_tags_mark (&reading->tags,
                    target->indices[row] < 0 ? NULL : target->values[target->indices[row]], to);
  else
    for (guint i = 0; i < n; i++)
      to[i] = (float) target_of (reading, i)->numbers[row];
}

/* One number is called as the whole; each of several by itself. */
static void
shape_field (const WeftReading *reading, WeftField *field)
{
  const WeftColumn *target = &reading->columns[reading->target];
  g_auto (GStrv) names = dup_names (reading);

  field->title = weft_targets_dup_title (reading);
  if (reading->task == WEFT_TASK_CLASS)
    {
      field->shape = (WeftShape){ .type = WEFT_I64 };
      field->classes = (int) target->n_values;
      field->class_names = g_strdupv (target->values);
      return;
    }
  field->shape = WEFT_SHAPE (g_strv_length (names));
  if (g_strv_length (names) > 1)
    field->feature_names = g_steal_pointer (&names);
}

gboolean
weft_targets_fill (const WeftReading *reading, const guint32 *rows, guint n, WeftDataset *dataset,
                   GError **error)
{
  WeftField *field = weft_dataset_add_field (
      dataset, "y", reading->task == WEFT_TASK_CLASS ? WEFT_KIND_CLASS : WEFT_KIND_NUMBERS);

  shape_field (reading, field);
  if (!weft_dataset_allocate_large (dataset, field, error))
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      guint row = rows ? rows[i] : i;

      weft_field_touch (field, i, 1);
      for (guint t = 0; t < reading->targets->len; t++)
        weft_column_touch (target_of (reading, t), row);
      place (reading, field, i, row);
    }
  return TRUE;
}

/* Of a label that a share p of the rows has, to say it always has precision p and recall 1. */
void
weft_targets_note_lazy (const WeftReading *reading, const WeftDataset *dataset,
                        const WeftSplit *split)
{
  const WeftField *y = weft_dataset_get_y (dataset);
  gint64 width = weft_shape_count (&y->shape), n = split->count[WEFT_PART_TEST];
  g_autofree gint64 *counts = g_new0 (gint64, width);
  double sum = 0;

  if (reading->task != WEFT_TASK_LABELS || n == 0)
    return;
  for (gint64 i = 0; i < n; i++)
    {
      const float *marks = weft_field_get_sample (y, split->samples[WEFT_PART_TEST][i], NULL);

      for (gint64 k = 0; k < width; k++)
        counts[k] += marks[k] > 0;
    }
  for (gint64 k = 0; k < width; k++)
    sum += 2.0 * (double) counts[k] / (double) (counts[k] + n);
  weft_notes_add (reading->notes,
                  _ ("To say every label of every row has a mean F1 of %.3g on the test part."),
                  sum / (double) width);
}
