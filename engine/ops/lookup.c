/* lookup: finds an op's row in the table of a kernel set, and says which set a processor can run */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ops/op.h"

enum
{
#define OP(id) OP_##id,
#define UNIT(id, ...) OP (id)
#define TWO(id, ...) OP (id)
#include "engine/ops/ops.def"
#undef TWO
#undef UNIT
#undef OP
  N_OPS,
};

extern const WeftOp *const weft_op_table_plain[];
#ifdef WEFT_HAVE_LEVEL_3
extern const WeftOp *const weft_op_table_v3[];
#endif
#ifdef WEFT_HAVE_LEVEL_4
extern const WeftOp *const weft_op_table_v4[];
#endif

/* Level 4 implies 3, and every level implies the plain set: a set that was not built falls back. */
const WeftOp *const *
weft_ops (int level, guint *n)
{
  if (n != NULL)
    *n = N_OPS;
#ifdef WEFT_HAVE_LEVEL_4
  if (level >= 4)
    return weft_op_table_v4;
#endif
#ifdef WEFT_HAVE_LEVEL_3
  if (level >= 3)
    return weft_op_table_v3;
#endif
  return weft_op_table_plain;
}

const WeftOp *
weft_op_find (const char *id, int level)
{
  const WeftOp *const *op = weft_ops (level, NULL);

  for (; *op != NULL; op++)
    if (g_str_equal ((*op)->id, id))
      return *op;
  return NULL;
}

int
weft_kernel_best_level (void)
{
#ifdef WEFT_HAVE_LEVEL_3
  __builtin_cpu_init ();
#ifdef WEFT_HAVE_LEVEL_4
  if (__builtin_cpu_supports ("x86-64-v4"))
    return 4;
#endif
  if (__builtin_cpu_supports ("x86-64-v3"))
    return 3;
#endif
  return 0;
}

const char *
weft_kernel_level_name (int level)
{
  return level >= 4 ? "x86-64-v4" : level >= 3 ? "x86-64-v3" : "plain";
}
