/* picture-turn: whether a photograph lies on its side, as the camera noted it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Of a JPEG or TIFF file: what is seen is as high as its rows are long (Exif 2.3 and TIFF 6.0, tag
 * 0x0112, 5 to 8). */
gboolean weft_picture_lies (const guint8 *bytes, gsize length);
