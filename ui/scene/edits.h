/* edits: what each gesture of the canvas does to the document, as one edit; no GTK in it
 *
 * Each plans the wires as they shall be and makes the edit from the difference; a variadic layer's
 * inputs close up. All return transfer full; NULL when there is nothing to do. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/plan/check.h"
#include "ui/scene/geometry.h"

/* heal: join what came in and went out where a node has one wired input and one output; n_cut
 * (nullable): how many of the nodes could not be healed though they had wires on both sides. */
WeftEdit *weft_edits_remove (WeftGraph *graph, const gint64 *nodes, guint n, gboolean heal,
                             guint *n_cut);
WeftEdit *weft_edits_unwire (WeftGraph *graph, const WeftWire *wires, guint n);
/* An input that is wired already is rewired. drop: nullable; a wire that goes with it (one that was
 * picked up at its end). */
WeftEdit *weft_edits_connect (WeftGraph *graph, const WeftWire *wire, const WeftWire *drop);
/* These wires begin at that output instead; one that leads to its node stays. */
WeftEdit *weft_edits_reconnect (WeftGraph *graph, const WeftWire *wires, guint n, gint64 from,
                                int output);
/* Puts a node that stands alone into a wire; what stands behind it in the row makes room when
 * asked. */
WeftEdit *weft_edits_insert (WeftGraph *graph, gint64 node, const WeftWire *wire,
                             const WeftPoint *at, gboolean make_room);
/* A new node, by itself, in a wire (nullable), or joined to `from` (nullable: its output, or its
 * input when `to` is set). id: the new node's. */
typedef struct
{
  const WeftLayer *layer;
  WeftPoint at;
  gint64 inside;        /* the group that it comes to stand in; 0: the top */
  const WeftWire *into; /* nullable: goes into this wire */
  gboolean make_room;
  gint64 from; /* 0, or wired from (from, from_output) */
  int from_output;
  gint64 to; /* 0, or wired to (to, to_input) */
  int to_input;
  int port;             /* the new node's port for from or to */
  const WeftWire *drop; /* nullable: goes with it */
} WeftAddition;

WeftEdit *weft_edits_add (WeftGraph *graph, const WeftAddition *addition, gint64 *id);
/* A layer may take a node's place when both bring data, both judge, or both stand between. */
gboolean weft_edits_can_replace (WeftGraph *graph, gint64 node, const WeftLayer *layer);
/* A new node of that layer where the old one stood; wires stay at the ports that it has too. id:
 * the new node's. */
WeftEdit *weft_edits_replace (WeftGraph *graph, gint64 node, const WeftLayer *layer, gint64 *id);
/* Other nodes of the same kind, name, parameters and wires where these stand, which have learnt
 * nothing; undone, the old ones are back with what they had learnt. Those that use another's
 * weights stay. ids: gint64, the new nodes' are added. */
WeftEdit *weft_edits_renew (WeftGraph *graph, const gint64 *nodes, guint n, GArray *ids);
WeftEdit *weft_edits_move (WeftGraph *graph, const gint64 *nodes, guint n, double dx, double dy);
/* TRUE when a node could go into a wire: one input at least, an output, no wires yet. */
gboolean weft_edits_can_insert (WeftGraph *graph, gint64 node);
/* Fills in the port that is −1, input or output, with the first that is free and fits; FALSE: none
 * is. */
gboolean weft_edits_find_port (WeftGraph *graph, const WeftReport *report, WeftWire *wire);
