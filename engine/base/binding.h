/* binding: the numbers that the symbols of shapes stand for in one program */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

typedef struct
{
  gint64 n; /* samples of a batch */
  gint64 t; /* steps that each of them is made to have; 0: nothing has steps */
} WeftBinding;

#define WEFT_BINDING(n, t) ((WeftBinding){ n, t })

static inline gboolean
weft_binding_equal (WeftBinding a, WeftBinding b)
{
  return a.n == b.n && a.t == b.t;
}

static inline guint
weft_binding_hash (WeftBinding binding)
{
  return (guint) binding.n * 31u + (guint) binding.t;
}
