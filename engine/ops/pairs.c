/* pairs: the op of each row of the table of pairs: y[i] = f (a[i], b[i]) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ops/pair-table.h"
#include "engine/ops/elementwise.h"
#include "engine/ops/many.h"

enum
{
  NOTHING = 0,
  A = 1,
  B = 2,
  Y = 4,
};

#define PAIR_CASES(...)                                                                            \
  .cases = WEFT_OP_CASES ((const WeftOpCase[]){                                                    \
      { "rows", { F32 (3, 7), F32 (3, 7) }, __VA_ARGS__ },                                         \
      { "batch of one", { F32 (1, 5), F32 (1, 5) }, __VA_ARGS__ },                                 \
      { "large", { F32 (64, 999), F32 (64, 999) }, .is_large = TRUE, __VA_ARGS__ },                \
      { NULL },                                                                                    \
  })

WEFT_INLINE WeftMany
pair_pow (WeftMany a, WeftMany b)
{
  for (int i = 0; i < WEFT_MANY; i++)
    a EACH (i) = powf (a EACH (i), b EACH (i));
  return a;
}

static gboolean
check_shape (WeftOpShapes *shapes)
{
  if (!weft_is_float (&shapes->in[0]) || !weft_shape_equal (&shapes->in[0], &shapes->in[1]))
    return weft_expects (shapes, _ ("expects inputs of one shape"));
  return weft_shape_same (shapes);
}

/* What is read and written at once: n = WEFT_MANY of them, or what is left at an end. */
WEFT_INLINE WeftMany
load (const float *x, gsize i, gsize n)
{
  return n == WEFT_MANY ? many_load (x + i) : many_load_some (x + i, n);
}

WEFT_INLINE void
store (float *y, gsize i, gsize n, WeftMany value)
{
  if (n == WEFT_MANY)
    many_store (y + i, value);
  else
    many_store_some (y + i, value, n);
}

/* Inlined with f known, each is one loop of its own; y may be the memory of a. */
WEFT_INLINE void
map (const WeftOpRun *run, guint slice, WeftMany (*f) (WeftMany a, WeftMany b))
{
  WeftSpan part = weft_elementwise_span (run, slice);
  const float *a = run->in[0], *b = run->in[1];
  float *y = run->out[0];
  gsize i = part.begin;

#pragma GCC ivdep
  for (; i + WEFT_MANY <= part.end; i += WEFT_MANY)
    store (y, i, WEFT_MANY, f (load (a, i, WEFT_MANY), load (b, i, WEFT_MANY)));
  if (i < part.end)
    store (y, i, part.end - i, f (load (a, i, part.end - i), load (b, i, part.end - i)));
}

typedef WeftMany (*Gradient) (WeftMany a, WeftMany b, WeftMany y, WeftMany dy);

WEFT_INLINE void
go_back (const WeftOpRun *run, guint reads, gsize i, gsize n, Gradient da, Gradient db)
{
  WeftMany none = { 0 }, dy = load (run->d_out[0], i, n);
  WeftMany a = reads & A ? load (run->in[0], i, n) : none;
  WeftMany b = reads & B ? load (run->in[1], i, n) : none;
  WeftMany y = reads & Y ? load (run->out[0], i, n) : none;

  if (run->d_in[0] != NULL)
    store (run->d_in[0], i, n, da (a, b, y, dy));
  if (run->d_in[1] != NULL)
    store (run->d_in[1], i, n, db (a, b, y, dy));
}

WEFT_INLINE void
map_back (const WeftOpRun *run, guint slice, guint reads, Gradient da, Gradient db)
{
  WeftSpan part = weft_elementwise_span (run, slice);
  gsize i = part.begin;

  for (; i + WEFT_MANY <= part.end; i += WEFT_MANY)
    go_back (run, reads, i, WEFT_MANY, da, db);
  if (i < part.end)
    go_back (run, reads, i, part.end - i, da, db);
}

#define TWO(id_, reads, value, da, db, op, layer)                                                  \
  WEFT_INLINE WeftMany value_##id_ (WeftMany a, WeftMany b)                                        \
  {                                                                                                \
    return value;                                                                                  \
  }                                                                                                \
  WEFT_INLINE WeftMany da_##id_ (WeftMany a, WeftMany b, WeftMany y, WeftMany dy)                  \
  {                                                                                                \
    return da;                                                                                     \
  }                                                                                                \
  WEFT_INLINE WeftMany db_##id_ (WeftMany a, WeftMany b, WeftMany y, WeftMany dy)                  \
  {                                                                                                \
    return db;                                                                                     \
  }                                                                                                \
  static void forward_##id_ (const WeftOpRun *run, guint slice) /* flat, any shape */              \
  {                                                                                                \
    map (run, slice, value_##id_);                                                                 \
  }                                                                                                \
  static void backward_##id_ (const WeftOpRun *run, guint slice)                                   \
  {                                                                                                \
    map_back (run, slice, reads, da_##id_, db_##id_);                                              \
  }                                                                                                \
  const WeftOp WEFT_OP_ROW (id_) = {                                                               \
    .id = #id_,                                                                                    \
    .units = { WEFT_UNITS_EACH },                                                                  \
    .inputs = { { "a", .backward_reads = ((reads) &A) != 0 },                                      \
                { "b", .backward_reads = ((reads) &B) != 0 } },                                    \
    .outputs = { { "y", .backward_reads = ((reads) &Y) != 0 } },                                   \
    .shape = check_shape,                                                                          \
    .forward = { { weft_elementwise_slices, forward_##id_ } },                                     \
    .backward = { { weft_elementwise_slices, backward_##id_ } },                                   \
    .may_overwrite = ((reads) &A) == 0,                                                            \
    WEFT_LIST op,                                                                                  \
  };
#include "engine/ops/pairs.def"
