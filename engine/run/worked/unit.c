/* unit: a function of one number; back, its slope there times what comes */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ops/op.h"
#include "engine/run/worked/working.h"

static void
forward (WeftWorking *w)
{
  weft_working_end (w, "f(x)", "f(#)", 1, weft_working_in (w, 0, w->offset));
}

/* The op's own backward of that one number, for a gradient of 1. */
static double
find_slope (const WeftWorking *w, float x, float y)
{
  const WeftOp *op = weft_op_find (w->sight->stop.application->op, 0);
  const WeftShape one = { .rank = 2, .type = WEFT_F32, .dims = { 1, 1 } };
  float slope = NAN, unit = 1;
  WeftOpRun run = { .attrs = w->sight->stop.application->attrs,
                    .n_in = 1,
                    .n_out = 1,
                    .in_shape = &one,
                    .out_shape = &one,
                    .in = { &x },
                    .out = { &y },
                    .d_in = { &slope },
                    .d_out = { &unit },
                    .training = w->sight->is_training };

  op->backward[0].run (&run, 0);
  return (double) slope;
}

static void
backward (WeftWorking *w)
{
  WeftWorkedNumber x = weft_working_in (w, 0, w->offset), y = weft_working_out (w, 0, w->offset);
  WeftWorkedNumber dy = weft_working_d_out (w, 0, w->offset), slope;

  slope = weft_working_number (find_slope (w, (float) x.number, (float) y.number));
  weft_working_line (w, g_strdup ("x"), NULL, NULL, x, 0);
  weft_working_line (w, g_strdup ("y"), "f(x)", NULL, y, 0);
  weft_working_line (w, g_strdup ("∂y/∂x"), "f′(x)", NULL, slope, 0);
  weft_working_end (w, "∂L/∂y · ∂y/∂x", "# · #", 2, dy, slope);
}

const WeftWorkedRow weft_worked_unit = { NULL, forward, backward };
