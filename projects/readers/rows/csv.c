/* csv: a table made into a data set */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "engine/base/brief.h"
#include "engine/base/count.h"
#include "engine/base/errand.h"
#include "projects/readers/files/input.h"
#include "projects/readers/pictures/boxes.h"
#include "projects/readers/reader-row.h"
#include "projects/readers/starters/starter.h"
#include "projects/readers/tables/own-fields.h"
#include "projects/readers/tables/part-column.h"
#include "projects/readers/tables/part-groups.h"
#include "projects/readers/tables/part-time.h"
#include "projects/readers/tables/reading.h"
#include "projects/readers/tables/series-order.h"
#include "projects/readers/tables/targets.h"
#include "projects/readers/tables/time-series.h"

#define PIECE ((gsize) 4 << 20) /* bytes of samples that are filled in together */

typedef struct
{
  WeftReading reading;
  guint32 *rows;      /* those that have a target; NULL: all */
  guint n_rows;       /* of them */
  guint8 *learnt;     /* a bit for each row of the table: it trains */
  guint n_features;   /* numbers a sample */
  WeftOwnFields *own; /* what is beside them; nullable */
} Job;

static void
job_clear (Job *job)
{
  weft_reading_clear (&job->reading);
  g_clear_pointer (&job->own, weft_own_fields_free);
  g_free (job->rows);
  g_free (job->learnt);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Job, job_clear)

static gboolean
is_class (const Job *job)
{
  return job->reading.task == WEFT_TASK_CLASS;
}

/* How many numbers of x a column gives to a sample. */
static guint
width_of (const WeftColumn *column)
{
  return column->given >= WEFT_GIVEN_CLASS     ? 0
         : column->given == WEFT_GIVEN_ONE_HOT ? column->n_values
                                               : 1;
}

static gboolean
is_of_x (const Job *job, guint c)
{
  return job->reading.roles[c] == WEFT_COLUMN_ROLE_FEATURE
         && job->reading.columns[c].given < WEFT_GIVEN_CLASS;
}

static void
count_features (Job *job)
{
  job->n_features = 0;
  for (guint c = 0; c < job->reading.table->n_columns; c++)
    if (is_of_x (job, c))
      job->n_features += width_of (&job->reading.columns[c]);
}

static guint
row_of (const Job *job, guint sample)
{
  return job->rows ? job->rows[sample] : sample;
}

static void
leave_out_rows (Job *job, guint missing)
{
  g_autofree char *number = weft_count_format (missing);
  g_autofree char *title = weft_targets_dup_title (&job->reading);

  job->rows = g_new (guint32, job->reading.n_rows);
  job->n_rows = 0;
  for (guint r = 0; r < job->reading.n_rows; r++)
    if (weft_targets_have (&job->reading, r))
      job->rows[job->n_rows++] = r;
  weft_notes_add (job->reading.notes,
                  ngettext ("%s row without a value in “%s” is left out.",
                            "%s rows without a value in “%s” are left out.", missing),
                  number, title);
}

static gboolean
choose_rows (Job *job, GError **error)
{
  guint missing = weft_targets_count_missing (&job->reading);

  job->n_rows = job->reading.n_rows;
  if (missing)
    leave_out_rows (job, missing);
  if (job->n_rows >= 2)
    return TRUE;
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
               _ ("“%s” has fewer than two rows that can be used."), job->reading.table->file);
  return FALSE;
}

static void
note_missing (Job *job, guint c, double median)
{
  const WeftColumn *column = &job->reading.columns[c];
  const char *name = job->reading.table->names[c];
  WeftNotes *notes = job->reading.notes;

  if (column->kind == WEFT_COLUMN_WORDS)
    weft_notes_add (notes,
                    ngettext ("“%s” is given as %u number of 0 or 1, one for each word in it.",
                              "“%s” is given as %u numbers of 0 or 1, one for each word in it.",
                              column->n_values),
                    name, column->n_values);
  if (column->missing && column->kind == WEFT_COLUMN_WORDS)
    weft_notes_add (notes, _ ("“%s”: %u missing values, given as 0 everywhere."), name,
                    column->missing);
  else if (column->missing)
    weft_notes_add (notes,
                    _ ("“%s”: %u missing values, filled with the middle one of the training part, "
                       "%g."),
                    name, column->missing, median);
}

/* The rows that will train: what is learnt from other rows would be known of the test. */
static WeftSplit *
new_split (const WeftDataset *dataset)
{
  double shares[WEFT_N_PARTS];

  weft_starter_get_shares (dataset, shares);
  return weft_split_new (dataset, shares, 0);
}

static void
find_learnt (Job *job, const WeftSplit *split)
{
  job->learnt = g_malloc0 (job->reading.n_rows / 8 + 1);
  for (gint64 i = 0; i < split->count[WEFT_PART_TRAIN]; i++)
    {
      guint r = row_of (job, split->samples[WEFT_PART_TRAIN][i]);

      job->learnt[r >> 3] |= (guint8) (1 << (r & 7));
    }
}

/* Gives the numbers from `first` on of n samples what the column holds; NaN where it holds none. */
static void
place_column (const Job *job, guint c, guint first, guint from, guint n, float *x)
{
  const WeftColumn *column = &job->reading.columns[c];

  weft_column_touch_rows (column, row_of (job, from),
                          row_of (job, from + n - 1) + 1 - row_of (job, from));
  for (guint i = from; i < from + n; i++)
    {
      float *sample = x + (gsize) i * job->n_features + first;
      guint r = row_of (job, i);

      if (column->kind != WEFT_COLUMN_WORDS)
        *sample = (float) column->numbers[r];
      else if (column->indices[r] >= 0)
        sample[column->indices[r]] = 1;
    }
}

/* A few MB of samples at a time, all their columns. */
static gboolean
place_all (const Job *job, const WeftField *field, GError **error)
{
  guint piece = (guint) CLAMP (PIECE / (job->n_features * sizeof (float)), 1, WEFT_COLUMN_PIECE);

  for (guint from = 0, n; from < job->n_rows; from += n)
    {
      guint first = 0;

      n = MIN (piece, job->n_rows - from);
      weft_field_touch (field, from, n);
      for (guint c = 0; c < job->reading.table->n_columns; c++)
        if (is_of_x (job, c))
          {
            place_column (job, c, first, from, n, field->data);
            first += width_of (&job->reading.columns[c]);
          }
      if (!weft_errand_add (0, error))
        return FALSE;
    }
  return TRUE;
}

static void
fill_gap (Job *job, WeftField *field, gsize at, double with)
{
  ((float *) field->data)[at] = (float) with;
  if (!field->gaps)
    field->gaps = g_malloc0 (weft_field_get_gaps_size (field, job->n_rows));
  field->gaps[at >> 3] |= (guint8) (1 << (at & 7));
}

static void
fill_gaps (Job *job, guint c, guint first, WeftField *field)
{
  const float *x = field->data;
  const WeftColumn *column = &job->reading.columns[c];
  gboolean has_gaps = column->missing > 0 && column->kind != WEFT_COLUMN_WORDS;
  double median = has_gaps ? weft_column_median (column, job->learnt, job->reading.n_rows) : 0;

  note_missing (job, c, median);
  for (guint i = 0; has_gaps && i < job->n_rows; i++)
    {
      gsize at = (gsize) i * job->n_features + first;

      weft_field_touch (field, i, 1);
      if (isnan (x[at]))
        fill_gap (job, field, at, median);
    }
}

static char *
dup_form (const WeftColumn *column)
{
  const WeftDateReading date = { column->date, column->has_clear_date, column->day_0 };

  return column->date ? weft_date_reading_dup (&date) : g_strdup ("");
}

static void
name_features (const Job *job, guint c, GPtrArray *names, GPtrArray *forms)
{
  const WeftColumn *column = &job->reading.columns[c];
  const char *name = job->reading.table->names[c];

  for (guint i = 0; i < width_of (column); i++)
    g_ptr_array_add (forms, dup_form (column));
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
  WeftField *field = weft_dataset_add_field (dataset, "x", WEFT_KIND_NUMBERS);
  g_autoptr (GPtrArray) names = g_ptr_array_new (), forms = g_ptr_array_new_with_free_func (g_free);
  guint words = 0, dates = 0;

  field->shape = WEFT_SHAPE (job->n_features);
  if (!weft_dataset_allocate_large (dataset, field, error) || !place_all (job, field, error))
    return FALSE;
  for (guint c = 0; c < job->reading.table->n_columns; c++)
    if (is_of_x (job, c))
      {
        name_features (job, c, names, forms);
        dates += job->reading.columns[c].date != WEFT_DATE_NONE;
        words += job->reading.columns[c].kind == WEFT_COLUMN_WORDS;
      }
  g_ptr_array_add (names, NULL);
  g_ptr_array_add (forms, NULL);
  if (dates > 0)
    field->feature_forms = (char **) g_ptr_array_free (g_steal_pointer (&forms), FALSE);
  field->feature_names = (char **) g_ptr_array_free (g_steal_pointer (&names), FALSE);
  if (job->n_features == 2 && words == 0 && is_class (job) && !job->own)
    field->kind = WEFT_KIND_POINTS;
  return TRUE;
}

/* Once it is known what trains. */
static void
fill_all_gaps (Job *job, WeftDataset *dataset, const WeftSplit *split)
{
  guint first = 0;

  find_learnt (job, split);
  for (guint c = 0; c < job->reading.table->n_columns; c++)
    if (is_of_x (job, c))
      {
        fill_gaps (job, c, first, &dataset->fields[0]);
        first += width_of (&job->reading.columns[c]);
      }
}

static gboolean
fill_parts (Job *job, WeftDataset *dataset, GError **error)
{
  double shares[WEFT_N_PARTS];

  weft_starter_get_shares (dataset, shares);
  for (guint c = 0; c < job->reading.table->n_columns; c++)
    {
      const WeftColumn *column = &job->reading.columns[c];
      WeftColumnRole role = job->reading.roles[c];

      if (role == WEFT_COLUMN_ROLE_GROUP)
        dataset->group = weft_groups_find (column, job->rows, job->n_rows, error);
      else if (role == WEFT_COLUMN_ROLE_TIME)
        dataset->part = weft_times_deal (column, job->rows, job->n_rows, shares, error);
      else if (role == WEFT_COLUMN_ROLE_SPLIT)
        dataset->part = weft_parts_read (column, job->rows, job->n_rows, error);
      if (weft_reading_says_parts (role))
        return dataset->group || dataset->part;
    }
  return TRUE;
}

static gboolean
has_own (const Job *job)
{
  for (guint c = 0; c < job->reading.table->n_columns; c++)
    if (job->reading.roles[c] == WEFT_COLUMN_ROLE_FEATURE && !is_of_x (job, c))
      return TRUE;
  return FALSE;
}

static void
note_ratings (Job *job, const WeftDataset *dataset, const WeftSplit *split)
{
  const WeftRatings *ratings = &job->reading.ratings;
  const WeftColumn *what = &job->reading.columns[MAX (ratings->what, 0)];

  if (ratings->rating == (int) job->reading.target && job->reading.task == WEFT_TASK_NUMBER
      && what->given == WEFT_GIVEN_CLASS)
    weft_ratings_note (what, job->reading.table->names[ratings->what], job->rows, dataset, split,
                       job->reading.notes);
}

/* What depends on who trains comes last. */
static gboolean
fill (Job *job, WeftDataset *dataset, GError **error)
{
  g_autoptr (WeftSplit) split = NULL;

  if ((job->n_features > 0 && !fill_x (job, dataset, error))
      || !weft_targets_fill (&job->reading, job->rows, job->n_rows, dataset, error)
      || !fill_parts (job, dataset, error)
      || (job->own && !weft_own_fields_give (job->own, dataset, error)))
    return FALSE;
  split = new_split (dataset);
  if (job->n_features > 0)
    fill_all_gaps (job, dataset, split);
  if (job->own && !weft_own_fields_learn (job->own, dataset, split, error))
    return FALSE;
  note_ratings (job, dataset, split);
  weft_targets_note_lazy (&job->reading, dataset, split);
  return TRUE;
}

static WeftDataset *
make_dataset (Job *job, const char *path, const WeftReadOptions *options, GError **error)
{
  g_autoptr (WeftDataset) dataset = weft_dataset_new ();

  count_features (job);
  if (has_own (job))
    {
      job->own = weft_own_fields_new (&job->reading, options, job->rows, job->n_rows, error);
      if (!job->own)
        return NULL;
    }
  dataset->name = weft_input_dup_stem (path);
  dataset->count = job->n_rows;
  if (!fill (job, dataset, error))
    return NULL;
  dataset->notes = weft_notes_dup (job->reading.notes);
  dataset->cures = g_strdupv (job->reading.cures);
  return weft_dataset_finish (dataset, error) ? g_steal_pointer (&dataset) : NULL;
}

/* With their pictures they would be scenes (scenes.c). */
static void
note_boxes (WeftReading *reading)
{
  WeftBoxColumns boxes;

  if (weft_box_columns_find (reading->table, &boxes) && boxes.class >= 0)
    weft_notes_add (reading->notes,
                    _ ("This looks like boxes around things in pictures, but the pictures that "
                       "“%s” names are not beside it. Put them into the same folder, and open the "
                       "folder: the boxes are predicted then."),
                    reading->table->names[boxes.picture]);
}

static WeftDataset *
read_table (const char *path, const WeftReadOptions *options, WeftColumns **columns, GError **error)
{
  g_auto (Job) job = { 0 };
  WeftDataset *dataset;

  if (!weft_reading_begin (&job.reading, path, options, error)
      || !weft_reading_decide (&job.reading, options, error))
    return NULL;
  note_boxes (&job.reading);
  weft_series_tell (&job.reading, options);
  weft_series_offer (&job.reading, options);
  if (weft_series_is_asked (options))
    dataset = weft_series_make (&job.reading, path, options, error);
  else
    dataset = choose_rows (&job, error) ? make_dataset (&job, path, options, error) : NULL;
  if (dataset && columns)
    *columns = weft_reading_dup_columns (&job.reading, NULL);
  return dataset;
}

static gboolean
knows (const char *bytes, gsize length)
{
  return length > 0 && g_utf8_validate (bytes, (gssize) MIN (length, 4000), NULL)
         && memchr (bytes, '\n', length) && bytes[0] != '{';
}

static WeftBegins
begins (const char *path)
{
  return weft_table_is_file (path) ? WEFT_BEGINS_IF_ALONE : WEFT_BEGINS_NOTHING;
}

const WeftReader weft_reader_csv = {
  .id = "csv",
  .what = N_ ("a CSV or TSV table, or records of JSON"),
  .has_columns = TRUE,
  .takes_streams = TRUE,
  .add_endings = weft_table_add_endings,
  .takes = weft_table_is_file,
  .knows = knows,
  .begins = begins,
  .read = read_table,
};
