/* set: names a symbol for the kernel set that it is compiled in */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#if WEFT_KERNEL_LEVEL == 0
#define WEFT_IN_SET(name) name##_plain
#elif WEFT_KERNEL_LEVEL == 3
#define WEFT_IN_SET(name) name##_v3
#else
#define WEFT_IN_SET(name) name##_v4
#endif

/* What an inner loop is made of: no call is left of it. */
#define WEFT_INLINE static inline __attribute__ ((always_inline))

/* `const WeftOp WEFT_OP_ROW (relu) = { … };` at the end of an op's file. */
#define WEFT_OP_ROW(id) WEFT_IN_SET (weft_op_##id)
#define WEFT_OPTIMIZER_ROW(id) WEFT_IN_SET (weft_optimizer_##id)
