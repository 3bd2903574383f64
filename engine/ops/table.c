/* table: the rows of ops.def, as one kernel set has them */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ops/op.h"
#include "engine/base/set.h"

#define OP(id) extern const WeftOp WEFT_OP_ROW (id);
#define UNIT(id, ...) OP (id)
#define TWO(id, ...) OP (id)
#include "engine/ops/ops.def"
#undef TWO
#undef UNIT
#undef OP

extern const WeftOp *const WEFT_IN_SET (weft_op_table)[];

const WeftOp *const WEFT_IN_SET (weft_op_table)[] = {
#define OP(id) &WEFT_OP_ROW (id),
#define UNIT(id, ...) OP (id)
#define TWO(id, ...) OP (id)
#include "engine/ops/ops.def"
#undef TWO
#undef UNIT
#undef OP
  NULL,
};
