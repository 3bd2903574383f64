/* tags: cells that hold any number of labels each, "red;blue" */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/tables/tags.h"

#include <string.h>

#include "projects/readers/natural.h"

#define MOST 200      /* labels */
#define LONGEST 40    /* characters of one */
#define ROWS_EACH 5   /* in which a label stands on average, at least */
#define MOST_ROOM 0.9 /* of the rows: more of them with as many labels are parts of one thing */
#define SEVERAL 0.1   /* of the rows have more than one, at least */

typedef struct
{
  GHashTable *labels; /* of char: all that are met */
  guint rows, several, marks;
  guint of_size[MOST]; /* rows by how many labels they have */
  gboolean is_odd;     /* a label is too long, or twice in a cell */
} Look;

static char **
split (const char *cell, const char *between)
{
  g_auto (GStrv) parts = g_strsplit (cell, between, MOST);
  g_autoptr (GStrvBuilder) labels = g_strv_builder_new ();

  for (guint i = 0; parts[i]; i++)
    if (*g_strstrip (parts[i]))
      g_strv_builder_add (labels, parts[i]);
  return g_strv_builder_end (labels);
}

static void
look_at (Look *look, const char *cell, const char *between, guint rows)
{
  g_auto (GStrv) labels = split (cell, between);
  guint n = g_strv_length (labels);

  look->rows += rows;
  look->several += n > 1 ? rows : 0;
  look->marks += n * rows;
  look->of_size[MIN (n, MOST - 1)] += rows;
  for (guint i = 0; i < n; i++)
    {
      for (guint k = 0; k < i; k++)
        look->is_odd |= strcmp (labels[i], labels[k]) == 0;
      look->is_odd |= g_utf8_strlen (labels[i], -1) > LONGEST;
      g_hash_table_add (look->labels, g_strdup (labels[i]));
    }
}

static gboolean
are_tags (const Look *look, guint n_values)
{
  guint n = g_hash_table_size (look->labels), most = 0;

  for (guint i = 0; i < MOST; i++)
    most = MAX (most, look->of_size[i]);
  return !look->is_odd && n > 1 && n <= MOST && n < n_values && look->marks >= ROWS_EACH * n
         && look->several >= SEVERAL * look->rows && most <= MOST_ROOM * look->rows;
}

static char **
sort (GHashTable *labels)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  guint n;
  g_autofree gpointer *keys = g_hash_table_get_keys_as_array (labels, &n);

  qsort (keys, n, sizeof *keys, weft_natural_compare_pointers);
  for (guint i = 0; i < n; i++)
    g_strv_builder_add (names, keys[i]);
  return g_strv_builder_end (names);
}

gboolean
weft_tags_find (const WeftColumn *column, guint n_rows, WeftTags *tags)
{
  static const char *const between[] = { ";", "|", "；", "、", ",", "，" };
  g_autofree guint *rows = NULL;
  gboolean is_found = FALSE;

  if (column->kind != WEFT_COLUMN_WORDS || column->has_more || !column->values)
    return FALSE;
  rows = weft_column_count_rows (column, n_rows);
  for (guint i = 0; i < G_N_ELEMENTS (between) && !is_found; i++)
    {
      g_autoptr (GHashTable) labels = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      Look look = { .labels = labels };

      for (guint v = 0; v < column->n_values && !look.is_odd && g_hash_table_size (labels) <= MOST;
           v++)
        look_at (&look, column->values[v], between[i], rows[v]);
      is_found = are_tags (&look, column->n_values);
      if (is_found)
        *tags = (WeftTags){ between[i], sort (labels) };
    }
  return is_found;
}

void
weft_tags_clear (WeftTags *tags)
{
  g_clear_pointer (&tags->names, g_strfreev);
}

void
weft_tags_mark (const WeftTags *tags, const char *cell, float *marks)
{
  g_auto (GStrv) labels = cell ? split (cell, tags->between) : NULL;

  for (guint i = 0; labels && tags->names[i]; i++)
    if (g_strv_contains ((const char *const *) labels, tags->names[i]))
      marks[i] = 1;
}
