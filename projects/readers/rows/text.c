/* text: a table of texts and what is said of each: a class, another text, a word for each word */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>
#include <unistd.h>

#include "engine/base/errand.h"
#include "engine/base/error.h"
#include "engine/base/sentence.h"
#include "projects/readers/files/input.h"
#include "projects/readers/files/part-files.h"
#include "projects/readers/reader-row.h"
#include "projects/readers/tables/tags.h"
#include "projects/readers/texts/text-columns.h"
#include "projects/readers/texts/text-roles.h"
#include "projects/readers/texts/text-set.h"

#define MAX_LOOKED_AT ((guint64) 16 << 20) /* bytes of a table that may be one of texts */

/* Rows of all files of the set. */
typedef struct
{
  GPtrArray *files;  /* WeftPartFile */
  GPtrArray *tables; /* WeftTable: of each file */
  WeftTextRoles roles;
  WeftTextSet set;
  guint n_missing; /* rows that lack something */
  guint n_uneven;  /* rows of another number of tags than words */
} Job;

static void
job_clear (Job *job)
{
  weft_text_set_clear (&job->set);
  g_clear_pointer (&job->files, g_ptr_array_unref);
  g_clear_pointer (&job->tables, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Job, job_clear)

/* --- rows --- */

/* The cell of that column, NULL: there is none or nothing in it. */
static const char *
cell_of (const WeftTable *table, guint row, int column)
{
  const char *cell = column < 0 ? NULL : weft_table_cell (table, row, column);

  return cell && !weft_cell_is_missing (cell) && g_utf8_validate (cell, -1, NULL) ? cell : NULL;
}

static gboolean
lacks (const WeftTable *table, guint row, int column)
{
  return column >= 0 && !cell_of (table, row, column);
}

static void
add_summary (Job *job, const char *text, const char *summary)
{
  g_autofree char *whole
      = weft_summaries_add (&job->set.summaries, text, summary, job->set.text.form.unit);

  weft_texts_add (&job->set.text, whole);
}

static void
take_row (Job *job, const WeftTable *table, guint row, guint8 part)
{
  const WeftTextRoles *roles = &job->roles;
  const char *text = cell_of (table, row, roles->text);
  guint8 own
      = roles->part < 0 ? 0 : weft_cell_parse_part (weft_table_cell (table, row, roles->part));

  if (!text || lacks (table, row, roles->label) || lacks (table, row, roles->other)
      || lacks (table, row, roles->tags) || lacks (table, row, roles->summary))
    {
      job->n_missing++;
      return;
    }
  if (roles->tags >= 0
      && weft_text_count_units (text, WEFT_UNIT_SPACED)
             != weft_text_count_units (cell_of (table, row, roles->tags), WEFT_UNIT_SPACED))
    {
      job->n_uneven++;
      return;
    }
  if (roles->summary >= 0)
    add_summary (job, text, cell_of (table, row, roles->summary));
  else
    weft_texts_add (&job->set.text, text);
  if (roles->tags >= 0)
    weft_texts_add (&job->set.tags, cell_of (table, row, roles->tags));
  if (roles->other >= 0)
    weft_texts_add (&job->set.other, cell_of (table, row, roles->other));
  if (roles->label >= 0)
    g_ptr_array_add (job->set.labels, (gpointer) cell_of (table, row, roles->label));
  part = own ? own : part;
  g_byte_array_append (job->set.parts, &part, 1);
}

static gboolean
same_columns (const WeftTable *a, const WeftTable *b, GError **error)
{
  gboolean are_same = a->n_columns == b->n_columns;

  for (guint c = 0; are_same && c < a->n_columns; c++)
    are_same = g_ascii_strcasecmp (a->names[c], b->names[c]) == 0;
  if (are_same)
    return TRUE;
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
               _ ("“%s” and “%s” belong to one set, but their columns differ."), a->file, b->file);
  return FALSE;
}

/* All tables, and what each column of the first is for. */
static gboolean
read_tables (Job *job, const char *path, char **name, const WeftReadOptions *options,
             GError **error)
{
  job->files = weft_part_files_find (path, name);
  job->tables = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_table_free);
  for (guint i = 0; i < job->files->len; i++)
    {
      const WeftPartFile *file = job->files->pdata[i];
      WeftTable *table = weft_table_read (file->path, error);

      if (!table)
        return FALSE;
      g_ptr_array_add (job->tables, table);
      if (!same_columns (job->tables->pdata[0], table, error))
        return FALSE;
    }
  return weft_text_roles_find (&job->roles, job->tables->pdata[0], options, error);
}

static const char *
title_of (const Job *job, int column)
{
  return column < 0 ? NULL : ((const WeftTable *) job->tables->pdata[0])->names[column];
}

/* A tag belongs to each word, a sentence to each word or sign. */
static gboolean
check_unit (const Job *job, const WeftReadOptions *options, GError **error)
{
  const char *unit = options->unit;

  if ((job->roles.tags < 0 && job->roles.summary < 0) || !unit || !*unit
      || strcmp (unit, "word") == 0 || (job->roles.tags < 0 && strcmp (unit, "character") == 0))
    return TRUE;
  return weft_sentence_refuse (error,
                               _ ("“%s” says something of each word of its texts, so that they "
                                  "are read by word."),
                               title_of (job, MAX (job->roles.tags, job->roles.summary)));
}

/* Takes *name. */
static gboolean
begin (Job *job, char **name, const WeftReadOptions *options, GError **error)
{
  const WeftTable *table = job->tables->pdata[0];
  const WeftTextRoles *roles = &job->roles;
  WeftTextsForm text = { .unit = weft_text_roles_choose_unit (table, roles->text) };
  WeftTextsForm other = { .ends = TRUE };

  if (roles->other >= 0)
    other.unit = weft_text_roles_choose_unit (table, roles->other);
  if (!check_unit (job, options, error) || !weft_texts_form_heed (&text, options, error)
      || !weft_texts_form_heed (&other, options, error))
    return FALSE;
  text.folds = text.unit == WEFT_UNIT_WORDS;
  if (roles->tags >= 0)
    text.unit = WEFT_UNIT_SPACED;
  weft_text_set_init (&job->set, &text, &other);
  job->set.name = g_steal_pointer (name);
  job->set.from = table->file;
  job->set.text_title = title_of (job, roles->text);
  job->set.label_title = title_of (job, roles->label);
  job->set.other_title = title_of (job, roles->other);
  job->set.tags_title = title_of (job, roles->tags);
  job->set.summary_title = title_of (job, roles->summary);
  return TRUE;
}

static gboolean
take_rows (Job *job, GError **error)
{
  for (guint i = 0; i < job->tables->len; i++)
    {
      const WeftTable *table = job->tables->pdata[i];

      for (guint r = 0; r < table->n_rows; r++)
        {
          take_row (job, table, r, ((WeftPartFile *) job->files->pdata[i])->part);
          if (r % 1024 == 0 && !weft_errand_add (0, error))
            return FALSE;
        }
    }
  if (job->n_missing)
    weft_notes_add (job->set.notes, _ ("Rows that lack something and are left out: %u."),
                    job->n_missing);
  if (job->n_uneven)
    weft_notes_add (job->set.notes,
                    _ ("Rows whose tags are not as many as their words, and are left out: %u."),
                    job->n_uneven);
  return TRUE;
}

static WeftDataset *
read_text (const char *path, const WeftReadOptions *options, WeftColumns **columns, GError **error)
{
  g_auto (Job) job = { 0 };
  g_autofree char *name = NULL;

  if (!read_tables (&job, path, &name, options, error))
    return NULL;
  if (columns)
    *columns = weft_text_columns_new (job.tables, &job.roles);
  return begin (&job, &name, options, error) && take_rows (&job, error)
             ? weft_text_set_make (&job.set, error)
             : NULL;
}

/* --- whether it is such a table --- */

/* Where each text has any number of labels, they are told apart as those of other tables are. */
static gboolean
holds_labels (const WeftTable *table, int c)
{
  g_auto (WeftColumn) column = { 0 };
  g_auto (WeftTags) tags = { 0 };

  return c >= 0 && weft_column_read (&column, table, (guint) c, NULL)
         && weft_tags_find (&column, table->n_rows, &tags);
}

static gboolean
takes (const char *path)
{
  g_autoptr (WeftTable) table = NULL;
  WeftTextRoles roles;
  guint64 length;
  int fd;

  if (!weft_table_is_file (path))
    return FALSE;
  fd = weft_input_open (path, &length, NULL);
  if (fd >= 0)
    close (fd);
  if (fd < 0 || length > MAX_LOOKED_AT)
    return FALSE;
  table = weft_table_read (path, NULL);
  return table && weft_text_roles_guess (&roles, table) && !holds_labels (table, roles.label);
}

static WeftBegins
begins (const char *path)
{
  if (!weft_table_is_file (path))
    return WEFT_BEGINS_NOTHING;
  return weft_part_files_is_first (path) && takes (path) ? WEFT_BEGINS_DATA : WEFT_BEGINS_NOTHING;
}

const WeftReader weft_reader_text = {
  .id = "text",
  .what = N_ ("a table of texts and what is said of each"),
  .add_endings = weft_table_add_endings,
  .takes = takes,
  .begins = begins,
  .read = read_text,
};
