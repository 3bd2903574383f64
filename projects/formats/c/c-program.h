/* c-program: a network as one file of C99 that answers one sample, without heap or libraries */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/train/model/model.h"

/* The file, with its weights as floats, or as bytes with a scale for each output (c-int8.h);
 * transfer full. WEFT_ERROR_UNSUPPORTED names the node that has no block. */
GByteArray *weft_c_export (WeftModel *model, const WeftState *state, const char *title,
                           gboolean is_int8, GError **error);
