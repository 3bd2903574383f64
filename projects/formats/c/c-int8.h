/* c-int8: weights as signed bytes with a scale for each output, and what that costs
 *
 * w ≈ scale[o] · q, −127 ≤ q ≤ 127, scale[o] = max |w[o, …]| / 127: symmetric, without a zero
 * point. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/train/model/model.h"
#include "projects/formats/file-format.h"

/* w (rows, each) → q (rows, each) and scale (rows). */
void weft_int8_round (const float *w, gint64 rows, gint64 each, gint8 *q, float *scale);
/* Which of the program's values are kept so, TRUE: the weights of sums of products, (outputs, …).
 * Transfer full. */
gboolean *weft_int8_find (const WeftProgram *program);
/* The state with those weights as a program with bytes has them; transfer full. */
WeftState *weft_int8_dup_state (const WeftProgram *program, const WeftState *state, GError **error);
/* What the data that it did not learn from say of the one and of the other. */
gboolean weft_int8_judge (WeftModel *model, const WeftState *state, WeftFormatLoss *loss,
                          GError **error);
