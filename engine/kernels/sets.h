/* sets: which of the kernel sets a level means */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* The place in sets.def of the widest set that asks for no more than that level; the plain one asks
 * for nothing. */
static inline guint
weft_kernel_set_find (int level)
{
  static const int levels[] = {
#define KERNEL_SET(level, suffix, name, runs) level,
#include "engine/kernels/sets.def"
#undef KERNEL_SET
  };
  guint i = 0;

  while (levels[i] > MAX (level, 0))
    i++;
  return i;
}
