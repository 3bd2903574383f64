/* graph: the document; nodes, wires and training settings, changed only by weft_graph_apply
 *
 * Main thread only. What goes to another thread is a copy (weft_graph_dup), which nobody changes.
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>
#include "engine/base/error.h"
#include "engine/graph/layer.h"

/* What a node is told about itself; of a group it holds for all that is inside. */
typedef enum
{
  WEFT_NODE_FROZEN = 1 << 0, /* its weights do not learn */
  WEFT_NODE_MUTED
  = 1 << 1, /* gives zeros of the shape that it would give; a loss counts for none */
  WEFT_NODE_BYPASSED = 1 << 2, /* hands its inputs on, output by output */
  WEFT_NODE_OPEN = 1 << 3,     /* shows on the canvas what it is made of; changes nothing else */
} WeftNodeFlags;

typedef struct
{
  const char *name; /* in text forms: "frozen" */
  WeftNodeFlags flag;
  const char *title;       /* N_ (): "Frozen" */
  const char *help;        /* N_ (): a sentence */
  const char *set, *clear; /* N_ (): what an edit of it is called */
  gboolean only_looks;     /* the network means the same with it */
} WeftFlag;

extern const WeftFlag weft_flags[];                /* ends with { NULL } */
const WeftFlag *weft_flag_find (const char *name); /* nullable */

typedef struct
{
  gint64 id;   /* positive, below 2⁵³, never used again */
  char *name;  /* [a-z][a-z0-9_]*, unique in the document */
  char *title; /* free, in any language; nullable: made from the layer's title and the name */
  const WeftLayer *layer;
  GVariant *params; /* a{sv}, only what was set */
  gint64 parent;    /* the group that it stands in; 0: the top */
  gint64 shared;    /* the node whose weights it uses; 0: its own */
  guint flags;      /* WeftNodeFlags */
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
gboolean weft_graph_is_read (WeftGraph *graph, gint64 node); /* a wire begins at it */
GVariant *weft_graph_get_training (WeftGraph *graph); /* a{sv}, only what was set; transfer none */
guint64 weft_graph_get_revision (WeftGraph *graph);   /* counts changes of meaning */
gint64 weft_graph_get_next_id (WeftGraph *graph);     /* what the next node will be called */
/* Ids below next count as used: what a file remembers of deleted nodes. Never goes back. */
void weft_graph_reserve_ids (WeftGraph *graph, gint64 next);
/* --- ports: of a group they are the port nodes inside it, in the order of their ids; of another
 * node its layer's. --- */
/* The in-ports shown: where inputs repeat the wired ones, plus one that is free. */
guint weft_graph_count_inputs (WeftGraph *graph, const WeftNode *node);
guint weft_graph_count_outputs (WeftGraph *graph, const WeftNode *node);
/* The port's name in text forms; NULL: there is none. Lives until the next edit. */
const char *weft_graph_get_input (WeftGraph *graph, const WeftNode *node, guint i);
const char *weft_graph_get_output (WeftGraph *graph, const WeftNode *node, guint i);
/* Whether the first port's name need not be said: it is the only one, or the only one that must be
 * wired. */
gboolean weft_graph_has_one_input (WeftGraph *graph, const WeftNode *node);
gboolean weft_graph_has_one_output (WeftGraph *graph, const WeftNode *node);
int weft_graph_find_input (WeftGraph *graph, const WeftNode *node, const char *port); /* −1 */
int weft_graph_find_output (WeftGraph *graph, const WeftNode *node, const char *port);
/* The same of a node that is no group, whatever graph it stands in. */
guint weft_node_list_outputs (const WeftNode *node, WeftPort ports[WEFT_MAX_OUTPUTS]);
int weft_node_find_output (const WeftNode *node, const char *port); /* −1 */
/* What people read at a port; translated; transfer full. */
char *weft_graph_dup_input_title (WeftGraph *graph, const WeftNode *node, guint i);
char *weft_graph_dup_output_title (WeftGraph *graph, const WeftNode *node, guint i);
/* The port node that stands for that port of the group; nullable. */
const WeftNode *weft_graph_find_port (WeftGraph *graph, gint64 group, WeftGrouping role, guint i);
/* Whether the node stands in the group, however deep. */
gboolean weft_graph_is_inside (WeftGraph *graph, const WeftNode *node, gint64 group);
/* The node itself at the top, else the outermost group around it; nullable. */
const WeftNode *weft_graph_find_top (WeftGraph *graph, gint64 id);
/* The node whose weights are used in the end, which may be the node itself. */
const WeftNode *weft_graph_find_owner (WeftGraph *graph, const WeftNode *node);
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
