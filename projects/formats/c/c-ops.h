/* c-ops: an op as a block of C99, for one sample */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/ops/op.h"

/* One application. Names are those of arrays of float; NULL: absent. */
typedef struct
{
  const WeftOp *op;
  gconstpointer attrs;
  guint n_in;
  const char *in[WEFT_OP_MAX_IN];
  const char *scale[WEFT_OP_MAX_IN]; /* of an input that is kept as bytes; else NULL */
  const char *out;
  WeftShape in_shape[WEFT_OP_MAX_IN], out_shape; /* of a batch of one */
} WeftCBlock;

/* FALSE: there is no block for it; nothing is written then. */
gboolean weft_c_append_block (GString *out, const WeftCBlock *block);
/* "0.25f", as short as reads back the same. */
void weft_c_append_number (GString *out, double number);
