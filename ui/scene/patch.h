/* patch: a scene follows edits of the document; no GTK in it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/scene/ways.h"

/* What became of it. */
typedef struct
{
  gboolean is_known;    /* set before: by the same report as the last time */
  const GArray *edited; /* set before, nullable: gint64: no other node says anything else */
  const WeftBox *sight; /* set before, nullable: of what lies beyond it as many nodes as … */
  guint most;           /* … this, if all they have is other words, are made anew at a time */
  gboolean is_left;     /* there are more of them: the next time is_known is to be FALSE, too */
  WeftWaysChange ways;
  GArray *nodes;            /* guint, of the scene's nodes: these came or were made anew, */
  GPtrArray *were;          /* WeftSceneNode: as each of them was before; NULL: it came */
  gboolean has_other_nodes; /* some came or went, and all may have other numbers */
  guint first;              /* then: those before it are the same as they were, by their numbers */
  GArray *gone;             /* gint64: the ids of those that went */
  gboolean has_other_wires;
  GArray *wires; /* int, then: of each wire, its number before; −1: it came */
} WeftPatch;

void weft_patch_init (WeftPatch *patch);
void weft_patch_clear (WeftPatch *patch);
/* The scene becomes what weft_scene_new would make of the document, at the level that it shows. */
void weft_patch_follow (WeftPatch *patch, WeftScene *scene, WeftGraph *graph,
                        const WeftReport *report, gboolean thumbs);
