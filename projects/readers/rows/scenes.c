/* scenes: a folder of pictures and what says of each what is in it: boxes in a table, in COCO's
 * JSON or in Pascal VOC's XML, a class or a number in a table, a folder of masks, or of what each
 * picture is to become; or the file that says it, with the pictures beside it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/rows/scenes.h"

#include <string.h>

#include "engine/base/brief.h"
#include "engine/base/count.h"
#include "engine/base/memory.h"
#include "engine/base/sentence.h"
#include "projects/readers/files/input.h"
#include "projects/readers/pictures/decode-picture.h"
#include "projects/readers/pictures/scenes-found.h"
#include "projects/readers/reader-row.h"
#include "projects/readers/rows/folder.h"

#define LONGEST 160 /* pixels of a side: boxes and masks want more than classes */

static void
scenes_clear (WeftScenes *scenes)
{
  for (guint i = 0; scenes->scenes && i < scenes->scenes->len; i++)
    g_free (g_array_index (scenes->scenes, WeftScene, i).name);
  g_clear_pointer (&scenes->scenes, g_array_unref);
  g_clear_pointer (&scenes->by_name, g_hash_table_unref);
  g_clear_pointer (&scenes->left_out, g_ptr_array_unref);
  g_clear_pointer (&scenes->notes, g_ptr_array_unref);
  weft_picture_list_clear (&scenes->list);
  weft_boxes_clear (&scenes->boxes);
  g_strfreev (scenes->classes);
  weft_tags_clear (&scenes->tags);
  g_free (scenes->title);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftScenes, scenes_clear)

/* --- the pictures --- */

/* In small letters, without folders; "/" of either kind. */
static char *
dup_key (const char *name)
{
  const char *slash = strrchr (name, '/'), *other = strrchr (name, '\\');

  name = slash && slash > other ? slash + 1 : other ? other + 1 : name;
  return g_utf8_strdown (name, -1);
}

WeftScene *
weft_scenes_find (const WeftScenes *scenes, const char *name)
{
  g_autofree char *key = dup_key (name), *stem = weft_input_dup_stem (key);
  guint number = GPOINTER_TO_UINT (g_hash_table_lookup (scenes->by_name, key));

  if (number == 0)
    number = GPOINTER_TO_UINT (g_hash_table_lookup (scenes->by_name, stem));
  return number == 0 ? NULL : &g_array_index (scenes->scenes, WeftScene, number - 1);
}

static void
add_scenes (WeftScenes *scenes, const WeftFolderTree *tree, guint8 part)
{
  if (weft_folder_tree_get_part (tree) != 0)
    part = weft_folder_tree_get_part (tree);
  for (guint i = 0; i < tree->files->len; i++)
    {
      WeftScene scene = { .path = tree->files->pdata[i], .part = part };
      char *key;

      if (!weft_picture_is_name (scene.path))
        continue;
      scene.name = weft_input_dup_shown (scene.path);
      g_array_append_val (scenes->scenes, scene);
      key = dup_key (scene.path);
      g_hash_table_insert (scenes->by_name, weft_input_dup_stem (key),
                           GUINT_TO_POINTER (scenes->scenes->len));
      g_hash_table_insert (scenes->by_name, key, GUINT_TO_POINTER (scenes->scenes->len));
    }
  for (guint i = 0; i < tree->folders->len; i++)
    add_scenes (scenes, tree->folders->pdata[i], part);
}

/* The scene of which the file is the mask by its name. */
static WeftScene *
find_masked (const WeftScenes *scenes, const char *path)
{
  g_autofree char *stem = weft_scenes_dup_masked (path);

  return stem ? weft_scenes_find (scenes, stem) : NULL;
}

/* What has the name of a picture belongs to it; so it is in folders within. */
static void
pair_up (WeftScenes *scenes, const WeftFolderTree *others, gboolean are_apart)
{
  for (guint i = 0; i < others->files->len; i++)
    {
      const char *path = others->files->pdata[i];
      WeftScene *own = weft_picture_is_name (path) ? weft_scenes_find (scenes, path) : NULL;
      WeftScene *scene = own && are_apart              ? own
                         : weft_picture_is_name (path) ? find_masked (scenes, path)
                                                       : NULL;

      if (!scene)
        continue;
      scene->other = path;
      scene->is_said = TRUE;
      if (own && own != scene)
        own->is_other = TRUE;
    }
  for (guint i = 0; i < others->folders->len; i++)
    pair_up (scenes, others->folders->pdata[i], are_apart);
}

static gboolean
read_said (WeftScenes *scenes, const WeftScenesFound *found, const WeftReadOptions *options,
           GError **error)
{
  if (found->second)
    pair_up (scenes, found->second, found->second != found->first);
  for (guint i = 0; !found->second && i < found->files->len; i++)
    {
      const char *path = found->files->pdata[i];
      gboolean is_read = found->form == WEFT_SCENES_VOC ? weft_scenes_read_voc (scenes, path, error)
                         : found->form == WEFT_SCENES_COCO
                             ? weft_scenes_read_coco (scenes, path, error)
                             : weft_scenes_read_table (scenes, path, options, error);

      if (!is_read)
        return FALSE;
    }
  return TRUE;
}

static void
list_pictures (WeftScenes *scenes)
{
  for (guint i = 0; i < scenes->scenes->len; i++)
    {
      const WeftScene *scene = &g_array_index (scenes->scenes, WeftScene, i);

      if (scene->is_said)
        weft_picture_list_add (&scenes->list, scene->path, scene->name, GUINT_TO_POINTER (i));
      else if (!scene->is_other)
        weft_left_out_add (scenes->left_out, scene->name, _ ("nothing says what is in it"));
    }
  weft_picture_list_choose_size (&scenes->list, LONGEST);
}

/* --- what is predicted --- */

static const WeftListed *
get_listed (const WeftScenes *scenes, guint i)
{
  return &g_array_index (scenes->list.pictures, WeftListed, i);
}

static const WeftScene *
get_scene (const WeftScenes *scenes, guint i)
{
  return &g_array_index (scenes->scenes, WeftScene, GPOINTER_TO_UINT (get_listed (scenes, i)->of));
}

/* The boxes of the pictures that were decoded, by their numbers in the set. */
static gboolean
fill_boxes (WeftScenes *scenes, WeftDataset *dataset, GError **error)
{
  g_autofree guint32 *sample = g_new0 (guint32, scenes->scenes->len);
  g_autofree int *sizes = g_new (int, 2 * MAX (1, dataset->count));
  GArray *boxes = scenes->boxes.boxes;
  guint n = 0;

  for (guint i = 0; i < scenes->list.pictures->len; i++)
    {
      const WeftListed *listed = get_listed (scenes, i);
      const WeftScene *scene = get_scene (scenes, i);

      sample[GPOINTER_TO_UINT (listed->of)] = i + 1;
      sizes[2 * i] = scene->width > 0 ? scene->width : listed->width;
      sizes[2 * i + 1] = scene->height > 0 ? scene->height : listed->height;
    }
  for (guint i = 0; i < boxes->len; i++)
    {
      WeftBox box = g_array_index (boxes, WeftBox, i);

      if (sample[box.picture] == 0)
        continue;
      box.picture = sample[box.picture] - 1;
      g_array_index (boxes, WeftBox, n++) = box;
    }
  g_array_set_size (boxes, n);
  return weft_boxes_fill (&scenes->boxes, dataset, sizes, 2, scenes->notes, error);
}

static gboolean
fill_classes (WeftScenes *scenes, WeftDataset *dataset, GError **error)
{
  WeftField *field = weft_dataset_add_field (dataset, "y", WEFT_KIND_CLASS);
  g_autofree char *list = g_strjoinv (weft_sentence_get_comma (), scenes->classes);
  g_autofree char *shown = weft_brief (list, WEFT_BRIEF_QUOTE);

  field->shape.type = WEFT_I64;
  field->classes = (int) g_strv_length (scenes->classes);
  field->class_names = g_strdupv (scenes->classes);
  field->title = g_strdup (scenes->title);
  if (!weft_dataset_allocate (dataset, field, error))
    return FALSE;
  for (guint i = 0; i < dataset->count; i++)
    ((gint64 *) field->data)[i] = get_scene (scenes, i)->class;
  weft_notes_add (scenes->notes, _ ("“%s” is predicted as one of %u classes: %s."), field->title,
                  (guint) field->classes, shown);
  return TRUE;
}

/* A yes or no for each label. */
static gboolean
fill_labels (WeftScenes *scenes, WeftDataset *dataset, GError **error)
{
  WeftField *field = weft_dataset_add_field (dataset, "y", WEFT_KIND_NUMBERS);
  g_autofree char *list = g_strjoinv (weft_sentence_get_comma (), scenes->tags.names);
  g_autofree char *shown = weft_brief (list, WEFT_BRIEF_QUOTE);
  gsize n = g_strv_length (scenes->tags.names);

  field->shape = WEFT_SHAPE ((gint64) n);
  field->feature_names = g_strdupv (scenes->tags.names);
  field->title = g_strdup (scenes->title);
  if (!weft_dataset_allocate (dataset, field, error))
    return FALSE;
  for (guint i = 0; i < dataset->count; i++)
    {
      int cell = get_scene (scenes, i)->class;

      weft_tags_mark (&scenes->tags, cell < 0 ? NULL : scenes->classes[cell],
                      (float *) field->data + i * n);
    }
  weft_notes_add (scenes->notes,
                  _ ("“%s” holds several labels in a cell: which of %u each picture has is "
                     "predicted, a yes or no each: %s."),
                  field->title, (guint) n, shown);
  return TRUE;
}

static gboolean
fill_numbers (WeftScenes *scenes, WeftDataset *dataset, GError **error)
{
  WeftField *field = weft_dataset_add_field (dataset, "y", WEFT_KIND_NUMBERS);

  field->shape = WEFT_SHAPE (1);
  field->title = g_strdup (scenes->title);
  if (!weft_dataset_allocate (dataset, field, error))
    return FALSE;
  for (guint i = 0; i < dataset->count; i++)
    ((float *) field->data)[i] = (float) get_scene (scenes, i)->number;
  weft_notes_add (scenes->notes, _ ("“%s” is predicted as a number."), field->title);
  return TRUE;
}

static gboolean
fill_said (WeftScenes *scenes, WeftScenesForm form, WeftDataset *dataset, GError **error)
{
  if (form == WEFT_SCENES_MASKS)
    return weft_scenes_fill_masks (scenes, dataset, error);
  if (form == WEFT_SCENES_PAIRS)
    return weft_scenes_fill_pictures (scenes, dataset, error);
  if (scenes->boxes.classes->len > 0)
    return fill_boxes (scenes, dataset, error);
  if (scenes->tags.names)
    return fill_labels (scenes, dataset, error);
  if (scenes->classes)
    return fill_classes (scenes, dataset, error);
  if (scenes->title)
    return fill_numbers (scenes, dataset, error);
  return weft_sentence_refuse (error, _ ("There is no box around anything."));
}

/* Parts that the source says; training ones are free where none is for validation. */
static gboolean
fill_parts (const WeftScenes *scenes, WeftDataset *dataset, GError **error)
{
  guint n[WEFT_N_PARTS + 1] = { 0 };

  for (guint i = 0; i < dataset->count; i++)
    n[get_scene (scenes, i)->part]++;
  if (n[0] == dataset->count)
    return TRUE;
  dataset->part = weft_memory_new ((gsize) dataset->count, error);
  for (guint i = 0; dataset->part && i < dataset->count; i++)
    {
      guint8 part = get_scene (scenes, i)->part;

      dataset->part[i] = part == WEFT_PART_TRAIN + 1 && n[WEFT_PART_VALIDATION + 1] == 0 ? 0 : part;
    }
  return dataset->part != NULL;
}

static WeftDataset *
make_dataset (WeftScenes *scenes, WeftScenesForm form, GError **error)
{
  g_autoptr (WeftDataset) dataset = weft_dataset_new ();
  g_autofree char *count = NULL;

  list_pictures (scenes);
  if (scenes->list.pictures->len == 0)
    {
      weft_sentence_set_error (error, WEFT_ERROR_INVALID,
                               _ ("“%s” has no picture of which something is said: names must be "
                                  "those of the files."),
                               scenes->tree->name);
      return NULL;
    }
  dataset->name = g_strdup (scenes->tree->name);
  if (!weft_picture_list_decode (&scenes->list, dataset, "x", error))
    return NULL;
  count = weft_count_format (scenes->list.pictures->len);
  weft_notes_add (
      scenes->notes,
      ngettext ("%s picture of %d×%d.", "%s pictures of %d×%d.", scenes->list.pictures->len), count,
      scenes->list.width, scenes->list.height);
  if (!fill_said (scenes, form, dataset, error) || !fill_parts (scenes, dataset, error))
    return NULL;
  weft_left_out_note (scenes->left_out, scenes->notes);
  dataset->notes = weft_notes_finish (g_steal_pointer (&scenes->notes));
  return weft_dataset_finish (dataset, error) ? g_steal_pointer (&dataset) : NULL;
}

/* A file may be gone, and its pictures may lie elsewhere. */
static gboolean
check_found (const WeftScenesFound *found, const char *path, GError **error)
{
  g_autofree char *name = weft_input_dup_shown (path);

  if (!found->tree)
    weft_sentence_set_error (error, WEFT_ERROR_NOT_FOUND, _ ("There is no file “%s”."), name);
  else if (found->tree->n_wanted == 0)
    weft_sentence_set_error (error, WEFT_ERROR_INVALID,
                             _ ("“%s” says what is in pictures, and none lies beside it. Put it "
                                "into the folder of its pictures."),
                             name);
  else
    return TRUE;
  return FALSE;
}

static WeftDataset *
read_scenes (const char *path, const WeftReadOptions *options, WeftColumns **columns,
             GError **error)
{
  WeftScenes all = { 0 };
  g_autoptr (WeftScenes) scenes = &all;
  g_auto (WeftScenesFound) found = { 0 };

  weft_scenes_look (path, &found);
  if (!check_found (&found, path, error))
    return NULL;
  scenes->tree = found.tree;
  scenes->scenes = g_array_new (FALSE, TRUE, sizeof (WeftScene));
  scenes->by_name = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  scenes->left_out = weft_left_out_new ();
  scenes->notes = weft_notes_new ();
  weft_boxes_init (&scenes->boxes);
  weft_picture_list_init (&scenes->list, scenes->left_out);
  add_scenes (scenes, found.first ? found.first : found.tree, 0);
  return read_said (scenes, &found, options, error) ? make_dataset (scenes, found.form, error)
                                                    : NULL;
}

static gboolean
takes (const char *path)
{
  g_auto (WeftScenesFound) found = { 0 };

  weft_scenes_look (path, &found);
  return found.form != WEFT_SCENES_NOTHING;
}

static void
add_endings (GPtrArray *list)
{
  g_ptr_array_add (list, (gpointer) ".json");
  g_ptr_array_add (list, (gpointer) ".xml");
}

const WeftReader weft_reader_scenes = {
  .id = "scenes",
  .what = N_ ("a folder of pictures with their boxes (a table, COCO, Pascal VOC), masks, or a "
              "table of what each shows"),
  .add_endings = add_endings,
  .takes = takes,
  .read = read_scenes,
};
