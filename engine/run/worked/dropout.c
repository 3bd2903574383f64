/* dropout: a number left out, or made larger by as much as others are left out; back likewise */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/run/worked/working.h"

/* What was drawn shows in what it made. */
static void
end (WeftWorking *w, WeftWorkedNumber from, gboolean is_back)
{
  double p = weft_working_attr (w, "p", 0, .5);
  WeftWorkedNumber m = weft_working_number (w->chosen.number != 0 ? 1 : 0);

  if (!w->sight->is_training)
    {
      weft_working_end (w, is_back ? "∂L/∂y" : "x", "#", 1, from);
      return;
    }
  weft_working_line (w, g_strdup ("m"), _ ("drawn: 0 leaves it out"), NULL, m, 0);
  if (p >= 1)
    weft_working_end (w, is_back ? "m · ∂L/∂y" : "m · x", "# · #", 2, m, from);
  else
    weft_working_end (w, is_back ? "m · ∂L/∂y / (1 − p)" : "m · x / (1 − p)", "# · # / (1 − #)", 3,
                      m, from, weft_working_number (p));
}

static void
forward (WeftWorking *w)
{
  end (w, weft_working_in (w, 0, w->offset), FALSE);
}

static void
backward (WeftWorking *w)
{
  end (w, weft_working_d_out (w, 0, w->offset), TRUE);
}

const WeftWorkedRow weft_worked_dropout = { NULL, forward, backward };
