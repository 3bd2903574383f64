/* clip-files: where the recordings lie that a table names */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/sounds/clip-files.h"

#include <string.h>

#include "projects/readers/files/part-files.h"
#include "projects/readers/sounds/clip-table.h"
#include "projects/readers/sounds/sound-file.h"
#include "projects/readers/tables/table.h"

static const WeftFolderKind kind = { .wants = weft_sound_is_name };

/* Of two files of one name the first counts. */
static void
add_all (WeftClipFiles *files, const WeftFolderTree *tree)
{
  for (guint i = 0; i < tree->files->len; i++)
    {
      const char *path = tree->files->pdata[i];
      g_autofree char *name = g_path_get_basename (path);
      char *key = weft_sound_is_name (path) ? g_utf8_strdown (name, -1) : NULL;

      if (key && !g_hash_table_contains (files->by_name, key))
        g_hash_table_insert (files->by_name, key, (gpointer) path);
      else
        g_free (key);
    }
  for (guint i = 0; i < tree->folders->len; i++)
    add_all (files, tree->folders->pdata[i]);
}

void
weft_clip_files_init (WeftClipFiles *files, const char *table)
{
  g_autofree char *full = g_canonicalize_filename (table, NULL);
  g_autofree char *folder = g_path_get_dirname (full), *above = g_path_get_dirname (folder);

  files->tree = weft_folder_tree_read (folder, &kind);
  if (files->tree->n_wanted == 0)
    {
      weft_folder_tree_free (files->tree);
      files->tree = weft_folder_tree_read (above, &kind);
    }
  files->by_name = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  add_all (files, files->tree);
}

void
weft_clip_files_clear (WeftClipFiles *files)
{
  g_clear_pointer (&files->by_name, g_hash_table_unref);
  g_clear_pointer (&files->tree, weft_folder_tree_free);
}

char *
weft_clip_files_find (const WeftClipFiles *files, const char *cell)
{
  g_autofree char *path = g_build_filename (files->tree->path, cell, NULL);
  g_autofree char *valid = g_utf8_make_valid (cell, -1), *key = NULL;
  const char *slash = strrchr (valid, '/'), *other = strrchr (valid, '\\');

  if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
    return g_steal_pointer (&path);
  slash = slash && slash > other ? slash : other;
  key = g_utf8_strdown (slash ? slash + 1 : valid, -1);
  return g_strdup (g_hash_table_lookup (files->by_name, key));
}

static char *
find_in (const WeftFolderTree *tree)
{
  for (guint i = 0; i < tree->files->len; i++)
    {
      const char *path = tree->files->pdata[i];

      if (weft_table_is_name (path) && weft_clip_table_is (path) && weft_part_files_is_first (path))
        return g_strdup (path);
    }
  return NULL;
}

char *
weft_clip_files_find_table (const char *folder)
{
  g_autofree char *full = g_canonicalize_filename (folder, NULL);
  g_autoptr (WeftFolderTree) tree = NULL;
  char *found;
  guint parts = 0;

  if (!g_file_test (full, G_FILE_TEST_IS_DIR))
    return NULL;
  tree = weft_folder_tree_read (full, &kind);
  for (guint i = 0; i < tree->folders->len; i++)
    parts += weft_folder_tree_get_part (tree->folders->pdata[i]) != 0;
  if (tree->n_wanted == 0 || weft_folder_tree_count_classes (tree) > MAX (1, parts))
    return NULL;
  found = find_in (tree);
  for (guint i = 0; i < tree->folders->len && !found; i++)
    found = find_in (tree->folders->pdata[i]);
  return found;
}
