/* decode-picture: a picture file decoded, its size checked before anything is unpacked */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/pictures/decode-picture.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <glib/gi18n-lib.h>

#include "engine/base/error.h"
#include "projects/readers/files/input.h"
#include "projects/readers/pictures/picture-kind.h"
#include "projects/readers/pictures/picture-turn.h"

#define BUDGET (256 << 20)
#define PIECE ((gsize) 1024)
#define ANY_RATIO (1 << 22)   /* pixels: what is smaller may be packed however well */
#define MAX_RATIO 256         /* pixels to bytes; sheets of drawings come to some 20 */
#define MULTIPAGE "multipage" /* the option that the loader of TIFF sets; of GIF we do */

static gint64 patience = 20 * G_USEC_PER_SEC; /* for one picture */

/* What is asked of the loader, and what it says. */
typedef struct
{
  int wanted_width, wanted_height; /* 0: as it is */
  int width, height;               /* as it is in the file */
  gsize length;                    /* bytes of the file */
  gboolean refused, is_late;
  int top, bottom; /* the rows that it has filled, in whatever order */
} Reading;

void
weft_picture_set_patience (gint64 microseconds)
{
  patience = microseconds;
}

gboolean
weft_picture_is_name (const char *name)
{
  return weft_picture_kind_of_name (name) != NULL;
}

static gboolean
fail (const char *path, GError **error, int code, const char *what)
{
  g_autofree char *name = weft_input_dup_name (path);

  g_set_error (error, WEFT_ERROR, code, _ ("“%s” is no picture that can be read: %s."), name, what);
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

/* A few kilobytes can say that they are hundreds of megabytes. */
static gboolean
unpacks_beyond_reason (const Reading *reading)
{
  gint64 pixels = (gint64) reading->width * reading->height;

  return pixels > ANY_RATIO && (gsize) (pixels / MAX_RATIO) > reading->length;
}

static void
size_prepared_cb (GdkPixbufLoader *loader, int width, int height, Reading *reading)
{
  reading->width = width;
  reading->height = reading->top = height;
  reading->refused = width < 1 || height < 1 || (gint64) width * height > WEFT_PICTURE_MAX_PIXELS
                     || unpacks_beyond_reason (reading);
  if (reading->refused) /* which ends the reading: nothing is allocated */
    gdk_pixbuf_loader_set_size (loader, 0, 0);
  else if (reading->wanted_width)
    gdk_pixbuf_loader_set_size (loader, reading->wanted_width, reading->wanted_height);
}

static void
area_updated_cb (GdkPixbufLoader *loader, int x, int y, int width, int height, Reading *reading)
{
  reading->top = MIN (reading->top, y);
  reading->bottom = MAX (reading->bottom, y + height);
}

/* By content, and only of the kinds that are known: what else gdk-pixbuf may read, a stranger's
 * file cannot ask for. */
static GdkPixbufLoader *
new_loader (const char *path, const WeftPictureKind *kind, Reading *reading, GError **error)
{
  GdkPixbufLoader *loader;

  if (!kind)
    {
      fail (path, error, WEFT_ERROR_DAMAGED, _ ("it is of no kind that is known"));
      return NULL;
    }
  loader = gdk_pixbuf_loader_new_with_type (kind->loader, NULL);
  if (!loader)
    {
      fail (path, error, WEFT_ERROR_UNSUPPORTED, _ ("this computer has no decoder for it"));
      return NULL;
    }
  g_signal_connect (loader, "size-prepared", G_CALLBACK (size_prepared_cb), reading);
  g_signal_connect (loader, "area-updated", G_CALLBACK (area_updated_cb), reading);
  return loader;
}

static gboolean
fail_reading (const char *path, const Reading *reading, GError **error)
{
  if (reading->refused)
    return fail (path, error, WEFT_ERROR_MEMORY,
                 _ ("it is too large, or unpacks to more than a picture of its size can be"));
  if (reading->is_late)
    return fail (path, error, WEFT_ERROR_MEMORY, _ ("it takes too long to decode"));
  return fail (path, error, WEFT_ERROR_DAMAGED, _ ("it is damaged or cut off"));
}

/* In small pieces: a JPEG of a few hundred kilobytes may go over the same pixels a hundred thousand
 * times, and after each piece the clock is looked at. */
static gboolean
feed (GdkPixbufLoader *loader, const guchar *bytes, Reading *reading)
{
  gint64 deadline = g_get_monotonic_time () + patience;

  for (gsize at = 0; at < reading->length && !reading->is_late; at += PIECE)
    {
      if (!gdk_pixbuf_loader_write (loader, bytes + at, MIN (reading->length - at, PIECE), NULL))
        return FALSE;
      reading->is_late = g_get_monotonic_time () > deadline;
    }
  return !reading->is_late;
}

gboolean
weft_picture_read_size (const char *path, int *width, int *height, GError **error)
{
  g_autoptr (GdkPixbufLoader) loader = NULL;
  g_autofree char *bytes = NULL;
  Reading reading = { 0 };
  gboolean swaps;
  gsize length;

  if (!weft_input_load (path, BUDGET, &bytes, &length, error))
    return FALSE;
  reading.length = length;
  loader
      = new_loader (path, weft_picture_kind_of_content ((guint8 *) bytes, length), &reading, error);
  if (!loader)
    return FALSE;
  for (gsize at = 0; at < length && reading.width == 0; at += 4096)
    if (!gdk_pixbuf_loader_write (loader, (const guchar *) bytes + at, MIN (length - at, 4096),
                                  NULL))
      break;
  gdk_pixbuf_loader_close (loader, NULL);
  if (reading.width == 0 || reading.refused)
    return fail_reading (path, &reading, error);
  swaps = weft_picture_lies ((guint8 *) bytes, length);
  *width = swaps ? reading.height : reading.width;
  *height = swaps ? reading.width : reading.height;
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

/* The rows that no loader has filled hold what was in memory before. */
static gboolean
is_filled (const WeftPictureKind *kind, const Reading *reading)
{
  return kind->scales || (reading->top == 0 && reading->bottom >= reading->height);
}

/* transfer full; NULL unless all of it is there. */
static GdkPixbuf *
decode (const char *path, const guint8 *bytes, gsize length, int width, int height, GError **error)
{
  const WeftPictureKind *kind = weft_picture_kind_of_content (bytes, length);
  Reading reading = { .length = length };
  g_autoptr (GdkPixbufLoader) loader = new_loader (path, kind, &reading, error);
  GdkPixbuf *pixbuf;
  gboolean whole;

  if (!loader)
    return NULL;
  if (kind->scales)
    {
      reading.wanted_width = width;
      reading.wanted_height = height;
    }
  whole = !kind->ends || kind->ends (bytes, length);
  whole = feed (loader, bytes, &reading) && whole;
  whole = gdk_pixbuf_loader_close (loader, NULL) && whole;
  pixbuf = whole ? gdk_pixbuf_loader_get_pixbuf (loader) : NULL;
  if (!pixbuf || reading.refused || !is_filled (kind, &reading))
    {
      fail_reading (path, &reading, error);
      return NULL;
    }
  if (!gdk_pixbuf_animation_is_static_image (gdk_pixbuf_loader_get_animation (loader)))
    gdk_pixbuf_set_option (pixbuf, MULTIPAGE, "yes");
  return g_object_ref (pixbuf);
}

/* As the camera was held. Takes pixbuf; NULL: there is no memory. */
static GdkPixbuf *
turn_upright (GdkPixbuf *pixbuf)
{
  g_autoptr (GdkPixbuf) taken = pixbuf;

  return gdk_pixbuf_apply_embedded_orientation (taken);
}

/* Takes pixbuf. NULL with WEFT_ERROR_MEMORY. */
static GdkPixbuf *
scale (const char *path, GdkPixbuf *pixbuf, int width, int height, GError **error)
{
  g_autoptr (GdkPixbuf) taken = pixbuf;
  GdkPixbuf *scaled;

  if (!width || (gdk_pixbuf_get_width (taken) == width && gdk_pixbuf_get_height (taken) == height))
    return g_steal_pointer (&taken);
  scaled = gdk_pixbuf_scale_simple (taken, width, height, GDK_INTERP_BILINEAR);
  if (!scaled)
    fail_memory (path, error);
  return scaled;
}

gboolean
weft_picture_load (WeftPicture *picture, const char *path, int width, int height, GError **error)
{
  g_autoptr (GdkPixbuf) pixbuf = NULL;
  g_autofree char *bytes = NULL;
  gboolean swaps;
  gsize length;

  *picture = (WeftPicture){ 0 };
  if (!weft_input_load (path, BUDGET, &bytes, &length, error))
    return FALSE;
  swaps = weft_picture_lies ((const guint8 *) bytes, length);
  pixbuf = decode (path, (const guint8 *) bytes, length, swaps ? height : width,
                   swaps ? width : height, error);
  if (!pixbuf)
    return FALSE;
  picture->is_first = gdk_pixbuf_get_option (pixbuf, MULTIPAGE) != NULL;
  pixbuf = turn_upright (g_steal_pointer (&pixbuf));
  if (!pixbuf)
    return fail_memory (path, error);
  pixbuf = scale (path, pixbuf, width, height, error);
  if (!pixbuf)
    return FALSE;
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
