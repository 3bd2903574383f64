/* bring: another document's network, put into this one to stand still there: a teacher */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/graph/edit.h"

#define WEFT_BROUGHT "teacher_" /* before the names that its nodes have there */

/* All of `from` that leads to what its first loss judges, frozen, below what is there; where it
 * read its data it reads this graph's, and its answer leads to that input of the node. Weights come
 * by the names. NULL: there is no such network, or this graph has no data, or
 * has one already: WEFT_ERROR_INVALID. Transfer full. */
WeftEdit *weft_bring_dup_edit (WeftGraph *graph, gint64 node, const char *input, WeftGraph *from,
                               GError **error);
