/* two-moments: two steps, of one run or of two, set beside each other in words */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/context/context.h"

typedef struct
{
  gint64 run; /* 0: what there is now */
  gint64 step;
} WeftMoment;

/* Lines: each figure that both have, and how far the weights of each node lie apart; char *,
 * transfer full. Both states are computed again. */
GPtrArray *weft_moments_list (WeftContext *context, const WeftMoment moments[2], GError **error);
