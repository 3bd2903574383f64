/* outputs: the outputs of a data node, which are the fields of its set and the masks of their steps
 *
 * Which they are follows from the node's parameters alone, so that a graph can be read, drawn and
 * edited where the set is not: a source that the engine makes says it in its row, of any other set
 * the node keeps the names in `fields`. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/data/source.h"
#include "engine/graph/edit.h"

/* Of a data node's params (a{sv}, nullable): at least one; see WeftLayer. */
guint weft_data_list_outputs (GVariant *params, WeftPort ports[WEFT_MAX_OUTPUTS]);
/* "x y x_mask": the outputs of a node that gives this set; transfer full. */
char *weft_dataset_dup_outputs (const WeftDataset *dataset);
/* The same as the node's `fields` says it; floating; NULL: the default. */
GVariant *weft_dataset_new_fields (const WeftDataset *dataset);
/* Appends the edits by which the node gives a set that was read from a file. */
void weft_data_use_file (gint64 node, const WeftDataset *dataset, GPtrArray *edits);
