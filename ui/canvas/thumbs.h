/* thumbs: what the nodes show of the run: the last output, the samples, the loss */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/canvas/node-view.h"

typedef struct _WeftPlane WeftPlane;

typedef struct
{
  guint refresh;       /* of all in sight, when it is due */
  gint64 refreshed_at; /* monotonic µs */
} WeftThumbs;

void weft_thumbs_update (WeftPlane *plane, WeftNodeView *view, const WeftSceneNode *node);
void weft_thumbs_refresh (WeftPlane *plane); /* now or soon */
