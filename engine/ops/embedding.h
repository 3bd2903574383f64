/* embedding: what ops have in common that look rows of a table up
 *
 * Backward is cut into columns of the table: each slice adds up all samples in their order, so that
 * there are no partial sums, and a row that is written once more is never another slice's. Where
 * the gradient is as the last pass left it, only the rows that were written are cleared. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/ops/common.h"

#define WEFT_EMBEDDING_ALIGN 16 /* floats of a cache line */

/* Inputs: x of whole numbers, w (V, D). */
static inline gboolean
weft_embedding_check (WeftOpShapes *shapes)
{
  const WeftShape *x = &shapes->in[0], *w = &shapes->in[1];

  if (x->type != WEFT_I64 || x->rank >= WEFT_MAX_RANK)
    return weft_expects (shapes, _ ("expects whole numbers that stand for something"));
  if (w->rank != 2 || !weft_is_float (w))
    return weft_expects (shapes, _ ("expects a row of weights for each of them"));
  return TRUE;
}

/* The row of w for number n of x, −1: none. Data is checked when it is read; a stray number must
 * not reach outside memory all the same. */
static inline gint64
weft_embedding_row (const WeftOpRun *run, gint64 padding, gsize n)
{
  gint64 x = ((const gint64 *) run->in[0])[n];

  return x == padding ? -1 : CLAMP (x, 0, run->in_shape[1].dims[0] - 1);
}

static inline guint
weft_embedding_column_slices (const WeftOpRun *run)
{
  gsize width = (gsize) run->in_shape[1].dims[1];
  gsize most = (width + WEFT_EMBEDDING_ALIGN - 1) / WEFT_EMBEDDING_ALIGN;
  gsize work = weft_count (&run->in_shape[0]) * width + weft_count (&run->in_shape[1]);

  return (guint) MIN (most, weft_slices_for (work, WEFT_ELEMENTS_PER_SLICE));
}

/* The columns of a slice of those. */
static inline WeftSpan
weft_embedding_columns (const WeftOpRun *run, guint slice)
{
  gsize width = (gsize) run->in_shape[1].dims[1];

  return weft_span_of (width, weft_embedding_column_slices (run), slice, WEFT_EMBEDDING_ALIGN);
}

static inline guint
weft_embedding_clear_slices (const WeftOpRun *run)
{
  return weft_slices_for (weft_count (&run->in_shape[1]), WEFT_ELEMENTS_PER_SLICE);
}

static inline void
weft_embedding_clear_known (const WeftRows *rows, float *to, const WeftSpan *span)
{
  for (gsize word = span->begin / 64; word < (span->end + 63) / 64; word++)
    for (guint64 bits = rows->bits[word]; bits != 0; bits &= bits - 1)
      memset (to + (word * 64 + (gsize) __builtin_ctzll (bits)) * rows->width, 0,
              rows->width * sizeof *to);
}

/* The phase before: zeros for all rows, in one piece after the other. */
static inline void
weft_embedding_clear (const WeftOpRun *run, guint slice)
{
  gsize n = (gsize) run->in_shape[1].dims[0], width = (gsize) run->in_shape[1].dims[1];
  WeftSpan span = weft_span_of (n, weft_embedding_clear_slices (run), slice, 64);

  if (run->rows != NULL && !run->rows->is_all)
    weft_embedding_clear_known (run->rows, run->d_in[1], &span);
  else
    memset (run->d_in[1] + span.begin * width, 0, (span.end - span.begin) * width * sizeof (float));
}

static inline guint
weft_embedding_note_slices (const WeftOpRun *run)
{
  return run->rows != NULL ? 1 : 0;
}

/* The phase between: the rows that will be written. */
static inline void
weft_embedding_note (const WeftOpRun *run, gint64 padding)
{
  gsize count = weft_count (&run->in_shape[0]);
  WeftRows *rows = run->rows;

  memset (rows->bits, 0, (rows->n + 63) / 64 * sizeof *rows->bits);
  rows->is_all = FALSE;
  for (gsize n = 0; n < count; n++)
    {
      gint64 row = weft_embedding_row (run, padding, n);

      if (row >= 0)
        rows->bits[row / 64] |= (guint64) 1 << row % 64;
    }
}
