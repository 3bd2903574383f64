/* onnx-export: a network as an ONNX model, as it answers: from the data as it is kept to its
 * answers
 *
 * What the network's losses judge are its outputs, by their nodes' names; without a loss what no
 * node reads. What standardising has learnt is part of the model, and so is the way back. Any
 * number of samples; of steps as many as the longest sample has. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/train/model/model.h"

/* The file; transfer full. WEFT_ERROR_UNSUPPORTED names the node that has no form. */
GByteArray *weft_onnx_export (WeftModel *model, const WeftState *state, const char *title,
                              GError **error);
