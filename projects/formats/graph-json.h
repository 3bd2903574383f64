/* graph-json: the graph's readable text form, in and out (docs: resources/graph.schema.json)
 *
 * The text is scanned before the parser sees it: at most 4 MB, 32 deep, valid UTF-8, no NUL, no key
 * twice, numbers finite and in range. Errors carry a path: "nodes[3].params.kernel_size: …", and
 * name the node. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/graph/graph.h"

WeftGraph *weft_graph_from_json (const char *text, gssize length, GError **error);
/* Stable order; two spaces; the same graph gives the same bytes; transfer full. */
char *weft_graph_to_json (WeftGraph *graph);
/* Only these nodes, what is inside them and the wires between them (the clipboard); those that lead
 * into them from elsewhere stand apart. ids: gint64. */
char *weft_graph_nodes_to_json (WeftGraph *graph, GArray *ids);
/* Of a text that was read already: what led into its nodes from elsewhere, "data.x", "dense1", and
 * so on by twos. Transfer full. */
GStrv weft_graph_incoming_from_json (const char *text);
/* One value as typed after --set NODE.PARAM=: JSON, a bare word is a string. sunk, transfer full.
 */
GVariant *weft_value_from_json (const char *text, GError **error);
char *weft_value_to_json (GVariant *value); /* transfer full */
/* Applies "node.param=value" or "training.key=value" to the graph; error names what is unknown. */
gboolean weft_graph_set_from_text (WeftGraph *graph, const char *assignment, GError **error);
