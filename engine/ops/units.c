/* units: the op of each row of the table of units: y[i] = f (x[i]), dx[i] = f′ (x[i]) · dy[i] */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ops/units.h"
#include "engine/ops/elementwise.h"
#include "engine/ops/many.h"

/* What every unit is tried with. */
#define UNIT_CASES                                                                                 \
  { "rows", { F32 (3, 7) } }, { "batch of one", { F32 (1, 1) } },                                  \
  {                                                                                                \
    "large", { F32 (64, 999) }, .is_large = TRUE                                                   \
  }
#define CASES(...) .cases = WEFT_OP_CASES ((const WeftOpCase[]){ UNIT_CASES, __VA_ARGS__{ NULL } })
#define CASES_ABOVE_ZERO(...)                                                                      \
  .cases = WEFT_OP_CASES (                                                                         \
      (const WeftOpCase[]){ { "rows", { F32 (3, 7) }, .positive = 1 },                             \
                            { "batch of one", { F32 (1, 1) }, .positive = 1 },                     \
                            { "large", { F32 (64, 999) }, .positive = 1, .is_large = TRUE },       \
                            __VA_ARGS__{ NULL } })
#define NUMBERS(...) (&(const WeftUnitNumbers){ __VA_ARGS__ })

/* Inlined with f known, each is one loop of its own; y may be the memory of x. */
WEFT_INLINE void
map (const WeftOpRun *run, guint slice, WeftMany (*f) (WeftMany x, float a, float b, int mode))
{
  WeftSpan part = weft_elementwise_span (run, slice);
  const WeftUnitNumbers k = *(const WeftUnitNumbers *) run->attrs;
  const float *x = run->in[0];
  float *y = run->out[0];
  gsize i = part.begin;

#pragma GCC ivdep
  for (; i + WEFT_MANY <= part.end; i += WEFT_MANY)
    many_store (y + i, f (many_load (x + i), k.a, k.b, k.mode));
  if (i < part.end)
    many_store_some (y + i, f (many_load_some (x + i, part.end - i), k.a, k.b, k.mode),
                     part.end - i);
}

/* kept: x or y, as g wants it, else dy. */
WEFT_INLINE void
map_back (const WeftOpRun *run, guint slice, const float *kept,
          WeftMany (*g) (WeftMany kept, WeftMany dy, float a, float b, int mode))
{
  WeftSpan part = weft_elementwise_span (run, slice);
  const WeftUnitNumbers k = *(const WeftUnitNumbers *) run->attrs;
  const float *dy = run->d_out[0];
  float *dx = run->d_in[0];
  gsize i = part.begin;

#pragma GCC ivdep
  for (; i + WEFT_MANY <= part.end; i += WEFT_MANY)
    many_store (dx + i, g (many_load (kept + i), many_load (dy + i), k.a, k.b, k.mode));
  if (i < part.end)
    many_store_some (dx + i,
                     g (many_load_some (kept + i, part.end - i),
                        many_load_some (dy + i, part.end - i), k.a, k.b, k.mode),
                     part.end - i);
}

/* What a row is by what its gradient reads: that one's name, whose memory it is, and the ports. */
#define NAME_X x
#define NAME_Y y
#define NAME_DY kept
#define KEPT_X run->in[0]
#define KEPT_Y run->out[0]
#define KEPT_DY run->d_out[0]
#define PORTS_X .inputs = { { "x", .backward_reads = TRUE } }, .outputs = { { "y" } }
#define PORTS_Y                                                                                    \
  .inputs = { { "x" } }, .outputs = { { "y", .backward_reads = TRUE } }, .may_overwrite = TRUE
#define PORTS_DY .inputs = { { "x" } }, .outputs = { { "y" } }, .may_overwrite = TRUE
#define PORTS_NOTHING .inputs = { { "x", .no_gradient = TRUE } }, .outputs = { { "y" } }

#define DEFINE_BACK(id, reads, gradient)                                                           \
  WEFT_INLINE WeftMany gradient_##id (WeftMany NAME_##reads, WeftMany dy, float a, float b,        \
                                      int mode)                                                    \
  {                                                                                                \
    return gradient;                                                                               \
  }                                                                                                \
  static void backward_##id (const WeftOpRun *run, guint slice)                                    \
  {                                                                                                \
    map_back (run, slice, KEPT_##reads, gradient_##id);                                            \
  }                                                                                                \
  G_STATIC_ASSERT (TRUE)
#define BACK_X(id, gradient) DEFINE_BACK (id, X, gradient)
#define BACK_Y(id, gradient) DEFINE_BACK (id, Y, gradient)
#define BACK_DY(id, gradient) DEFINE_BACK (id, DY, gradient)
#define BACK_NOTHING(id, gradient) G_STATIC_ASSERT (TRUE)
#define PHASE_X(id) .backward = { { weft_elementwise_slices, backward_##id } }
#define PHASE_Y(id) PHASE_X (id)
#define PHASE_DY(id) PHASE_X (id)
#define PHASE_NOTHING(id) .is_view = FALSE

#define UNIT(id_, reads, value, gradient, op, rows, layer)                                         \
  static const WeftParam params_##id_[] = { WEFT_LIST rows{ NULL } };                              \
  WEFT_INLINE WeftMany value_##id_ (WeftMany x, float a, float b, int mode)                        \
  {                                                                                                \
    return value;                                                                                  \
  }                                                                                                \
  static void forward_##id_ (const WeftOpRun *run, guint slice) /* x, y: flat, any shape */        \
  {                                                                                                \
    map (run, slice, value_##id_);                                                                 \
  }                                                                                                \
  BACK_##reads (id_, gradient);                                                                    \
  const WeftOp WEFT_OP_ROW (id_) = {                                                               \
    .id = #id_,                                                                                    \
    .units = { WEFT_UNITS_EACH },                                                                  \
    PORTS_##reads,                                                                                 \
    .attrs = params_##id_,                                                                         \
    .attrs_size = sizeof (WeftUnitNumbers),                                                        \
    .shape = weft_shape_same,                                                                      \
    .forward = { { weft_elementwise_slices, forward_##id_ } },                                     \
    PHASE_##reads (id_),                                                                           \
    WEFT_LIST op,                                                                                  \
  };
#include "engine/ops/activations.def"
#include "engine/ops/arithmetic.def"
