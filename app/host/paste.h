/* paste: the clipboard's text form turned into an edit of an open graph */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/data/dataset.h"
#include "engine/graph/edit.h"

/* Adds the text's nodes with fresh ids and names in that group (0: at the top), their upper left
 * corner at (x, y), and the wires between them; wired: also those that led into them when they were
 * copied, from nodes of that name that stand there. WEFT_ERROR_INVALID when the text is no graph.
 * transfer full. */
WeftEdit *weft_paste_make_edit (WeftGraph *graph, const char *text, gint64 inside, double x,
                                double y, gboolean wired, GError **error);
/* Has a data node use a set that was read from a file: that node, or 0: a new one at (x, y). */
WeftEdit *weft_paste_make_data_edit (WeftGraph *graph, gint64 node, const WeftDataset *dataset,
                                     double x, double y, GError **error);
