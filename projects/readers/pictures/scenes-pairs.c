/* scenes-pairs: a picture for each picture: a mask, a class for each pixel, or what it is to become
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/rows/scenes.h"

#include <string.h>

#include "engine/base/sentence.h"
#include "projects/readers/pictures/decode-picture.h"

#define MOST_COLOURS 64

static const WeftScene *
get_scene (const WeftScenes *scenes, guint i)
{
  const WeftListed *listed = &g_array_index (scenes->list.pictures, WeftListed, i);

  return &g_array_index (scenes->scenes, WeftScene, GPOINTER_TO_UINT (listed->of));
}

/* Which colours there are, each with its number + 1; FALSE: they are too many for classes. */
static gboolean
collect_colours (const WeftPicture *picture, GHashTable *colours, GArray *list)
{
  gsize n = (gsize) picture->width * (gsize) picture->height;
  guint32 before = G_MAXUINT32;

  for (gsize i = 0; i < n; i++)
    {
      const guint8 *rgb = picture->rgb + 3 * i;
      guint32 colour = (guint32) rgb[0] << 16 | (guint32) rgb[1] << 8 | rgb[2];

      if (colour == before || g_hash_table_contains (colours, GUINT_TO_POINTER (colour)))
        continue;
      before = colour;
      if (list->len == MOST_COLOURS)
        return FALSE;
      g_array_append_val (list, colour);
      g_hash_table_insert (colours, GUINT_TO_POINTER (colour), GUINT_TO_POINTER (list->len));
    }
  return TRUE;
}

/* Loads what belongs to picture i; its shape is that of the picture, whatever its size. */
static gboolean
load_other (const WeftScenes *scenes, guint i, WeftPicture *other, GError **error)
{
  const WeftListed *listed = &g_array_index (scenes->list.pictures, WeftListed, i);
  const WeftScene *scene = get_scene (scenes, i);
  g_autofree char *name = g_path_get_basename (scene->other);

  if (!weft_picture_load (other, scene->other, 0, 0, error))
    {
      g_prefix_error (error, "%s: ", name);
      return FALSE;
    }
  if (other->width == listed->width && other->height == listed->height)
    return TRUE;
  return weft_sentence_refuse (error,
                               _ ("“%s” is %d×%d, but its picture “%s” is %d×%d: what says of "
                                  "each pixel what it is must be as large as the picture."),
                               name, other->width, other->height, scene->name, listed->width,
                               listed->height);
}

static int
compare_colours (gconstpointer a, gconstpointer b)
{
  guint32 x = *(const guint32 *) a, y = *(const guint32 *) b;

  return (x > y) - (x < y);
}

/* The colours of all, in the order of their brightness as numbers. */
static GArray *
find_colours (WeftScenes *scenes, GError **error)
{
  g_autoptr (GHashTable) colours = g_hash_table_new (NULL, NULL);
  g_autoptr (GArray) list = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint i = 0; i < scenes->list.pictures->len; i++)
    {
      g_auto (WeftPicture) other = { 0 };

      if (!load_other (scenes, i, &other, error))
        return NULL;
      if (!collect_colours (&other, colours, list))
        {
          weft_sentence_set_error (
              error, WEFT_ERROR_INVALID,
              _ ("The masks have more than %d colours, up to “%s”: each class has one colour. "
                 "Masks that were saved as JPEG have many; save them as PNG."),
              MOST_COLOURS, get_scene (scenes, i)->name);
          return NULL;
        }
    }
  g_array_sort (list, compare_colours);
  return g_steal_pointer (&list);
}

/* From each pixel's nearest in the file. */
static void
copy_labels (const WeftPicture *from, const GArray *colours, const WeftPictureList *list,
             guint8 *out)
{
  for (int y = 0; y < list->height; y++)
    for (int x = 0; x < list->width; x++)
      {
        int row = (int) ((y + 0.5) * from->height / list->height);
        int column = (int) ((x + 0.5) * from->width / list->width);
        const guint8 *rgb = from->rgb + 3 * ((gsize) row * (gsize) from->width + (gsize) column);
        guint32 colour = (guint32) rgb[0] << 16 | (guint32) rgb[1] << 8 | rgb[2];
        guint k = 0;

        while (g_array_index (colours, guint32, k) != colour)
          k++;
        *out++ = (guint8) k;
      }
}

/* Grey ones are called by their number, as masks of classes are painted; others by their colour. */
static void
name_colours (WeftField *field, const GArray *colours)
{
  field->classes = (int) colours->len;
  field->class_names = g_new0 (char *, colours->len + 1);
  for (guint i = 0; i < colours->len; i++)
    {
      guint32 colour = g_array_index (colours, guint32, i);
      gboolean is_grey = (colour & 255) * 0x010101u == colour;

      field->class_names[i]
          = is_grey ? g_strdup_printf ("%u", colour & 255) : g_strdup_printf ("#%06x", colour);
    }
}

gboolean
weft_scenes_fill_masks (WeftScenes *scenes, WeftDataset *dataset, GError **error)
{
  const WeftPictureList *list = &scenes->list;
  g_autoptr (GArray) colours = find_colours (scenes, error);
  gsize size = (gsize) list->width * (gsize) list->height;
  gboolean is_mask;
  WeftField *field;

  if (!colours)
    return FALSE;
  if (colours->len < 2)
    return weft_sentence_refuse (error, _ ("The masks have one colour only; nothing is marked."));
  is_mask = colours->len == 2;
  field = weft_dataset_add_field (dataset, "y", is_mask ? WEFT_KIND_MASK : WEFT_KIND_AREAS);
  field->shape = is_mask ? WEFT_SHAPE (1, list->height, list->width)
                         : WEFT_SHAPE (list->height, list->width);
  field->shape.type = WEFT_U8;
  if (!is_mask)
    name_colours (field, colours);
  if (!weft_dataset_allocate_large (dataset, field, error))
    return FALSE;
  for (guint i = 0; i < list->pictures->len; i++)
    {
      g_auto (WeftPicture) other = { 0 };

      if (!load_other (scenes, i, &other, error))
        return FALSE;
      weft_field_touch (field, i, 1);
      copy_labels (&other, colours, list, (guint8 *) field->data + i * size);
    }
  if (is_mask)
    weft_notes_add (scenes->notes, _ ("A mask of 0 and 1 is predicted for each picture."));
  else
    weft_notes_add (scenes->notes,
                    _ ("Of each pixel one of %u classes is predicted, a colour of the masks each."),
                    colours->len);
  return TRUE;
}

gboolean
weft_scenes_fill_pictures (WeftScenes *scenes, WeftDataset *dataset, GError **error)
{
  g_auto (WeftPictureList) others = { 0 };
  const WeftPictureList *list = &scenes->list;

  weft_picture_list_init (&others, scenes->left_out);
  for (guint i = 0; i < list->pictures->len; i++)
    {
      const WeftScene *scene = get_scene (scenes, i);

      weft_picture_list_add (&others, scene->other, scene->name, NULL);
    }
  others.width = list->width;
  others.height = list->height;
  if (others.pictures->len == list->pictures->len
      && !weft_picture_list_decode (&others, dataset, "y", error))
    return FALSE;
  if (others.pictures->len != list->pictures->len)
    return weft_sentence_refuse (
        error, _ ("Some of the pictures to predict cannot be read; take them out or mend them."));
  weft_notes_add (scenes->notes, _ ("For each picture the one of the same name is predicted."));
  return TRUE;
}
