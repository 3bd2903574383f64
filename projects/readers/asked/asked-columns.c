/* asked-columns: columns of a table that are fields of their own, of which a network is asked */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/asked/asked-private.h"

#include <glib/gi18n-lib.h>

#include "engine/base/brief.h"
#include "engine/base/sentence.h"
#include "projects/readers/notes.h"
#include "projects/readers/tables/own-fields.h"

void
weft_asked_fail_column (const WeftTable *table, const char *name, GError **error)
{
  g_autoptr (GString) columns = g_string_new (NULL);

  for (guint c = 0; c < table->n_columns; c++)
    {
      g_autofree char *brief = weft_brief (table->names[c], WEFT_BRIEF_NAME);

      g_string_append_printf (columns, "%s%s", c > 0 ? ", " : "", brief);
    }
  weft_sentence_set_error (
      error, WEFT_ERROR_INVALID,
      _ ("“%s” has no column for “%s”, which the network is given. It has: %s."), table->file, name,
      columns->str);
}

gboolean
weft_asked_has_columns (const WeftDataset *like, const char *path, GError **error)
{
  g_autoptr (WeftTable) table = weft_table_read (path, error);

  if (!table)
    return FALSE;
  for (guint i = 0; i < like->n_fields; i++)
    {
      const WeftField *field = &like->fields[i];

      if (!weft_own_fields_has (like, field) || weft_table_find_column (table, field->title) >= 0)
        continue;
      weft_asked_fail_column (table, field->title, error);
      return FALSE;
    }
  return TRUE;
}

void
weft_asked_note_strange (WeftAsked *asked, const WeftTable *table, guint column, guint row)
{
  WeftNotes *notes = weft_notes_new ();
  g_autofree char *cell = weft_brief (weft_table_cell (table, row, (int) column), WEFT_BRIEF_QUOTE);

  for (guint i = 0; asked->dataset->notes && asked->dataset->notes[i]; i++)
    g_ptr_array_add (notes, g_strdup (asked->dataset->notes[i]));
  weft_notes_add (notes,
                  _ ("“%s” holds words that the network does not know, first “%s” in line %u: "
                     "they are taken for missing."),
                  table->names[column], cell, table->lines[row]);
  g_strfreev (asked->dataset->notes);
  asked->dataset->notes = weft_notes_finish (notes);
}

/* The first of a field's classes is what stands for all others. */
static void
take_rows (WeftAsked *asked, const WeftTable *table, int column, WeftField *field)
{
  g_autoptr (GHashTable) numbers = g_hash_table_new (g_str_hash, g_str_equal);
  gint64 strange = -1;

  for (int i = 1; field->class_names && i < field->classes; i++)
    g_hash_table_insert (numbers, field->class_names[i], GINT_TO_POINTER (i));
  for (guint r = 0; r < table->n_rows; r++)
    {
      char *cell = weft_table_cell (table, r, column);
      int number = GPOINTER_TO_INT (g_hash_table_lookup (numbers, cell));

      ((gint64 *) field->data)[r] = number;
      if (number == 0 && strange < 0 && !weft_cell_is_missing (cell))
        strange = r;
      weft_asked_name (asked, g_strdup_printf ("%u", table->lines[r]));
    }
  if (strange >= 0)
    weft_asked_note_strange (asked, table, (guint) column, (guint) strange);
}

gboolean
weft_asked_take_classes (WeftAsked *asked, const char *path, GError **error)
{
  g_autoptr (WeftTable) table = weft_table_read (path, error);
  const char *title = asked->field->title ? asked->field->title : asked->field->name;
  int column = table ? weft_table_find_column (table, title) : -1;
  WeftField *field;

  if (!table)
    return FALSE;
  if (column < 0)
    {
      weft_asked_fail_column (table, title, error);
      return FALSE;
    }
  if (!weft_asked_count (asked, path, table->n_rows, error))
    return FALSE;
  field = weft_asked_add_field (asked);
  field->shape = asked->field->shape;
  if (!weft_dataset_allocate (asked->dataset, field, error))
    return FALSE;
  take_rows (asked, table, column, field);
  return TRUE;
}
