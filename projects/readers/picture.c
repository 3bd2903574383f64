/* picture: a PNG or JPEG file decoded, its size checked before anything is unpacked */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/picture.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/error.h"
#include "projects/readers/input.h"

#define BUDGET (256 << 20)
#define ANY_RATIO (1 << 22) /* pixels: what is smaller may be packed however well */
#define MAX_RATIO 256       /* pixels to bytes; sheets of drawings come to some 20 */

/* What the loader says of the size, and what is asked of it. */
typedef struct
{
  int width, height;
  int wanted_width, wanted_height;
  gsize length; /* bytes of the file */
  gboolean refused;
} Size;

gboolean
weft_picture_is_name (const char *name)
{
  return weft_input_has_ending (name, (const char *[]){ ".png", ".jpg", ".jpeg", NULL });
}

static gboolean
fail (const char *path, GError **error, const char *what)
{
  g_autofree char *name = weft_input_dup_name (path);

  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, _ ("“%s” is no picture that can be read: %s"),
               name, what);
  return FALSE;
}

static gboolean
fail_memory (const char *path, GError **error)
{
  g_autofree char *name = weft_input_dup_name (path);

  g_set_error (error, WEFT_ERROR, WEFT_ERROR_MEMORY,
               _ ("“%s”: there is not enough memory for it; close other programs or choose a "
                  "smaller part of it."),
               name);
  return FALSE;
}

/* By content: only the two formats whose loaders are asked for by name. */
static const char *
find_type (const char *bytes, gsize length)
{
  if (length > 8 && memcmp (bytes, "\x89PNG\r\n\x1a\n", 8) == 0)
    return "png";
  if (length > 3 && memcmp (bytes, "\xff\xd8\xff", 3) == 0)
    return "jpeg";
  return NULL;
}

/* A few kilobytes can say that they are hundreds of megabytes. */
static gboolean
unpacks_beyond_reason (const Size *size, gint64 pixels)
{
  return pixels > ANY_RATIO && (gsize) (pixels / MAX_RATIO) > size->length;
}

static void
size_prepared_cb (GdkPixbufLoader *loader, int width, int height, Size *size)
{
  size->width = width;
  size->height = height;
  size->refused = width < 1 || height < 1 || (gint64) width * height > WEFT_PICTURE_MAX_PIXELS
                  || unpacks_beyond_reason (size, (gint64) width * height);
  if (size->refused) /* which ends the reading: nothing is allocated */
    gdk_pixbuf_loader_set_size (loader, 0, 0);
  else if (size->wanted_width)
    gdk_pixbuf_loader_set_size (loader, size->wanted_width, size->wanted_height);
}

static GdkPixbufLoader *
new_loader (const char *path, const char *bytes, gsize length, Size *size, GError **error)
{
  const char *type = find_type (bytes, length);
  GdkPixbufLoader *loader;

  if (!type)
    {
      fail (path, error, _ ("only PNG and JPEG work."));
      return NULL;
    }
  loader = gdk_pixbuf_loader_new_with_type (type, NULL);
  if (!loader)
    {
      fail (path, error, _ ("this system cannot decode it."));
      return NULL;
    }
  g_signal_connect (loader, "size-prepared", G_CALLBACK (size_prepared_cb), size);
  return loader;
}

gboolean
weft_picture_read_size (const char *path, int *width, int *height, GError **error)
{
  g_autoptr (GdkPixbufLoader) loader = NULL;
  g_autofree char *bytes = NULL;
  Size size = { 0 };
  gsize length;

  if (!weft_input_load (path, BUDGET, &bytes, &length, error))
    return FALSE;
  size.length = length;
  loader = new_loader (path, bytes, length, &size, error);
  if (!loader)
    return FALSE;
  for (gsize at = 0; at < length && size.width == 0; at += 4096)
    if (!gdk_pixbuf_loader_write (loader, (const guchar *) bytes + at, MIN (length - at, 4096),
                                  NULL))
      break;
  gdk_pixbuf_loader_close (loader, NULL);
  if (size.width == 0 || size.refused)
    return fail (path, error,
                 size.refused
                     ? _ ("it is too large, or unpacks to more than a picture of its size can be.")
                     : _ ("it is damaged."));
  *width = size.width;
  *height = size.height;
  return TRUE;
}

static void
copy_pixels (WeftPicture *picture, GdkPixbuf *pixbuf)
{
  int channels = gdk_pixbuf_get_n_channels (pixbuf), stride = gdk_pixbuf_get_rowstride (pixbuf);
  const guint8 *pixels = gdk_pixbuf_read_pixels (pixbuf);
  guint8 *out = picture->rgb;

  for (int y = 0; y < picture->height; y++)
    for (int x = 0; x < picture->width; x++)
      {
        const guint8 *pixel = pixels + (gsize) y * stride + (gsize) x * channels;
        int alpha = channels == 4 ? pixel[3] : 255;

        for (int c = 0; c < 3; c++)
          *out++ = (guint8) ((pixel[c] * alpha + 255 * (255 - alpha) + 127) / 255);
      }
}

gboolean
weft_picture_load (WeftPicture *picture, const char *path, int width, int height, GError **error)
{
  g_autoptr (GdkPixbufLoader) loader = NULL;
  g_autoptr (GError) inner = NULL;
  g_autofree char *bytes = NULL;
  Size size = { .wanted_width = width, .wanted_height = height };
  GdkPixbuf *pixbuf;
  gboolean whole;
  gsize length;

  *picture = (WeftPicture){ 0 };
  if (!weft_input_load (path, BUDGET, &bytes, &length, error))
    return FALSE;
  size.length = length;
  loader = new_loader (path, bytes, length, &size, error);
  if (!loader)
    return FALSE;
  whole = gdk_pixbuf_loader_write (loader, (const guchar *) bytes, length, &inner);
  whole = gdk_pixbuf_loader_close (loader, whole ? &inner : NULL) && whole;
  pixbuf = whole ? gdk_pixbuf_loader_get_pixbuf (loader) : NULL;
  if (!pixbuf || size.refused)
    return fail (path, error,
                 size.refused
                     ? _ ("it is too large, or unpacks to more than a picture of its size can be.")
                 : inner ? inner->message
                         : "");
  picture->width = gdk_pixbuf_get_width (pixbuf);
  picture->height = gdk_pixbuf_get_height (pixbuf);
  picture->rgb = g_try_malloc ((gsize) picture->width * picture->height * 3);
  if (!picture->rgb)
    return fail_memory (path, error);
  copy_pixels (picture, pixbuf);
  return TRUE;
}

void
weft_picture_clear (WeftPicture *picture)
{
  g_clear_pointer (&picture->rgb, g_free);
}

gboolean
weft_picture_is_grey (const WeftPicture *picture)
{
  gsize n = (gsize) picture->width * picture->height;

  for (gsize i = 0; i < n; i++)
    {
      const guint8 *pixel = picture->rgb + 3 * i;

      if (pixel[0] != pixel[1] || pixel[1] != pixel[2])
        return FALSE;
    }
  return TRUE;
}

void
weft_picture_copy (const WeftPicture *picture, int x, int y, int width, int height, int channels,
                   guint8 *out)
{
  for (int c = 0; c < channels; c++)
    for (int row = 0; row < height; row++)
      for (int column = 0; column < width; column++)
        {
          gsize at = (gsize) (y + row) * picture->width + x + column;

          *out++ = picture->rgb[3 * at + (channels == 1 ? 1 : c)];
        }
}
