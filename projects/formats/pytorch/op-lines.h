/* op-lines: a layer as the lines of its ops, each in PyTorch's words, where torch.nn has no module
 * that says all of it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/plan/program.h"

/* Where lines are written. */
typedef struct
{
  const WeftProgram *program;
  WeftGraph *graph;
  GString *helpers; /* gets the functions that lines call, once each */
  /* Python's word for a value that no op of the node makes; transfer full; NULL: it has none. */
  char *(*find_word) (gpointer user, int value);
  gpointer user;
  gboolean is_outside; /* of the network's class: nothing is kept there */
  gint64 repeat;       /* which of the times that the node stands is written; 0: the first */
} WeftOpLines;

/* Whether the node's ops, at that time, go by what neither a module nor a word of flat lines says:
 * a mask, a second output that somebody reads. */
gboolean weft_op_lines_are_needed (const WeftProgram *program, gint64 node, gint64 repeat);
/* What a module of torch.nn keeps: a line of __init__; none where the node keeps nothing itself. */
void weft_op_lines_append_init (GString *out, const WeftOpLines *lines, const WeftNode *node,
                                gboolean is_frozen);
/* "        name = …" for each op up to the one that makes the value `last` (−1: all); that one's
 * expression goes to `value`, where it is not NULL. FALSE: some have no form. */
gboolean weft_op_lines_append (GString *out, const WeftOpLines *lines, const WeftNode *node,
                               int last, GString *value);
/* "attention", or "read_state" of another output than the first; of a node that stands several
 * times "attention_time2", "read_time2_state"; transfer full. */
char *weft_op_lines_dup_name (WeftGraph *graph, const WeftNode *node, gint64 repeat, int output);
/* Which of the times of its node made a result; 0: the first. */
gint64 weft_op_lines_find_repeat (const WeftProgram *program, int value);
