/* lookup: finds an op's row in the table of a kernel set, and says which set a processor can run */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ops/op.h"
#include "engine/kernels/sets.h"

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

#define KERNEL_SET(level, suffix, name, runs) extern const WeftOp *const weft_op_table_##suffix[];
#include "engine/kernels/sets.def"
#undef KERNEL_SET

static const struct
{
  const char *name;
  const WeftOp *const *ops;
} sets[] = {
#define KERNEL_SET(level, suffix, name, runs) { name, weft_op_table_##suffix },
#include "engine/kernels/sets.def"
#undef KERNEL_SET
};

const WeftOp *const *
weft_ops (int level, guint *n)
{
  if (n != NULL)
    *n = N_OPS;
  return sets[weft_kernel_set_find (level)].ops;
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
#if defined(__x86_64__)
  __builtin_cpu_init ();
#endif
#define KERNEL_SET(level, suffix, name, runs)                                                      \
  if (runs)                                                                                        \
    return level;
#include "engine/kernels/sets.def"
#undef KERNEL_SET
  return 0;
}

const char *
weft_kernel_level_name (int level)
{
  return sets[weft_kernel_set_find (level)].name;
}
