/* writing: what a trained network writes for samples of its data, step by step (decode.h); by the
 * average of its weights where it keeps one */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/base/interrupt.h"
#include "engine/base/tensor.h"
#include "engine/run/decode.h"
#include "engine/train/model/model.h"

/* tokens (n, options->most): what is written for each of n samples; none of what the data says is
 * to be written is looked at. likelihood: nullable, (n). WEFT_ERROR_INVALID when the network cannot
 * write, _NUMBERS when it says none. options->decoding NULL: greedily. */
gboolean weft_model_write (WeftModel *model, WeftState *state, const guint32 *samples, gint64 n,
                           const WeftDecodeOptions *options, gint64 *tokens, double *likelihood,
                           GError **error);
/* The same of frames of sound: rows (n, options->most, width), of which lengths (n) are said.
 * looks: of the first sample how much each step looked at each of what it looks at, (T, S), the
 * mean over heads; left where no attention does. */
gboolean weft_model_say (WeftModel *model, WeftState *state, const guint32 *samples, gint64 n,
                         const WeftDecodeOptions *options, float *rows, gint64 *lengths,
                         WeftTensor **looks, GError **error);
/* What share of a part's samples, the first 2,000 of them, is written without a single mistake;
 * NaN: the network cannot write, or its samples do not say where they end. decoding: nullable:
 * greedily. */
double weft_model_measure_writing (WeftModel *model, WeftState *state, WeftPart part,
                                   const WeftDecoding *decoding, const WeftInterrupt *interrupt);
/* Whether some criterion judges sequences that the network may write. */
gboolean weft_model_judges_writing (const WeftModel *model);
/* Judges by what is written for those samples, without its end, in place of what is said of each
 * step when the true ones before it are given: the figures of those criteria alone, by criterion.
 * By the weights as they lie, for whoever judges has swapped the average in. FALSE without an
 * error: interrupted. */
gboolean weft_model_judge_writing (WeftModel *model, WeftState *state, WeftPart part,
                                   const WeftDecoding *decoding, const WeftInterrupt *interrupt,
                                   double *figures, GError **error);
