/* sound: recordings with a table that says what is heard in them */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/files/input.h"
#include "projects/readers/files/part-files.h"
#include "projects/readers/reader-row.h"
#include "projects/readers/sounds/clip-table.h"
#include "projects/readers/sounds/sound-file.h"
#include "projects/readers/tables/table.h"

static gboolean
takes (const char *path)
{
  return !g_file_test (path, G_FILE_TEST_IS_DIR)
         && (weft_sound_is_name (path) || weft_clip_table_is (path));
}

/* A recording is stood for by its table. */
static WeftBegins
begins (const char *path)
{
  if (!weft_table_is_name (path) || !weft_clip_table_is (path))
    return WEFT_BEGINS_NOTHING;
  return weft_part_files_is_first (path) ? WEFT_BEGINS_DATA : WEFT_BEGINS_NOTHING;
}

static WeftDataset *
read_sound (const char *path, const WeftReadOptions *options, WeftColumns **columns, GError **error)
{
  g_auto (WeftClips) clips = { 0 };
  g_autofree char *table
      = weft_sound_is_name (path) ? weft_clip_table_find (path) : g_strdup (path);
  g_autofree char *name = weft_input_dup_shown (path);

  weft_clips_init (&clips);
  if (table)
    return weft_clip_table_read (&clips, table, options, error)
               ? weft_clips_read (&clips, TRUE, error)
               : NULL;
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_PART,
               _ ("“%s” is one recording. Choose the folder in which each class has a folder of "
                  "recordings, or put a table of the same name beside it with the columns start, "
                  "length and label."),
               name);
  return NULL;
}

const WeftReader weft_reader_sound = {
  .id = "sound",
  .what = N_ ("recordings with a table of what is heard"),
  .add_endings = weft_sound_add_endings,
  .takes = takes,
  .begins = begins,
  .read = read_sound,
};
