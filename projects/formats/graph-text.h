/* graph-text: the parts of the text form's reader, which graph-json puts together */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "engine/graph/edit.h"

#define WEFT_TEXT_FORM 1 /* the newest that this program reads, and the one that it writes */

typedef struct
{
  WeftGraph *graph;
  GHashTable *index; /* name → number of the node from 1 */
  GArray *ids;       /* gint64 */
  GArray *is_placed; /* gboolean: has an "at" */
  GError **error;
} WeftTextReader;

/* Sets the error "path: what is wrong". Always FALSE. path: "nodes[3].params.units". */
gboolean weft_text_fail (WeftTextReader *reader, const char *path, const char *format, ...)
    G_GNUC_PRINTF (3, 4);
/* An error of the graph or of a parameter gets its path. node: nullable. Always FALSE. */
gboolean weft_text_fail_from (WeftTextReader *reader, const char *path, const char *node,
                              GError *cause);
/* With the nearest name that the node's layer has. Always FALSE. */
gboolean weft_text_fail_unknown_param (WeftTextReader *reader, const char *path,
                                       const WeftNode *node, const char *key);
/* With the nearest name that a node has. Always FALSE. */
gboolean weft_text_fail_unknown_node (WeftTextReader *reader, const char *path, const char *name);
/* The first key of the object that is not among the known ones is an error. */
gboolean weft_text_check_keys (WeftTextReader *reader, JsonObject *object, const char *path,
                               const char *const *known);
/* The member as a text; NULL with an error when it is missing or something else. */
const char *weft_text_get (WeftTextReader *reader, JsonObject *object, const char *path,
                           const char *key);
/* The member as a list of at most max; NULL with an error. */
JsonArray *weft_text_get_list (WeftTextReader *reader, JsonObject *root, const char *key,
                               guint max);

gboolean weft_text_read_nodes (WeftTextReader *reader, JsonObject *root);
gboolean weft_text_read_wires (WeftTextReader *reader, JsonObject *root);
gboolean weft_text_read_training (WeftTextReader *reader, JsonObject *root);
/* One setting: value as JSON gave it; for "schedule" an object, for "metrics" a list. path names
 * it. */
gboolean weft_text_set_training (WeftTextReader *reader, const char *path, const char *key,
                                 GVariant *value);
