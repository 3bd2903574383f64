/* screen: a picture of an episode, move by move, without a display */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/pictures/screen.h"

#include <math.h>
#include <string.h>

#include "ui/base/theme.h"
#include "ui/paint/world.h"

#define SIDE 480 /* px of the longer one */
#define LEAST_SIDE 16

void
weft_screen_init (WeftScreen *screen, const WeftEpisode *episode, gboolean is_dark)
{
  double width, height, scale;

  screen->episode = episode;
  screen->drawing = weft_drawing_new ();
  screen->is_dark = is_dark;
  episode->environment->draw (weft_episode_get_state (episode, 0), screen->drawing);
  width = (double) screen->drawing->width;
  height = (double) screen->drawing->height;
  scale = SIDE / MAX (width, height);
  screen->width = MAX (LEAST_SIDE, (int) lround (width * scale));
  screen->height = MAX (LEAST_SIDE, (int) lround (height * scale));
  screen->surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, screen->width, screen->height);
}

void
weft_screen_clear (WeftScreen *screen)
{
  g_clear_pointer (&screen->drawing, weft_drawing_free);
  g_clear_pointer (&screen->surface, cairo_surface_destroy);
}

void
weft_screen_show (const WeftScreen *screen, guint move)
{
  const double box[] = { 0, 0, screen->width, screen->height };
  cairo_t *cr = cairo_create (screen->surface);

  screen->episode->environment->draw (weft_episode_get_state (screen->episode, move),
                                      screen->drawing);
  weft_theme_set_source (cr, WEFT_ROLE_CARD, screen->is_dark);
  cairo_paint (cr);
  weft_world_paint (cr, screen->drawing, box, screen->is_dark, NULL);
  cairo_destroy (cr);
}

void
weft_screen_read (const WeftScreen *screen, guint32 *pixels)
{
  gsize width = (gsize) screen->width;
  const guchar *data;
  int stride;

  cairo_surface_flush (screen->surface);
  data = cairo_image_surface_get_data (screen->surface);
  stride = cairo_image_surface_get_stride (screen->surface);
  for (int y = 0; y < screen->height; y++)
    memcpy (pixels + (gsize) y * width, data + (gsize) y * (gsize) stride, width * sizeof *pixels);
}
