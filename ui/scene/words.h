/* words: what ports are called, which set a data node shows, and what of it comes to a node */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/plan/check.h"
#include "engine/run/costs.h"
#include "engine/train/watching/taps.h"

/* "x", "labels", "prediction": how a port is called on the canvas; translated */
const char *weft_words_port (const WeftLayer *layer, gboolean output, guint port);
/* The set of a data node; nullable, transfer full. */
WeftDataset *weft_words_dup_dataset (WeftGraph *graph, const WeftNode *node, WeftCatalog *catalog);
/* The field of the set that flows into that input of the node, whatever is on the way; nullable. */
const WeftField *weft_words_find_field (WeftGraph *graph, const WeftNode *node, int input,
                                        const WeftDataset *dataset);
/* The node whose output comes along a wire, whatever points it is led through; as far as known. */
gint64 weft_words_find_source (WeftGraph *graph, const WeftWire *wire);
/* What bounds an operation: "memory"; translated */
const char *weft_words_bound (WeftBound bound);
/* What a breakpoint waits for: "Gradient above 10"; translated, transfer full. */
char *weft_words_dup_condition (const WeftTap *tap);
/* "Paused at step 41 behind Dense 1: …"; translated, transfer full. */
char *weft_words_dup_stop (WeftGraph *graph, const WeftStop *stop);
