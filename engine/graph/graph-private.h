/* graph-private: what the kinds of edits need of the document, and nobody else
 *
 * Invariants, asserted by weft_graph_assert:
 *  1. nodes stand in the order of their ids, so that a node that comes back finds its place;
 *  2. wires stand in the order of (to, input), one at most for each input;
 *  3. every wire's ends exist, and their ports do;
 *  4. every id is below next_id; names holds every node by its name. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/graph/edit.h"

#define WEFT_MAX_ID (G_GINT64_CONSTANT (1) << 53)

struct _WeftGraph
{
  GObject parent_instance;
  GPtrArray *nodes;  /* WeftNode */
  GHashTable *names; /* name (the node's own) → WeftNode */
  GArray *wires;     /* WeftWire */
  GVariant *training;
  guint64 revision;
  gint64 next_id;
};

WeftNode *weft_node_copy (const WeftNode *node);
void weft_node_free (WeftNode *node);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftNode, weft_node_free)

void weft_graph_insert (WeftGraph *graph, WeftNode *node); /* takes node; id and name are free */
void weft_graph_remove (WeftGraph *graph, gint64 id);      /* its wires are gone already */
WeftNode *weft_graph_lookup (WeftGraph *graph, gint64 id); /* to be changed; nullable */
void weft_graph_rename (WeftGraph *graph, WeftNode *node, const char *name);
/* The place of the first wire into (node, input) or behind. */
guint weft_graph_place_of_wire (WeftGraph *graph, gint64 node, int input);
void weft_graph_insert_wire (WeftGraph *graph, const WeftWire *wire);
void weft_graph_remove_wire (WeftGraph *graph, const WeftWire *wire);
void weft_graph_assert (WeftGraph *graph);
guint weft_graph_place_of_node (WeftGraph *graph,
                                gint64 id); /* of the node, or where it would stand */
/* Each circle of wires as a GArray of node ids, in the order of ids; transfer full. sorted: what
 * weft_graph_sort gave. */
GPtrArray *weft_graph_find_cycles (WeftGraph *graph, GArray *sorted);
/* The layer's line; places that are no parameters are asked of find (nullable; may answer NULL). */
char *weft_node_fill_line (const WeftNode *node,
                           char *(*find) (const char *place, gconstpointer data),
                           gconstpointer data);

/* --- edit --- */

typedef struct _WeftEditKind WeftEditKind;

struct _WeftEdit
{
  gatomicrefcount ref_count;
  const WeftEditKind *kind;
  GVariant *payload;   /* of the kind's type */
  GPtrArray *children; /* of a list, else NULL */
};

struct _WeftEditKind
{
  const char *id;
  const char *type;  /* of the payload */
  const char *label; /* N_ (), with %s for what `subject` says */
  gboolean changes_meaning;
  gboolean has_node;   /* the payload begins with a node's id */
  gboolean overwrites; /* a second one of the same target makes the first one void */
  char *(*subject) (GVariant *payload);
  /* Changes the graph and returns the inverse, or changes nothing. */
  WeftEdit *(*apply) (WeftGraph *graph, WeftEdit *edit, GError **error);
};

extern const WeftEditKind weft_edit_kinds[];              /* ends with { NULL } */
const WeftEditKind *weft_edit_find_kind (const char *id); /* nullable */
/* payload: floating is sunk. children: transfer full, nullable. */
WeftEdit *weft_edit_new (const char *kind, GVariant *payload, GPtrArray *children);
WeftEdit *weft_edit_new_list_taking (GPtrArray *edits, const char *label);
/* The edit with every id 0 replaced by what the graph will call the node. Transfer full. */
WeftEdit *weft_edit_resolve (WeftEdit *edit, gint64 *next_id);

/* --- kinds --- */

/* Sets WEFT_ERROR_INVALID; returns NULL. */
WeftEdit *weft_edit_refuse (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);
WeftNode *weft_edit_find_node (WeftGraph *graph, gint64 id, GError **error);
/* A value in its parameter's canonical form, transfer full; FALSE with error. */
gboolean weft_edit_coerce (const WeftParam *params, const char *name, GVariant *value,
                           GVariant **canonical, GError **error);
/* The same of an av of none (canonical stays NULL) or one. */
gboolean weft_edit_coerce_optional (const WeftParam *params, const char *name, GVariant *optional,
                                    GVariant **canonical, GError **error);
WeftEdit *weft_edit_apply_add_node (WeftGraph *graph, WeftEdit *edit, GError **error);
WeftEdit *weft_edit_apply_remove_node (WeftGraph *graph, WeftEdit *edit, GError **error);
WeftEdit *weft_edit_apply_set_param (WeftGraph *graph, WeftEdit *edit, GError **error);
WeftEdit *weft_edit_apply_set_name (WeftGraph *graph, WeftEdit *edit, GError **error);
WeftEdit *weft_edit_apply_set_title (WeftGraph *graph, WeftEdit *edit, GError **error);
WeftEdit *weft_edit_apply_move (WeftGraph *graph, WeftEdit *edit, GError **error);
WeftEdit *weft_edit_apply_add_wire (WeftGraph *graph, WeftEdit *edit, GError **error);
WeftEdit *weft_edit_apply_remove_wire (WeftGraph *graph, WeftEdit *edit, GError **error);
