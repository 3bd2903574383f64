/* modules: a node as a line of a PyTorch module: how it is made, and how it is called */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/graph/graph.h"
#include "engine/plan/check.h"

/* What is learnt or kept by a module of torch.nn, or drawn: a line of __init__, "nn.Linear(4, 16)".
 * Nothing is added where it needs none. FALSE with WEFT_ERROR_UNSUPPORTED, which names the node. */
gboolean weft_module_append_init (GString *out, const WeftNode *node, const WeftNodeReport *report,
                                  GError **error);
/* A line of forward: what it makes of its inputs, which are Python's words. */
void weft_module_append_call (GString *out, const WeftNode *node, const char *const *inputs);
/* Of a loss: an expression over prediction and y. */
gboolean weft_module_append_loss (GString *out, const WeftNode *node, GError **error);
