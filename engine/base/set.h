/* set: names a symbol for the kernel set that it is compiled in */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* WEFT_KERNEL_SET is the set's suffix in engine/kernels/sets.def. */
#define WEFT_JOIN_NAMES(name, suffix) name##_##suffix
#define WEFT_JOIN(name, suffix) WEFT_JOIN_NAMES (name, suffix)
#define WEFT_IN_SET(name) WEFT_JOIN (name, WEFT_KERNEL_SET)

/* What an inner loop is made of: no call is left of it. */
#define WEFT_INLINE static inline __attribute__ ((always_inline))

/* `const WeftOp WEFT_OP_ROW (relu) = { … };` at the end of an op's file. */
#define WEFT_OP_ROW(id) WEFT_IN_SET (weft_op_##id)
#define WEFT_OPTIMIZER_ROW(id) WEFT_IN_SET (weft_optimizer_##id)
