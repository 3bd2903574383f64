/* seeing: how the sights of ops are read out of what a forward pass left; for sights.c alone
 *
 * Each gives the shape, without N, of sight `of` of the first sample, cut to the steps that are
 * real; its numbers go to `to`, NULL: only the shape is wanted. A shape of no numbers: there is
 * nothing to see in this one. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/ops/op.h"

#define WEFT_SEE_STATE (-1) /* of a recurrent op, besides its gates by their number: h */
#define WEFT_SEE_KEPT (-2)  /* what it keeps beside the gates, as many as there are units */

typedef void (*WeftSee) (const WeftOp *op, const WeftOpRun *run, int of, WeftShape *shape,
                         float *to);

void weft_see_gate (const WeftOp *op, const WeftOpRun *run, int of, WeftShape *shape, float *to);
void weft_see_attention (const WeftOp *op, const WeftOpRun *run, int of, WeftShape *shape,
                         float *to);
void weft_see_swings (const WeftOp *op, const WeftOpRun *run, int of, WeftShape *shape, float *to);
void weft_see_rows (const WeftOp *op, const WeftOpRun *run, int of, WeftShape *shape, float *to);
void weft_see_codes (const WeftOp *op, const WeftOpRun *run, int of, WeftShape *shape, float *to);
