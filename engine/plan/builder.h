/* builder: what a layer's build writes into: a program, node by node; for the walk in program.c */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/layers/layer.h"
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
  /* of the node at hand */
  const WeftNode *node;
  const WeftValue *in;
  guint n_in;
  gboolean failed;
};

void weft_builder_begin (WeftBuilder *b, const WeftNode *node, const WeftValue *in, guint n_in);
/* Runs the layer's build with its parameters; out holds WEFT_NONE where nothing came of it. */
void weft_builder_run (WeftBuilder *b, WeftValue out[WEFT_MAX_OUTPUTS]);
WeftValue weft_builder_add_value (WeftBuilder *b, const WeftProgramValue *value);
WeftProgramValue *weft_builder_get_value (WeftBuilder *b,
                                          WeftValue x); /* until the next is added */
