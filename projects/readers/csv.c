/* csv: a table made into a data set: which column is predicted, what the others are good for
 *
 * Nothing is decided in silence: each decision is a note. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "engine/base/brief.h"
#include "engine/base/memory.h"
#include "projects/readers/input.h"
#include "projects/readers/notes.h"
#include "projects/readers/parts.h"
#include "projects/readers/reader.h"

#define MAX_CATEGORIES 50
#define MAX_CLASSES 1000

typedef enum
{
  FEATURE,
  TARGET,
  PART,
  LEFT_OUT,
} Role;

typedef struct
{
  WeftTable *table;
  WeftColumn *columns;
  Role *roles;
  guint target;
  guint32 *rows; /* those that have a target */
  guint n_rows;
  guint n_features; /* numbers a sample */
  WeftNotes *notes;
} Job;

static void
job_clear (Job *job)
{
  for (guint c = 0; job->columns && c < job->table->n_columns; c++)
    weft_column_clear (&job->columns[c]);
  g_clear_pointer (&job->table, weft_table_free);
  g_clear_pointer (&job->notes, g_ptr_array_unref);
  g_free (job->columns);
  g_free (job->roles);
  g_free (job->rows);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Job, job_clear)

static const char *
separator_name (char separator)
{
  switch (separator)
    {
    case '\t':
      return _ ("tabs");
    case ';':
      return _ ("semicolons");
    case '|':
      return _ ("vertical bars");
    default:
      return _ ("commas");
    }
}

static void
note_form (Job *job)
{
  const WeftTable *table = job->table;

  weft_notes_add (job->notes, _ ("%u rows, %u columns, separated by %s, as %s."), table->n_rows,
                  table->n_columns, separator_name (table->separator), table->encoding);
  if (!table->has_header)
    weft_notes_add (job->notes,
                    _ ("The first row holds values, so the columns are called A, B, C and so on."));
  if (table->decimal_comma)
    weft_notes_add (job->notes, _ ("The comma in numbers is read as the decimal comma."));
  for (guint c = 0; c < table->n_columns; c++)
    if (job->columns[c].is_grouped)
      weft_notes_add (job->notes,
                      _ ("“%s”: what stands between thousands is left out of the numbers."),
                      table->names[c]);
}

static gboolean
read_columns (Job *job, GError **error)
{
  guint n = job->table->n_columns;

  job->columns = g_new0 (WeftColumn, n);
  job->roles = g_new0 (Role, n);
  for (guint c = 0; c < n; c++)
    {
      if (!weft_column_read (&job->columns[c], job->table, c, error))
        return FALSE;
      if (job->columns[c].kind == WEFT_COLUMN_EMPTY)
        {
          job->roles[c] = LEFT_OUT;
          weft_notes_add (job->notes, _ ("“%s” is empty and left out."), job->table->names[c]);
        }
    }
  return TRUE;
}

static void
find_part (Job *job)
{
  int c = weft_parts_find (job->table, job->columns);

  if (c < 0)
    return;
  job->roles[c] = PART;
  weft_notes_add (job->notes, _ ("The column “%s” says which rows train and which test."),
                  job->table->names[c]);
}

static gboolean
find_target (Job *job, const char *wanted, GError **error)
{
  g_autofree char *names = NULL;
  int c;

  if (!wanted || !*wanted)
    {
      for (c = (int) job->table->n_columns - 1; c > 0 && job->roles[c] != FEATURE;)
        c--;
      job->target = (guint) c;
      return TRUE;
    }
  c = weft_table_find_column (job->table, wanted);
  if (c >= 0)
    {
      job->target = (guint) c;
      return TRUE;
    }
  names = g_strjoinv (", ", job->table->names);
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND,
               _ ("“%s” has no column “%s”. Its columns: %s"), job->table->file, wanted, names);
  return FALSE;
}

static gboolean
fail_prose (Job *job, GError **error)
{
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_UNSUPPORTED,
               _ ("“%s” holds sentences or words. Networks that read text come in a later version; "
                  "tables of numbers and categories work now."),
               job->table->file);
  return FALSE;
}

static gboolean
is_class (const WeftColumn *column)
{
  return column->values != NULL;
}

/* Where most words are met only once there is nothing to learn: names, or prices with a sign. */
static guint
max_classes (const Job *job)
{
  return CLAMP ((job->table->n_rows - job->columns[job->target].missing) / 2, MAX_CATEGORIES,
                MAX_CLASSES);
}

static gboolean
check_target (Job *job, GError **error)
{
  const WeftColumn *target = &job->columns[job->target];
  const char *name = job->table->names[job->target];

  if (weft_column_is_prose (target))
    return fail_prose (job, error);
  if (target->kind == WEFT_COLUMN_EMPTY || target->n_values < 2)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                   _ ("“%s”: the column “%s” is to be predicted, but holds the same value in every "
                      "row. Choose another target."),
                   job->table->file, name);
      return FALSE;
    }
  if (is_class (target) && target->n_values > max_classes (job))
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                   _ ("“%s”: the column “%s” is to be predicted, but holds %u different words. "
                      "Choose another target."),
                   job->table->file, name, target->n_values);
      return FALSE;
    }
  job->roles[job->target] = TARGET;
  return TRUE;
}

static void
note_target (Job *job)
{
  const WeftColumn *target = &job->columns[job->target];
  const char *name = job->table->names[job->target];
  g_autoptr (GString) list = g_string_new ("");

  if (!is_class (target))
    {
      weft_notes_add (job->notes, _ ("“%s” is predicted as a number: it has %u different values."),
                      name, target->n_values);
      return;
    }
  for (guint i = 0; i < MIN (target->n_values, 6); i++)
    {
      g_autofree char *value = weft_brief (target->values[i], WEFT_BRIEF_NAME / 2);

      g_string_append_printf (list, "%s%s", i ? ", " : "", value);
    }
  if (target->n_values > 6)
    g_string_append (list, ", …");
  weft_notes_add (job->notes, _ ("“%s” is predicted as one of %u classes: %s."), name,
                  target->n_values, list->str);
}

static guint
count_role (const Job *job, Role role)
{
  guint n = 0;

  for (guint c = 0; c < job->table->n_columns; c++)
    n += job->roles[c] == role;
  return n;
}

/* Row numbers and names tell a network nothing that holds for other rows. */
static void
leave_out_ids (Job *job)
{
  for (guint c = 0; c < job->table->n_columns; c++)
    {
      const WeftColumn *column = &job->columns[c];
      const char *name = job->table->names[c];

      if (job->roles[c] != FEATURE)
        continue;
      if (column->kind == WEFT_COLUMN_WORDS && column->n_values > MAX_CATEGORIES)
        weft_notes_add (job->notes, _ ("“%s” holds %u different words and is left out."), name,
                        column->n_values);
      else if (count_role (job, FEATURE) > 1
               && weft_column_counts_rows (column, job->table->n_rows))
        weft_notes_add (job->notes, _ ("“%s” only counts the rows and is left out."), name);
      else
        continue;
      job->roles[c] = LEFT_OUT;
    }
}

static gboolean
has_words_left_out (const Job *job)
{
  for (guint c = 0; c < job->table->n_columns; c++)
    if (job->roles[c] == LEFT_OUT && job->columns[c].kind == WEFT_COLUMN_WORDS)
      return TRUE;
  return FALSE;
}

/* How many numbers a column gives to a sample. */
static guint
width_of (const WeftColumn *column)
{
  return column->kind == WEFT_COLUMN_WORDS ? column->n_values : 1;
}

static gboolean
count_features (Job *job, GError **error)
{
  job->n_features = 0;
  for (guint c = 0; c < job->table->n_columns; c++)
    if (job->roles[c] == FEATURE)
      job->n_features += width_of (&job->columns[c]);
  if (job->n_features > 0)
    return TRUE;
  if (has_words_left_out (job))
    return fail_prose (job, error);
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
               _ ("“%s” has no column that something could be predicted from."), job->table->file);
  return FALSE;
}

static gboolean
choose_rows (Job *job, GError **error)
{
  const WeftColumn *target = &job->columns[job->target];

  job->rows = g_new (guint32, job->table->n_rows);
  for (guint r = 0; r < job->table->n_rows; r++)
    if (is_class (target) ? target->indices[r] >= 0 : !isnan (target->numbers[r]))
      job->rows[job->n_rows++] = r;
  if (target->missing)
    weft_notes_add (job->notes, _ ("%u rows without a value in “%s” are left out."),
                    target->missing, job->table->names[job->target]);
  if (job->n_rows >= 2)
    return TRUE;
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
               _ ("“%s” has fewer than two rows that can be used."), job->table->file);
  return FALSE;
}

static void
note_missing (Job *job, guint c, double median)
{
  const WeftColumn *column = &job->columns[c];
  const char *name = job->table->names[c];

  if (column->kind == WEFT_COLUMN_WORDS)
    weft_notes_add (job->notes,
                    _ ("“%s” is given as %u numbers of 0 or 1, one for each word in it."), name,
                    column->n_values);
  if (column->missing && column->kind == WEFT_COLUMN_WORDS)
    weft_notes_add (job->notes, _ ("“%s”: %u missing values, given as 0 everywhere."), name,
                    column->missing);
  else if (column->missing)
    weft_notes_add (job->notes, _ ("“%s”: %u missing values, filled with the middle one, %g."),
                    name, column->missing, median);
}

/* Fills the numbers from `first` on of every sample with one column. */
static void
fill_column (Job *job, guint c, guint first, float *x)
{
  const WeftColumn *column = &job->columns[c];
  gboolean words = column->kind == WEFT_COLUMN_WORDS;
  double median = words ? 0 : weft_column_median (column, job->table->n_rows);

  note_missing (job, c, median);
  for (guint i = 0; i < job->n_rows; i++)
    {
      float *sample = x + (gsize) i * job->n_features + first;
      guint r = job->rows[i];

      if (!words)
        *sample = (float) (isnan (column->numbers[r]) ? median : column->numbers[r]);
      else if (column->indices[r] >= 0)
        sample[column->indices[r]] = 1;
    }
}

static void
name_features (const Job *job, guint c, GPtrArray *names)
{
  const WeftColumn *column = &job->columns[c];
  const char *name = job->table->names[c];

  if (column->kind != WEFT_COLUMN_WORDS)
    g_ptr_array_add (names, g_strdup (name));
  else
    for (guint i = 0; i < column->n_values; i++)
      {
        g_autofree char *value = weft_brief (column->values[i], WEFT_BRIEF_NAME);

        g_ptr_array_add (names, g_strdup_printf ("%s = %s", name, value));
      }
}

static gboolean
fill_x (Job *job, WeftDataset *dataset, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  guint words = 0;

  dataset->x_shape = WEFT_SHAPE (job->n_features);
  dataset->x = weft_memory_new ((gsize) job->n_rows * job->n_features * sizeof (float), error);
  if (!dataset->x)
    return FALSE;
  for (guint c = 0; c < job->table->n_columns; c++)
    if (job->roles[c] == FEATURE)
      {
        fill_column (job, c, names->len, dataset->x);
        name_features (job, c, names);
        words += job->columns[c].kind == WEFT_COLUMN_WORDS;
      }
  g_ptr_array_add (names, NULL);
  dataset->feature_names = (char **) g_ptr_array_free (g_steal_pointer (&names), FALSE);
  dataset->is_points = job->n_features == 2 && words == 0 && is_class (&job->columns[job->target]);
  return TRUE;
}

static gboolean
fill_y (Job *job, WeftDataset *dataset, GError **error)
{
  const WeftColumn *target = &job->columns[job->target];
  gboolean classes = is_class (target);

  dataset->target = classes ? WEFT_TARGET_CLASS : WEFT_TARGET_REAL;
  dataset->y_shape = classes ? (WeftShape){ .type = WEFT_I64 } : WEFT_SHAPE (1);
  dataset->classes = classes ? (int) target->n_values : 0;
  dataset->class_names = classes ? g_strdupv (target->values) : NULL;
  dataset->target_name = g_strdup (job->table->names[job->target]);
  dataset->y = weft_memory_new (job->n_rows * (classes ? sizeof (gint64) : sizeof (float)), error);
  if (!dataset->y)
    return FALSE;
  for (guint i = 0; i < job->n_rows; i++)
    if (classes)
      ((gint64 *) dataset->y)[i] = target->indices[job->rows[i]];
    else
      ((float *) dataset->y)[i] = (float) target->numbers[job->rows[i]];
  return TRUE;
}

static gboolean
fill_parts (Job *job, WeftDataset *dataset, GError **error)
{
  for (guint c = 0; c < job->table->n_columns; c++)
    if (job->roles[c] == PART)
      {
        dataset->part = weft_parts_read (job->table, c, job->rows, job->n_rows, error);
        return dataset->part != NULL;
      }
  return TRUE;
}

static WeftDataset *
make_dataset (Job *job, const char *path, GError **error)
{
  g_autoptr (WeftDataset) dataset = weft_dataset_new ();

  dataset->name = weft_input_dup_stem (path);
  dataset->count = job->n_rows;
  if (!fill_x (job, dataset, error) || !fill_y (job, dataset, error)
      || !fill_parts (job, dataset, error))
    return NULL;
  note_target (job);
  dataset->notes = weft_notes_finish (g_steal_pointer (&job->notes));
  return weft_dataset_finish (dataset, error) ? g_steal_pointer (&dataset) : NULL;
}

WeftDataset *
weft_reader_read_csv (const char *path, const char *target, GError **error)
{
  g_auto (Job) job = { 0 };

  job.notes = weft_notes_new ();
  job.table = weft_table_read (path, error);
  if (!job.table || !read_columns (&job, error))
    return NULL;
  note_form (&job);
  find_part (&job);
  if (!find_target (&job, target, error) || !check_target (&job, error))
    return NULL;
  leave_out_ids (&job);
  if (!count_features (&job, error) || !choose_rows (&job, error))
    return NULL;
  return make_dataset (&job, path, error);
}
