/* reader-columns: a table's text, read as asked for, and its columns */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tests/projects/reader-files.h"

static inline WeftDataset *
read_as (const char *text, const WeftReadOptions *options, WeftColumns **columns)
{
  g_autofree char *path = path_of ("table.csv");
  g_autoptr (GError) error = NULL;
  WeftDataset *dataset;

  write_file ("table.csv", text, -1);
  dataset = weft_reader_read_as (path, options, columns, &error);
  g_assert_no_error (error);
  return dataset;
}

static inline WeftColumns *
look_at (const char *text, const WeftReadOptions *options)
{
  g_autofree char *path = path_of ("table.csv");
  g_autoptr (GError) error = NULL;
  WeftColumns *columns;

  write_file ("table.csv", text, -1);
  columns = weft_columns_read (path, options, &error);
  g_assert_no_error (error);
  return columns;
}

static inline const WeftColumnInfo *
find (const WeftColumns *columns, const char *name)
{
  for (guint c = 0; c < columns->n_columns; c++)
    if (strcmp (columns->columns[c].name, name) == 0)
      return &columns->columns[c];
  g_error ("no column “%s”", name);
}

static inline void
assert_column (const WeftColumns *columns, const char *name, WeftHolds holds, WeftColumnRole role)
{
  const WeftColumnInfo *column = find (columns, name);

  g_assert_cmpstr (weft_holds_get_id (column->holds), ==, weft_holds_get_id (holds));
  g_assert_cmpstr (weft_column_role_get_id (column->role), ==, weft_column_role_get_id (role));
}

static inline gboolean
has_note (char **notes, const char *part)
{
  for (guint i = 0; notes && notes[i]; i++)
    if (strstr (notes[i], part))
      return TRUE;
  return FALSE;
}
