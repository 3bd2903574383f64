/* ending: the output layer and the loss that fit a data set, behind the end of a chain
 *
 * What Choose data and the cures of a missing or unfit loss share. Main thread. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/plan/check.h"

typedef struct
{
  WeftGraph *graph;
  const WeftDataset *dataset; /* nullable: not known */
  gint64 data;                /* its node; 0: there is none */
  gint64 from;                /* the node that is the end, its first output */
  WeftShape shape;            /* what comes out there, (N, …); rank −1: not known */
} WeftEnding;

/* The only data node; NULL when there is none or there are several. */
const WeftNode *weft_ending_find_data (WeftGraph *graph);
/* Fills in ending with the last node that leads nowhere yet, or else the data; FALSE when nothing
 * gives a value. report: of this graph. */
gboolean weft_ending_find (WeftEnding *ending, WeftGraph *graph, const WeftReport *report);
/* The id of the layer that judges what the set asks for; cross-entropy when nothing is known. */
const char *weft_ending_get_loss (const WeftDataset *dataset);
/* How many numbers a sample the prediction has to have; 0: not known or not a row. */
gint64 weft_ending_get_width (const WeftDataset *dataset);
/* Appends edits that add an output layer, unless what is there fits, and the loss, wired. */
void weft_ending_add (const WeftEnding *ending, GPtrArray *edits);
