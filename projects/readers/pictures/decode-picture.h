/* decode-picture: a picture file decoded, its size checked before anything is unpacked */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

typedef struct
{
  int width, height;
  guint8 *rgb;       /* (height, width, 3); transparent parts lie on white */
  gboolean is_first; /* the file holds more: an animation, pages */
} WeftPicture;

#define WEFT_PICTURE_MAX_PIXELS (1 << 26)

gboolean weft_picture_is_name (const char *name); /* of a kind that can be read */
/* Only the head is decoded. Errors as below. */
gboolean weft_picture_read_size (const char *path, int *width, int *height, GError **error);
/* As the camera was held. width and height: scaled to that; 0: as it is. Of several pictures in a
 * file the first. WEFT_ERROR_DAMAGED: cut off, damaged, or none; _UNSUPPORTED: this computer cannot
 * decode it; _MEMORY: too large; else what weft_input_load says. */
gboolean weft_picture_load (WeftPicture *picture, const char *path, int width, int height,
                            GError **error);
/* For tests: how long one picture may take before it is refused. */
void weft_picture_set_patience (gint64 microseconds);
void weft_picture_clear (WeftPicture *picture);
gboolean weft_picture_is_grey (const WeftPicture *picture);
/* One tile, channels first: out (channels, height, width); of one channel the green is taken. */
void weft_picture_copy (const WeftPicture *picture, int x, int y, int width, int height,
                        int channels, guint8 *out);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WeftPicture, weft_picture_clear)
