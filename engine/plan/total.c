/* total: the weighted sum of a program's losses, which is what learning minimises
 *
 * One loss of weight 1 is its own total: no op is added. Of weight 0 a loss takes no part, so that
 * nothing goes back from it, unless all are of it. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/plan/builder.h"
#include "engine/plan/program-private.h"

gboolean
weft_program_has_weights (const WeftProgram *program)
{
  for (guint i = 0; i < program->losses->len; i++)
    if (weft_program_get_loss (program, i)->weight > 0)
      return TRUE;
  return FALSE;
}

/* The loss times its weight, as an op of its own node. */
static WeftValue
weigh (WeftBuilder *b, const WeftProgramLoss *loss)
{
  WeftValue x = { loss->loss };

  weft_builder_begin (b, weft_graph_find (b->graph, loss->node), NULL, 0);
  if (loss->weight == 1)
    return x;
  return weft_builder_op1 (b, "scale", WEFT_ATTRS ({ "factor", { loss->weight } }), x);
}

void
weft_builder_sum_losses (WeftBuilder *b)
{
  WeftProgram *program = b->program;
  gboolean weighted = weft_program_has_weights (program);
  WeftValue parts[WEFT_OP_MAX_IN];
  guint n = 0;

  for (guint i = 0; i < program->losses->len; i++)
    {
      WeftProgramLoss *loss = &g_array_index (program->losses, WeftProgramLoss, i);

      loss->weighed = -1;
      if (weighted && loss->weight == 0)
        continue;
      parts[n] = weigh (b, loss);
      loss->weighed = parts[n++].index;
      if (n == WEFT_OP_MAX_IN)
        {
          parts[0] = weft_builder_op (b, "add", NULL, parts, n);
          n = 1;
        }
    }
  if (n > 1)
    parts[0] = weft_builder_op (b, "add", NULL, parts, n);
  program->total = n > 0 ? parts[0].index : -1;
}
