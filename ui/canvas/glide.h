/* glide: nodes that an edit moved go to their new places, and do not jump there */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

typedef struct _WeftPlane WeftPlane;

typedef struct
{
  GHashTable *from; /* gint64 → WeftPoint: where they stood; NULL: nothing glides */
  gint64 began;     /* µs */
  guint tick;
} WeftGlide;

/* Before the edit: where all stands now. Not where there are too many, or the desktop wants no
 * movement. */
void weft_glide_note (WeftPlane *plane);
void weft_glide_begin (WeftPlane *plane); /* after it */
void weft_glide_stop (WeftPlane *plane);
