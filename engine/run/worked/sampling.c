/* sampling: a mean and what chance added, as far as the spread lets it; back, to the mean what
 * comes, to the spread its share of what chance added */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/run/worked/working.h"

enum
{
  M,
  V,
};

/* Which number was drawn follows from what it led to. */
static WeftWorkedNumber
show_draw (WeftWorking *w)
{
  double m = weft_working_in (w, M, w->offset).number, v = weft_working_in (w, V, w->offset).number;
  WeftWorkedNumber draw
      = weft_working_number ((weft_working_out (w, 0, w->offset).number - m) / exp (v / 2));

  weft_working_line (w, g_strdup ("ε"), _ ("drawn at random"), NULL, draw, 0);
  return draw;
}

static void
forward (WeftWorking *w)
{
  WeftWorkedNumber m = weft_working_in (w, M, w->offset), v = weft_working_in (w, V, w->offset);

  if (w->sight->is_training)
    weft_working_end (w, "m + exp (v / 2) · ε", "# + exp (# / 2) · #", 3, m, v, show_draw (w));
  else
    weft_working_end (w, "m", "#", 1, m);
}

static void
backward (WeftWorking *w)
{
  WeftWorkedNumber dy = weft_working_d_out (w, 0, w->offset);

  if (w->port == M)
    weft_working_end (w, "∂L/∂y", "#", 1, dy);
  else if (w->sight->is_training)
    weft_working_end (w, "∂L/∂y · ε · exp (v / 2) / 2", "# · # · exp (# / 2) / 2", 3, dy,
                      show_draw (w), weft_working_in (w, V, w->offset));
  else
    weft_working_end (w, "0", "#", 1, weft_working_number (0));
}

const WeftWorkedRow weft_worked_sampling = { NULL, forward, backward };
