/* surgery: a state adapted to an edited network so that what was learnt goes on: units are split or
 * taken away, and what is put in begins as if it were not there
 *
 * A layer with more units has copies of some of those that it had, and whoever reads them has their
 * weights shared out among the copies, unevenly so that these learn apart: what the network says
 * stays as it was, up to rounding (Chen, Goodfellow, Shlens 2016: Net2Net). A layer with fewer
 * keeps those with the largest weights. Moments of the optimiser go with the weights. What cannot
 * be followed begins anew, as in weft_state_adapt. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/graph/graph.h"
#include "engine/state/state.h"

/* What rules there are: 0, weft_state_adapt alone; 1, as said above; 2, and whoever trains fits
 * batch norms that are put in to the next batch; 3, and filters in groups stay in theirs, and
 * weights by length and direction are followed, too; 4, and heads of attention keep what they
 * learnt (unit-heads.h), and so do weights of stretch 1. The same rule gives the same bits for
 * ever, so that a run's journal can name it: what is done otherwise has a new number. */
#define WEFT_SURGERY_FITS_NORMS 2
#define WEFT_SURGERY_DIRECTIONS 3
#define WEFT_SURGERY_HEADS 4
#define WEFT_SURGERY_NEWEST 4

typedef struct
{
  guint rule;
  WeftGraph *before, *after; /* nullable: it is not looked for layers that were put in */
  GArray *anew; /* gint64; nullable: gets the nodes that had learnt and begin anew, in order */
} WeftSurgery;

/* As weft_state_adapt, which it is for rule 0 and for a state that has learnt nothing yet. */
gboolean weft_state_operate (WeftState *state, const WeftStateForm *form,
                             const WeftSurgery *surgery, GError **error);
