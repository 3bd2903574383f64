/* reader: finds out what a path is and has it read */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/reader.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/brief.h"
#include "projects/readers/folder.h"
#include "projects/readers/idx.h"
#include "projects/readers/input.h"
#include "projects/readers/decode-picture.h"
#include "projects/readers/remarks.h"
#include "projects/readers/sheet.h"

#define UNNAMED_BUDGET (256 << 20) /* bytes */

static const char *const table_endings[]
    = { ".csv", ".tsv", ".txt", ".tab", ".csv.gz", ".tsv.gz", ".txt.gz", ".tab.gz", NULL };
static const char *const sound_endings[] = { ".wav", ".flac", ".mp3", ".ogg", NULL };

/* What is asked for on the way. */
typedef struct
{
  const WeftReadOptions *options;
  WeftColumns **columns; /* nullable */
} Wanted;

static WeftDataset *read_any (const char *path, const Wanted *wanted, GError **error);

static WeftDataset *
fail_sound (const char *path, GError **error)
{
  g_autofree char *name = weft_input_dup_name (path);

  g_set_error (error, WEFT_ERROR, WEFT_ERROR_UNSUPPORTED,
               _ ("“%s” belongs to a sound. Networks that listen come in a later version; tables "
                  "and pictures work now."),
               name);
  return NULL;
}

static WeftDataset *
fail_unknown (const char *path, GError **error)
{
  g_autofree char *name = weft_input_dup_name (path);

  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
               _ ("“%s” is no data that can be read: a CSV or TSV table, the images file of an IDX "
                  "set, a sheet of pictures with its index, or a folder with a folder of pictures "
                  "for each class."),
               name);
  return NULL;
}

/* A table of where each recording begins has its sound beside it. */
static gboolean
has_sound_beside (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *stem = weft_input_dup_stem (path);

  for (guint i = 0; sound_endings[i]; i++)
    {
      g_autofree char *name = g_strconcat (stem, sound_endings[i], NULL);
      g_autofree char *sound = g_build_filename (folder, name, NULL);

      if (g_file_test (sound, G_FILE_TEST_EXISTS))
        return TRUE;
    }
  return FALSE;
}

static WeftDataset *
read_table (const char *path, const Wanted *wanted, GError **error)
{
  g_autofree char *sheet = weft_sheet_find (path);

  if (has_sound_beside (path))
    return fail_sound (path, error);
  return sheet ? weft_sheet_read (sheet, wanted->options->target, wanted->columns, error)
               : weft_reader_read_table (path, wanted->options, wanted->columns, error);
}

static gboolean
is_test (const char *name)
{
  return !strstr (name, "train") && (strstr (name, "test") || strstr (name, "t10k"));
}

/* The one thing in a folder that data begins with: the training images of an IDX set, a sheet that
 * has an index, else a table; NULL when there is none or more than one. */
static char *
find_only (const char *folder)
{
  g_autoptr (GPtrArray) names = weft_input_list (folder, NULL);
  g_autoptr (GPtrArray) found = g_ptr_array_new ();
  const char *tables = NULL;
  guint n_tables = 0;

  for (guint i = 0; names && i < names->len; i++)
    {
      const char *name = names->pdata[i];
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *index = weft_picture_is_name (name) ? weft_sheet_find_index (path) : NULL;

      if (weft_idx_is_name (name) && strstr (name, "images") && !is_test (name))
        g_ptr_array_add (found, names->pdata[i]);
      else if (index && !strstr (name, "masks"))
        g_ptr_array_add (found, names->pdata[i]);
      else if (weft_input_has_ending (name, table_endings) && ++n_tables)
        tables = name;
    }
  if (found->len == 0 && n_tables == 1)
    return g_build_filename (folder, tables, NULL);
  return found->len == 1 ? g_build_filename (folder, found->pdata[0], NULL) : NULL;
}

static WeftDataset *
read_folder (const char *path, const Wanted *wanted, GError **error)
{
  g_autofree char *only = NULL, *name = weft_input_dup_name (path);
  guint n = weft_folder_count_classes (path);

  only = n > 1 ? NULL : find_only (path); /* a lone folder may hold a table's illustrations */
  if (only)
    return read_any (only, wanted, error);
  if (n > 0)
    return weft_folder_read (path, wanted->columns, error);
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
               _ ("“%s” holds neither a folder of pictures for each class nor exactly one set of "
                  "data. Choose the file itself."),
               name);
  return NULL;
}

typedef enum
{
  UNKNOWN,
  IDX,
  TABLE,
  FAILED,
} Content;

/* By content where the name says nothing. */
static Content
look_into (const char *path, GError **error)
{
  g_autofree char *bytes = NULL;
  gsize length;

  if (!weft_input_load (path, UNNAMED_BUDGET, &bytes, &length, error))
    return FAILED;
  if (length > 4 && bytes[0] == 0 && bytes[1] == 0 && bytes[3] >= 1 && bytes[3] <= 4)
    return IDX;
  if (length > 0 && g_utf8_validate (bytes, (gssize) MIN (length, 4000), NULL)
      && memchr (bytes, '\n', length) && bytes[0] != '{')
    return TABLE;
  return UNKNOWN;
}

static WeftDataset *
read_unnamed (const char *path, const Wanted *wanted, GError **error)
{
  switch (look_into (path, error))
    {
    case IDX:
      return weft_idx_read_set (path, error);
    case TABLE:
      return weft_reader_read_table (path, wanted->options, wanted->columns, error);
    case FAILED:
      return NULL;
    case UNKNOWN:
    default:
      return fail_unknown (path, error);
    }
}

static WeftDataset *
read_any (const char *path, const Wanted *wanted, GError **error)
{
  g_autofree char *name = g_path_get_basename (path);

  if (weft_input_is_stream (path)) /* of all that can be read only a table comes from a pipe */
    return weft_reader_read_table (path, wanted->options, wanted->columns, error);
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_autofree char *shown = weft_brief (path, WEFT_BRIEF_PATH);

      g_set_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND, _ ("There is no file “%s”."), shown);
      return NULL;
    }
  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    return read_folder (path, wanted, error);
  if (weft_input_has_ending (name, sound_endings))
    return fail_sound (path, error);
  if (weft_picture_is_name (name))
    return weft_sheet_read (path, wanted->options->target, wanted->columns, error);
  if (weft_idx_is_name (name))
    return weft_idx_read_set (path, error);
  if (weft_input_has_ending (name, table_endings))
    return read_table (path, wanted, error);
  return read_unnamed (path, wanted, error);
}

char *
weft_reader_find_table (const char *path)
{
  g_autofree char *name = g_path_get_basename (path), *sheet = NULL, *only = NULL;

  if (weft_input_is_stream (path))
    return g_strdup (path);
  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    {
      only = weft_folder_count_classes (path) > 1 ? NULL : find_only (path);
      return only ? weft_reader_find_table (only) : NULL;
    }
  if (weft_picture_is_name (name) || weft_idx_is_name (name) || has_sound_beside (path)
      || weft_input_has_ending (name, sound_endings))
    return NULL;
  if (!weft_input_has_ending (name, table_endings))
    return look_into (path, NULL) == TABLE ? g_strdup (path) : NULL;
  sheet = weft_sheet_find (path);
  return sheet ? NULL : g_strdup (path);
}

/* Pictures have no columns to choose from: what was asked of them is refused, not passed over. */
static gboolean
check_heeded (const char *path, const Wanted *wanted, const WeftDataset *dataset, GError **error)
{
  const WeftReadOptions *options = wanted->options;
  const char *column = options->target && *options->target           ? options->target
                       : options->keep && options->keep[0]           ? options->keep[0]
                       : options->leave_out && options->leave_out[0] ? options->leave_out[0]
                                                                     : NULL;
  g_autofree char *name = weft_input_dup_name (path);

  if (weft_dataset_get_x (dataset)->kind != WEFT_KIND_PICTURE)
    return TRUE;
  if (column && !(weft_dataset_get_target_title (dataset) && column == options->target))
    g_set_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND,
                 _ ("“%s” holds pictures and has no column “%s”."), name, column);
  else if (options->task == WEFT_TASK_NUMBER)
    g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                 _ ("“%s” holds pictures, and no number is known of them."), name);
  else
    return TRUE;
  return FALSE;
}

WeftDataset *
weft_reader_read_as (const char *path, const WeftReadOptions *options, WeftColumns **columns,
                     GError **error)
{
  static const WeftReadOptions none = { 0 };
  const Wanted wanted = { options ? options : &none, columns };
  g_autoptr (WeftDataset) dataset = NULL;

  if (columns)
    *columns = NULL;
  dataset = read_any (path, &wanted, error);
  if (!dataset || !check_heeded (path, &wanted, dataset, error))
    return NULL;
  weft_remarks_add (dataset);
  return g_steal_pointer (&dataset);
}

WeftDataset *
weft_reader_read (const char *path, const char *target, GError **error)
{
  const WeftReadOptions options = { .target = target };

  return weft_reader_read_as (path, &options, NULL, error);
}
