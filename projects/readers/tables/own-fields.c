/* own-fields: columns of a table that are fields of their own beside its numbers */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/tables/own-fields.h"

#include <string.h>

#include "engine/base/errand.h"
#include "engine/base/sentence.h"
#include "engine/data/kind-row.h"
#include "projects/readers/texts/text-roles.h"
#include "projects/readers/texts/text-tokens.h"

#define OTHER "—"             /* a value that hardly trains, or none */
#define MOST_WORDS (1u << 30) /* of all texts of a column */
#define NAME_LENGTH 24

typedef struct
{
  guint column;
  gboolean is_text;
  WeftTexts texts; /* of a text */
  int *places;     /* of a category: of each of its values in the field; NULL: not learnt */
  guint n_places;
} Own;

struct _WeftOwnFields
{
  WeftReading *reading;
  const guint32 *rows; /* nullable */
  guint n_rows;
  GArray *fields; /* Own */
};

static void
own_clear (gpointer data)
{
  Own *own = data;

  weft_texts_clear (&own->texts);
  g_free (own->places);
}

void
weft_own_fields_free (WeftOwnFields *own)
{
  if (!own)
    return;
  g_array_unref (own->fields);
  g_free (own);
}

static Own *
get (const WeftOwnFields *own, guint i)
{
  return &g_array_index (own->fields, Own, i);
}

/* --- reading --- */

/* Sentences beside others are words; of scripts without spaces characters. */
static gboolean
begin_text (const WeftReading *reading, Own *own, const WeftReadOptions *options, GError **error)
{
  WeftTextsForm form = { .unit = weft_text_roles_choose_unit (reading->table, (int) own->column) };

  if (options && !weft_texts_form_heed (&form, options, error))
    return FALSE;
  form.folds = form.unit == WEFT_UNIT_WORDS;
  weft_texts_init (&own->texts, &form);
  return TRUE;
}

static gboolean
begin (WeftOwnFields *own, const WeftReadOptions *options, gboolean *has_texts, GError **error)
{
  const WeftReading *reading = own->reading;

  *has_texts = FALSE;
  for (guint c = 0; c < reading->table->n_columns; c++)
    {
      Own made = { .column = c, .is_text = reading->columns[c].given == WEFT_GIVEN_TEXT };

      if (reading->roles[c] != WEFT_COLUMN_ROLE_FEATURE
          || reading->columns[c].given < WEFT_GIVEN_CLASS)
        continue;
      if (made.is_text && !*has_texts && !weft_table_scan_rewind (reading->scan, error))
        return FALSE;
      if (made.is_text && !begin_text (reading, &made, options, error))
        return FALSE;
      *has_texts = *has_texts || made.is_text;
      g_array_append_val (own->fields, made);
    }
  return TRUE;
}

static gboolean
take_row (WeftOwnFields *own, guint r, GError **error)
{
  const WeftTable *table = own->reading->table;

  for (guint i = 0; i < own->fields->len; i++)
    {
      Own *field = get (own, i);
      const char *cell = weft_table_cell (table, r, field->column);

      if (!field->is_text)
        continue;
      weft_texts_add (&field->texts,
                      weft_cell_is_missing (cell) || !g_utf8_validate (cell, -1, NULL) ? "" : cell);
      if (field->texts.tokens->len > MOST_WORDS)
        return weft_sentence_refuse (
            error, _ ("“%s”: the texts of the column “%s” are too long together. Leave it out."),
            table->file, table->names[field->column]);
    }
  return TRUE;
}

/* The scan stands at the first rows. */
static gboolean
read_texts (WeftOwnFields *own, GError **error)
{
  const WeftTable *table = own->reading->table;
  guint first = 0, next = 0;

  while (table->n_rows > 0)
    {
      for (guint r = 0; r < table->n_rows && next < own->n_rows; r++)
        {
          if (own->rows && own->rows[next] != first + r)
            continue;
          next++;
          if (!take_row (own, r, error))
            return FALSE;
        }
      first += table->n_rows;
      if (!weft_errand_add (0, error) || !weft_table_scan_next (own->reading->scan, error))
        return FALSE;
    }
  return next == own->n_rows
         || weft_sentence_refuse (error, _ ("“%s” was changed while it was read; try again."),
                                  table->file);
}

WeftOwnFields *
weft_own_fields_new (WeftReading *reading, const WeftReadOptions *options, const guint32 *rows,
                     guint n, GError **error)
{
  g_autoptr (WeftOwnFields) own = g_new0 (WeftOwnFields, 1);
  gboolean has_texts;

  own->reading = reading;
  own->rows = rows;
  own->n_rows = n;
  own->fields = g_array_new (FALSE, TRUE, sizeof (Own));
  g_array_set_clear_func (own->fields, own_clear);
  if (!begin (own, options, &has_texts, error) || (has_texts && !read_texts (own, error)))
    return NULL;
  return g_steal_pointer (&own);
}

/* --- fields --- */

static gboolean
is_free (const WeftDataset *dataset, const char *name)
{
  g_autofree char *mask = g_strconcat (name, "_mask", NULL);

  if (g_str_has_suffix (name, "_mask") || strcmp (name, "x") == 0 || strcmp (name, "y") == 0)
    return FALSE;
  return !weft_dataset_find_field (dataset, name) && !weft_dataset_find_field (dataset, mask);
}

/* What it is called, as far as a field may be called so. */
static char *
dup_name (const WeftDataset *dataset, const char *title, gboolean is_text)
{
  g_autofree char *lower = g_ascii_strdown (title, -1);
  g_autofree char *base = NULL;
  char *name;

  g_strcanon (lower, "abcdefghijklmnopqrstuvwxyz0123456789", '_');
  base = g_strndup (lower, NAME_LENGTH);
  if (!g_str_is_ascii (title) || !weft_field_is_name (base))
    {
      g_free (base);
      base = g_strdup (is_text ? "text" : "category");
    }
  name = g_strdup (base);
  for (guint n = 2; !is_free (dataset, name); n++)
    {
      g_free (name);
      name = g_strdup_printf ("%s_%u", base, n);
    }
  return name;
}

static void
name_classes (const WeftColumn *column, const Own *own, WeftField *field)
{
  field->classes = (int) (own->places ? own->n_places : column->n_values + 1);
  if (!own->places)
    return;
  field->class_names = g_new0 (char *, field->classes + 1);
  field->class_names[0] = g_strdup (OTHER);
  for (guint i = 0; i < column->n_values; i++)
    if (own->places[i] > 0)
      field->class_names[own->places[i]] = g_strdup (column->values[i]);
}

static gboolean
give_class (const WeftOwnFields *all, const Own *own, WeftDataset *dataset, const char *name,
            GError **error)
{
  const WeftColumn *column = &all->reading->columns[own->column];
  WeftField *field = weft_dataset_add_field (dataset, name, WEFT_KIND_CLASS);

  field->shape = (WeftShape){ .type = WEFT_I64 };
  field->title = g_strdup (all->reading->table->names[own->column]);
  name_classes (column, own, field);
  if (!weft_dataset_allocate_large (dataset, field, error))
    return FALSE;
  for (guint i = 0; i < all->n_rows; i++)
    {
      guint row = all->rows ? all->rows[i] : i;
      int value;

      weft_field_touch (field, i, 1);
      weft_column_touch (column, row);
      value = column->indices[row];
      ((gint64 *) field->data)[i] = value < 0 ? 0 : own->places ? own->places[value] : value + 1;
    }
  return TRUE;
}

gboolean
weft_own_fields_give (const WeftOwnFields *own, WeftDataset *dataset, GError **error)
{
  for (guint i = 0; i < own->fields->len; i++)
    {
      const Own *field = get (own, i);
      const char *title = own->reading->table->names[field->column];
      g_autofree char *name = dup_name (dataset, title, field->is_text);

      if (!(field->is_text ? weft_texts_give (&field->texts, dataset, name, title, error)
                           : give_class (own, field, dataset, name, error)))
        return FALSE;
    }
  return TRUE;
}

/* --- learning --- */

/* Those that are met twice, or more often where there are too many, in their order. */
static void
learn_class (const WeftOwnFields *all, Own *own, const WeftSplit *split)
{
  const WeftColumn *column = &all->reading->columns[own->column];
  g_autofree guint *counts = g_new0 (guint, column->n_values + 1);
  guint least = 1;

  for (gint64 k = 0; k < split->count[WEFT_PART_TRAIN]; k++)
    {
      guint i = split->samples[WEFT_PART_TRAIN][k], row = all->rows ? all->rows[i] : i;

      weft_column_touch (column, row);
      if (column->indices[row] >= 0)
        counts[column->indices[row]]++;
    }
  own->places = g_new0 (int, column->n_values + 1);
  do
    {
      least++;
      own->n_places = 1;
      for (guint v = 0; v < column->n_values; v++)
        own->places[v] = counts[v] >= least ? (int) own->n_places++ : 0;
    }
  while (own->n_places > WEFT_MAX_CLASSES);
}

static void
note (const WeftOwnFields *all, const Own *own)
{
  const WeftReading *reading = all->reading;
  const char *name = reading->table->names[own->column];

  if (own->is_text)
    weft_texts_note (&own->texts, name, reading->notes);
  else
    weft_notes_add (reading->notes,
                    _ ("“%s”: %u values that are met more than once in training are known, %u "
                       "others are one."),
                    name, own->n_places - 1,
                    reading->columns[own->column].n_values + 1 - own->n_places);
}

/* What is said of a sample stands last. */
static void
move_y (WeftDataset *dataset)
{
  const WeftField *y = weft_dataset_get_y (dataset);
  guint at = (guint) (y - dataset->fields);
  WeftField kept = *y;

  memmove (&dataset->fields[at], &dataset->fields[at + 1],
           (dataset->n_fields - at - 1) * sizeof kept);
  dataset->fields[dataset->n_fields - 1] = kept;
}

gboolean
weft_own_fields_learn (WeftOwnFields *own, WeftDataset *dataset, const WeftSplit *split,
                       GError **error)
{
  for (guint i = 0; i < own->fields->len; i++)
    {
      Own *field = get (own, i);

      weft_field_clear (&dataset->fields[--dataset->n_fields]);
      if (!field->is_text)
        learn_class (own, field, split);
      else if (!weft_texts_learn (&field->texts, split, error))
        return FALSE;
      note (own, field);
    }
  if (!weft_own_fields_give (own, dataset, error))
    return FALSE;
  move_y (dataset);
  return TRUE;
}

/* --- of a set --- */

gboolean
weft_own_fields_has (const WeftDataset *dataset, const WeftField *field)
{
  return field->title && field != weft_dataset_get_y (dataset) && strcmp (field->name, "x") != 0
         && (field->kind == WEFT_KIND_TOKENS || field->kind == WEFT_KIND_CLASS);
}

gboolean
weft_own_fields_are_in (const WeftDataset *dataset)
{
  const WeftField *x = weft_dataset_find_field (dataset, "x");
  gboolean has_own = FALSE;

  for (guint i = 0; i < dataset->n_fields; i++)
    has_own = has_own || weft_own_fields_has (dataset, &dataset->fields[i]);
  return has_own && (!x || x->kind == WEFT_KIND_NUMBERS);
}
