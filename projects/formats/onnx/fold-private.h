/* fold-private: several nodes that an exporter made of one layer become one again */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "projects/formats/onnx/import-private.h"

gboolean weft_fold_is (const WeftNode *node, const char *layer);
/* What input i of the node reads; nullable. output: of that node. */
const WeftNode *weft_fold_get (const WeftOnnxImport *import, const WeftNode *node, int i,
                               int *output);
/* The only reader of the node's first output, nothing of which the model tells; nullable. */
const WeftNode *weft_fold_find_reader (const WeftOnnxImport *import, const WeftNode *node);
double weft_fold_get_number (const WeftNode *node, const char *param); /* whole, real or boolean */
gboolean weft_fold_is_text (const WeftNode *node, const char *param, const char *text);
/* How many there are of a list, at most `most` filled in. */
guint weft_fold_get_list (const WeftNode *node, const char *param, gint64 *v, guint most);
/* The shape that an output of ours has; rank 0 where it is not known. */
WeftShape weft_fold_get_shape (const WeftOnnxImport *import, gint64 node, int output);
/* Of two inputs the one that is such a layer, and the other; nullable. */
const WeftNode *weft_fold_pick (const WeftOnnxImport *import, const WeftNode *node,
                                const char *layer, const WeftNode **other);
/* The node's name without that end; NULL: it has another. Transfer full. */
char *weft_fold_dup_stem (const WeftNode *node, const char *end);
/* What the part of the model is called in which both stand, with that behind it where it does not
 * say so itself (nullable); NULL: they stand in none. Transfer full. */
char *weft_fold_dup_common (const WeftOnnxImport *import, const WeftNode *a, const WeftNode *b,
                            const char *what);
/* A node that reads x; 0 with an error. params: floating, nullable. */
gint64 weft_fold_add (WeftOnnxImport *import, const char *layer, GVariant *params, WeftOnnxSource x,
                      GError **error);
/* Whoever read the old node's first output reads the other from here on; what nobody reads any more
 * goes. Then the name, if it is free, is the new one's. */
gboolean weft_fold_replace (WeftOnnxImport *import, gint64 old, WeftOnnxSource with,
                            const char *name, GError **error);
/* Another name for a node and its weights, if nothing has it. */
gboolean weft_fold_rename (WeftOnnxImport *import, gint64 id, const char *name, GError **error);
/* A weight of the node's; numbers are copied. */
void weft_fold_add_weight (WeftOnnxImport *import, gint64 node, const char *name,
                           const WeftShape *shape, const float *numbers);
/* The numbers of a node's weight; nullable. */
const WeftNamedWeight *weft_fold_find_weight (const WeftOnnxImport *import, const WeftNode *node,
                                              const char *name);

/* One fold: TRUE where the node was the last of such nodes and is folded; FALSE with an error or
 * without. */
typedef gboolean (*WeftFold) (WeftOnnxImport *import, const WeftNode *node, GError **error);
gboolean weft_fold_last_step (WeftOnnxImport *import, const WeftNode *node, GError **error);
gboolean weft_fold_halves (WeftOnnxImport *import, const WeftNode *node, GError **error);
gboolean weft_fold_states (WeftOnnxImport *import, const WeftNode *node, GError **error);
gboolean weft_fold_layer_norm (WeftOnnxImport *import, const WeftNode *node, GError **error);
gboolean weft_fold_group_norm (WeftOnnxImport *import, const WeftNode *node, GError **error);
gboolean weft_fold_rms_norm (WeftOnnxImport *import, const WeftNode *node, GError **error);
gboolean weft_fold_unit (WeftOnnxImport *import, const WeftNode *node, GError **error);
gboolean weft_fold_positions (WeftOnnxImport *import, const WeftNode *node, GError **error);
gboolean weft_fold_attention (WeftOnnxImport *import, const WeftNode *node, GError **error);
gboolean weft_fold_encoder (WeftOnnxImport *import, const WeftNode *node, GError **error);
gboolean weft_fold_encoders (WeftOnnxImport *import, const WeftNode *node, GError **error);
