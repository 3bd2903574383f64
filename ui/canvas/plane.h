/* plane: the ground that nodes lie on; what the files of the canvas share
 *
 * plane.c owns scene, node views and view; plane-draw.c what lies under and over the nodes; hand*.c
 * the pointer; keys.c the keyboard; actions.c carries out commands. Nothing outside this folder
 * includes it. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/canvas/canvas.h"
#include "ui/scene/edits.h"
#include "ui/canvas/node-view.h"
#include "ui/scene/snap.h"

#define WEFT_PORT_REACH 10.0 /* px of the widget around a port that are the port */
#define WEFT_TOUCH_REACH 24.0
#define WEFT_WIRE_REACH 6.0

typedef enum
{
  WEFT_HAND_IDLE,
  WEFT_HAND_PRESSED, /* and not yet moved beyond the drag threshold */
  WEFT_HAND_MOVING,
  WEFT_HAND_BAND,
  WEFT_HAND_WIRING,
  WEFT_HAND_PANNING,
  WEFT_HAND_CUTTING,
} WeftHandMode;

/* A wire on its way: from an output or, picked at a free input, towards one. */
typedef struct
{
  gboolean backwards; /* the end that is held is an output's */
  gint64 node;
  int port;
  WeftWire taken; /* the wire that was picked up at its end */
  gboolean has_taken;
  GHashTable *fits; /* (node << 6 | port) → reason, "" fits: of ports looked at so far */
  gint64 over;      /* the node under the pointer, 0 */
  int over_port;    /* where it would go, −1 nowhere */
  char *reason;     /* why not; nullable */
  gboolean by_keys;
} WeftWiring;

typedef struct
{
  WeftHandMode mode;
  WeftPoint start, at; /* of the widget */
  WeftPick pick;       /* what was pressed */
  gint64 node;         /* its id, when it is one */
  gboolean adds, cuts; /* Shift, Ctrl when pressed */
  gboolean toggles;    /* a click would deselect */
  gint64 clicked_at;   /* µs, for double clicks */
  WeftPoint clicked;
  WeftView view;   /* when a pan began */
  GArray *moved;   /* gint64 ids */
  WeftPoint *from; /* where they stood */
  WeftBox *others; /* what stays */
  guint n_others;
  WeftSnap snap;
  WeftPoint want; /* how far keys and pointer have grabbed it, px of the plane */
  int into;       /* the wire that a dropped node goes into, −1 */
  gboolean by_keys;
  gboolean was_whole; /* all was in sight before it moved */
  gboolean touch;
  GArray *before; /* selection when a band began */
} WeftHand;

#define WEFT_TYPE_PLANE (weft_plane_get_type ())
G_DECLARE_FINAL_TYPE (WeftPlane, weft_plane, WEFT, PLANE, GtkWidget)

struct _WeftPlane
{
  GtkWidget parent_instance;
  WeftContext *context;
  WeftCanvas *canvas; /* not owned: it owns the plane */
  WeftScene *scene;
  gboolean scene_is_old;
  GHashTable *views; /* gint64 id → WeftNodeView */
  WeftView view;
  gboolean is_fitted; /* and nobody has moved it since: it follows the size */
  gboolean has_view;  /* FALSE: fit when there is room and something to fit */
  gboolean begins;    /* fitted, but larger than all of it, so that its beginning can be read */
  gboolean was_whole; /* all was in sight before the edits that the scene does not have yet */
  WeftWire picked;    /* the wire that is selected */
  gboolean has_picked;
  WeftPick hover;
  WeftPoint pointer; /* of the widget; x < 0: outside */
  gboolean space_down;
  WeftHand hand;
  WeftWiring wiring;
  guint nudges; /* the gesture that moves with arrows merge into */
  gint64 nudged_at;
  int drop_wire;      /* the wire under something dragged in from outside, −1 */
  gint64 drop_node;   /* the node that a layer dragged in would replace, 0 */
  GskRenderNode *row; /* of dots; NULL: to be drawn anew */
  GPtrArray *wires;   /* GskRenderNode of each, at this zoom; NULL: to be drawn anew */
  int width, height;  /* that they were drawn for */
  guint renewal;      /* of the scene, at the next frame */
  guint refresh;      /* of thumbs, when it is due */
  gint64 refreshed_at;
  guint telling; /* of ports and wires to screen readers, when there is time */
  guint told;    /* nodes that it has told of */
  guint tick;    /* of old images that wait */
  char *family;  /* of the desktop's font; nullable */
};

/* --- plane.c --- */
GtkWidget *weft_plane_new (WeftContext *context, WeftCanvas *canvas);
WeftScene *weft_plane_get_scene (WeftPlane *self); /* up to date; not while it is laid out */
void weft_plane_renew (WeftPlane *self); /* the scene, from the document, at the next frame */
WeftNodeView *weft_plane_find_view (WeftPlane *self, gint64 id); /* nullable */
void weft_plane_redraw_wires (WeftPlane *self);
void weft_plane_refresh_thumbs (WeftPlane *self);
void weft_plane_pick_wire (WeftPlane *self, const WeftWire *wire); /* nullable: none */
void weft_plane_focus_node (WeftPlane *self, gint64 id);           /* 0: the plane itself */
gboolean weft_plane_is_selected (WeftPlane *self, gint64 id);

/* --- plane-view.c --- */
WeftBox weft_plane_get_area (WeftPlane *self); /* the part of the plane in sight */
void weft_plane_set_view (WeftPlane *self, const WeftView *view);
void weft_plane_view_changed (WeftPlane *self);
void weft_plane_fit (WeftPlane *self, gboolean selection);
/* While it is laid out: fits the first time that there is something to fit. */
void weft_plane_fit_first (WeftPlane *self, int width, int height);
void weft_plane_show_node (WeftPlane *self, gint64 id);
gboolean weft_plane_is_whole (WeftPlane *self); /* all is in sight */
/* After an edit: when all was in sight, all is again; otherwise what was added is. before: the
 * scene before it. */
void weft_plane_follow (WeftPlane *self, const WeftScene *before);
void weft_plane_forget_drawings (WeftPlane *self); /* all that hangs on zoom and size */
void weft_plane_free_node (gpointer node);         /* GskRenderNode, nullable */

/* --- plane-thumb.c --- */
void weft_plane_update_thumb (WeftPlane *self, WeftNodeView *view, const WeftSceneNode *node);

/* --- plane-draw.c --- */
void weft_plane_draw_under (WeftPlane *self, GtkSnapshot *snapshot);

/* --- plane-gesture.c --- */
void weft_plane_draw_gesture (WeftPlane *self, GtkSnapshot *snapshot);
double weft_plane_node_opacity (WeftPlane *self, guint i); /* dim while no port of it fits */

/* --- hand.c, hand-band.c, hand-move.c, hand-wire.c --- */
void weft_hand_attach (WeftPlane *self);
void weft_zoom_attach (WeftPlane *self); /* hand-zoom.c */
void weft_hand_cancel (WeftPlane *self); /* Escape: as it was before the gesture */
WeftPick weft_hand_pick (WeftPlane *self, WeftPoint at, gboolean touch);
void weft_hand_update_cursor (WeftPlane *self);
WeftPoint weft_hand_get_place (WeftPlane *self); /* of the plane: the pointer, else the middle */

void weft_hand_band_begin (WeftPlane *self); /* with Shift it adds to what is selected */
void weft_hand_band_update (WeftPlane *self);
void weft_hand_cut_end (WeftPlane *self); /* cuts what the line crosses */

void weft_hand_move_begin (WeftPlane *self);
void weft_hand_move_update (WeftPlane *self, double dx, double dy,
                            gboolean snap); /* px of the plane */
void weft_hand_move_end (WeftPlane *self, gboolean keep);

/* begin: from the port under `pick`. */
void weft_hand_wire_begin (WeftPlane *self, const WeftPick *pick);
void weft_hand_wire_begin_keys (WeftPlane *self, gint64 node);
void weft_hand_wire_update (WeftPlane *self);
void weft_hand_wire_step (WeftPlane *self, int dx, int dy); /* to the next that fits, by keys */
void weft_hand_wire_end (WeftPlane *self, gboolean keep);
/* NULL when it fits; else the reason. port of the node's other side. */
const char *weft_hand_wire_check (WeftPlane *self, gint64 node, int port);
WeftPoint weft_hand_wire_anchor (WeftPlane *self); /* of the plane: the end that stays */

/* --- keys.c, actions.c, drop.c --- */
void weft_keys_attach (WeftPlane *self);
GActionGroup *weft_actions_new (WeftPlane *self); /* transfer full */
void weft_actions_run (WeftPlane *self, const char *name);
void weft_actions_update (WeftPlane *self); /* which can be done now */
void weft_drop_attach (WeftPlane *self);
void weft_tooltip_attach (WeftPlane *self);
/* A layer lands with its middle there: in the wire under it, else by itself. */
void weft_drop_layer (WeftPlane *self, const WeftLayer *layer, WeftPoint at);
/* A layer takes a node's place, as when it is dropped on it. */
void weft_drop_replace (WeftPlane *self, gint64 node, const WeftLayer *layer);

/* --- search.c, menu.c, rename.c; at: px of the plane's widget --- */
typedef enum
{
  WEFT_SEARCH_ALL,        /* layers to add there, and every command */
  WEFT_SEARCH_BEHIND,     /* likewise, but a layer goes behind the selected node */
  WEFT_SEARCH_FOR_WIRE,   /* layers that fit the wire in the hand */
  WEFT_SEARCH_TO_REPLACE, /* layers that may take the selected node's place */
} WeftSearchFor;

void weft_search_open (WeftPlane *self, WeftPoint at, WeftSearchFor what);
void weft_menu_open (WeftPlane *self, const WeftPick *pick, WeftPoint at);
void weft_rename_open (WeftPlane *self, gint64 node);
/* A popover of the canvas that is thrown away when it closes. */
GtkWidget *weft_plane_new_popover (WeftPlane *self, WeftPoint at);
