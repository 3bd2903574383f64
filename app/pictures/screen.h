/* screen: a picture of an episode, move by move, without a display */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include "engine/train/answers/episode.h"

typedef struct
{
  const WeftEpisode *episode; /* outlives it */
  WeftDrawing *drawing;
  cairo_surface_t *surface; /* RGB24 */
  gboolean is_dark;
  int width, height; /* px */
} WeftScreen;

void weft_screen_init (WeftScreen *screen, const WeftEpisode *episode, gboolean is_dark);
void weft_screen_clear (WeftScreen *screen);
void weft_screen_show (const WeftScreen *screen, guint move); /* after so many */
/* What is shown, as 0xXXRRGGBB, (height, width). */
void weft_screen_read (const WeftScreen *screen, guint32 *pixels);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WeftScreen, weft_screen_clear)
