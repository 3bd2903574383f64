/* modules: a node as a line of a PyTorch module: how it is made, and how it is called */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/graph/graph.h"
#include "engine/plan/check.h"

/* A node as it stands in a network. */
typedef struct
{
  const WeftNode *node;
  const char *name;        /* of the module, and of what it makes */
  const char *owner;       /* the name of the module whose weights it uses; NULL: its own */
  const WeftShape *x;      /* of its first input; nullable */
  const WeftShape *weight; /* of what it calls "weight"; nullable */
  gboolean is_frozen;
  guint n_inputs; /* that are wired */
} WeftModuleUse;

/* Words that a node's name would take the place of in the program. */
gboolean weft_module_is_taken (const char *name);
/* FALSE, with WEFT_ERROR_UNSUPPORTED, which names the node. */
gboolean weft_module_refuse (const WeftNode *node, GError **error);
/* What is learnt or kept by a module of torch.nn, or drawn: lines of __init__,
 * "self.dense1 = nn.Linear(4, 16)". Nothing is added where it needs none; what it needs that
 * PyTorch does not have is added to helpers, once. FALSE as above. */
gboolean weft_module_append_init (GString *out, GString *helpers, const WeftModuleUse *use,
                                  GError **error);
/* A line of forward: what it makes of its inputs, which are Python's words. */
void weft_module_append_call (GString *out, const WeftModuleUse *use, const char *const *inputs);
/* Whether a module of torch.nn, or a word of PyTorch's, says all of it. */
gboolean weft_module_is_sayable (const WeftModuleUse *use);
/* Of a loss: an expression over these words for its answer and its target; FALSE: there is none of
 * PyTorch's own. */
gboolean weft_module_append_loss (GString *out, const WeftNode *node, const WeftNodeReport *report,
                                  const char *answer, const char *target);
