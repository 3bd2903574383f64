/* weights: what a network begins with when it is not drawn: what another project has learnt */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/data/catalog.h"
#include "engine/graph/bring.h"
#include "engine/state/graft.h"
#include "engine/state/state.h"

/* What was taken. rows: tensor by tensor, as weft_weights_fit has them. */
typedef struct
{
  WeftGraft graft;
  GPtrArray *rows;
} WeftWeightsTaken;

void weft_weights_taken_clear (WeftWeightsTaken *taken);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WeftWeightsTaken, weft_weights_taken_clear)

/* Puts what the newest run of the project at `path` came to, or what a file of weights there holds,
 * by names and shapes into a state of that graph: the average of weights where the project keeps
 * one. The file is only read. prefix: as weft_weights_fit says; taken: to be cleared. FALSE: there
 * is no such file, it has learnt nothing, or nothing of it fits. */
gboolean weft_weights_take (WeftState *state, WeftGraph *graph, const char *prefix,
                            const char *path, WeftWeightsTaken *taken, GError **error);
/* The edit that puts the network of the project at `path` where the graph's recipe wants one that
 * is brought. NULL: it wants none, or there is none, or it cannot stand there. Transfer full. */
WeftEdit *weft_weights_dup_bringing (WeftGraph *graph, const char *path, GError **error);
/* Makes a graph that nobody has open one that learns from that project's network: by the recipe
 * “Distillation”, with a comparison of both where there is none yet. Nothing where it has a
 * teacher.
 */
gboolean weft_weights_bring_teacher (WeftGraph *graph, WeftCatalog *catalog, const char *path,
                                     GError **error);
