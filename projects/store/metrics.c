/* metrics: the samples of a run in columns of up to 4,096 a series */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/store/metrics.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/codec.h"
#include "engine/base/sample.h"

#define EVEN 1          /* first, stride, then n values: every sample is one step */
#define FULL 2          /* n samples with all their fields */
#define HEADER 24       /* guint32 form, guint32 n, gint64 first, gint64 stride */
#define MOST_NAMES 4096 /* of the series of one run */
#define SAMPLE 44       /* first, last, count, sum (8 each), min, max, value (4 each) */

WeftSeries *
weft_series_new (gint64 run, guint32 number)
{
  WeftSeries *series = g_new0 (WeftSeries, 1);

  series->run = run;
  series->series = number;
  series->samples = g_array_new (FALSE, FALSE, sizeof (WeftSample));
  series->last = series->cut = -1;
  series->stride = 1;
  return series;
}

void
weft_series_free (WeftSeries *series)
{
  g_array_unref (series->samples);
  g_free (series);
}

guint
weft_series_hash (gconstpointer data)
{
  const WeftSeries *series = data;

  return (guint) series->run * 31 + series->series;
}

gboolean
weft_series_equal (gconstpointer a, gconstpointer b)
{
  const WeftSeries *first = a, *second = b;

  return first->run == second->run && first->series == second->series;
}

/* --- columns of bytes --- */

/* One step whose least, greatest and last value and sum are the same number, to the bit. */
static gboolean
is_single (const WeftSample *sample)
{
  double sum = (double) sample->value;

  return sample->first == sample->last && sample->count == 1
         && memcmp (&sample->min, &sample->value, sizeof sample->value) == 0
         && memcmp (&sample->max, &sample->value, sizeof sample->value) == 0
         && memcmp (&sample->sum, &sum, sizeof sum) == 0;
}

static gboolean
is_even (const WeftSample *samples, guint n, gint64 *stride)
{
  *stride = n > 1 ? samples[1].first - samples[0].first : 1;
  for (guint i = 0; i < n; i++)
    if (!is_single (&samples[i]) || samples[i].first != samples[0].first + (gint64) i * *stride)
      return FALSE;
  return TRUE;
}

static void
put_sample (GByteArray *out, const WeftSample *sample)
{
  weft_put_i64 (out, sample->first);
  weft_put_i64 (out, sample->last);
  weft_put_i64 (out, sample->count);
  weft_put_f64 (out, sample->sum);
  weft_put_f32 (out, sample->min);
  weft_put_f32 (out, sample->max);
  weft_put_f32 (out, sample->value);
}

GBytes *
weft_column_pack (const WeftSample *samples, guint n)
{
  GByteArray *out = g_byte_array_new ();
  gint64 stride;
  gboolean even = is_even (samples, n, &stride);

  weft_put_u32 (out, even ? EVEN : FULL);
  weft_put_u32 (out, n);
  weft_put_i64 (out, n ? samples[0].first : 0);
  weft_put_i64 (out, even ? stride : 0);
  for (guint i = 0; i < n; i++)
    if (even)
      weft_put_f32 (out, samples[i].value);
    else
      put_sample (out, &samples[i]);
  return g_byte_array_free_to_bytes (out);
}

static WeftSample
get_even (WeftTaker *from, gint64 step)
{
  WeftSample sample = { .first = step, .last = step, .count = 1 };

  sample.value = sample.min = sample.max = weft_take_f32 (from);
  sample.sum = (double) sample.value;
  return sample;
}

static WeftSample
get_full (WeftTaker *from)
{
  WeftSample sample = { 0 };

  sample.first = weft_take_i64 (from);
  sample.last = weft_take_i64 (from);
  sample.count = weft_take_i64 (from);
  sample.sum = weft_take_f64 (from);
  sample.min = weft_take_f32 (from);
  sample.max = weft_take_f32 (from);
  sample.value = weft_take_f32 (from);
  return sample;
}

gboolean
weft_column_unpack (GBytes *bytes, guint32 series, GArray *samples)
{
  gsize size = g_bytes_get_size (bytes);
  WeftTaker from = weft_taker_new (bytes);
  guint form, n;
  gint64 first, stride;

  if (size < HEADER)
    return FALSE;
  form = weft_take_u32 (&from);
  n = weft_take_u32 (&from);
  first = weft_take_i64 (&from);
  stride = weft_take_i64 (&from);
  if ((form != EVEN && form != FULL) || n > WEFT_COLUMN
      || size != HEADER + n * (gsize) (form == EVEN ? 4 : SAMPLE) || first < 0
      || first > G_MAXINT64 / 4 || stride < 0 || stride > G_MAXINT64 / 4 / WEFT_COLUMN)
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      WeftSample sample
          = form == EVEN ? get_even (&from, first + (gint64) i * stride) : get_full (&from);

      if (sample.first < 0 || sample.last < sample.first || sample.count < 0)
        return FALSE;
      sample.series = series;
      g_array_append_val (samples, sample);
    }
  return TRUE;
}

/* --- in memory --- */

void
weft_series_add (WeftSeries *series, const WeftSample *sample)
{
  /* At first the file may hold more than the frame that the run goes on from. */
  if (series->last < 0 || series->last >= sample->first)
    {
      weft_samples_trim (series->samples, sample->first);
      series->cut = series->cut < 0 ? sample->first : MIN (series->cut, sample->first);
    }
  weft_samples_append (series->samples, sample, &series->stride, WEFT_WAITING);
  series->last = sample->last;
  series->is_dirty = TRUE;
}

/* --- the table --- */

/* The one older column that reaches over the step, if there is one, ends before it. */
static gboolean
cut_column (WeftDb *db, WeftSeries *series, GError **error)
{
  sqlite3_stmt *statement = weft_db_query (
      db, error, "SELECT id, data FROM metric WHERE run = ? AND series = ? AND last >= ?", "isi",
      series->run, weft_series_get_name (series->series), series->cut);
  g_autoptr (GArray) samples = g_array_new (FALSE, FALSE, sizeof (WeftSample));
  g_autoptr (GBytes) bytes = NULL, shorter = NULL;
  g_autoptr (GError) cause = NULL;
  gint64 row;

  if (!statement)
    return FALSE;
  if (!weft_db_step (db, statement, &cause))
    {
      if (!cause)
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&cause));
      return FALSE;
    }
  row = sqlite3_column_int64 (statement, 0);
  bytes = weft_column_bytes (statement, 1);
  sqlite3_reset (statement);
  if (bytes)
    weft_column_unpack (bytes, series->series, samples);
  weft_samples_trim (samples, series->cut);
  if (samples->len == 0)
    return weft_db_run (db, error, "DELETE FROM metric WHERE id = ?", "i", row);
  shorter = weft_column_pack ((const WeftSample *) (gpointer) samples->data, samples->len);
  return weft_db_run (db, error, "UPDATE metric SET last = ?, samples = ?, data = ? WHERE id = ?",
                      "iibi", g_array_index (samples, WeftSample, samples->len - 1).last,
                      (gint64) samples->len, shorter, row);
}

/* The open column is in memory, so its row may go too. */
static gboolean
cut_file (WeftDb *db, WeftSeries *series, GError **error)
{
  series->next_row = 0;
  return weft_db_run (db, error,
                      "DELETE FROM metric WHERE id = ? OR (run = ? AND series = ? AND first >= ?)",
                      "iisi", series->row, series->run, weft_series_get_name (series->series),
                      series->cut)
         && cut_column (db, series, error);
}

static gboolean
write_column (WeftDb *db, WeftSeries *series, const WeftSample *samples, guint n, GError **error)
{
  g_autoptr (GBytes) bytes = weft_column_pack (samples, n);

  if (series->next_row)
    return weft_db_run (db, error, "UPDATE metric SET last = ?, samples = ?, data = ? WHERE id = ?",
                        "iibi", samples[n - 1].last, (gint64) n, bytes, series->next_row);
  if (!weft_db_run (db, error,
                    "INSERT INTO metric (run, series, first, last, samples, data) "
                    "VALUES (?, ?, ?, ?, ?, ?)",
                    "isiiib", series->run, weft_series_get_name (series->series), samples[0].first,
                    samples[n - 1].last, (gint64) n, bytes))
    return FALSE;
  series->next_row = sqlite3_last_insert_rowid (db->handle);
  return TRUE;
}

gboolean
weft_series_write (WeftDb *db, WeftSeries *series, GError **error)
{
  const WeftSample *samples = (const WeftSample *) (gpointer) series->samples->data;
  guint n = series->samples->len;

  series->next_row = series->row;
  series->n_closed = 0;
  if (series->cut >= 0 && !cut_file (db, series, error))
    return FALSE;
  while (series->n_closed < n)
    {
      guint length = MIN (n - series->n_closed, WEFT_COLUMN);

      if (!write_column (db, series, samples + series->n_closed, length, error))
        return FALSE;
      if (length < WEFT_COLUMN)
        break;
      series->n_closed += length;
      series->next_row = 0;
    }
  return TRUE;
}

void
weft_series_committed (WeftSeries *series)
{
  series->row = series->next_row;
  series->cut = -1;
  series->is_dirty = FALSE;
  series->stride = 1;
  if (series->n_closed)
    g_array_remove_range (series->samples, 0, series->n_closed);
}

static int
compare_samples (gconstpointer a, gconstpointer b)
{
  const WeftSample *first = a, *second = b;

  if (first->first != second->first)
    return first->first < second->first ? -1 : 1;
  return first->series < second->series ? -1 : first->series > second->series;
}

/* Names are kept for as long as the program runs: a file does not bring any number of them. */
static gboolean
is_name (GHashTable *names, const char *name)
{
  if (g_hash_table_contains (names, name))
    return TRUE;
  if (strlen (name) > WEFT_SERIES_LONGEST || g_hash_table_size (names) >= MOST_NAMES)
    return FALSE;
  return g_hash_table_add (names, g_strdup (name));
}

GArray *
weft_metrics_load (WeftDb *db, gint64 run, GError **error)
{
  g_autoptr (GArray) samples = g_array_new (FALSE, FALSE, sizeof (WeftSample));
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  sqlite3_stmt *statement = weft_db_query (
      db, error, "SELECT series, data FROM metric WHERE run = ? ORDER BY first, series", "i", run);
  g_autoptr (GError) cause = NULL;

  if (!statement)
    return NULL;
  while (weft_db_step (db, statement, &cause))
    {
      g_autoptr (GBytes) bytes = weft_column_bytes (statement, 1);
      const char *name = weft_column_text (statement, 0);

      /* A column that is damaged is a gap in the curve. */
      if (bytes && name && is_name (names, name))
        weft_column_unpack (bytes, weft_series_intern (name), samples);
    }
  if (cause)
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return NULL;
    }
  g_array_sort (samples, compare_samples);
  return g_steal_pointer (&samples);
}
