/* time-series: a table whose rows follow each other in time, cut into windows: some rows, and what
 * the target is in those that come next */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/tables/time-series.h"

#include <math.h>
#include <string.h>

#include "engine/base/count.h"
#include "engine/base/errand.h"
#include "engine/base/memory.h"
#include "engine/base/sentence.h"
#include "projects/readers/files/input.h"
#include "projects/readers/starters/starter.h"
#include "projects/readers/tables/column-codes.h"
#include "projects/readers/tables/series-order.h"
#include "projects/readers/told.h"

#define MIN_WINDOW 24 /* rows, where nothing is asked for */
#define MAX_WINDOW 200
#define FEWEST 10 /* windows that are worth learning from */

/* One that follows the others: where it stands in time and to whom it belongs. */
typedef struct
{
  guint32 row;
  int group;
  double time;
} Place;

typedef struct
{
  WeftReading *reading;
  int window, horizon;
  int time; /* column; −1: there is none */
  Place *places;
  guint n;
  GArray *inputs; /* guint: columns that are shown, the target last */
  guint width;    /* numbers that they come to */
  GArray *starts; /* guint: of each window its first place */
  GByteArray *parts;
  guint n_filled; /* values that were missing */
} Series;

static void
series_clear (Series *series)
{
  g_free (series->places);
  g_clear_pointer (&series->inputs, g_array_unref);
  g_clear_pointer (&series->starts, g_array_unref);
  g_clear_pointer (&series->parts, g_byte_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Series, series_clear)

gboolean
weft_series_is_asked (const WeftReadOptions *options)
{
  if (options->horizon && strcmp (options->horizon, "0") == 0)
    return FALSE;
  return (options->horizon && *options->horizon) || (options->window && *options->window);
}

gboolean
weft_series_parse_length (const char *text, int *length)
{
  guint64 number;

  if (!g_ascii_string_to_unsigned (text, 10, 1, WEFT_SERIES_LONGEST, &number, NULL))
    return FALSE;
  *length = (int) number;
  return TRUE;
}

static const WeftColumn *
get_column (const Series *series, guint c)
{
  return &series->reading->columns[c];
}

static const char *
name_of (const Series *series, guint c)
{
  return series->reading->table->names[c];
}

/* --- the order of the rows --- */

static int
compare_places (gconstpointer a, gconstpointer b)
{
  const Place *x = a, *y = b;

  if (x->group != y->group)
    return x->group < y->group ? -1 : 1;
  if (x->time != y->time)
    return x->time < y->time ? -1 : 1;
  return x->row < y->row ? -1 : x->row > y->row;
}

static int
find_time (const WeftReading *reading)
{
  for (guint c = 0; c < reading->table->n_columns; c++)
    if (reading->roles[c] == WEFT_COLUMN_ROLE_TIME)
      return (int) c;
  for (guint c = 0; c < reading->table->n_columns; c++)
    if (reading->columns[c].date && c != reading->target)
      return (int) c;
  return -1;
}

void
weft_series_tell (const WeftReading *reading, const WeftReadOptions *options)
{
  if (reading->task != WEFT_TASK_NUMBER)
    return;
  if (!weft_series_is_asked (options) && find_time (reading) >= 0)
    weft_tell_number ("horizon", 0);
  if (!weft_series_is_asked (options))
    return;
  weft_tell ("horizon", options->horizon && *options->horizon ? options->horizon : "1");
  if (options->window && *options->window)
    weft_tell ("window", options->window);
}

static int
find_group (const WeftReading *reading)
{
  for (guint c = 0; c < reading->table->n_columns; c++)
    if (reading->roles[c] == WEFT_COLUMN_ROLE_GROUP)
      return (int) c;
  return -1;
}

/* Rows without a time or a group have no place. */
static void
find_places (Series *series)
{
  WeftReading *reading = series->reading;
  const WeftColumn *time = series->time < 0 ? NULL : get_column (series, (guint) series->time);
  int group = find_group (reading);
  g_auto (WeftCodes) codes = { 0 };

  if (group >= 0)
    codes = weft_codes_begin (get_column (series, (guint) group));
  series->places = g_new (Place, reading->n_rows);
  for (guint r = 0; r < reading->n_rows; r++)
    {
      Place place = { r, group < 0 ? 0 : weft_codes_get (&codes, r), r };

      if (time)
        {
          weft_column_touch (time, r);
          place.time = time->numbers[r];
        }
      if (place.group >= 0 && !isnan (place.time))
        series->places[series->n++] = place;
    }
  qsort (series->places, series->n, sizeof *series->places, compare_places);
}

static void
note_order (Series *series)
{
  WeftNotes *notes = series->reading->notes;
  double least = INFINITY, most = 0;

  if (series->time < 0)
    {
      weft_notes_add (notes, _ ("There is no column of dates, so the rows are taken to follow each "
                                "other as they stand."));
      return;
    }
  weft_notes_add (notes, _ ("The rows follow each other by “%s”."),
                  name_of (series, (guint) series->time));
  for (guint i = 1; i < series->n; i++)
    if (series->places[i].group == series->places[i - 1].group)
      {
        double step = series->places[i].time - series->places[i - 1].time;

        least = MIN (least, step);
        most = MAX (most, step);
      }
  if (most > 1.5 * least)
    weft_notes_add (notes,
                    _ ("The rows are not equally far apart in “%s”; windows count rows, not time."),
                    name_of (series, (guint) series->time));
}

/* --- windows --- */

static gboolean
fail_short (const Series *series, GError **error)
{
  return weft_sentence_refuse (
      error,
      _ ("“%s” has %u rows that follow each other: too few for windows of %d rows and the %d after "
         "them. Choose a smaller window or horizon."),
      series->reading->table->file, series->n, series->window, series->horizon);
}

static gboolean
settle_lengths (Series *series, const WeftReadOptions *options, GError **error)
{
  guint most = series->n / 5;

  series->horizon = 1;
  if ((options->horizon && !weft_series_parse_length (options->horizon, &series->horizon))
      || (options->window && !weft_series_parse_length (options->window, &series->window)))
    return weft_sentence_refuse (error, _ ("A window and a horizon are so many rows: 1 to %d."),
                                 WEFT_SERIES_LONGEST);
  if (series->window == 0)
    series->window
        = (int) MAX (1, MIN (most, (guint) CLAMP (2 * series->horizon, MIN_WINDOW, MAX_WINDOW)));
  return TRUE;
}

static double
get_target (const Series *series, guint place)
{
  return get_column (series, series->reading->target)->numbers[series->places[place].row];
}

static gboolean
has_targets (const Series *series, guint first)
{
  for (guint i = first; i < first + (guint) series->horizon; i++)
    if (isnan (get_target (series, i)))
      return FALSE;
  return TRUE;
}

/* The part in which all that is to be predicted lies; −1: in more than one. */
static int
find_part (const Series *series, guint first, guint group_first, guint group_n,
           const double shares[WEFT_N_PARTS])
{
  double ends[WEFT_N_PARTS] = { shares[0], shares[0] + shares[1], 1 };
  int part = 0, last = 0;

  while (part < WEFT_PART_TEST && first - group_first >= ends[part] * group_n)
    part++;
  while (last < WEFT_PART_TEST
         && first + (guint) series->horizon - 1 - group_first >= ends[last] * group_n)
    last++;
  return part == last ? part : -1;
}

static void
cut_group (Series *series, guint first, guint n, const double shares[WEFT_N_PARTS])
{
  guint window = (guint) series->window, horizon = (guint) series->horizon;

  for (guint i = first; i + window + horizon <= first + n; i++)
    {
      int part = find_part (series, i + window, first, n, shares);
      guint8 mark = (guint8) (part + 1);

      if (part < 0 || !has_targets (series, i + window))
        continue;
      g_array_append_val (series->starts, i);
      g_byte_array_append (series->parts, &mark, 1);
    }
}

static gboolean
cut (Series *series, GError **error)
{
  WeftDataset like = { .count = series->n };
  double shares[WEFT_N_PARTS];

  weft_starter_get_shares (&like, shares);
  series->starts = g_array_new (FALSE, FALSE, sizeof (guint));
  series->parts = g_byte_array_new ();
  for (guint first = 0, end; first < series->n; first = end)
    {
      for (end = first;
           end < series->n && series->places[end].group == series->places[first].group;)
        end++;
      cut_group (series, first, end - first, shares);
    }
  return series->starts->len >= FEWEST || fail_short (series, error);
}

/* --- what is in them --- */

static guint
width_of (const WeftColumn *column)
{
  return column->kind == WEFT_COLUMN_WORDS ? column->n_values : 1;
}

/* Dates say the order and nothing more. */
static void
choose_inputs (Series *series)
{
  const WeftReading *reading = series->reading;

  series->inputs = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint c = 0; c < reading->table->n_columns; c++)
    if (reading->roles[c] == WEFT_COLUMN_ROLE_FEATURE && !reading->columns[c].date)
      {
        g_array_append_val (series->inputs, c);
        series->width += width_of (&reading->columns[c]);
      }
  g_array_append_val (series->inputs, reading->target);
  series->width++;
}

/* What stands there, or, where nothing does, what stood there last. */
static double
get_last (Series *series, const WeftColumn *column, guint place)
{
  guint i = place;

  while (isnan (column->numbers[series->places[i].row]) && i > 0
         && series->places[i - 1].group == series->places[place].group)
    i--;
  return isnan (column->numbers[series->places[i].row]) ? 0
                                                        : column->numbers[series->places[i].row];
}

static void
place_row (Series *series, guint place, float *x)
{
  for (guint i = 0; i < series->inputs->len; i++)
    {
      const WeftColumn *column = get_column (series, g_array_index (series->inputs, guint, i));
      guint row = series->places[place].row;

      weft_column_touch (column, row);
      if (column->kind != WEFT_COLUMN_WORDS)
        *x = (float) get_last (series, column, place);
      else if (column->indices[row] >= 0)
        x[column->indices[row]] = 1;
      x += width_of (column);
    }
}

/* Each row once, as every window with it has it. */
static float *
make_rows (Series *series, GError **error)
{
  float *rows = weft_memory_new ((gsize) series->n * series->width * sizeof (float), error);

  for (guint i = 0; rows && i < series->n; i++)
    place_row (series, i, rows + (gsize) i * series->width);
  return rows;
}

static gboolean
fill_x (const Series *series, WeftDataset *dataset, const float *rows, GError **error)
{
  WeftField *field = weft_dataset_add_field (dataset, "x", WEFT_KIND_NUMBERS);
  gsize n = (gsize) series->window * series->width;

  field->shape = WEFT_SHAPE (series->window, series->width);
  field->feature_names = weft_series_dup_names (series->reading, series->inputs);
  weft_series_order_keep (series->reading, series->time, find_group (series->reading), field);
  if (!weft_dataset_allocate_large (dataset, field, error))
    return FALSE;
  for (guint i = 0; i < series->starts->len; i++)
    {
      gsize first = g_array_index (series->starts, guint, i);

      weft_field_touch (field, i, 1);
      memcpy ((float *) field->data + i * n, rows + first * series->width, n * sizeof (float));
      if (i % 4096 == 0 && !weft_errand_add (0, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
fill_y (const Series *series, WeftDataset *dataset, GError **error)
{
  WeftField *field = weft_dataset_add_field (dataset, "y", WEFT_KIND_NUMBERS);
  guint horizon = (guint) series->horizon;

  field->shape = WEFT_SHAPE (series->horizon);
  field->title = g_strdup (name_of (series, series->reading->target));
  if (!weft_dataset_allocate_large (dataset, field, error))
    return FALSE;
  for (guint i = 0; i < series->starts->len; i++)
    {
      guint first = g_array_index (series->starts, guint, i) + (guint) series->window;

      weft_field_touch (field, i, 1);
      for (guint k = 0; k < horizon; k++)
        ((float *) field->data)[(gsize) i * horizon + k] = (float) get_target (series, first + k);
    }
  return TRUE;
}

/* --- what is said of them --- */

/* How far off it is on average to say that nothing changes, in windows that test. */
static double
measure_naive (const Series *series, const float *rows)
{
  double sum = 0;
  guint n = 0;

  for (guint i = 0; i < series->starts->len; i++)
    {
      gsize next = g_array_index (series->starts, guint, i) + (gsize) series->window;
      double last = rows[next * series->width - 1];

      if (series->parts->data[i] != WEFT_PART_TEST + 1)
        continue;
      for (guint k = 0; k < (guint) series->horizon; k++, n++)
        sum += fabs (get_target (series, (guint) next + k) - last);
    }
  return n > 0 ? sum / n : NAN;
}

static void
note_windows (Series *series, const float *rows)
{
  WeftNotes *notes = series->reading->notes;
  g_autofree char *count = weft_count_format (series->starts->len);
  double naive = measure_naive (series, rows);

  note_order (series);
  weft_notes_add (notes,
                  _ ("%s windows of %d rows: what “%s” is in the %d after them is predicted. The "
                     "last windows test, those before them validate."),
                  count, series->window, name_of (series, series->reading->target),
                  series->horizon);
  if (!isnan (naive))
    weft_notes_add (notes,
                    _ ("To repeat the last value is off by %g on average (mean absolute error of "
                       "the test part): a network is worth something when it is nearer."),
                    naive);
}

static gboolean
check_target (const WeftReading *reading, GError **error)
{
  if (reading->task == WEFT_TASK_NUMBER)
    return TRUE;
  return weft_sentence_refuse (
      error,
      _ ("“%s”: what “%s” will be is predicted as numbers, and it holds words. Choose another "
         "target."),
      reading->table->file, reading->table->names[reading->target]);
}

WeftDataset *
weft_series_make (WeftReading *reading, const char *path, const WeftReadOptions *options,
                  GError **error)
{
  g_auto (Series) series = { .reading = reading, .time = find_time (reading) };
  g_autoptr (WeftDataset) dataset = weft_dataset_new ();
  float *rows;
  gboolean is_good;

  if (!check_target (reading, error))
    return NULL;
  find_places (&series);
  choose_inputs (&series);
  if (!settle_lengths (&series, options, error) || !cut (&series, error))
    return NULL;
  rows = make_rows (&series, error);
  if (!rows)
    return NULL;
  dataset->name = weft_input_dup_stem (path);
  dataset->count = series.starts->len;
  note_windows (&series, rows);
  weft_tell_number ("window", series.window);
  is_good = fill_x (&series, dataset, rows, error) && fill_y (&series, dataset, error);
  weft_memory_free (rows);
  if (!is_good)
    return NULL;
  dataset->part = weft_memory_new (series.parts->len, error);
  if (!dataset->part)
    return NULL;
  memcpy (dataset->part, series.parts->data, series.parts->len);
  dataset->notes = weft_notes_dup (reading->notes);
  return weft_dataset_finish (dataset, error) ? g_steal_pointer (&dataset) : NULL;
}
