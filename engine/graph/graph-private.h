/* graph-private: what the kinds of edits need of the document, and nobody else
 *
 * Invariants, asserted by weft_graph_assert:
 *  1. nodes stand in the order of their ids, so that a node that comes back finds its place;
 *  2. wires stand in the order of (to, input), one at most for each input;
 *  3. every wire's ends exist, and their ports do;
 *  4. every id is below next_id; names holds every node by its name;
 *  5. a node's parent is none or a group, and a group stands in itself by no way;
 *  6. a wire's ends have one parent;
 *  7. whose weights a node uses exists, and leads back to it by no way. */
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
  GVariant *payload;   /* a{sv} of the kind's fields and "version" */
  GPtrArray *children; /* of a list, else NULL */
};

/* A word of a kind's payload. */
typedef struct
{
  const char *name;
  const char *type; /* of its value; NULL: any */
  gboolean is_optional;
  gboolean is_target; /* says what the edit is about, not what it does to it */
} WeftEditField;

struct _WeftEditKind
{
  const char *id;
  const WeftEditField *fields; /* ends with a NULL name */
  const char *label;           /* N_ (), with %s for what `subject` says */
  gboolean changes_meaning;
  gboolean (*means) (WeftEdit *edit); /* in place of the former, where it hangs on the edit */
  gboolean overwrites;                /* a second one of the same target makes the first one void */
  gboolean is_of_others;              /* other nodes may have something else to say after it, too */
  gboolean is_list;
  char *(*subject) (WeftEdit *edit);
  /* Changes the graph and returns the inverse, or changes nothing. */
  WeftEdit *(*apply) (WeftGraph *graph, WeftEdit *edit, GError **error);
};

#define WEFT_EDIT_VERSION 1 /* of payloads; words may be added without a new one */

extern const WeftEditKind weft_edit_kinds[];              /* ends with { NULL } */
const WeftEditKind *weft_edit_find_kind (const char *id); /* nullable */
/* payload: floating is sunk. children: transfer full, nullable. */
WeftEdit *weft_edit_new (const char *kind, GVariant *payload, GPtrArray *children);
/* A list of what undoes, last first. Takes inverses. */
WeftEdit *weft_edit_turn_round (GPtrArray *inverses);
WeftEdit *weft_edit_new_list_taking (GPtrArray *edits, const char *label);
/* What stands in the payload; without it NULL, 0, −1, 0. Texts live as long as the edit. */
const char *weft_edit_get_text (WeftEdit *edit, const char *key);
gint64 weft_edit_get_id (WeftEdit *edit, const char *key);
int weft_edit_get_int (WeftEdit *edit, const char *key);
double weft_edit_get_real (WeftEdit *edit, const char *key);
GVariant *weft_edit_dup_value (WeftEdit *edit, const char *key); /* transfer full, nullable */
/* The edit with every id 0 replaced by what the graph will call the node. Transfer full. */
/* Whether it does more than look otherwise, each of its parts by itself. */
gboolean weft_edit_means (WeftEdit *edit, WeftGraph *graph);
/* Of a list the one that matters, when only moves go with it or it adds one node; else itself. */
WeftEdit *weft_edit_find_core (WeftEdit *edit);
/* Both as one, where each of all that they do writes over what was there: what undoes the second
 * and then the first undoes it. Nullable, transfer full. */
WeftEdit *weft_edit_join (WeftEdit *first, WeftEdit *second);
WeftEdit *weft_edit_resolve (WeftEdit *edit, gint64 *next_id);

/* --- groups --- */

#define WEFT_MAX_DEPTH 6 /* of groups in groups */

/* Whether the node may stand in that group; FALSE with error. */
gboolean weft_graph_check_parent (WeftGraph *graph, const WeftNode *node, gint64 parent,
                                  GError **error);
/* Whether it may use that node's weights; FALSE with error. */
gboolean weft_graph_check_shared (WeftGraph *graph, const WeftNode *node, gint64 shared,
                                  GError **error);
/* A port node is about to stand in its group (delta 1) or not any more (−1): the wires at the ports
 * behind it go one further or one back. Nothing happens for other nodes. */
void weft_graph_shift_ports (WeftGraph *graph, const WeftNode *node, int delta);
/* Whether the wire leads to the node, or to the port of a group that the node stands for. */
gboolean weft_graph_wire_touches (WeftGraph *graph, const WeftWire *wire, const WeftNode *node);

/* --- kinds --- */

/* Sets WEFT_ERROR_INVALID; returns NULL. */
WeftEdit *weft_edit_refuse (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);
WeftNode *weft_edit_find_node (WeftGraph *graph, gint64 id, GError **error);
/* A value in its parameter's canonical form, transfer full; FALSE with error. */
gboolean weft_edit_coerce (const WeftParam *params, const char *name, GVariant *value,
                           GVariant **canonical, GError **error);
/* The same of the edit's "value"; without one canonical stays NULL. */
gboolean weft_edit_coerce_value (const WeftParam *params, const char *name, WeftEdit *edit,
                                 GVariant **canonical, GError **error);
WeftEdit *weft_edit_apply_add_node (WeftGraph *graph, WeftEdit *edit, GError **error);
WeftEdit *weft_edit_apply_remove_node (WeftGraph *graph, WeftEdit *edit, GError **error);
WeftEdit *weft_edit_apply_set_param (WeftGraph *graph, WeftEdit *edit, GError **error);
WeftEdit *weft_edit_apply_set_name (WeftGraph *graph, WeftEdit *edit, GError **error);
WeftEdit *weft_edit_apply_set_title (WeftGraph *graph, WeftEdit *edit, GError **error);
WeftEdit *weft_edit_apply_move (WeftGraph *graph, WeftEdit *edit, GError **error);
WeftEdit *weft_edit_apply_set_parent (WeftGraph *graph, WeftEdit *edit, GError **error);
WeftEdit *weft_edit_apply_set_shared (WeftGraph *graph, WeftEdit *edit, GError **error);
WeftEdit *weft_edit_apply_set_flag (WeftGraph *graph, WeftEdit *edit, GError **error);
WeftEdit *weft_edit_apply_add_wire (WeftGraph *graph, WeftEdit *edit, GError **error);
WeftEdit *weft_edit_apply_remove_wire (WeftGraph *graph, WeftEdit *edit, GError **error);
