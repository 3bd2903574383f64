/* add: the sum of all inputs; going back each gets what comes */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/run/worked/working.h"

static void
forward (WeftWorking *w)
{
  WeftWorkedGrid *x = weft_working_grid (w, g_strdup ("x"), w->sight->n_in);

  for (guint i = 0; i < w->sight->n_in; i++)
    weft_working_put (x, weft_working_in (w, i, w->offset));
  weft_working_end (w, "Σ x", NULL, 0);
}

static void
backward (WeftWorking *w)
{
  weft_working_end (w, "∂L/∂y", "#", 1, weft_working_d_out (w, 0, w->offset));
}

const WeftWorkedRow weft_worked_add = { NULL, forward, backward };
