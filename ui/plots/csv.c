/* csv: the numbers of a plot as a table that other programs read */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/plots/csv.h"

#include <string.h>

#include "engine/base/number.h"

void
weft_csv_append_text (GString *csv, const char *text)
{
  g_auto (GStrv) parts = NULL;
  g_autofree char *doubled = NULL;

  if (strpbrk (text, ",\"\n\r") == NULL)
    {
      g_string_append (csv, text);
      return;
    }
  parts = g_strsplit (text, "\"", -1);
  doubled = g_strjoinv ("\"\"", parts);
  g_string_append_printf (csv, "\"%s\"", doubled);
}

/* The nearest step that is still to come; G_MAXINT64: none is. */
static gint64
find_next (const WeftCurve *list, const guint *at, guint n)
{
  gint64 next = G_MAXINT64;

  for (guint i = 0; i < n; i++)
    if (at[i] < list[i].n)
      next = MIN (next, list[i].samples[at[i]].last);
  return next;
}

static void
append_line (GString *csv, const WeftCurve *list, guint *at, guint n, gint64 step)
{
  char number[WEFT_NUMBER_SIZE];

  g_string_append_printf (csv, "%" G_GINT64_FORMAT, step);
  for (guint i = 0; i < n; i++)
    {
      g_string_append_c (csv, ',');
      if (at[i] == list[i].n || list[i].samples[at[i]].last != step)
        continue;
      g_string_append (csv, weft_number_write_float (
                                number, (float) weft_sample_get_mean (&list[i].samples[at[i]])));
      at[i]++;
    }
  g_string_append_c (csv, '\n');
}

char *
weft_curves_to_csv (const WeftCurve *list, const WeftLegendEntry *names, guint n)
{
  GString *csv = g_string_new ("step");
  g_autofree guint *at = g_new0 (guint, n + 1);
  gint64 step;

  for (guint i = 0; i < n; i++)
    {
      g_string_append_c (csv, ',');
      weft_csv_append_text (csv, names[i].name);
    }
  g_string_append_c (csv, '\n');
  while ((step = find_next (list, at, n)) < G_MAXINT64)
    append_line (csv, list, at, n, step);
  return g_string_free (csv, FALSE);
}
