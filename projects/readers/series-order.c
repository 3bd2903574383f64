/* series-order: by which columns rows follow each other, as a set of their windows keeps it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/series-order.h"

#include "engine/base/brief.h"

#define BETWEEN "\x1f" /* ASCII’s own for it, which no name has */

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
