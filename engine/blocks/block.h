/* block: a row of the table of blocks: a group of nodes that the palette offers ready made
 *
 * A block is no kind of node: what is added is a group like any other, which can be opened, changed
 * and taken apart. To add one: a file engine/blocks/ID.c and a row in engine/blocks/blocks.def.
 * Main thread. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/graph/edit.h"

typedef struct
{
  const char *name;  /* in the row's wires */
  const char *layer; /* the layer's id; group_input and group_output are the block's ports */
  /* "kernel_size=3 out_channels=4c", as people type them, nullable: the defaults. c stands for the
   * width; a number before it is its multiple, "c/4" its part, one at least. */
  const char *params;
} WeftBlockNode;

typedef struct
{
  const char *id;             /* the file's name, and the stem of the group's name */
  const char *title;          /* N_ () */
  const char *summary;        /* N_ (): a sentence */
  const char *terms;          /* other names people search by, as a layer's */
  const WeftBlockNode *nodes; /* ends with a NULL name; ports in their order */
  /* Ways from node to node, "x conv sum.in1 y; x sum.in2": in front of a way a name may say its
   * output, behind it an input, else it is the first. */
  const char *wires;
  const char *form; /* what its first input has to be like: "(N, C, H, W)" */
  int axis;  /* of that input, where the width stands: 1 of channels, −1 of steps; never 0 */
  int width; /* as long as nothing says another */
} WeftBlock;

const WeftBlock *const *weft_blocks (guint *n);    /* the table, in the palette's order */
const WeftBlock *weft_block_find (const char *id); /* nullable */

typedef struct
{
  gint64 parent; /* the group that it is to stand in; 0: the top */
  double x, y;
  gint64 width; /* how many channels (or numbers a step) lead into it; 0: not known */
} WeftBlockPlace;

/* How wide what has this shape is for the block; 0: not known, the shape has no such axis. */
gint64 weft_block_get_width (const WeftBlock *block, const WeftShape *shape);
/* Whether it can stand behind what has that shape; one that is not known (rank −1) is trusted. */
gboolean weft_block_fits (const WeftBlock *block, const WeftShape *shape);
/* The block as a new group, whose id is the graph's next, unwired, laid out inside. NULL and
 * WEFT_ERROR_INVALID when it cannot stand there. Transfer full. */
WeftEdit *weft_block_dup_edit (const WeftBlock *block, WeftGraph *graph,
                               const WeftBlockPlace *place, GError **error);
