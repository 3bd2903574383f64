/* builder: what a layer's build writes into: a program, node by node; for the walk in program.c */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/layers/layer-row.h"
#include "engine/plan/flat.h"
#include "engine/plan/program.h"

struct _WeftBuilder
{
  WeftGraph *graph;
  WeftCatalog *catalog; /* nullable: a wire is only tried */
  WeftProgram *program;
  GPtrArray *diagnostics; /* WeftDiagnostic */
  WeftDataset *dataset;   /* of the data node, once it was built; owned; nullable */
  int batch_size;         /* of the settings: what a random set without count holds */
  guint64 seed;
  gint64 n_train; /* samples of the training part, once the data node was built */
  gboolean draws; /* some node draws by sample */
  int draw;       /* value + 1: which samples the batch holds, once the data node was built */
  /* The same graph for another T, by which what follows T is known; nullable: nothing does. */
  const WeftProgram *beside;
  gboolean is_beside; /* this is that one */
  /* of the node at hand */
  const WeftNode *node;
  const WeftFlatNode *flat; /* nullable: a wire is only tried */
  const WeftValue *in;
  guint n_in;
  guint first, beside_first; /* the first value of it, here and there */
  gboolean failed;
  guint wanted;           /* bits of its outputs that somebody reads */
  gboolean leads_to_loss; /* of a loss: another one is made of it */
};

void weft_builder_begin (WeftBuilder *b, const WeftNode *node, const WeftValue *in, guint n_in);
/* Runs the layer's build with its parameters; out holds WEFT_NONE where nothing came of it. */
void weft_builder_run (WeftBuilder *b, WeftValue out[WEFT_MAX_OUTPUTS]);
/* Emits the weighted sum of the losses; nothing where it is the one loss itself. Once all nodes are
 * built. */
void weft_builder_sum_losses (WeftBuilder *b);
/* flags.c: what the node at hand emitted is taken back from these places on, and its outputs become
 * zeros of their shapes. */
void weft_builder_mute (WeftBuilder *b, guint n_values, guint n_ops, guint n_losses,
                        WeftValue out[WEFT_MAX_OUTPUTS]);
/* Of a node that shares weights: the one of that key which is there; a diagnostic when it has
 * another shape. */
gboolean weft_builder_find_shared (WeftBuilder *b, const WeftProgramValue *wanted, WeftValue *x);
/* Whether a tensor of this shape may be; else a diagnostic. */
gboolean weft_builder_expect_size (WeftBuilder *b, const WeftShape *shape);
WeftValue weft_builder_add_value (WeftBuilder *b, const WeftProgramValue *value);
/* follow.c: of a node that is begun: finds its first value beside. */
void weft_builder_find_beside (WeftBuilder *b);
/* Says how a value that is added follows T; a diagnostic when it is learnt or kept and does. */
void weft_builder_follow (WeftBuilder *b, WeftValue x);
/* What an op makes has the mask of its first input of the same steps. */
void weft_builder_hand_on_mask (WeftBuilder *b, WeftValue x, const WeftValue *in, guint n_in);
/* The op's shape rule; a diagnostic where it does not fit. */
gboolean weft_builder_find_shapes (WeftBuilder *b, const WeftOp *op, WeftOpShapes *shapes);
/* carry.c: of an op that hands something on: fills in what it begins with, values of its own that a
 * run may be given, and asks for what it ends with. */
void weft_builder_let_go_on (WeftBuilder *b, const WeftOp *op, WeftOpShapes *shapes,
                             WeftShape *in_shape, WeftValue *in);
/* For a port that takes a mask and is not wired: that of the first of n inputs that has one. */
WeftValue weft_builder_find_mask (WeftBuilder *b, const WeftValue *in, guint n);
WeftProgramValue *weft_builder_get_value (WeftBuilder *b,
                                          WeftValue x); /* until the next is added */
