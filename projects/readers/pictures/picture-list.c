/* picture-list: picture files that become one field: their sizes, the size that all get, their
 * pixels */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/pictures/picture-list.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "projects/readers/pictures/decode-picture.h"

#define FIRST_ROOM 256

void
weft_picture_list_init (WeftPictureList *list, GPtrArray *left_out)
{
  *list = (WeftPictureList){ .pictures
                             = g_array_sized_new (FALSE, FALSE, sizeof (WeftListed), FIRST_ROOM),
                             .left_out = left_out };
}

void
weft_picture_list_clear (WeftPictureList *list)
{
  g_clear_pointer (&list->pictures, g_array_unref);
}

static void
leave_out (WeftPictureList *list, const char *name, const GError *error)
{
  static const struct
  {
    int code;
    const char *reason;
  } reasons[] = {
    { WEFT_ERROR_DAMAGED, N_ ("damaged, or only a part of the file") },
    { WEFT_ERROR_UNSUPPORTED, N_ ("this computer cannot decode it; save it as PNG or JPEG") },
    { WEFT_ERROR_MEMORY, N_ ("too large") },
  };
  const char *reason = N_ ("cannot be opened");

  for (guint i = 0; i < G_N_ELEMENTS (reasons); i++)
    if (g_error_matches (error, WEFT_ERROR, reasons[i].code))
      reason = reasons[i].reason;
  weft_left_out_add (list->left_out, name, _ (reason));
}

void
weft_picture_list_add (WeftPictureList *list, const char *path, const char *name, gconstpointer of)
{
  WeftListed picture = { .path = path, .name = name, .of = of };
  g_autoptr (GError) error = NULL;

  if (weft_picture_read_size (path, &picture.width, &picture.height, &error))
    g_array_append_val (list->pictures, picture);
  else
    leave_out (list, name, error);
}

void
weft_picture_list_choose_size (WeftPictureList *list, int longest)
{
  g_autoptr (GHashTable) counts = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_autofree gint64 *keys = g_new (gint64, list->pictures->len);
  guint best = 0;
  double scale;

  for (guint i = 0; i < list->pictures->len; i++)
    {
      const WeftListed *picture = &g_array_index (list->pictures, WeftListed, i);
      guint n;

      keys[i] = (gint64) picture->width << 32 | picture->height;
      n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, &keys[i])) + 1;
      g_hash_table_replace (counts, &keys[i], GUINT_TO_POINTER (n));
      if (n <= best)
        continue;
      best = n;
      list->width = picture->width;
      list->height = picture->height;
    }
  if (list->pictures->len == 0)
    return;
  scale = MIN (1, (double) longest / MAX (list->width, list->height));
  list->width = MAX (1, (int) (list->width * scale + 0.5));
  list->height = MAX (1, (int) (list->height * scale + 0.5));
}

/* (3, height, width) to out. */
static gboolean
decode (WeftPictureList *list, const WeftListed *from, guint8 *out)
{
  gboolean same = from->width == list->width && from->height == list->height;
  g_auto (WeftPicture) picture = { 0 };
  g_autoptr (GError) error = NULL;

  if (!weft_picture_load (&picture, from->path, same ? 0 : list->width, same ? 0 : list->height,
                          &error))
    {
      leave_out (list, from->name, error);
      return FALSE;
    }
  list->scaled += !same;
  if (picture.is_first && list->firsts++ == 0)
    list->first_first = from->name;
  if (!weft_picture_is_grey (&picture) && list->coloured++ == 0)
    list->first_coloured = from->name;
  weft_picture_copy (&picture, 0, 0, picture.width, picture.height, 3, out);
  return TRUE;
}

/* Of n coloured pictures in x, all of them grey, one channel. */
static void
drop_colours (WeftField *field, guint n)
{
  gsize each = (gsize) weft_shape_count (&field->shape);
  guint8 *pixels = field->data;

  for (guint i = 0; i < n; i++)
    {
      weft_field_touch (field, i, 1);
      weft_field_touch (field, i / 3, MIN (2, n - i / 3));
      memmove (pixels + i * each / 3, pixels + i * each, each / 3);
    }
  field->shape.dims[0] = 1;
}

/* Decodes all as coloured; grey is made of them at the end when none has a colour. What cannot be
 * decoded leaves the pictures. */
static void
decode_all (WeftPictureList *list, WeftField *field)
{
  gsize each = (gsize) weft_shape_count (&field->shape);
  WeftListed *pictures = (WeftListed *) (void *) list->pictures->data;
  guint n = 0;

  for (guint i = 0; i < list->pictures->len; i++)
    {
      weft_field_touch (field, n, 1);
      if (decode (list, &pictures[i], (guint8 *) field->data + n * each))
        pictures[n++] = pictures[i];
    }
  g_array_set_size (list->pictures, n);
  if (!list->coloured)
    drop_colours (field, n);
}

gboolean
weft_picture_list_decode (WeftPictureList *list, WeftDataset *dataset, const char *name,
                          GError **error)
{
  WeftField *field = weft_dataset_add_field (dataset, name, WEFT_KIND_PICTURE);

  field->shape = WEFT_SHAPE (3, list->height, list->width);
  field->shape.type = WEFT_U8;
  field->scale = 1.0 / 255;
  dataset->count = list->pictures->len;
  if (!weft_dataset_allocate_large (dataset, field, error))
    return FALSE;
  decode_all (list, field);
  dataset->count = list->pictures->len;
  return TRUE;
}
