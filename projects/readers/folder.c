/* folder: a folder of pictures for each class */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/folder.h"

#include <string.h>

#include "engine/base/memory.h"
#include "projects/readers/input.h"
#include "projects/readers/notes.h"
#include "projects/readers/picture.h"
#include "projects/readers/table.h"

#define MAX_PICTURES 100000
#define MAX_SIDE 64
#define BUDGET (1u << 30)

typedef struct
{
  char *path;
  char *class; /* the folder's name */
  guint8 part;
  int width, height; /* as it is in the file */
} Item;

typedef struct
{
  GPtrArray *items;   /* Item */
  GPtrArray *classes; /* char *, sorted */
  int width, height, channels;
  guint scaled, broken;
  char *first_broken;
  WeftNotes *notes;
} Folder;

static void
item_free (Item *item)
{
  g_free (item->path);
  g_free (item->class);
  g_free (item);
}

static void
folder_clear (Folder *folder)
{
  g_clear_pointer (&folder->items, g_ptr_array_unref);
  g_clear_pointer (&folder->classes, g_ptr_array_unref);
  g_clear_pointer (&folder->notes, g_ptr_array_unref);
  g_free (folder->first_broken);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Folder, folder_clear)

static gboolean
has_pictures (const char *path)
{
  g_autoptr (GPtrArray) names = weft_input_list (path, NULL);

  for (guint i = 0; names && i < names->len; i++)
    if (weft_picture_is_name (names->pdata[i]))
      return TRUE;
  return FALSE;
}

static gboolean
any_folder (const char *path, gboolean (*test) (const char *path))
{
  g_autoptr (GPtrArray) names = weft_input_list (path, NULL);

  for (guint i = 0; names && i < names->len; i++)
    {
      g_autofree char *inner = g_build_filename (path, names->pdata[i], NULL);

      if (g_file_test (inner, G_FILE_TEST_IS_DIR) && test (inner))
        return TRUE;
    }
  return FALSE;
}

static gboolean
has_class_folders (const char *path)
{
  return any_folder (path, has_pictures);
}

gboolean
weft_folder_has_classes (const char *path)
{
  return any_folder (path, has_pictures) || any_folder (path, has_class_folders);
}

/* The pictures of one class; a picture whose head cannot be read is counted and left out. */
static void
collect_class (Folder *folder, const char *path, const char *class, guint8 part)
{
  g_autoptr (GPtrArray) names = weft_input_list (path, NULL);

  for (guint i = 0; names && i < names->len && folder->items->len <= MAX_PICTURES; i++)
    {
      g_autofree char *file = g_build_filename (path, names->pdata[i], NULL);
      int width, height;
      Item *item;

      if (!weft_picture_is_name (names->pdata[i]))
        continue;
      if (!weft_picture_read_size (file, &width, &height, NULL))
        {
          folder->broken++;
          if (!folder->first_broken)
            folder->first_broken = weft_input_dup_name (file);
          continue;
        }
      item = g_new0 (Item, 1);
      *item = (Item){ g_steal_pointer (&file), g_strdup (class), part, width, height };
      g_ptr_array_add (folder->items, item);
    }
}

/* Folders named train, test and the like hold the classes one level deeper. */
static void
collect (Folder *folder, const char *path, guint8 part)
{
  g_autoptr (GPtrArray) names = weft_input_list (path, NULL);

  for (guint i = 0; names && i < names->len; i++)
    {
      g_autofree char *inner = g_build_filename (path, names->pdata[i], NULL);
      g_autofree char *class = weft_input_dup_name (inner);
      guint8 inner_part = part ? 0 : weft_cell_parse_part (class);

      if (!g_file_test (inner, G_FILE_TEST_IS_DIR))
        continue;
      if (inner_part && has_class_folders (inner))
        collect (folder, inner, inner_part);
      else
        collect_class (folder, inner, class, part);
    }
}

static int
compare_words (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

static void
find_classes (Folder *folder)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < folder->items->len; i++)
    {
      Item *item = folder->items->pdata[i];

      if (g_hash_table_add (seen, item->class))
        g_ptr_array_add (folder->classes, item->class);
    }
  g_ptr_array_sort (folder->classes, compare_words);
}

static gint64
class_of (const Folder *folder, const Item *item)
{
  for (guint c = 0; c < folder->classes->len; c++)
    if (strcmp (folder->classes->pdata[c], item->class) == 0)
      return c;
  g_assert_not_reached ();
}

/* The commonest size, brought down to MAX_SIDE where it is larger. */
static void
choose_size (Folder *folder)
{
  g_autoptr (GHashTable) counts = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_autofree gint64 *keys = g_new (gint64, folder->items->len);
  guint best = 0;
  double scale;

  for (guint i = 0; i < folder->items->len; i++)
    {
      Item *item = folder->items->pdata[i];
      guint n;

      keys[i] = (gint64) item->width << 32 | item->height;
      n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, &keys[i])) + 1;
      g_hash_table_replace (counts, &keys[i], GUINT_TO_POINTER (n));
      if (n <= best)
        continue;
      best = n;
      folder->width = item->width;
      folder->height = item->height;
    }
  scale = MIN (1, (double) MAX_SIDE / MAX (folder->width, folder->height));
  folder->width = MAX (1, (int) (folder->width * scale + 0.5));
  folder->height = MAX (1, (int) (folder->height * scale + 0.5));
}

/* Decodes all as coloured; grey is made of them at the end when none has a colour. */
static gboolean
decode (Folder *folder, guint8 *pixels, guint *kept)
{
  gsize each = (gsize) folder->width * folder->height * 3;
  gboolean grey = TRUE;
  guint n = 0;

  for (guint i = 0; i < folder->items->len; i++)
    {
      Item *item = folder->items->pdata[i];
      gboolean same = item->width == folder->width && item->height == folder->height;
      g_auto (WeftPicture) picture = { 0 };

      if (!weft_picture_load (&picture, item->path, same ? 0 : folder->width,
                              same ? 0 : folder->height, NULL)
          || picture.width != folder->width || picture.height != folder->height)
        {
          folder->broken++;
          if (!folder->first_broken)
            folder->first_broken = weft_input_dup_name (item->path);
          continue;
        }
      folder->scaled += !same;
      grey = grey && weft_picture_is_grey (&picture);
      weft_picture_copy (&picture, 0, 0, picture.width, picture.height, 3, pixels + n * each);
      kept[n++] = i;
    }
  folder->channels = grey ? 1 : 3;
  for (guint i = 0; i < n && grey; i++)
    memmove (pixels + i * each / 3, pixels + i * each, each / 3);
  return n > 0;
}

static gboolean
fill (Folder *folder, WeftDataset *dataset, guint n, const guint *kept, GError **error)
{
  gint64 *y = weft_memory_new (n * sizeof (gint64), error);
  gboolean parts = FALSE, validation = FALSE;

  dataset->y = y;
  dataset->part = weft_memory_new (n, error);
  if (!y || !dataset->part)
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      const Item *item = folder->items->pdata[kept[i]];

      y[i] = class_of (folder, item);
      dataset->part[i] = item->part;
      parts = parts || item->part;
      validation = validation || item->part == WEFT_PART_VALIDATION + 1;
    }
  for (guint i = 0; i < n && !validation; i++)
    if (dataset->part[i] == WEFT_PART_TRAIN + 1)
      dataset->part[i] = 0;
  if (!parts)
    {
      weft_memory_free (dataset->part);
      dataset->part = NULL;
    }
  return TRUE;
}

static void
note (Folder *folder, guint n)
{
  g_autofree char *list = NULL;

  g_ptr_array_add (folder->classes, NULL);
  list = g_strjoinv (", ", (char **) folder->classes->pdata);
  g_ptr_array_set_size (folder->classes, (int) folder->classes->len - 1);
  weft_notes_add (folder->notes, _ ("%u pictures of %d×%d in %u classes: %s."), n, folder->width,
                  folder->height, folder->classes->len, list);
  if (folder->scaled)
    weft_notes_add (folder->notes, _ ("%u pictures had another size and are scaled to this one."),
                    folder->scaled);
  if (folder->broken)
    weft_notes_add (folder->notes, _ ("%u files cannot be read and are left out, first “%s”."),
                    folder->broken, folder->first_broken);
}

static char **
dup_classes (const Folder *folder)
{
  char **names = g_new0 (char *, folder->classes->len + 1);

  for (guint c = 0; c < folder->classes->len; c++)
    names[c] = g_strdup (folder->classes->pdata[c]);
  return names;
}

static WeftDataset *
make_dataset (Folder *folder, const char *path, GError **error)
{
  g_autoptr (WeftDataset) dataset = weft_dataset_new ();
  g_autofree guint *kept = g_new0 (guint, folder->items->len);
  gsize each = (gsize) folder->width * folder->height * 3;
  guint before = folder->broken;

  dataset->x = weft_memory_new (folder->items->len * each, error);
  if (!dataset->x)
    return NULL;
  if (!decode (folder, dataset->x, kept))
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, _ ("None of the pictures can be read."));
      return NULL;
    }
  dataset->count = folder->items->len - (folder->broken - before);
  dataset->name = weft_input_dup_name (path);
  dataset->x_shape = WEFT_SHAPE (folder->channels, folder->height, folder->width);
  dataset->x_shape.type = WEFT_U8;
  dataset->x_scale = 1.0 / 255;
  dataset->is_picture = TRUE;
  dataset->target = WEFT_TARGET_CLASS;
  dataset->y_shape.type = WEFT_I64;
  dataset->classes = (int) folder->classes->len;
  dataset->class_names = dup_classes (folder);
  if (!fill (folder, dataset, (guint) dataset->count, kept, error))
    return NULL;
  note (folder, (guint) dataset->count);
  dataset->notes = weft_notes_finish (g_steal_pointer (&folder->notes));
  return weft_dataset_finish (dataset, error) ? g_steal_pointer (&dataset) : NULL;
}

static gboolean
check (const Folder *folder, const char *path, GError **error)
{
  g_autofree char *name = weft_input_dup_name (path);

  if (folder->items->len > MAX_PICTURES
      || (guint64) folder->items->len * folder->width * folder->height * 3 > BUDGET)
    g_set_error (error, WEFT_ERROR, WEFT_ERROR_MEMORY,
                 _ ("“%s” holds more pictures than fit: at most %d."), name, MAX_PICTURES);
  else if (folder->classes->len < 2)
    g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                 _ ("“%s” needs at least two folders with pictures, one for each class."), name);
  else
    return TRUE;
  return FALSE;
}

WeftDataset *
weft_folder_read (const char *path, GError **error)
{
  g_auto (Folder) folder = { 0 };

  folder.items = g_ptr_array_new_with_free_func ((GDestroyNotify) item_free);
  folder.classes = g_ptr_array_new ();
  folder.notes = weft_notes_new ();
  collect (&folder, path, 0);
  find_classes (&folder);
  if (folder.items->len)
    choose_size (&folder);
  if (!check (&folder, path, error))
    return NULL;
  return make_dataset (&folder, path, error);
}
