/* plane: the ground that nodes lie on; owns scene and node views
 *
 * What is a thing by itself has a struct, a header and a file of its own: sight, under, thumbs,
 * hand, hand-wire. Nothing outside this folder includes it but its test. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/canvas/canvas.h"
#include "ui/canvas/glide.h"
#include "ui/canvas/hand-wire.h"
#include "ui/canvas/node-costs.h"
#include "ui/canvas/node-view.h"
#include "ui/canvas/sight.h"
#include "ui/canvas/thumbs.h"
#include "ui/canvas/under.h"
#include "ui/canvas/wire-sizes.h"

#define WEFT_TYPE_PLANE (weft_plane_get_type ())
G_DECLARE_FINAL_TYPE (WeftPlane, weft_plane, WEFT, PLANE, GtkWidget)

struct _WeftPlane
{
  GtkWidget parent_instance;
  WeftContext *context;
  WeftCanvas *canvas; /* not owned: it owns the plane */
  WeftScene *scene;
  gboolean scene_is_old;
  gboolean report_is_new; /* than the scene's */
  GArray *moved;          /* gint64: else only these nodes stand elsewhere now */
  GArray *edited;         /* gint64: since the scene was made, and no others unless … */
  gboolean edits_any;     /* … this */
  guint renewal;          /* of the scene, at the next frame */
  GHashTable *views;      /* gint64 id → WeftNodeView */
  GPtrArray *in_rows;     /* the same, in the order of the scene's nodes; not owned */
  GArray *near;           /* guint, of the scene's nodes: those in sight or beside it */
  GHashTable *looks;      /* gint64 group → WeftView: how it was looked at before it was left */
  guint tick;             /* of old images of nodes that wait */
  char *family;           /* of the desktop's font; nullable */
  WeftSight sight;
  WeftUnder under;
  WeftWireSizes wire_sizes;
  gboolean shows_idle; /* units through which nothing is learnt, on their nodes */
  WeftNodeCosts costs;
  WeftThumbs thumbs;

  WeftWire picked; /* the wire that is selected */
  gboolean has_picked;
  WeftPick hover;
  WeftPoint pointer; /* of the widget; x < 0: outside */
  gboolean space_down;
  WeftGlide glide;
  WeftHand hand;
  WeftWiring wiring;
  guint digit;        /* of the key that runs a command now, 0: none */
  guint view_gone_to; /* of the kept views, the last one; 0: none */
  guint nudges;       /* the gesture that moves with arrows merge into */
  gint64 nudged_at;
  int drop_wire;    /* the wire under something dragged in from outside, −1 */
  gint64 drop_node; /* the node that a layer dragged in would replace, 0 */

  guint telling; /* of nodes, ports and wires to screen readers, when there is time */
  guint told;    /* nodes that it has told of */
};

GtkWidget *weft_plane_new (WeftContext *context, WeftCanvas *canvas);
WeftScene *weft_plane_get_scene (WeftPlane *self); /* up to date; not while it is laid out */
void weft_plane_renew (WeftPlane *self); /* the scene, from the document, at the next frame */
/* Of the scene only where these nodes stand. */
void weft_plane_renew_places (WeftPlane *self, const gint64 *nodes, guint n);
WeftNodeView *weft_plane_get_view (WeftPlane *self, guint i);      /* of a node of the scene */
WeftNodeView *weft_plane_find_view (WeftPlane *self, gint64 id);   /* nullable */
void weft_plane_pick_wire (WeftPlane *self, const WeftWire *wire); /* nullable: none */
void weft_plane_focus_node (WeftPlane *self, gint64 id);           /* 0: the plane itself */
gboolean weft_plane_is_selected (WeftPlane *self, gint64 id);
/* Of gint64, as long as the selection stays as it is. Transfer full. */
GHashTable *weft_plane_dup_selected (WeftPlane *self);
