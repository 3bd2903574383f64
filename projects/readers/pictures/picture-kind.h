/* picture-kind: the kinds of picture files that can be read, by name, by content, and if whole */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

typedef struct
{
  const char *loader; /* what gdk-pixbuf calls it; this computer may have no such loader */
  const char *endings[5];
  gboolean (*begins) (const guint8 *bytes, gsize length);
  /* Whether all is there that its head promises. NULL: the loader says so itself. */
  gboolean (*ends) (const guint8 *bytes, gsize length);
  gboolean scales; /* the loader makes a large one small while it reads */
} WeftPictureKind;

const WeftPictureKind *weft_picture_kind_of_name (const char *name); /* nullable */
void weft_picture_add_endings (GPtrArray *list);                     /* input.h */
/* Whatever its name says; nullable. */
const WeftPictureKind *weft_picture_kind_of_content (const guint8 *bytes, gsize length);
/* A picture by its name, but of a kind that is never read: HEIC, SVG, raw photographs. */
gboolean weft_picture_kind_is_other (const char *name);
