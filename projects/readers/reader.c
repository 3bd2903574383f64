/* reader: finds out what a path is and has it read */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/reader-row.h"

#include <glib/gi18n-lib.h>

#include "engine/base/brief.h"
#include "engine/base/sentence.h"
#include "projects/readers/copies.h"
#include "projects/readers/files/foreign.h"
#include "projects/readers/files/input-stream.h"
#include "projects/readers/files/input.h"
#include "projects/readers/remarks.h"
#include "projects/readers/rows/folder.h"
#include "projects/readers/told.h"
#include "projects/readers/unseen.h"

#define HEAD ((gsize) 64 << 10) /* bytes in which a reader knows its own */

static const WeftReader *const readers[] = {
#define READER(id) &weft_reader_##id,
#include "projects/readers/rows/readers.def"
#undef READER
};

static void
set_unknown (const char *path, GError **error)
{
  g_autofree char *name = weft_input_dup_name (path);
  g_autoptr (GString) known = g_string_new (NULL);
  const char *way = weft_foreign_find_way (path);

  if (way)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, _ ("“%s” cannot be read as it is. %s"),
                   name, way);
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (readers); i++)
    if (readers[i]->what)
      g_string_append_printf (known, "%s%s", known->len > 0 ? weft_sentence_get_comma () : "",
                              _ (readers[i]->what));
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
               _ ("“%s” is no data that can be read. These can: %s."), name, known->str);
}

static const WeftReader *
find_by_name (const char *path)
{
  gboolean is_stream = weft_input_is_stream (path);

  for (guint i = 0; i < G_N_ELEMENTS (readers); i++)
    if (is_stream ? readers[i]->takes_streams : readers[i]->takes (path))
      return readers[i];
  return NULL;
}

static const WeftReader *
find_by_bytes (const char *path, GError **error)
{
  g_autofree char *bytes = g_malloc0 (HEAD + 1);
  g_autoptr (WeftInputStream) stream = weft_input_stream_open (path, error);
  gsize length;

  if (!stream || !weft_input_stream_read (stream, bytes, HEAD, &length, error))
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (readers); i++)
    if (readers[i]->knows && readers[i]->knows (bytes, length))
      return readers[i];
  set_unknown (path, error);
  return NULL;
}

static const WeftReader *
find_reader (const char *path, GError **error)
{
  const WeftReader *reader;

  if (!weft_input_is_stream (path) && !g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_autofree char *shown = weft_brief (path, WEFT_BRIEF_PATH);

      g_set_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND, _ ("There is no file “%s”."), shown);
      return NULL;
    }
  reader = find_by_name (path);
  return reader ? reader : find_by_bytes (path, error);
}

static WeftBegins
begins (const char *path)
{
  WeftBegins most = WEFT_BEGINS_NOTHING;

  for (guint i = 0; i < G_N_ELEMENTS (readers); i++)
    if (readers[i]->begins)
      most = MAX (most, readers[i]->begins (path));
  return most;
}

char *
weft_readers_find_only (const char *folder)
{
  g_autoptr (GPtrArray) names = weft_input_list (folder, NULL);
  const char *first[WEFT_BEGINS_DATA + 1] = { NULL };
  guint count[WEFT_BEGINS_DATA + 1] = { 0 };
  WeftBegins how;

  for (guint i = 0; names && i < names->len; i++)
    {
      g_autofree char *path = g_build_filename (folder, names->pdata[i], NULL);

      how = begins (path);
      if (count[how]++ == 0)
        first[how] = names->pdata[i];
    }
  how = count[WEFT_BEGINS_DATA] > 0 ? WEFT_BEGINS_DATA : WEFT_BEGINS_IF_ALONE;
  return count[how] == 1 ? g_build_filename (folder, first[how], NULL) : NULL;
}

WeftDataset *
weft_readers_read (const char *path, const WeftReadOptions *options, WeftColumns **columns,
                   GError **error)
{
  const WeftReader *reader = find_reader (path, error);

  return reader ? reader->read (path, options, columns, error) : NULL;
}

GPtrArray *
weft_reader_list_endings (void)
{
  GPtrArray *list = g_ptr_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (readers); i++)
    if (readers[i]->add_endings)
      readers[i]->add_endings (list);
  return list;
}

char *
weft_reader_find_table (const char *path)
{
  g_autofree char *only = NULL;
  const WeftReader *reader;

  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    {
      reader = find_by_name (path);
      if (!reader || !reader->reads_inner)
        return NULL;
      only = weft_folder_count_classes (path, &weft_folder_of_pictures) > 1
                 ? NULL
                 : weft_readers_find_only (path);
      return only ? weft_reader_find_table (only) : NULL;
    }
  reader = find_reader (path, NULL);
  return reader && reader->has_columns ? g_strdup (path) : NULL;
}

/* Pictures have no columns to choose from: what was asked of them is refused, not passed over. */
static gboolean
check_heeded (const char *path, const WeftReadOptions *options, const WeftDataset *dataset,
              GError **error)
{
  const char *column = options->target && *options->target           ? options->target
                       : options->group && *options->group           ? options->group
                       : options->keep && options->keep[0]           ? options->keep[0]
                       : options->leave_out && options->leave_out[0] ? options->leave_out[0]
                                                                     : NULL;
  g_autofree char *name = weft_input_dup_name (path);

  if (weft_dataset_get_x (dataset)->kind != WEFT_KIND_PICTURE)
    return TRUE;
  if (column && !(weft_dataset_get_target_title (dataset) && column == options->target))
    g_set_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND,
                 _ ("“%s” holds pictures and has no column “%s”."), name, column);
  else if (options->task == WEFT_TASK_NUMBER
           && weft_dataset_get_y (dataset)->kind != WEFT_KIND_NUMBERS)
    g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                 _ ("“%s” holds pictures, and no number is known of them."), name);
  else
    return TRUE;
  return FALSE;
}

/* Of what has no columns it is all that is said of how it was read. */
static void
keep_told (const char *path, WeftColumns **columns, const WeftDataset *dataset, GPtrArray *told)
{
  if (!columns || !dataset || told->len == 0)
    return;
  if (!*columns)
    {
      *columns = g_new0 (WeftColumns, 1);
      (*columns)->file = weft_input_dup_name (path);
      (*columns)->n_rows = (guint) dataset->count;
      (*columns)->task
          = weft_dataset_count_classes (dataset) > 0 ? WEFT_TASK_CLASS : WEFT_TASK_AUTO;
    }
  g_clear_pointer (&(*columns)->told, g_ptr_array_unref);
  (*columns)->told = g_ptr_array_ref (told);
}

WeftDataset *
weft_reader_read_as (const char *path, const WeftReadOptions *options, WeftColumns **columns,
                     GError **error)
{
  static const WeftReadOptions none = { 0 };
  g_autoptr (WeftDataset) dataset = NULL;
  g_autoptr (GPtrArray) told = NULL;
  WeftTelling *telling;

  options = options ? options : &none;
  if (columns)
    *columns = NULL;
  telling = weft_telling_begin (options);
  dataset = weft_readers_read (path, options, columns, error);
  told = weft_telling_end (telling);
  keep_told (path, columns, dataset, told);
  if (!dataset || !check_heeded (path, options, dataset, error))
    return NULL;
  dataset = weft_copies_heed (g_steal_pointer (&dataset), options, error);
  if (!dataset || !weft_unseen_keep_whole (dataset, error))
    return NULL;
  if (!options->is_known)
    weft_remarks_add (dataset);
  return g_steal_pointer (&dataset);
}

WeftDataset *
weft_reader_read (const char *path, const char *target, GError **error)
{
  const WeftReadOptions options = { .target = target };

  return weft_reader_read_as (path, &options, NULL, error);
}
