/* starter: a network to begin with for a data set; the same graph that a person would wire */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/data/dataset.h"
#include "engine/graph/graph.h"

/* The parts that a starter deals a set out to; the seed is 0. */
void weft_starter_get_shares (const WeftDataset *dataset, double shares[WEFT_N_PARTS]);
/* The same as the data node's parameter; NULL: its default. Transfer full. */
GVariant *weft_starter_dup_split (const WeftDataset *dataset);
/* data ("file", name, sha256; of the engine's own sets the source), a net that fits its kind
 * (table: MLP; pictures: CNN; masks: a small fully convolutional net with bce_with_logits), loss,
 * settings; laid out left to right. */
WeftGraph *weft_starter_new (const WeftDataset *dataset, GError **error);
