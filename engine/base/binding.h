/* binding: the numbers that the symbols of shapes stand for in one program */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Numbers of steps that are counted for themselves: T, U, V, W. Fields of a data set that have as
 * many in every sample share one, others, as what is read and what is to be written, do not. */
#define WEFT_MAX_T 4

typedef struct
{
  gint64 n;             /* samples of a batch */
  gint64 t[WEFT_MAX_T]; /* steps that each of them is made to have; 0: nothing has such steps */
  /* What goes from step to step begins with what it is given (an op's `carry`), so that a run may
   * go on where another one ended: for so many steps in all; 0: it does not. */
  gint64 goes_on;
} WeftBinding;

/* Of data whose steps are all counted by T. */
#define WEFT_BINDING(n, t) ((WeftBinding){ n, { t } })

/* One number after the other: in each step, where wider loads would wait for narrow stores. */
static inline gboolean
weft_binding_is (const WeftBinding *a, const WeftBinding *b)
{
  if (a->n != b->n || a->goes_on != b->goes_on)
    return FALSE;
  for (guint i = 0; i < WEFT_MAX_T; i++)
    if (a->t[i] != b->t[i])
      return FALSE;
  return TRUE;
}

static inline gboolean
weft_binding_equal (WeftBinding a, WeftBinding b)
{
  return weft_binding_is (&a, &b);
}

static inline guint
weft_binding_hash (WeftBinding binding)
{
  guint hash = (guint) binding.n * 31u + (guint) binding.goes_on;

  for (guint i = 0; i < WEFT_MAX_T; i++)
    hash = hash * 31u + (guint) binding.t[i];
  return hash;
}
