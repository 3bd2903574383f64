/* gif: moving pictures as a GIF, which any browser plays
 *
 * GIF89a with one table of 256 colours: those that are most frequent in some of the frames, by
 * which each other colour is given as the nearest. Of each frame only the box that has changed is
 * written. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

typedef struct
{
  int width, height; /* px, 1 … 65,535 */
  guint frames;
  int delay, rest; /* hundredths of a second: after each frame, and after the last */
  /* Draws a frame as 0x00RRGGBB, (height, width). Called for some frames more than once. */
  void (*draw) (gpointer user, guint frame, guint32 *pixels);
  gpointer user;
} WeftGif;

/* The whole file, which plays for ever; transfer full. The thread's errand is told of each frame.
 */
GByteArray *weft_gif_write (const WeftGif *gif, GError **error);
