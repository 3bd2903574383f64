/* sight: which part of the plane is in sight */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/scene/patch.h"

typedef struct _WeftPlane WeftPlane;

typedef struct
{
  WeftView view;
  int width, height;  /* of the widget, as it was laid out */
  double zoom_before; /* when it was */
  gboolean has_view;  /* FALSE: fit when there is room and something to fit */
  gboolean is_fitted; /* and nobody has moved it since: it follows the size */
  gboolean begins;    /* fitted, but larger than all of it, so that its beginning can be read */
  gboolean was_whole; /* all was in sight before the edits that the scene does not have yet */
} WeftSight;

WeftBox weft_sight_get_area (WeftPlane *plane); /* the part of the plane in sight */
void weft_sight_set (WeftPlane *plane, const WeftView *view);
void weft_sight_changed (WeftPlane *plane);
void weft_sight_fit (WeftPlane *plane, gboolean selection);
/* While it is laid out: fits the first time that there is something to fit. */
void weft_sight_fit_first (WeftPlane *plane, int width, int height);
void weft_sight_show_node (WeftPlane *plane, gint64 id);
gboolean weft_sight_is_whole (WeftPlane *plane); /* all is in sight */
/* Another place is looked at, as it was when it was left; the first time all of it. */
void weft_sight_change_place (WeftPlane *plane, gint64 from, gint64 to);
/* After an edit: when all was in sight, all is again; otherwise what was added is. patch:
 * nullable: nothing was. */
void weft_sight_follow (WeftPlane *plane, const WeftPatch *patch);
