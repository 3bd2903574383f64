/* script: a network as a PyTorch program, as a person would write it, in a folder with its weights
 * and its data
 *
 * For nets that learn by example from one field to one loss; what a program of PyTorch would do
 * otherwise is refused by name. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/train/model.h"

/* train.py; transfer full. */
char *weft_script_make (WeftModel *model, const char *title, GError **error);
/* data.npz: x and y of all samples, x as it was before it was standardised, with the means and
 * deviations if it is; which samples each part has; and the losses of the first steps from these
 * weights, without dropout. Blocks for as long as these take; the thread's own errand is told of
 * each, and may cancel them. WEFT_ERROR_NUMBERS: they failed. Transfer full. */
GByteArray *weft_script_make_data (WeftModel *model, const WeftState *state, GError **error);
