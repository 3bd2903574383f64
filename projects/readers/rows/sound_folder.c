/* sound_folder: a folder of recordings for each class, or with a table of what each is */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/files/folder-walk.h"
#include "projects/readers/reader-row.h"
#include "projects/readers/rows/folder.h"
#include "projects/readers/sounds/clip-files.h"
#include "projects/readers/sounds/clip-table.h"
#include "projects/readers/sounds/clips.h"
#include "projects/readers/sounds/sound-file.h"

static const WeftFolderKind kind = {
  .wants = weft_sound_is_name,
  .other = N_ ("not a recording"),
  .none = N_ ("a folder without recordings"),
};

/* Pictures beside recordings are what it is about. */
static gboolean
takes (const char *path)
{
  return weft_folder_count_classes (path, &kind) > 0
         && weft_folder_count_classes (path, &weft_folder_of_pictures) == 0;
}

static WeftDataset *
read_folder (const char *path, const WeftReadOptions *options, WeftColumns **columns,
             GError **error)
{
  g_autofree char *full = g_canonicalize_filename (path, NULL);
  g_autofree char *table = weft_clip_files_find_table (path);
  g_autoptr (WeftFolderTree) tree = NULL;
  g_auto (WeftFolderWalk) walk = { 0 };
  g_auto (WeftClips) clips = { 0 };
  WeftDataset *dataset;

  weft_clips_init (&clips);
  if (table)
    return weft_clip_table_read (&clips, table, options, error)
               ? weft_clips_read (&clips, TRUE, error)
               : NULL;
  tree = weft_folder_tree_read (full, &kind);
  weft_folder_walk (&walk, tree, &kind);
  clips.name = g_strdup (tree->name);
  for (guint i = 0; i < walk.items->len; i++)
    {
      const WeftFolderItem *item = walk.items->pdata[i];

      weft_clips_add (&clips, item->path, 0, 0, item->class, NULL, item->part);
    }
  g_ptr_array_unref (clips.left_out);
  clips.left_out = g_ptr_array_ref (walk.left_out);
  dataset = weft_clips_read (&clips, FALSE, error);
  if (dataset && columns)
    {
      *columns = g_new0 (WeftColumns, 1);
      (*columns)->file = g_strdup (dataset->name);
      (*columns)->n_rows = (guint) dataset->count;
      (*columns)->task = WEFT_TASK_CLASS;
      (*columns)->left_out = g_ptr_array_ref (walk.left_out);
    }
  return dataset;
}

const WeftReader weft_reader_sound_folder = {
  .id = "sound_folder",
  .what = N_ ("a folder with a folder of recordings for each class"),
  .takes = takes,
  .read = read_folder,
};
