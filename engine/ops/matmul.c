/* matmul: y[n, i, j] = Σₖ a[n, i, k] · b[n, k, j], a product of matrices for each of what stands
 * before the last two axes; either may be given the other way round
 *
 * da[n, i, k] = Σⱼ dy[n, i, j] · b[n, k, j], db[n, k, j] = Σᵢ a[n, i, k] · dy[n, i, j]. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/kernels/gemm.h"
#include "engine/ops/common.h"

#define FLOPS_PER_SLICE 200000 /* multiply-adds: some ten microseconds of them */

typedef struct
{
  gboolean transpose_a, transpose_b; /* given as (…, K, I), as (…, J, K) */
} Attrs;

static const WeftParam attrs_rows[] = {
  WEFT_BOOL (Attrs, transpose_a, FALSE),
  WEFT_BOOL (Attrs, transpose_b, FALSE),
  { NULL },
};

typedef struct
{
  gsize n, rows, inner, columns;
} Sides;

static Sides
get_sides (const Attrs *attrs, const WeftShape *in)
{
  const WeftShape *a = &in[0], *b = &in[1];
  int i = a->rank - (attrs->transpose_a ? 1 : 2), k = a->rank - (attrs->transpose_a ? 2 : 1);
  int j = b->rank - (attrs->transpose_b ? 2 : 1);

  return (Sides){ weft_count_between (a, 0, a->rank - 2), (gsize) a->dims[i], (gsize) a->dims[k],
                  (gsize) b->dims[j] };
}

static gboolean
check_shape (WeftOpShapes *shapes)
{
  const Attrs *attrs = shapes->attrs;
  const WeftShape *a = &shapes->in[0], *b = &shapes->in[1];
  Sides sides;

  if (!weft_is_float (a) || !weft_is_float (b) || a->rank < 3 || a->rank != b->rank)
    return weft_expects (shapes,
                         _ ("expects two inputs of matrices (N, …, I, K) and (N, …, K, J)"));
  for (int i = 0; i < a->rank - 2; i++)
    if (a->dims[i] != b->dims[i])
      return weft_expects (shapes, _ ("expects as many matrices in both inputs"));
  sides = get_sides (attrs, shapes->in);
  if ((gint64) sides.inner != b->dims[b->rank - (attrs->transpose_b ? 1 : 2)])
    return weft_expects (shapes, _ ("expects a first matrix as wide as the second one is high"));
  shapes->out[0] = *a;
  shapes->out[0].dims[a->rank - 2] = (gint64) sides.rows;
  shapes->out[0].dims[a->rank - 1] = (gint64) sides.columns;
  return TRUE;
}

static guint
count_slices (const WeftOpRun *run)
{
  Sides sides = get_sides (run->attrs, run->in_shape);

  return (guint) MIN (sides.n, weft_slices_for (sides.n * sides.rows * sides.inner * sides.columns,
                                                FLOPS_PER_SLICE));
}

/* c (M, N) = a (M, K) · b (K, N), each as it lies there or transposed. */
static void
multiply (gsize m, gsize n, gsize k, const float *a, gboolean a_transposed, const float *b,
          gboolean b_transposed, float *c)
{
  weft_gemm (&(const WeftGemm){ .m = m,
                                .n = n,
                                .k = k,
                                .a = a,
                                .b = b,
                                .c = c,
                                .lda = a_transposed ? m : k,
                                .ldb = b_transposed ? k : n,
                                .ldc = n,
                                .a_transposed = a_transposed,
                                .b_transposed = b_transposed });
}

static void
forward (const WeftOpRun *run, guint slice)
{
  const Attrs *attrs = run->attrs;
  Sides s = get_sides (attrs, run->in_shape);
  WeftSpan part = weft_span_of (s.n, count_slices (run), slice, 1);

  for (gsize n = part.begin; n < part.end; n++) /* y (I, J) = a (I, K) · b (K, J) */
    multiply (s.rows, s.columns, s.inner, (const float *) run->in[0] + n * s.rows * s.inner,
              attrs->transpose_a, (const float *) run->in[1] + n * s.inner * s.columns,
              attrs->transpose_b, (float *) run->out[0] + n * s.rows * s.columns);
}

static void
backward (const WeftOpRun *run, guint slice)
{
  const Attrs *attrs = run->attrs;
  gboolean ta = attrs->transpose_a, tb = attrs->transpose_b;
  Sides s = get_sides (attrs, run->in_shape);
  WeftSpan part = weft_span_of (s.n, count_slices (run), slice, 1);

  for (gsize n = part.begin; n < part.end; n++)
    {
      const float *a = (const float *) run->in[0] + n * s.rows * s.inner;
      const float *b = (const float *) run->in[1] + n * s.inner * s.columns;
      const float *dy = run->d_out[0] + n * s.rows * s.columns;
      float *da = run->d_in[0] != NULL ? run->d_in[0] + n * s.rows * s.inner : NULL;
      float *db = run->d_in[1] != NULL ? run->d_in[1] + n * s.inner * s.columns : NULL;

      if (da != NULL && ta) /* da (K, I) = b (K, J) · dyᵀ (J, I) */
        multiply (s.inner, s.rows, s.columns, b, tb, dy, TRUE, da);
      else if (da != NULL) /* da (I, K) = dy (I, J) · bᵀ (J, K) */
        multiply (s.rows, s.inner, s.columns, dy, FALSE, b, !tb, da);
      if (db != NULL && tb) /* db (J, K) = dyᵀ (J, I) · a (I, K) */
        multiply (s.columns, s.inner, s.rows, dy, TRUE, a, ta, db);
      else if (db != NULL) /* db (K, J) = aᵀ (K, I) · dy (I, J) */
        multiply (s.inner, s.columns, s.rows, a, !ta, dy, FALSE, db);
    }
}

static gint64
count_flops (const WeftOpShapes *shapes)
{
  Sides s = get_sides (shapes->attrs, shapes->in);

  return 2 * (gint64) (s.n * s.rows * s.inner * s.columns);
}

#define TURN(a, b) (&(const Attrs){ a, b })

static const WeftOpCase cases[] = {
  { "as they are", { F32 (3, 2, 4), F32 (3, 4, 5) }, TURN (FALSE, FALSE) },
  { "the second turned", { F32 (2, 3, 4), F32 (2, 5, 4) }, TURN (FALSE, TRUE) },
  { "the first turned, batch of one", { F32 (1, 4, 2), F32 (1, 4, 3) }, TURN (TRUE, FALSE) },
  { "both turned", { F32 (2, 4, 2), F32 (2, 3, 4) }, TURN (TRUE, TRUE) },
  { "heads", { F32 (2, 2, 3, 2), F32 (2, 2, 2, 3) }, TURN (FALSE, FALSE) },
  { "large", { F32 (16, 40, 50), F32 (16, 50, 30) }, TURN (FALSE, FALSE), .is_large = TRUE },
  { NULL },
};

const WeftOp WEFT_OP_ROW (matmul) = {
  .id = "matmul",
  .summary = "y[n, i, j] = Σₖ a[n, i, k] · b[n, k, j]",
  .inputs = { { "a", .backward_reads = TRUE }, { "b", .backward_reads = TRUE } },
  .outputs = { { "y" } },
  .attrs = attrs_rows,
  .attrs_size = sizeof (Attrs),
  .shape = check_shape,
  .flops = count_flops,
  .forward = { { count_slices, forward } },
  .backward = { { count_slices, backward } },
  .cases = WEFT_OP_CASES (cases),
  .pytorch = "(a.transpose (-1, -2) if transpose_a else a) @ (b.transpose (-1, -2) if transpose_b "
             "else b)",
  .onnx = "MatMul (transpose_a ? Transpose (a, perm=swapped (rank (a))) : a, transpose_b ? "
          "Transpose (b, perm=swapped (rank (b))) : b)",
};
