/* bench-writing: how fast sequences are written by a beam search */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/train/model/model.h"

/* Sequences a second, the median of `repeats` (at most 1,000) of so many seconds each: of 24 tokens
 * for each of the set's first 16 samples, by the eight likeliest at every step, with first weights.
 * NAN: it cannot write; the error says why. */
double weft_bench_measure_writing (WeftModel *model, guint threads, double seconds, guint repeats,
                                   GError **error);
