/* broadcast: inputs of different shapes spread out to one, by numpy's rule for samples: axes are
 * counted from the last one, and what has 1 along one, or no such axis, is the same all along it
 *
 * The batch is no such axis: every input has it, or is one number for all (a loss). */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/layers/layer-row.h"

/* in[]: replaced by what they become; those that have the shape stay. FALSE and a diagnostic where
 * there is no such shape. */
gboolean weft_broadcast (WeftBuilder *b, WeftValue *in, guint n);
