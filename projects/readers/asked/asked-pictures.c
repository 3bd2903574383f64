/* asked-pictures: pictures that a network is asked, brought to the size of those it learnt from */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/asked/asked-private.h"

#include <glib/gi18n-lib.h>

#include "projects/readers/files/input.h"
#include "projects/readers/pictures/decode-picture.h"

/* (height, width) of what each pixel is bright (ITU-R BT.601). */
static void
copy_grey (const WeftPicture *picture, guint8 *out)
{
  gsize n = (gsize) picture->width * (gsize) picture->height;

  for (gsize i = 0; i < n; i++)
    out[i] = (guint8) ((299 * picture->rgb[3 * i] + 587 * picture->rgb[3 * i + 1]
                        + 114 * picture->rgb[3 * i + 2] + 500)
                       / 1000);
}

/* Pictures have 1 channel or 3; an array may have had others. */
static gboolean
check_form (const WeftField *like, GError **error)
{
  const WeftShape *shape = &like->shape;

  if (like->ragged < 0 && shape->rank == 3 && (shape->dims[0] == 1 || shape->dims[0] == 3))
    return TRUE;
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_UNSUPPORTED,
               _ ("The pictures that this network learnt from are neither grey nor of three "
                  "colours. Give it an array of NumPy’s, .npy."));
  return FALSE;
}

gboolean
weft_asked_take_pictures (WeftAsked *asked, const char *path, GError **error)
{
  g_autoptr (GPtrArray) files = NULL;
  const gint64 *dims = asked->field->shape.dims;
  gsize size = (gsize) weft_shape_count (&asked->field->shape);
  WeftField *field;

  if (!check_form (asked->field, error))
    return FALSE;
  files = weft_asked_list (path, weft_picture_is_name, error);
  if (!files || !weft_asked_count (asked, path, files->len, error))
    return FALSE;
  field = weft_asked_add_field (asked);
  field->shape = asked->field->shape;
  field->shape.type = WEFT_U8;
  field->scale = 1.0 / 255;
  if (!weft_dataset_allocate (asked->dataset, field, error))
    return FALSE;
  for (guint i = 0; i < files->len; i++)
    {
      g_auto (WeftPicture) picture = { 0 };
      guint8 *out = (guint8 *) field->data + i * size;
      int width, height;

      weft_field_touch (field, i, 1);
      if (!weft_picture_read_size (files->pdata[i], &width, &height, error)
          || !weft_picture_load (&picture, files->pdata[i], (int) dims[2], (int) dims[1], error))
        return FALSE;
      if (dims[0] == 1)
        copy_grey (&picture, out);
      else
        weft_picture_copy (&picture, 0, 0, picture.width, picture.height, 3, out);
      weft_asked_name_picture (asked, weft_input_dup_name (files->pdata[i]), width, height);
    }
  return TRUE;
}
