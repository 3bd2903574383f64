/* hand-wire: a wire on its way from a port to another, by pointer or by keys */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/canvas/hand.h"

/* From an output or, picked at a free input, towards one. */
typedef struct
{
  gboolean backwards; /* the end that is held is an output's */
  gint64 node;
  int port;
  WeftWire taken; /* the wire that was picked up at its end */
  gboolean has_taken;
  GArray *all;      /* WeftWire: those of an output that the hand moves to another one; nullable */
  GHashTable *fits; /* (node << 6 | port) → reason, "" fits: of ports looked at so far */
  gint64 over;      /* the node under the pointer, 0 */
  int over_port;    /* where it would go, −1 nowhere */
  char *reason;     /* why not; nullable */
  gboolean by_keys;
} WeftWiring;

void weft_wiring_clear (WeftWiring *wiring);
/* begin: from the port under `pick`; all: of an output all its wires go along. */
void weft_hand_wire_begin (WeftPlane *plane, const WeftPick *pick, gboolean all);
void weft_hand_wire_begin_keys (WeftPlane *plane, gint64 node);
void weft_hand_wire_update (WeftPlane *plane);
void weft_hand_wire_step (WeftPlane *plane, int dx, int dy); /* to the next that fits, by keys */
void weft_hand_wire_end (WeftPlane *plane, gboolean keep);
/* NULL when it fits; else the reason. port of the node's other side. */
const char *weft_hand_wire_check (WeftPlane *plane, gint64 node, int port);
/* The ends that stay, of the plane; i from 0, FALSE: there are no more. */
gboolean weft_hand_wire_anchor (WeftPlane *plane, guint i, WeftPoint *at);
gboolean weft_hand_wire_holds (WeftPlane *plane, const WeftWire *wire); /* it is in the hand */
