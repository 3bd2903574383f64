/* words: what ports are called, and which set a data node shows */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/plan/check.h"

/* "x", "labels", "prediction": how a port is called on the canvas; translated */
const char *weft_words_port (const WeftLayer *layer, gboolean output, guint port);
/* The set of a data node; nullable, transfer full. */
WeftDataset *weft_words_dup_dataset (WeftGraph *graph, const WeftNode *node, WeftCatalog *catalog);
