/* rotary: a pair of numbers turned by an angle that grows from step to step; back, turned back */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/run/worked/working.h"

enum
{
  X,
  BEGIN,
};

typedef struct
{
  WeftWorkedNumber s, c;
  gsize first, second; /* the pair's offsets */
} Turn;

static double
get_begin (const WeftWorking *w, gsize n)
{
  double begin = weft_working_in (w, BEGIN, n).number;

  return begin > 0 ? floor (begin) : 0; /* NaN: there is none */
}

static Turn
show_turn (WeftWorking *w)
{
  const WeftShape *x = w->shape; /* (N, T, D) */
  double base = weft_working_attr (w, "base", 0, 10000);
  gint64 waves = x->dims[2] / (gint64) weft_working_attr (w, "heads", 0, 1) / 2;
  double wave = (double) (w->index[2] / 2 % waves);
  double t = get_begin (w, (gsize) w->index[0]) + (double) w->index[1];
  double angle = t * pow (base, -wave / (double) waves);
  Turn turn = { weft_working_number (sin (angle)), weft_working_number (cos (angle)),
                w->offset & ~(gsize) 1, w->offset | 1 };

  weft_working_line (w, g_strdup ("θ"), "t / base^(2i/d)", "# / #^(# / #)",
                     weft_working_number (angle), 4, weft_working_number (t),
                     weft_working_number (base), weft_working_number (2 * wave),
                     weft_working_number (2 * (double) waves));
  weft_working_line (w, g_strdup ("c"), "cos θ", NULL, turn.c, 0);
  weft_working_line (w, g_strdup ("s"), "sin θ", NULL, turn.s, 0);
  return turn;
}

static void
forward (WeftWorking *w)
{
  Turn turn;

  if (w->port != 0)
    {
      weft_working_end (w, "begin + T", "# + #", 2, weft_working_number (get_begin (w, w->offset)),
                        weft_working_number ((double) weft_working_shape (w, X)->dims[1]));
      return;
    }
  turn = show_turn (w);
  if (w->offset == turn.first)
    weft_working_end (w, "x[2i] · c − x[2i + 1] · s", "# · # − # · #", 4,
                      weft_working_in (w, X, turn.first), turn.c,
                      weft_working_in (w, X, turn.second), turn.s);
  else
    weft_working_end (w, "x[2i] · s + x[2i + 1] · c", "# · # + # · #", 4,
                      weft_working_in (w, X, turn.first), turn.s,
                      weft_working_in (w, X, turn.second), turn.c);
}

static void
backward (WeftWorking *w)
{
  Turn turn = show_turn (w);
  WeftWorkedNumber first = weft_working_d_out (w, 0, turn.first),
                   second = weft_working_d_out (w, 0, turn.second);

  if (w->offset == turn.first)
    weft_working_end (w, "∂L/∂y[2i] · c + ∂L/∂y[2i + 1] · s", "# · # + # · #", 4, first, turn.c,
                      second, turn.s);
  else
    weft_working_end (w, "∂L/∂y[2i + 1] · c − ∂L/∂y[2i] · s", "# · # − # · #", 4, second, turn.c,
                      first, turn.s);
}

const WeftWorkedRow weft_worked_rotary = { NULL, forward, backward };
