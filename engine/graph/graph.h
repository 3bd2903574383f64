/* graph: the document; nodes, wires and training settings, changed only by weft_graph_apply
 *
 * Main thread only. What goes to another thread is a copy (weft_graph_dup), which nobody changes.
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>
#include "engine/base/error.h"
#include "engine/graph/layer.h"

typedef struct
{
  gint64 id;   /* positive, below 2⁵³, never used again */
  char *name;  /* [a-z][a-z0-9_]*, unique in the document */
  char *title; /* free, in any language; nullable: made from the layer's title and the name */
  const WeftLayer *layer;
  GVariant *params; /* a{sv}, only what was set */
  gint64 parent;    /* 0: the top (groups come later) */
  double x, y;      /* px at 100 % */
} WeftNode;

typedef struct
{
  gint64 from, to;   /* node ids */
  int output, input; /* port numbers */
} WeftWire;

typedef struct _WeftEdit WeftEdit;

#define WEFT_TYPE_GRAPH (weft_graph_get_type ())
G_DECLARE_FINAL_TYPE (WeftGraph, weft_graph, WEFT, GRAPH, GObject)

/* Signals: "changed" (WeftEdit *edit: what was applied) after each edit, once. */
WeftGraph *weft_graph_new (void);
WeftGraph *weft_graph_dup (WeftGraph *graph);

/* The funnel: applies all of an edit or nothing. On success returns the inverse (transfer full);
 * WEFT_ERROR_INVALID names what does not fit (no such node, name taken, input already wired). */
WeftEdit *weft_graph_apply (WeftGraph *graph, WeftEdit *edit, GError **error);

guint weft_graph_get_n_nodes (WeftGraph *graph);
/* By id, which is the order of adding. Pointers to nodes and wires hold until the next edit. */
const WeftNode *weft_graph_get_node (WeftGraph *graph, guint i);
const WeftNode *weft_graph_find (WeftGraph *graph, gint64 id); /* nullable */
const WeftNode *weft_graph_find_by_name (WeftGraph *graph, const char *name);
guint weft_graph_get_n_wires (WeftGraph *graph);
const WeftWire *weft_graph_get_wire (WeftGraph *graph, guint i); /* by (to, input) */
const WeftWire *weft_graph_find_wire_to (WeftGraph *graph, gint64 node, int input); /* nullable */
GVariant *weft_graph_get_training (WeftGraph *graph); /* a{sv}, only what was set; transfer none */
guint64 weft_graph_get_revision (WeftGraph *graph);   /* counts changes of meaning */
gint64 weft_graph_get_next_id (WeftGraph *graph);     /* what the next node will be called */
/* Ids below next count as used: what a file remembers of deleted nodes. Never goes back. */
void weft_graph_reserve_ids (WeftGraph *graph, gint64 next);
/* Wires into a node, by input; -1-terminated growth for variadic layers: the count of in-ports
 * shown is weft_graph_count_inputs (wired ones, plus one free when variadic). */
guint weft_graph_count_inputs (WeftGraph *graph, const WeftNode *node);
/* "dense3": the layer's id and the first number that is free; transfer full. */
char *weft_graph_dup_free_name (WeftGraph *graph, const char *stem);
/* What people read: the title, else the layer's translated title with the name's number. */
char *weft_node_dup_title (const WeftNode *node);
/* The layer's line with its places filled in, translated; parts (between " · ") whose places only a
 * report knows are left out: weft_report_dup_line has them. */
char *weft_node_dup_line (const WeftNode *node);
GVariant *weft_node_get_param (const WeftNode *node,
                               const char *name); /* in force; transfer full */
/* Every field, looks too; not the counters (revision, next id). */
gboolean weft_graph_equal (WeftGraph *a, WeftGraph *b);
/* Sources before what reads them, else by id; nodes of a cycle and behind one are left out.
 * Transfer full, gint64 ids. */
GArray *weft_graph_sort (WeftGraph *graph);
