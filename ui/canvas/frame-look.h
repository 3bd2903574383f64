/* frame-look: a frame on the canvas, of any size at any zoom, out of colours that cost nothing */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/paint/paint.h"

typedef struct
{
  const WeftSceneNode *node;
  const WeftNodeLook *look;
  const char *family; /* of the font; nullable */
  double h, zoom;
  gboolean dark;
} WeftFrameLook;

void weft_frame_look_snapshot (const WeftFrameLook *frame, GtkSnapshot *snapshot);
