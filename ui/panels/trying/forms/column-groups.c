/* column-groups: the numbers of a row as people fill them in */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/trying/forms/column-groups.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/data/called.h"

#define IS " = "      /* "colour = red": how a feature that stands for a word is called */
#define MEASURED 2000 /* rows */

/* x (rows, n) of those that train. */
typedef struct
{
  float *x;
  gint64 rows, n;
} Sheet;

static Sheet
read_sheet (const WeftField *field, const WeftSplit *split)
{
  gint64 all = split->count[WEFT_PART_TRAIN], n = weft_shape_count (&field->shape);
  Sheet sheet = { NULL, MIN (all, MEASURED), n };

  sheet.x = g_new0 (float, MAX (sheet.rows * n, 1));
  for (gint64 i = 0; i < sheet.rows; i++)
    weft_field_get (field, split->samples[WEFT_PART_TRAIN][i * all / sheet.rows], sheet.x + i * n);
  return sheet;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  float x = *(const float *) a, y = *(const float *) b;

  return (x > y) - (x < y);
}

static void
measure (WeftColumnGroup *group, const Sheet *sheet)
{
  g_autofree float *values = g_new0 (float, MAX (sheet->rows, 1));

  group->is_whole = sheet->rows > 0;
  for (gint64 i = 0; i < sheet->rows; i++)
    {
      values[i] = sheet->x[i * sheet->n + group->first];
      group->is_whole = group->is_whole && values[i] == rintf (values[i]);
    }
  qsort (values, (gsize) sheet->rows, sizeof *values, compare);
  group->low = (double) values[0];
  group->high = (double) values[MAX (sheet->rows, 1) - 1];
  group->middle = (double) values[sheet->rows / 2];
  if (!(group->high > group->low))
    group->high = group->low + 1;
}

/* Nothing but 0 and 1, and never two of them at once. */
static gboolean
are_words (const Sheet *sheet, guint first, guint n)
{
  for (gint64 i = 0; i < sheet->rows; i++)
    {
      int ones = 0;

      for (guint k = first; k < first + n; k++)
        {
          float x = sheet->x[i * sheet->n + k];

          if (x != 0 && x != 1)
            return FALSE;
          ones += x == 1;
        }
      if (ones > 1)
        return FALSE;
    }
  return TRUE;
}

/* How many features from there on are called after the same column; 1: it stands for itself. */
static guint
count_words (char **names, guint first, guint all)
{
  const char *is = names != NULL ? strstr (names[first], IS) : NULL;
  gsize length = is != NULL ? (gsize) (is - names[first]) + strlen (IS) : 0;
  guint n = 1;

  while (length > 0 && first + n < all && strncmp (names[first + n], names[first], length) == 0)
    n++;
  return n;
}

static void
name_words (WeftColumnGroup *group, const WeftDataset *dataset, char **names)
{
  gsize length = (gsize) (strstr (names[group->first], IS) - names[group->first]);
  g_autofree char *name = g_strndup (names[group->first], length);

  group->name = g_strdup (weft_called (dataset, name));
  group->words = g_new0 (char *, group->n + 1);
  for (guint i = 0; i < group->n; i++)
    group->words[i]
        = g_strdup (weft_called (dataset, names[group->first + i] + length + strlen (IS)));
}

WeftColumnGroups *
weft_column_groups_new (const WeftDataset *dataset, const WeftField *field, const WeftSplit *split)
{
  WeftColumnGroups *groups = g_new0 (WeftColumnGroups, 1);
  Sheet sheet = read_sheet (field, split);
  guint all = (guint) sheet.n;
  gboolean is_named = field->feature_names != NULL && g_strv_length (field->feature_names) == all;
  char **names = is_named ? field->feature_names : NULL;

  groups->groups = g_new0 (WeftColumnGroup, all);
  for (guint at = 0; at < all; at += groups->groups[groups->n - 1].n)
    {
      WeftColumnGroup *group = &groups->groups[groups->n++];
      guint n = count_words (names, at, all);

      *group = (WeftColumnGroup){ .first = at, .n = n };
      if (n > 1 && are_words (&sheet, at, n))
        {
          name_words (group, dataset, names);
          continue;
        }
      group->n = 1;
      group->name = names != NULL ? g_strdup (weft_called (dataset, names[at]))
                                  : g_strdup_printf ("%u", at + 1);
      measure (group, &sheet);
    }
  g_free (sheet.x);
  return groups;
}

void
weft_column_groups_free (WeftColumnGroups *groups)
{
  for (guint i = 0; i < groups->n; i++)
    {
      g_free (groups->groups[i].name);
      g_strfreev (groups->groups[i].words);
    }
  g_free (groups->groups);
  g_free (groups);
}
