/* patch: a scene follows an edit that leaves it its nodes, ports and wires; no GTK in it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/scene/ways.h"

/* What is to be drawn anew. */
typedef struct
{
  WeftWaysChange ways;
  GArray *nodes;   /* guint, of the scene's nodes: these were made anew, */
  GPtrArray *were; /* WeftSceneNode: as each of them was before */
} WeftPatch;

void weft_patch_init (WeftPatch *patch);
void weft_patch_clear (WeftPatch *patch);
/* The scene becomes what weft_scene_new would make of the document. FALSE, and nothing is done: it
 * has to be made anew, since nodes, ports or wires came or went. */
gboolean weft_patch_follow (WeftPatch *patch, WeftScene *scene, WeftGraph *graph,
                            const WeftReport *report, gboolean thumbs);
