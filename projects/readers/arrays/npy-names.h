/* npy-names: what an array is for, by its name: x_train, labels_test */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

typedef enum
{
  WEFT_NPY_OTHER,
  WEFT_NPY_X, /* what samples are shown by */
  WEFT_NPY_Y, /* what is said of them */
} WeftNpyRole;

/* part: WeftPart + 1, 0: it says none. Returns what is left of the name, transfer full. */
char *weft_npy_name_parse (const char *name, WeftNpyRole *role, guint8 *part);
