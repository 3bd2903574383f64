/* c-program: a network as one file of C99 that answers one sample, without heap or libraries */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/train/model.h"

/* The file; transfer full. WEFT_ERROR_UNSUPPORTED names the node that has no block. */
GByteArray *weft_c_export (WeftModel *model, const WeftState *state, const char *title,
                           GError **error);
