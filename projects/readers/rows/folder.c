/* folder: a folder of pictures for each class */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/reader-row.h"
#include "projects/readers/rows/folder.h"

#include <string.h>

#include "engine/base/brief.h"
#include "engine/base/count.h"
#include "engine/base/sentence.h"
#include "projects/readers/files/folder-walk.h"
#include "projects/readers/files/input.h"
#include "projects/readers/labels.h"
#include "projects/readers/notes.h"
#include "projects/readers/pictures/picture-kind.h"
#include "projects/readers/pictures/picture-list.h"

#define MAX_PICTURES 400000
#define MAX_SIDE 64
#define BUDGET ((guint64) 16 << 30) /* what a project holds of one set */
#define FEW_COLOURED 4              /* of so many one: that others are grey may be meant */

typedef struct
{
  WeftFolderTree *tree;
  WeftFolderWalk walk;
  WeftPictureList list; /* of: WeftFolderItem */
  GPtrArray *words;     /* const char *, of each its class */
  GPtrArray *classes;   /* const char *, in natural order */
} Folder;

static const WeftFolderItem *
get_item (const Folder *folder, guint i)
{
  return g_array_index (folder->list.pictures, WeftListed, i).of;
}

static void
folder_clear (Folder *folder)
{
  weft_picture_list_clear (&folder->list);
  g_clear_pointer (&folder->words, g_ptr_array_unref);
  g_clear_pointer (&folder->classes, g_ptr_array_unref);
  weft_folder_walk_clear (&folder->walk);
  g_clear_pointer (&folder->tree, weft_folder_tree_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Folder, folder_clear)

static gboolean
wants (const char *path)
{
  return weft_picture_kind_of_name (path) != NULL;
}

static const char *
refuses (const char *path)
{
  return weft_picture_kind_is_other (path) ? _ ("pictures of this kind are not read") : NULL;
}

const WeftFolderKind weft_folder_of_pictures = {
  .wants = wants,
  .refuses = refuses,
  .other = N_ ("not a picture"),
  .none = N_ ("a folder without pictures"),
};

guint
weft_folder_count_classes (const char *path, const WeftFolderKind *kind)
{
  g_autofree char *full = g_canonicalize_filename (path, NULL);
  g_autoptr (WeftFolderTree) tree = NULL;

  if (!g_file_test (path, G_FILE_TEST_IS_DIR))
    return 0;
  tree = weft_folder_tree_read (full, kind);
  return weft_folder_tree_count_classes (tree);
}

/* --- classes and parts --- */

/* Of the pictures that were decoded; a class of which none could be is left out. */
static void
find_classes (Folder *folder)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  folder->words = g_ptr_array_new ();
  for (guint i = 0; i < folder->list.pictures->len; i++)
    {
      g_ptr_array_add (folder->words, get_item (folder, i)->class);
      g_hash_table_add (seen, get_item (folder, i)->class);
    }
  folder->classes = weft_labels_find (folder->words);
  for (guint i = 0; i < folder->walk.items->len; i++)
    {
      const WeftFolderItem *item = folder->walk.items->pdata[i];

      g_autofree char *name = weft_brief (item->class, WEFT_BRIEF_NAME);

      if (g_hash_table_add (seen, item->class))
        weft_left_out_add (folder->walk.left_out, name,
                           _ ("a class of which no picture can be read"));
    }
}

static gboolean
fill_parts (const Folder *folder, WeftDataset *dataset, GError **error)
{
  g_autofree guint8 *parts = g_new (guint8, folder->list.pictures->len);

  for (guint i = 0; i < folder->list.pictures->len; i++)
    parts[i] = get_item (folder, i)->part;
  return weft_labels_give_parts (dataset, parts, error);
}

/* --- what is said of it --- */

static char **
make_notes (const Folder *folder)
{
  g_autofree char *list
      = weft_labels_dup_list ((char **) folder->classes->pdata, folder->classes->len);
  g_autofree char *count = weft_count_format (folder->list.pictures->len);
  WeftNotes *notes = weft_notes_new ();

  weft_notes_add (notes, _ ("%s pictures of %d×%d in %u classes: %s."), count, folder->list.width,
                  folder->list.height, folder->classes->len, list);
  if (folder->walk.lone)
    weft_notes_add (notes, _ ("The classes are the folders in “%s”."), folder->walk.lone);
  if (folder->walk.n_entered)
    weft_notes_add (notes,
                    _ ("Pictures in folders within a class’s folder belong to it; such "
                       "folders: %u, first “%s”."),
                    folder->walk.n_entered, folder->walk.first_entered);
  if (folder->list.coloured && folder->list.coloured * FEW_COLOURED < folder->list.pictures->len)
    weft_notes_add (notes,
                    ngettext ("%u picture has colours, so all are read with three numbers a "
                              "point: “%s”.",
                              "%u pictures have colours, so all are read with three numbers a "
                              "point, first “%s”.",
                              folder->list.coloured),
                    folder->list.coloured, folder->list.first_coloured);
  if (folder->list.scaled)
    weft_notes_add (notes,
                    ngettext ("%u picture had another size and is scaled to this one.",
                              "%u pictures had another size and are scaled to this one.",
                              folder->list.scaled),
                    folder->list.scaled);
  if (folder->list.firsts)
    weft_notes_add (notes,
                    _ ("Files with several pictures in them: %u, first “%s”. The first "
                       "picture of each is taken."),
                    folder->list.firsts, folder->list.first_first);
  weft_left_out_note (folder->walk.left_out, notes);
  return weft_notes_finish (notes);
}

/* --- the whole --- */

static gboolean
check_room (const Folder *folder, GError **error)
{
  if (folder->walk.items->len <= MAX_PICTURES
      && (guint64) folder->list.pictures->len * folder->list.width * folder->list.height * 3
             <= BUDGET)
    return TRUE;
  weft_sentence_set_error (error, WEFT_ERROR_MEMORY,
                           _ ("“%s” holds more pictures than fit: at most %d."), folder->tree->name,
                           MAX_PICTURES);
  return FALSE;
}

/* With the first thing that was left out, as that may be why. */
static gboolean
check_classes (const Folder *folder, GError **error)
{
  g_autoptr (GPtrArray) reasons = NULL;

  if (folder->classes->len >= 2)
    return TRUE;
  reasons = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (
      reasons,
      g_strdup_printf (_ ("“%s” needs at least two folders with pictures, one for each class."),
                       folder->tree->name));
  weft_left_out_note (folder->walk.left_out, reasons);
  g_ptr_array_add (reasons, NULL);
  {
    g_autofree char *text = g_strjoinv (" ", (char **) reasons->pdata);

    g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INVALID, text);
  }
  return FALSE;
}

static WeftDataset *
make_dataset (Folder *folder, GError **error)
{
  g_autoptr (WeftDataset) dataset = weft_dataset_new ();

  if (!weft_picture_list_decode (&folder->list, dataset, "x", error))
    return NULL;
  find_classes (folder);
  if (!check_classes (folder, error))
    return NULL;
  dataset->name = g_strdup (folder->tree->name);
  if (!weft_labels_give (dataset, folder->words, NULL, error)
      || !fill_parts (folder, dataset, error))
    return NULL;
  dataset->notes = make_notes (folder);
  return weft_dataset_finish (dataset, error) ? g_steal_pointer (&dataset) : NULL;
}

WeftDataset *
weft_folder_read (const char *path, WeftColumns **columns, GError **error)
{
  g_autoptr (WeftDataset) dataset = NULL;
  g_auto (Folder) folder = { 0 };
  g_autofree char *full = g_canonicalize_filename (path, NULL);

  folder.tree = weft_folder_tree_read (full, &weft_folder_of_pictures);
  weft_folder_walk (&folder.walk, folder.tree, &weft_folder_of_pictures);
  weft_picture_list_init (&folder.list, folder.walk.left_out);
  if (!check_room (&folder, error))
    return NULL;
  for (guint i = 0; i < folder.walk.items->len; i++)
    {
      const WeftFolderItem *item = folder.walk.items->pdata[i];

      weft_picture_list_add (&folder.list, item->path, item->name, item);
    }
  weft_picture_list_choose_size (&folder.list, MAX_SIDE);
  dataset = check_room (&folder, error) ? make_dataset (&folder, error) : NULL;
  if (dataset && columns)
    {
      *columns = g_new0 (WeftColumns, 1);
      (*columns)->file = g_strdup (dataset->name);
      (*columns)->n_rows = (guint) dataset->count;
      (*columns)->task = WEFT_TASK_CLASS;
      (*columns)->left_out = g_ptr_array_ref (folder.walk.left_out);
    }
  return g_steal_pointer (&dataset);
}

static gboolean
takes (const char *path)
{
  return g_file_test (path, G_FILE_TEST_IS_DIR);
}

/* A text among pictures is what somebody noted of them. */
static gboolean
is_aside (const char *path, const char *only)
{
  g_autoptr (GPtrArray) names = weft_input_list (path, NULL);
  guint pictures = 0;

  for (guint i = 0; names && i < names->len; i++)
    pictures += wants (names->pdata[i]);
  return pictures > 1 && g_str_has_suffix (only, ".txt");
}

/* A folder in which there is nothing, beside others: a class that is not filled yet. */
static char *
find_empty (const char *path)
{
  g_autofree char *full = g_canonicalize_filename (path, NULL);
  g_autoptr (WeftFolderTree) tree = weft_folder_tree_read (full, &weft_folder_of_pictures);

  for (guint i = 0; tree->folders->len > 1 && i < tree->folders->len; i++)
    {
      const WeftFolderTree *inner = tree->folders->pdata[i];

      if (inner->state == WEFT_FOLDER_READ && inner->files->len + inner->folders->len == 0)
        return g_strdup (inner->name);
    }
  return NULL;
}

/* What somebody chose who took one class's folder, or one of archives, for the whole. */
static void
set_nothing (const char *path, GError **error)
{
  g_autoptr (GPtrArray) names = weft_input_list (path, NULL);
  g_autofree char *folder = weft_input_dup_shown (path), *archive = NULL;
  g_autofree char *empty = find_empty (path);
  guint pictures = 0;

  for (guint i = 0; names && i < names->len; i++)
    {
      g_autofree char *full = g_build_filename (path, names->pdata[i], NULL);

      pictures += wants (names->pdata[i]);
      if (!archive && weft_input_is_archive (full))
        archive = weft_input_dup_shown (full);
    }
  if (pictures > 1)
    weft_sentence_set_error (
        error, WEFT_ERROR_INVALID,
        _ ("“%s” holds %u pictures, and nothing says what is in them. Choose the folder in which "
           "each class has a folder of pictures, or put a table beside them that names file and "
           "class."),
        folder, pictures);
  else if (empty)
    weft_sentence_set_error (error, WEFT_ERROR_INVALID,
                             _ ("“%s”: the folder “%s” is empty. Put its pictures, recordings or "
                                "texts into it, or take it away: at least two folders must hold "
                                "some, one for each class."),
                             folder, empty);
  else if (archive)
    weft_sentence_set_error (error, WEFT_ERROR_INVALID,
                             _ ("“%s” holds “%s”, an archive, and none is unpacked here. Unpack it "
                                "and choose the folder that comes out of it."),
                             folder, archive);
  else
    weft_sentence_set_error (
        error, WEFT_ERROR_INVALID,
        _ ("“%s” holds neither a folder of pictures for each class nor exactly one set of "
           "data. Choose the file itself."),
        folder);
}

static WeftDataset *
read_whatever (const char *path, const WeftReadOptions *options, WeftColumns **columns,
               GError **error)
{
  g_autofree char *only = NULL;
  guint n = weft_folder_count_classes (path, &weft_folder_of_pictures);

  only = n > 1 ? NULL
               : weft_readers_find_only (path); /* a lone folder may hold a table's pictures */
  if (only && !is_aside (path, only))
    return weft_readers_read (only, options, columns, error);
  if (n > 0)
    return weft_folder_read (path, columns, error);
  set_nothing (path, error);
  return NULL;
}

const WeftReader weft_reader_folder = {
  .id = "folder",
  .what = N_ ("a folder with a folder of pictures for each class"),
  .reads_inner = TRUE,
  .takes = takes,
  .read = read_whatever,
};
