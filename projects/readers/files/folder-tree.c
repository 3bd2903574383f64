/* folder-tree: what lies in a folder and in the folders within it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/files/folder-tree.h"

#include <glib/gstdio.h>
#include <string.h>

#include "projects/readers/files/input.h"
#include "projects/readers/tables/table.h"

#define MAX_DEPTH 10
#define MAX_FILES 400000

typedef struct
{
  const WeftFolderKind *kind;
  GHashTable *seen; /* "device:inode" of folders */
  guint n_files;
} Scan;

void
weft_folder_tree_free (WeftFolderTree *tree)
{
  g_free (tree->path);
  g_free (tree->name);
  g_ptr_array_unref (tree->files);
  g_ptr_array_unref (tree->folders);
  g_free (tree);
}

/* Whether the folder was not met before. */
static gboolean
is_new (Scan *scan, const char *path)
{
  GStatBuf about;

  return g_stat (path, &about) == 0
         && g_hash_table_add (scan->seen,
                              g_strdup_printf ("%" G_GUINT64_FORMAT ":%" G_GUINT64_FORMAT,
                                               (guint64) about.st_dev, (guint64) about.st_ino));
}

static WeftFolderTree *read_folder (Scan *scan, const char *path, int depth);

static void
fill (WeftFolderTree *tree, Scan *scan, int depth)
{
  g_autoptr (GPtrArray) names = weft_input_list (tree->path, NULL);

  if (!names)
    tree->state = WEFT_FOLDER_CLOSED;
  for (guint i = 0; names && i < names->len; i++)
    {
      char *inner = g_build_filename (tree->path, names->pdata[i], NULL);
      WeftFolderTree *folder;

      if (!g_file_test (inner, G_FILE_TEST_IS_DIR))
        {
          tree->n_wanted += scan->kind->wants (inner);
          g_ptr_array_add (tree->files, inner);
          scan->n_files++;
          continue;
        }
      folder = read_folder (scan, inner, depth + 1);
      tree->n_wanted += folder->n_wanted;
      g_ptr_array_add (tree->folders, folder);
      g_free (inner);
    }
}

static WeftFolderTree *
read_folder (Scan *scan, const char *path, int depth)
{
  WeftFolderTree *tree = g_new0 (WeftFolderTree, 1);

  tree->path = g_strdup (path);
  tree->name = weft_input_dup_name (path);
  tree->files = g_ptr_array_new_with_free_func (g_free);
  tree->folders = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_folder_tree_free);
  if (depth > MAX_DEPTH || scan->n_files > MAX_FILES)
    tree->state = WEFT_FOLDER_DEEP;
  else if (!is_new (scan, path))
    tree->state = WEFT_FOLDER_LINKED;
  else
    fill (tree, scan, depth);
  return tree;
}

WeftFolderTree *
weft_folder_tree_read (const char *path, const WeftFolderKind *kind)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Scan scan = { .kind = kind, .seen = seen };

  return read_folder (&scan, path, 0);
}

guint
weft_folder_tree_count_classes (const WeftFolderTree *tree)
{
  guint n = 0;

  for (guint i = 0; i < tree->folders->len; i++)
    n += ((WeftFolderTree *) tree->folders->pdata[i])->n_wanted > 0;
  return n;
}

guint8
weft_folder_tree_get_part (const WeftFolderTree *tree)
{
  return weft_cell_parse_part (tree->name);
}

const WeftFolderTree *
weft_folder_tree_find (const WeftFolderTree *tree, const char *name)
{
  for (guint i = 0; i < tree->folders->len; i++)
    {
      const WeftFolderTree *folder = tree->folders->pdata[i];

      if (strcmp (folder->name, name) == 0)
        return folder;
    }
  return NULL;
}
