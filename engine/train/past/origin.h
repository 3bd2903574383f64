/* origin: the state that a stretch of a run's journal began with; for engine/train alone */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/train/past/stretches.h"

/* *state: transfer full; NULL: the first values. *from: as WeftReplayed has it.
 * WEFT_ERROR_NOT_FOUND where it is not kept any more. Blocks for as long as it takes to make it
 * again. */
gboolean weft_origin_find (const WeftRunRecord *record, const GArray *stretches, int which,
                           WeftState **state, gint64 *from, GError **error);
/* Why there is no way to a step. */
void weft_origin_set_not_passed (const WeftRunRecord *record, const GArray *stretches, gint64 step,
                                 GError **error);
void weft_origin_set_lost (GError **error, gint64 step);
