/* test-gif: what is written is read again by another program's reader, colour for colour */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/formats/gif.h"

#include <gdk-pixbuf/gdk-pixbuf.h>

enum
{
  WIDTH = 20,
  HEIGHT = 12,
  FRAMES = 5,
};

/* A square that goes to the right; the last frame is as the one before. */
static guint32
get_pixel (guint frame, int x, int y)
{
  int left = 3 * (int) MIN (frame, FRAMES - 2);

  if (x >= left && x < left + 4 && y >= 4 && y < 8)
    return 0xc01c28;
  return x < WIDTH / 2 ? 0xffffff : 0x27272b;
}

static void
draw_cb (gpointer user, guint frame, guint32 *pixels)
{
  for (int y = 0; y < HEIGHT; y++)
    for (int x = 0; x < WIDTH; x++)
      pixels[y * WIDTH + x] = get_pixel (frame, x, y);
}

static GdkPixbufAnimation *
read_back (const GByteArray *bytes)
{
  g_autoptr (GdkPixbufLoader) loader = gdk_pixbuf_loader_new_with_type ("gif", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (gdk_pixbuf_loader_write (loader, bytes->data, bytes->len, &error));
  g_assert_true (gdk_pixbuf_loader_close (loader, &error));
  g_assert_no_error (error);
  return g_object_ref (gdk_pixbuf_loader_get_animation (loader));
}

static void
check_frame (GdkPixbuf *picture, guint frame)
{
  int channels = gdk_pixbuf_get_n_channels (picture), stride = gdk_pixbuf_get_rowstride (picture);
  const guint8 *data = gdk_pixbuf_read_pixels (picture);

  for (int y = 0; y < HEIGHT; y++)
    for (int x = 0; x < WIDTH; x++)
      {
        const guint8 *rgb = data + y * stride + x * channels;

        g_assert_cmphex (rgb[0] << 16 | rgb[1] << 8 | rgb[2], ==, get_pixel (frame, x, y));
      }
}

G_GNUC_BEGIN_IGNORE_DEPRECATIONS /* only the times that are given count, not the clock's */

    static void
    test_frames (void)
{
  const WeftGif gif = {
    .width = WIDTH, .height = HEIGHT, .frames = FRAMES, .delay = 10, .rest = 50, .draw = draw_cb
  };
  g_autoptr (GByteArray) bytes = weft_gif_write (&gif, NULL);
  GTimeVal now = { 1000, 0 };
  g_autoptr (GdkPixbufAnimation) film = NULL;
  g_autoptr (GdkPixbufAnimationIter) iter = NULL;

  g_assert_nonnull (bytes);
  film = read_back (bytes);
  g_assert_cmpint (gdk_pixbuf_animation_get_width (film), ==, WIDTH);
  g_assert_cmpint (gdk_pixbuf_animation_get_height (film), ==, HEIGHT);
  iter = gdk_pixbuf_animation_get_iter (film, &now);
  for (guint i = 0; i < FRAMES; i++)
    {
      check_frame (gdk_pixbuf_animation_iter_get_pixbuf (iter), i);
      g_assert_cmpint (gdk_pixbuf_animation_iter_get_delay_time (iter), ==,
                       i + 1 < FRAMES ? 100 : 500);
      g_time_val_add (&now, i + 1 < FRAMES ? 100000 : 500000);
      gdk_pixbuf_animation_iter_advance (iter, &now);
    }
  check_frame (gdk_pixbuf_animation_iter_get_pixbuf (iter), 0); /* for ever */
}

G_GNUC_END_IGNORE_DEPRECATIONS

/* More colours than there are places: each is given as one that is near. */
static void
draw_many_cb (gpointer user, guint frame, guint32 *pixels)
{
  for (guint i = 0; i < 4096; i++)
    pixels[i] = (i & 63) << 18 | (i >> 6) << 10 | frame;
}

static void
test_many_colors (void)
{
  const WeftGif gif = { .width = 64, .height = 64, .frames = 2, .delay = 5, .draw = draw_many_cb };
  g_autoptr (GByteArray) bytes = weft_gif_write (&gif, NULL);
  g_autoptr (GdkPixbufAnimation) film = NULL;

  g_assert_nonnull (bytes);
  film = read_back (bytes);
  g_assert_false (gdk_pixbuf_animation_is_static_image (film));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/gif/frames", test_frames);
  g_test_add_func ("/gif/many-colors", test_many_colors);
  return g_test_run ();
}
