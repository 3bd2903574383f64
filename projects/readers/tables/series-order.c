/* series-order: by which columns rows follow each other, as a set of their windows keeps it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/tables/series-order.h"

#include <math.h>
#include <stdlib.h>

#include "engine/base/brief.h"
#include "projects/readers/tables/time-series.h"

#define FEWEST 60        /* rows from which something of their order can be learnt */
#define LOOKED_AT 100000 /* of them */
#define EVENLY 0.7       /* of the steps are about as long as the middle one */
#define BETWEEN "\x1f"   /* ASCII’s own for it, which no name has */

enum
{
  DATE,
  TIME,
  GROUP,
  N_PARTS,
};

void
weft_series_order_clear (WeftSeriesOrder *order)
{
  g_clear_pointer (&order->time, g_free);
  g_clear_pointer (&order->group, g_free);
}

void
weft_series_order_keep (const WeftReading *reading, int time, int group, WeftField *field)
{
  char **names = reading->table->names;
  WeftDateReading date = { WEFT_DATE_NONE };
  g_autofree char *form = NULL;

  if (time >= 0)
    date = (WeftDateReading){ reading->columns[time].date, reading->columns[time].has_clear_date,
                              reading->columns[time].day_0 };
  form = date.form ? weft_date_reading_dup (&date) : g_strdup ("");
  field->feature_forms = g_new0 (char *, 2);
  field->feature_forms[0] = g_strjoin (BETWEEN, form, time >= 0 ? names[time] : "",
                                       group >= 0 ? names[group] : "", NULL);
}

char **
weft_series_dup_names (const WeftReading *reading, const GArray *inputs)
{
  GPtrArray *names = g_ptr_array_new ();

  for (guint i = 0; i < inputs->len; i++)
    {
      guint c = g_array_index (inputs, guint, i);
      const WeftColumn *column = &reading->columns[c];
      const char *name = reading->table->names[c];

      if (column->kind != WEFT_COLUMN_WORDS)
        g_ptr_array_add (names, g_strdup (name));
      for (guint k = 0; column->kind == WEFT_COLUMN_WORDS && k < column->n_values; k++)
        {
          g_autofree char *value = weft_brief (column->values[k], WEFT_BRIEF_NAME);

          g_ptr_array_add (names, g_strdup_printf ("%s = %s", name, value));
        }
    }
  g_ptr_array_add (names, NULL);
  return (char **) g_ptr_array_free (names, FALSE);
}

void
weft_series_order_parse (WeftSeriesOrder *order, const WeftField *field)
{
  const char *kept = field->feature_forms && *field->feature_forms ? *field->feature_forms : "";
  g_auto (GStrv) parts = g_strsplit (kept, BETWEEN, N_PARTS);
  gboolean is_whole = g_strv_length (parts) == N_PARTS;

  order->time = g_strdup (is_whole ? parts[TIME] : "");
  order->group = g_strdup (is_whole ? parts[GROUP] : "");
  if (is_whole)
    weft_date_reading_parse (&order->date, parts[DATE]);
}

/* --- whether they follow each other --- */

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/* From each row to the next the same way, and about as far: days, hours, months. */
static gboolean
goes_evenly (const WeftColumn *column, guint n_rows)
{
  g_autofree double *steps = g_new (double, n_rows);
  guint same = 0;
  double middle;

  for (guint r = 1; r < n_rows; r++)
    {
      weft_column_touch_rows (column, r - 1, 2);
      steps[r - 1] = column->numbers[r] - column->numbers[r - 1];
      if (isnan (steps[r - 1]) || steps[r - 1] == 0 || (steps[r - 1] > 0) != (steps[0] > 0))
        return FALSE;
    }
  qsort (steps, n_rows - 1, sizeof *steps, compare_doubles);
  middle = steps[(n_rows - 1) / 2];
  for (guint r = 0; r + 1 < n_rows; r++)
    same += fabs (steps[r] - middle) <= 0.3 * fabs (middle);
  return same >= EVENLY * (n_rows - 1);
}

void
weft_series_offer (WeftReading *reading, const WeftReadOptions *options)
{
  guint c = 0, n = reading->table->n_columns;

  if (reading->task != WEFT_TASK_NUMBER || reading->n_rows < FEWEST
      || (options->horizon && *options->horizon) || weft_series_is_asked (options))
    return;
  while (c < n && !(reading->columns[c].date && c != reading->target))
    c++;
  if (c == n || !goes_evenly (&reading->columns[c], MIN (reading->n_rows, LOOKED_AT)))
    return;
  weft_notes_add (
      reading->notes,
      _ ("By “%s” the rows follow each other in time, evenly. Here each is predicted by "
         "itself; what comes next can be predicted from the rows before it instead."),
      reading->table->names[c]);
  weft_cures_add (&reading->cures, reading->notes->pdata[reading->notes->len - 1], "horizon", "1");
}
