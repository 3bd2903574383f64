/* program-walk: what a walk knows; for the two files that walk */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/plan/diagnostic-private.h"
#include "engine/plan/flat.h"
#include "engine/plan/program-private.h"

typedef struct
{
  WeftValue value[WEFT_MAX_OUTPUTS];
} WeftWalkOutputs;

typedef struct
{
  WeftGraph *graph;
  WeftReport *report;
  WeftBuilder b;
  GArray *sorted; /* gint64 ids */
  WeftFlat *flat;
  WeftWalkOutputs *outputs; /* by the flat node's place */
  gboolean *is_used;        /* by the flat node's place: leads to a loss, or is one */
  gboolean *is_fed_on;      /* by the flat node's place: leads to a loss */
  guint *wanted;            /* by the flat node's place: bits of the outputs that somebody reads */
  GHashTable *leads; /* nodes of the graph that lead to a loss or are one, at whatever time */
  guint n_data, n_losses;
  gboolean has_samples; /* of the training part */
} WeftWalk;

void weft_walk_say (WeftWalk *walk, WeftDiagnostic *diagnostic);
/* Of a node; argument: what stands for {1}, nullable. */
void weft_walk_say_node (WeftWalk *walk, const char *code, const WeftNode *node,
                         const char *argument);
/* Whether all values that are set lie in range; node: whose they are; NULL: the training's. */
gboolean weft_walk_check_ranges (WeftWalk *walk, const WeftParam *params, GVariant *values,
                                 const WeftNode *node);
/* program-visit.c: an empty report of the node. */
WeftNodeReport *weft_walk_report_new (WeftWalk *walk, const WeftNode *node);
/* Builds the flat node at that place, and says what is wrong with it. */
void weft_walk_visit (WeftWalk *walk, guint place);
