/* asked-series: rows that follow each other in time, of which a network is asked what comes next
 *
 * Of every window of rows, so that the last answer is about what comes after the table. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/asked/asked-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/brief.h"
#include "engine/base/sentence.h"
#include "projects/readers/tables/series-order.h"

typedef struct
{
  guint32 row;
  const char *group;
  double time;
} Place;

typedef struct
{
  WeftAsked *asked;
  const WeftTable *table;
  const WeftField *rows; /* (columns): what stands in each row */
  Place *places;
  guint n;
  gint64 window, width;
  GArray *ends; /* guint: of each window the place of its last row */
} Series;

static int
compare_places (gconstpointer a, gconstpointer b)
{
  const Place *x = a, *y = b;
  int groups = strcmp (x->group, y->group);

  if (groups != 0)
    return groups;
  if (x->time != y->time)
    return x->time < y->time ? -1 : 1;
  return x->row < y->row ? -1 : x->row > y->row;
}

/* −1: it is not told, so that there is none. FALSE: it is, and the table has none of that name. */
static gboolean
find_column (const Series *series, const char *name, int *column, GError **error)
{
  *column = *name ? weft_table_find_column (series->table, name) : -1;
  if (*column >= 0 || !*name)
    return TRUE;
  weft_asked_fail_column (series->table, name, error);
  return FALSE;
}

static gboolean
read_time (const Series *series, guint row, int column, const WeftSeriesOrder *order, double *time,
           GError **error)
{
  const char *cell = weft_table_cell (series->table, row, column);
  g_autofree char *shown = NULL;

  if (order->date.form
          ? weft_date_reading_take (&order->date, cell, time)
          : weft_cell_parse_number (cell, series->table->decimal_comma ? ',' : '.', 0, time))
    return TRUE;
  shown = weft_brief (cell, WEFT_BRIEF_NAME);
  return weft_sentence_refuse (error,
                               _ ("“%s”, line %u: “%s” in the column “%s” is no time written as "
                                  "those that the network learnt from."),
                               series->table->file, series->table->lines[row], shown, order->time);
}

/* As the rows of training followed each other. */
static gboolean
find_places (Series *series, GError **error)
{
  g_auto (WeftSeriesOrder) order = { 0 };
  int time, group;

  weft_series_order_parse (&order, series->asked->field);
  if (!find_column (series, order.time, &time, error)
      || !find_column (series, order.group, &group, error))
    return FALSE;
  series->n = series->table->n_rows;
  series->places = g_new (Place, series->n);
  for (guint r = 0; r < series->n; r++)
    {
      Place *place = &series->places[r];

      *place = (Place){ r, group < 0 ? "" : weft_table_cell (series->table, r, group), r };
      if (time >= 0 && !read_time (series, r, time, &order, &place->time, error))
        return FALSE;
    }
  qsort (series->places, series->n, sizeof *series->places, compare_places);
  return TRUE;
}

static gboolean
find_ends (Series *series, GError **error)
{
  guint began = 0;

  series->ends = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint i = 0; i < series->n; i++)
    {
      if (i > 0 && strcmp (series->places[i].group, series->places[i - 1].group) != 0)
        began = i;
      if (i - began + 1 >= series->window)
        g_array_append_val (series->ends, i);
    }
  if (series->ends->len > 0)
    return TRUE;
  return weft_sentence_refuse (error,
                               _ ("“%s” has %u rows; the network looks at %d rows that follow each "
                                  "other. Give it the last %d, or more."),
                               series->table->file, series->n, (int) series->window,
                               (int) series->window);
}

/* Where nothing stands, what stood there last. */
static void
place_window (const Series *series, guint end, float *x)
{
  guint first = end + 1 - (guint) series->window;

  for (guint t = 0; t < series->window; t++)
    for (gint64 c = 0; c < series->width; c++)
      {
        gsize at = (gsize) series->places[first + t].row * (gsize) series->width + (gsize) c;
        gint64 to = t * series->width + c;
        gboolean is_gap = weft_field_is_gap (series->rows, at);

        x[to] = !is_gap ? ((const float *) series->rows->data)[at]
                : t > 0 ? x[to - series->width]
                        : 0;
      }
}

static gboolean
fill (Series *series, const char *path, GError **error)
{
  WeftAsked *asked = series->asked;
  gsize each = (gsize) (series->window * series->width);
  WeftField *field;

  if (!weft_asked_count (asked, path, series->ends->len, error))
    return FALSE;
  field = weft_asked_add_field (asked);
  field->shape = asked->field->shape;
  field->shape.type = WEFT_F32;
  field->scale = 1;
  if (!weft_dataset_allocate (asked->dataset, field, error))
    return FALSE;
  for (guint i = 0; i < series->ends->len; i++)
    {
      guint end = g_array_index (series->ends, guint, i);
      guint row = series->places[end].row;

      place_window (series, end, (float *) field->data + i * each);
      weft_asked_name (asked, g_strdup_printf ("%u", series->table->lines[row]));
    }
  return TRUE;
}

gboolean
weft_asked_has_windows (const WeftAsked *asked)
{
  const WeftShape *shape = &asked->field->shape;

  return asked->field->kind == WEFT_KIND_NUMBERS && asked->field->ragged < 0 && shape->rank == 2;
}

gboolean
weft_asked_take_series (WeftAsked *asked, const char *path, GError **error)
{
  const WeftShape *shape = &asked->field->shape;
  g_autoptr (WeftTable) table = weft_table_read (path, error);
  g_autoptr (WeftDataset) rows = weft_dataset_new ();
  g_autoptr (GArray) lines = weft_asked_samples_new ();
  WeftField each = *asked->field;
  WeftAsked inner = { asked->like, &each, rows, lines, NULL };
  Series series = { asked, table, .window = shape->dims[0], .width = shape->dims[1] };
  gboolean is_good;

  each.shape = WEFT_SHAPE (series.width);
  each.feature_forms = NULL;
  if (!table || !weft_asked_take_table (&inner, path, error))
    return FALSE;
  series.rows = &rows->fields[0];
  is_good
      = find_places (&series, error) && find_ends (&series, error) && fill (&series, path, error);
  if (is_good && rows->notes)
    {
      g_strfreev (asked->dataset->notes);
      asked->dataset->notes = g_strdupv (rows->notes);
    }
  g_free (series.places);
  g_clear_pointer (&series.ends, g_array_unref);
  return is_good;
}
