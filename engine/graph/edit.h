/* edit: a change of the document as a value, with an inverse
 *
 * Immutable and reference-counted. A kind is a row of a table; an edit may be a list of edits,
 * which is one inverse, one transaction and one undo. Serialised as GVariant (sv): kind and
 * payload, a versioned dictionary. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/graph/graph.h"

WeftEdit *weft_edit_ref (WeftEdit *edit);
void weft_edit_unref (WeftEdit *edit);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftEdit, weft_edit_unref)

/* Adds the node as it is (id 0: the graph's next). Copies. */
WeftEdit *weft_edit_add_node (const WeftNode *node);
/* Removes the node and first its wires, and with a group all that is inside. Who used its weights
 * has its own. */
WeftEdit *weft_edit_remove_node (gint64 node);
WeftEdit *weft_edit_add_wire (const WeftWire *wire);
WeftEdit *weft_edit_remove_wire (const WeftWire *wire);
WeftEdit *weft_edit_set_param (gint64 node, const char *name, GVariant *value); /* NULL: default */
WeftEdit *weft_edit_set_name (gint64 node, const char *name);
WeftEdit *weft_edit_set_title (gint64 node, const char *title); /* nullable; only looks */
WeftEdit *weft_edit_move (gint64 node, double x, double y);     /* only looks */
/* parent: a group, 0: the top. Refused while wires lead to the node. */
WeftEdit *weft_edit_set_parent (gint64 node, gint64 parent);
WeftEdit *weft_edit_set_shared (gint64 node, gint64 owner); /* 0: weights of its own */
WeftEdit *weft_edit_set_flag (gint64 node, WeftNodeFlags flag, gboolean on);
WeftEdit *weft_edit_set_training (const char *key, GVariant *value); /* NULL: default */
WeftEdit *weft_edit_list (GPtrArray *edits,
                          const char *label); /* takes refs; label N_ (), nullable */

/* The edit and then those, as one that is called as the first is. Takes edit; transfer full. */
WeftEdit *weft_edit_follow (WeftEdit *edit, GPtrArray *with);

const char *weft_edit_get_kind (WeftEdit *edit); /* "add-node", …, "list" */
guint weft_edit_get_n_children (WeftEdit *edit); /* 0 unless a list */
WeftEdit *weft_edit_get_child (WeftEdit *edit, guint i);
gint64 weft_edit_get_node (WeftEdit *edit); /* 0 when it is about none or several */
/* Whether all that it does is to move nodes; these are added to nodes (gint64), which is left as it
 * is otherwise. */
gboolean weft_edit_list_moved (WeftEdit *edit, GArray *nodes);
/* Whether the network is another one after it; graph: as it is before. */
gboolean weft_edit_changes_meaning (WeftEdit *edit, WeftGraph *graph);
char *weft_edit_dup_label (WeftEdit *edit); /* "Add Dense", for the undo button; translated */
/* "Change Units · Dense 1 · 8 → 16", for a list of what was done; inverse: what undoes it; graph:
 * as it is now. Translated, transfer full. */
char *weft_edit_dup_words (WeftEdit *edit, WeftEdit *inverse, WeftGraph *graph);
GVariant *weft_edit_serialize (WeftEdit *edit); /* (sv), transfer full, sunk */
/* WEFT_ERROR_INVALID: it is none; WEFT_ERROR_NEWER: of a version that came later. */
WeftEdit *weft_edit_deserialize (GVariant *value, GError **error);
/* One edit that does first and then second, when both belong to one gesture (the same parameter or
 * the same nodes moved); nullable. */
WeftEdit *weft_edit_merge (WeftEdit *first, WeftEdit *second);
/* The whole graph as (sv): the edit that makes it out of nothing, ids and looks included; transfer
 * full, sunk. The same graph gives the same value. */
GVariant *weft_graph_serialize (WeftGraph *graph);
WeftGraph *weft_graph_deserialize (GVariant *value, GError **error);
