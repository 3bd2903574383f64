/* hand: the pointer on the plane: what a press, a drag and a click mean */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/scene/scene.h"
#include "ui/scene/snap.h"

#define WEFT_PORT_REACH 10.0 /* px of the widget around a port that are the port */
#define WEFT_TOUCH_REACH 24.0
#define WEFT_WIRE_REACH 6.0

typedef struct _WeftPlane WeftPlane;

typedef enum
{
  WEFT_HAND_IDLE,
  WEFT_HAND_PRESSED, /* and not yet moved beyond the drag threshold */
  WEFT_HAND_MOVING,
  WEFT_HAND_BAND,
  WEFT_HAND_WIRING,
  WEFT_HAND_PANNING,
  WEFT_HAND_CUTTING,
  WEFT_HAND_SIZING, /* a note or a frame, at its corner */
} WeftHandMode;

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

void weft_hand_attach (WeftPlane *plane);
void weft_hand_clear (WeftHand *hand);
void weft_hand_cancel (WeftPlane *plane); /* Escape: as it was before the gesture */
WeftPick weft_hand_pick (WeftPlane *plane, WeftPoint at, gboolean touch);
void weft_hand_update_cursor (WeftPlane *plane);
WeftPoint weft_hand_get_place (WeftPlane *plane); /* of the plane: the pointer, else the middle */
