/* gif: moving pictures as a GIF, which any browser plays */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/formats/gif.h"

#include <gif_lib.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/errand.h"
#include "engine/base/error.h"

#define COLORS 256
#define LOOKED_AT 24 /* frames whose colours are counted */
#define RGB 0xffffff

typedef struct
{
  guint32 rgb;
  guint count;
} Color;

typedef struct
{
  const WeftGif *gif;
  GifFileType *file;
  GHashTable *places; /* colour + 1 → place in the table + 1 */
  guint32 table[COLORS];
  guint n_colors;
  guint32 *pixels;         /* (height, width) */
  GifByteType *now, *then; /* places (height, width), of this frame and of the one before */
} Writer;

typedef struct
{
  int x, y, width, height;
} Box;

/* --- colours --- */

static void
count_colors (const Writer *writer, GHashTable *counts)
{
  gsize n = (gsize) writer->gif->width * (gsize) writer->gif->height;

  for (gsize i = 0; i < n; i++)
    {
      gpointer key = GUINT_TO_POINTER ((writer->pixels[i] & RGB) + 1);
      guint before = GPOINTER_TO_UINT (g_hash_table_lookup (counts, key));

      g_hash_table_insert (counts, key, GUINT_TO_POINTER (before + 1));
    }
}

static int
compare_cb (gconstpointer a, gconstpointer b)
{
  const Color *first = a, *second = b;

  if (first->count != second->count)
    return first->count > second->count ? -1 : 1;
  return first->rgb < second->rgb ? -1 : 1;
}

static void
choose_colors (Writer *writer)
{
  const WeftGif *gif = writer->gif;
  g_autoptr (GHashTable) counts = g_hash_table_new (NULL, NULL);
  g_autoptr (GArray) colors = g_array_new (FALSE, FALSE, sizeof (Color));
  guint looks = MIN (gif->frames, LOOKED_AT);
  GHashTableIter iter;
  gpointer key, count;

  for (guint i = 0; i < looks; i++)
    {
      gif->draw (gif->user, (guint) ((guint64) i * gif->frames / looks), writer->pixels);
      count_colors (writer, counts);
    }
  g_hash_table_iter_init (&iter, counts);
  while (g_hash_table_iter_next (&iter, &key, &count))
    {
      Color color = { GPOINTER_TO_UINT (key) - 1, GPOINTER_TO_UINT (count) };

      g_array_append_val (colors, color);
    }
  g_array_sort (colors, compare_cb);
  writer->n_colors = MIN (colors->len, COLORS);
  for (guint i = 0; i < writer->n_colors; i++)
    writer->table[i] = g_array_index (colors, Color, i).rgb;
}

static int
measure_distance (guint32 a, guint32 b)
{
  int sum = 0;

  for (int shift = 0; shift < 24; shift += 8)
    {
      int by = (int) (a >> shift & 0xff) - (int) (b >> shift & 0xff);

      sum += by * by;
    }
  return sum;
}

/* The place of the nearest colour. */
static guint
find_place (Writer *writer, guint32 rgb)
{
  gpointer key = GUINT_TO_POINTER (rgb + 1);
  guint best = GPOINTER_TO_UINT (g_hash_table_lookup (writer->places, key));

  if (best > 0)
    return best - 1;
  for (guint i = 1; i < writer->n_colors; i++)
    if (measure_distance (writer->table[i], rgb) < measure_distance (writer->table[best], rgb))
      best = i;
  g_hash_table_insert (writer->places, key, GUINT_TO_POINTER (best + 1));
  return best;
}

/* --- frames --- */

static void
draw_frame (Writer *writer, guint frame)
{
  const WeftGif *gif = writer->gif;
  gsize n = (gsize) gif->width * (gsize) gif->height;
  guint32 last = 0;
  guint place = 0;

  gif->draw (gif->user, frame, writer->pixels);
  for (gsize i = 0; i < n; i++)
    {
      guint32 rgb = writer->pixels[i] & RGB;

      if (i == 0 || rgb != last)
        place = find_place (writer, rgb);
      last = rgb;
      writer->now[i] = (GifByteType) place;
    }
}

/* What is not as it was; at least one pixel. */
static Box
find_changed (const Writer *writer)
{
  int width = writer->gif->width, left = width, right = -1, top = -1, bottom = -1;

  for (int y = 0; y < writer->gif->height; y++)
    for (int x = 0; x < width; x++)
      {
        gsize i = (gsize) y * (gsize) width + (gsize) x;

        if (writer->now[i] == writer->then[i])
          continue;
        left = MIN (left, x);
        right = MAX (right, x);
        top = top < 0 ? y : top;
        bottom = y;
      }
  return right < 0 ? (Box){ 0, 0, 1, 1 } : (Box){ left, top, right - left + 1, bottom - top + 1 };
}

static gboolean
put_frame (Writer *writer, guint frame)
{
  const WeftGif *gif = writer->gif;
  gboolean is_last = frame + 1 == gif->frames;
  GraphicsControlBlock control = { .DisposalMode = DISPOSE_DO_NOT,
                                   .DelayTime = is_last ? gif->rest : gif->delay,
                                   .TransparentColor = NO_TRANSPARENT_COLOR };
  Box box = { 0, 0, gif->width, gif->height };
  GifByteType bytes[4];

  draw_frame (writer, frame);
  if (frame > 0)
    box = find_changed (writer);
  EGifGCBToExtension (&control, bytes);
  if (EGifPutExtension (writer->file, GRAPHICS_EXT_FUNC_CODE, sizeof bytes, bytes) != GIF_OK
      || EGifPutImageDesc (writer->file, box.x, box.y, box.width, box.height, FALSE, NULL)
             != GIF_OK)
    return FALSE;
  for (int y = box.y; y < box.y + box.height; y++)
    {
      GifByteType *line = writer->now + (gsize) y * (gsize) gif->width + box.x;

      if (EGifPutLine (writer->file, line, box.width) != GIF_OK)
        return FALSE;
    }
  memcpy (writer->then, writer->now, (gsize) gif->width * (gsize) gif->height);
  return TRUE;
}

/* --- the file --- */

static int
write_cb (GifFileType *file, const GifByteType *bytes, int length)
{
  g_byte_array_append (file->UserData, bytes, (guint) length);
  return length;
}

/* Netscape's extension, by which it begins anew at its end. */
static gboolean
put_loop (GifFileType *file)
{
  static const GifByteType again[] = { 1, 0, 0 };

  return EGifPutExtensionLeader (file, APPLICATION_EXT_FUNC_CODE) == GIF_OK
         && EGifPutExtensionBlock (file, 11, "NETSCAPE2.0") == GIF_OK
         && EGifPutExtensionBlock (file, sizeof again, again) == GIF_OK
         && EGifPutExtensionTrailer (file) == GIF_OK;
}

static gboolean
put_head (Writer *writer)
{
  GifColorType colors[COLORS] = { 0 };
  ColorMapObject *map;
  gboolean done;

  for (guint i = 0; i < writer->n_colors; i++)
    colors[i]
        = (GifColorType){ (GifByteType) (writer->table[i] >> 16),
                          (GifByteType) (writer->table[i] >> 8), (GifByteType) writer->table[i] };
  map = GifMakeMapObject (COLORS, colors);
  if (map == NULL)
    return FALSE;
  EGifSetGifVersion (writer->file, TRUE);
  done = EGifPutScreenDesc (writer->file, writer->gif->width, writer->gif->height, 8, 0, map)
             == GIF_OK
         && put_loop (writer->file);
  GifFreeMapObject (map);
  return done;
}

static gboolean
put_all (Writer *writer, GByteArray *bytes, GError **error)
{
  gboolean done;
  int problem;

  writer->file = EGifOpen (bytes, write_cb, &problem);
  if (writer->file == NULL)
    return FALSE;
  done = put_head (writer);
  for (guint i = 0; done && i < writer->gif->frames; i++)
    done = put_frame (writer, i) && weft_errand_add (1, error);
  return EGifCloseFile (writer->file, &problem) == GIF_OK && done;
}

GByteArray *
weft_gif_write (const WeftGif *gif, GError **error)
{
  gsize n = (gsize) gif->width * (gsize) gif->height;
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GHashTable) places = g_hash_table_new (NULL, NULL);
  g_autofree guint32 *pixels = g_new0 (guint32, n);
  g_autofree GifByteType *now = g_new0 (GifByteType, n), *then = g_new0 (GifByteType, n);
  Writer writer = { .gif = gif, .places = places, .pixels = pixels, .now = now, .then = then };

  choose_colors (&writer);
  if (put_all (&writer, bytes, error))
    return g_steal_pointer (&bytes);
  if (error != NULL && *error != NULL)
    return NULL;
  g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_MEMORY, _ ("The film could not be written."));
  return NULL;
}
