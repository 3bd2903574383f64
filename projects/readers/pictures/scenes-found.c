/* scenes-found: where in a folder stands what is in its pictures */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/pictures/scenes-found.h"

#include <string.h>

#include "projects/readers/files/input.h"
#include "projects/readers/pictures/decode-picture.h"
#include "projects/readers/rows/folder.h"
#include "projects/readers/rows/scenes.h"
#include "projects/readers/tables/table-scan.h"

#define FEWEST_NAMES 3                /* rows of a table of names without endings */
#define LONGEST_VOC ((gsize) 1 << 20) /* bytes of one picture's boxes */

/* Files with that ending in the folder and in those right in it. */
static GPtrArray *
find_files (const WeftFolderTree *tree, const char *const *endings)
{
  GPtrArray *files = g_ptr_array_new ();

  for (guint f = 0; f <= tree->folders->len; f++)
    {
      const WeftFolderTree *in = f == 0 ? tree : tree->folders->pdata[f - 1];

      for (guint i = 0; i < in->files->len; i++)
        if (weft_input_has_ending (in->files->pdata[i], endings))
          g_ptr_array_add (files, in->files->pdata[i]);
    }
  return files;
}

static gboolean
is_coco (const char *path, const WeftFolderTree *tree)
{
  g_autofree char *text = NULL;
  gsize length;

  if (!weft_input_load (path, 64 << 20, &text, &length, NULL))
    return FALSE;
  return strstr (text, "\"annotations\"") != NULL && strstr (text, "\"images\"") != NULL;
}

/* Keeps those that are it. */
static void
filter (GPtrArray *files, const WeftFolderTree *tree,
        gboolean (*is_it) (const char *path, const WeftFolderTree *tree))
{
  for (guint i = files->len; i-- > 0;)
    if (!is_it (files->pdata[i], tree))
      g_ptr_array_remove_index (files, i);
}

static const WeftFolderTree *
find_folder (const WeftFolderTree *tree, const char *const *names)
{
  for (guint i = 0; names[i]; i++)
    for (guint f = 0; f < tree->folders->len; f++)
      {
        const WeftFolderTree *folder = tree->folders->pdata[f];

        if (g_ascii_strcasecmp (folder->name, names[i]) == 0 && folder->n_wanted > 0)
          return folder;
      }
  return NULL;
}

/* Two folders whose names belong together. */
static gboolean
find_pair (const WeftFolderTree *tree, WeftScenesFound *found)
{
  static const char *const pictures[]
      = { "images", "image", "imgs", "img",  "pictures", "photos", "JPEGImages",
          "图片",   "图像",  "影像", "照片", "原图",     NULL };
  static const char *const masks[] = { "masks",
                                       "mask",
                                       "SegmentationClass",
                                       "annotations",
                                       "annotation",
                                       "segmentation",
                                       "labels",
                                       "gt",
                                       "label",
                                       "ground_truth",
                                       "groundtruth",
                                       "targets",
                                       "掩码",
                                       "掩膜",
                                       "蒙版",
                                       "标签",
                                       "标注",
                                       "分割",
                                       NULL };
  static const char *const pairs[][2] = {
    { "input", "output" },      { "inputs", "outputs" }, { "before", "after" },
    { "source", "target" },     { "noisy", "clean" },    { "blurred", "sharp" },
    { "blur", "sharp" },        { "low", "high" },       { "lr", "hr" },
    { "sketch", "photo" },      { "gray", "color" },     { "grey", "colour" },
    { "输入", "输出" },         { "模糊", "清晰" },      { "噪声", "干净" },
    { "低分辨率", "高分辨率" }, { "修复前", "修复后" },
  };

  found->first = find_folder (tree, pictures);
  found->second = find_folder (tree, masks);
  found->form = WEFT_SCENES_MASKS;
  for (guint i = 0; i < G_N_ELEMENTS (pairs) && !(found->first && found->second); i++)
    {
      found->first = find_folder (tree, (const char *[]){ pairs[i][0], NULL });
      found->second = find_folder (tree, (const char *[]){ pairs[i][1], NULL });
      found->form = WEFT_SCENES_PAIRS;
    }
  return found->first && found->second;
}

char *
weft_scenes_dup_masked (const char *path)
{
  static const char *const endings[]
      = { "mask", "masks", "label", "labels", "seg", "gt", "segmentation", "掩码", "标注", "标签" };
  g_autofree char *stem = weft_input_dup_stem (path);

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      gsize length = strlen (stem), own = strlen (endings[i]);

      if (length < own + 2 || g_ascii_strcasecmp (stem + length - own, endings[i]) != 0
          || !strchr ("_-. ", stem[length - own - 1]))
        continue;
      stem[length - own - 1] = '\0';
      return g_steal_pointer (&stem);
    }
  return NULL;
}

static guint
count_masks (const WeftFolderTree *tree)
{
  guint n = 0;

  for (guint i = 0; i < tree->files->len; i++)
    {
      g_autofree char *of = weft_picture_is_name (tree->files->pdata[i])
                                ? weft_scenes_dup_masked (tree->files->pdata[i])
                                : NULL;

      n += of != NULL;
    }
  for (guint i = 0; i < tree->folders->len; i++)
    n += count_masks (tree->folders->pdata[i]);
  return n;
}

/* Masks beside their pictures in one folder: about every second one is one by its name. */
static gboolean
holds_masks (const WeftFolderTree *tree)
{
  guint n = count_masks (tree);

  return n > 1 && 3 * n > tree->n_wanted;
}

/* Folders of which each is a class. */
static gboolean
has_classes (const WeftFolderTree *tree)
{
  guint parts = 0;

  for (guint i = 0; i < tree->folders->len; i++)
    parts += weft_folder_tree_get_part (tree->folders->pdata[i]) != 0;
  return weft_folder_tree_count_classes (tree) > MAX (1, parts);
}

/* Some picture of that name lies there, in whatever folder; the cell may leave out its ending. */
static gboolean
has_file (const WeftFolderTree *tree, const char *name)
{
  for (guint i = 0; i < tree->files->len; i++)
    {
      g_autofree char *own = g_path_get_basename (tree->files->pdata[i]), *stem = NULL;

      if (!weft_picture_is_name (own))
        continue;
      stem = weft_input_dup_stem (own);
      if (g_ascii_strcasecmp (own, name) == 0 || g_ascii_strcasecmp (stem, name) == 0)
        return TRUE;
    }
  for (guint i = 0; i < tree->folders->len; i++)
    if (has_file (tree->folders->pdata[i], name))
      return TRUE;
  return FALSE;
}

/* A table may name pictures only by the way: the first of them must be there. Names without their
 * endings may be anything else, so that there several must be. */
static gboolean
names_what_is_there (const char *path, const WeftFolderTree *tree)
{
  g_autofree char *first = weft_scenes_dup_first (path);
  g_autofree char *name = first ? g_path_get_basename (first) : NULL;
  g_autoptr (WeftTable) table = name ? NULL : weft_table_read_head (path);

  if (name)
    return has_file (tree, name);
  for (guint c = 0; table && table->n_rows >= FEWEST_NAMES && c < table->n_columns; c++)
    {
      guint n = 0;

      while (n < FEWEST_NAMES && has_file (tree, weft_table_cell (table, n, c)))
        n++;
      if (n == FEWEST_NAMES)
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_table (const char *path, const WeftFolderTree *tree)
{
  return weft_scenes_is_table (path) || names_what_is_there (path, tree);
}

static const char *const xml[] = { ".xml", NULL }, *const json[] = { ".json", NULL },
                         *const table[] = { ".csv", ".tsv", NULL };

static const struct
{
  WeftScenesForm form;
  const char *const *endings;
  gboolean (*is_it) (const char *path, const WeftFolderTree *tree);
} forms[] = {
  { WEFT_SCENES_VOC, xml, NULL },
  { WEFT_SCENES_COCO, json, is_coco },
  { WEFT_SCENES_TABLE, table, is_table },
};

static void
look_in (WeftScenesFound *found)
{
  const WeftFolderTree *tree = found->tree;

  if (tree->n_wanted == 0)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_clear_pointer (&found->files, g_ptr_array_unref);
      found->files = find_files (tree, forms[i].endings);
      if (forms[i].is_it)
        filter (found->files, tree, forms[i].is_it);
      found->form = forms[i].form;
      if (found->files->len > 0 && !(found->form == WEFT_SCENES_TABLE && has_classes (tree)))
        return;
    }
  if (find_pair (tree, found))
    return;
  found->form = holds_masks (tree) ? WEFT_SCENES_MASKS : WEFT_SCENES_NOTHING;
  found->first = found->second = found->form == WEFT_SCENES_MASKS ? tree : NULL;
}

/* --- of a file --- */

static gboolean
is_voc (const char *path)
{
  g_autofree char *text = NULL;
  gsize length;

  return weft_input_load (path, LONGEST_VOC, &text, &length, NULL)
         && strstr (text, "<annotation") != NULL;
}

/* The folder in which the pictures lie that a file speaks of. */
static WeftFolderTree *
read_around (const char *file)
{
  static const char *const own[] = { "annotations", "annotation", "labels", "xml", "标注", NULL };
  g_autofree char *folder = g_path_get_dirname (file), *name = g_path_get_basename (folder);
  WeftFolderTree *tree = weft_folder_tree_read (folder, &weft_folder_of_pictures);

  for (guint i = 0; tree->n_wanted == 0 && own[i]; i++)
    if (g_ascii_strcasecmp (name, own[i]) == 0)
      {
        g_autofree char *above = g_path_get_dirname (folder);

        weft_folder_tree_free (tree);
        return weft_folder_tree_read (above, &weft_folder_of_pictures);
      }
  return tree;
}

/* It names pictures, or a folder of its own name is beside it, as train is beside train.csv. */
static gboolean
may_be_table (const char *file)
{
  g_autofree char *folder = g_path_get_dirname (file), *stem = weft_input_dup_stem (file);
  g_autofree char *beside = g_build_filename (folder, stem, NULL);

  return weft_scenes_is_table (file) || g_file_test (beside, G_FILE_TEST_IS_DIR);
}

/* The files of the folder that are of its kind: of VOC's each is of one picture. */
static void
look_beside (const char *file, WeftScenesFound *found)
{
  WeftScenesForm form
      = weft_input_has_ending (file, xml) && is_voc (file)           ? WEFT_SCENES_VOC
        : weft_input_has_ending (file, json) && is_coco (file, NULL) ? WEFT_SCENES_COCO
        : weft_input_has_ending (file, table) && may_be_table (file) ? WEFT_SCENES_TABLE
                                                                     : WEFT_SCENES_NOTHING;

  if (form == WEFT_SCENES_NOTHING)
    return;
  found->tree = read_around (file);
  if (form == WEFT_SCENES_TABLE && !names_what_is_there (file, found->tree))
    return;
  found->form = form;
  found->files = form == WEFT_SCENES_VOC ? find_files (found->tree, xml)
                                         : g_ptr_array_new_with_free_func (g_free);
  if (form != WEFT_SCENES_VOC)
    g_ptr_array_add (found->files, g_strdup (file));
}

void
weft_scenes_look (const char *path, WeftScenesFound *found)
{
  g_autofree char *full = g_canonicalize_filename (path, NULL);

  *found = (WeftScenesFound){ 0 };
  if (g_file_test (full, G_FILE_TEST_IS_DIR))
    {
      found->tree = weft_folder_tree_read (full, &weft_folder_of_pictures);
      look_in (found);
    }
  else if (g_file_test (full, G_FILE_TEST_IS_REGULAR))
    look_beside (full, found);
}

void
weft_scenes_found_clear (WeftScenesFound *found)
{
  g_clear_pointer (&found->files, g_ptr_array_unref);
  g_clear_pointer (&found->tree, weft_folder_tree_free);
}
