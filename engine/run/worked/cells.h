/* cells: what lstm, gru and rnn do with the sums of a unit's gates, forward and back, as people
 * write it and in double precision; for engine/run/worked alone */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#define WEFT_MOST_GATES 4

/* A unit at a step, going back. */
typedef struct
{
  double gate[WEFT_MOST_GATES], b[WEFT_MOST_GATES], c, c_before, h_before, dh;
  double dc;                                         /* in and out */
  double d_a[WEFT_MOST_GATES], d_b[WEFT_MOST_GATES]; /* out */
  double d_before;                                   /* out: what h₋ gets but by the weights */
} WeftUnitBack;

typedef struct
{
  const char *op;
  int n;
  const char *shown_a[WEFT_MOST_GATES], *shown_b[WEFT_MOST_GATES];
  const char *a[WEFT_MOST_GATES], *b[WEFT_MOST_GATES];
  const char *rules[8];
  /* The same of a unit, without words: gates and c of the shares, and of c before. */
  double (*step) (const double *a, const double *b, double c, double *gate);
  void (*back) (WeftUnitBack *at);
} WeftWorkedCell;

const WeftWorkedCell *weft_cell_find (const char *op);
