/* basis: y[…, k] = Σⱼ x[…, j] · b[j, k], b a matrix that is not learnt: mel filters, which gather
 * the pitches of a spectrum as the ear does, or cosines, which say how a row swings (the transform
 * DCT-II, orthonormal)
 *
 * dx[…, j] = Σₖ dy[…, k] · b[j, k]. Workspace: b (J, K). */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/base/mel.h"
#include "engine/kernels/gemm.h"
#include "engine/ops/common.h"

typedef enum
{
  MEL_HTK,
  MEL_SLANEY,
  COSINES,
} Kind;

typedef struct
{
  int kind, size; /* size: K */
  int sample_rate;
  float f_min, f_max; /* Hz; f_max 0: half the rate */
} Attrs;

static const WeftChoice kinds[] = {
  { "htk", NULL },
  { "slaney", NULL },
  { "cosines", NULL },
  { NULL },
};

static const WeftParam attrs_rows[] = {
  WEFT_CHOICE (Attrs, kind, MEL_HTK, kinds),         WEFT_INT (Attrs, size, 40, 1, 1 << 20),
  WEFT_INT (Attrs, sample_rate, 16000, 1, G_MAXINT), WEFT_REAL (Attrs, f_min, 0, 0, G_MAXFLOAT),
  WEFT_REAL (Attrs, f_max, 0, 0, G_MAXFLOAT),        { NULL },
};

typedef struct
{
  gsize rows, from, to; /* of x; J, K */
} Sizes;

static Sizes
get_sizes (const Attrs *attrs, const WeftShape *x)
{
  gsize from = (gsize) x->dims[x->rank - 1];

  return (Sizes){ weft_count (x) / from, from, (gsize) attrs->size };
}

static gboolean
check_shape (WeftOpShapes *shapes)
{
  const Attrs *attrs = shapes->attrs;
  const WeftShape *x = &shapes->in[0];
  float most = attrs->f_max > 0.0f ? attrs->f_max : (float) attrs->sample_rate / 2.0f;

  if (x->rank < 2 || !weft_is_float (x))
    return weft_expects (shapes, _ ("expects rows of numbers"));
  if (attrs->kind != COSINES && attrs->f_min >= most)
    return weft_expects (shapes, _ ("expects a lowest pitch below the highest"));
  if (attrs->kind == COSINES && attrs->size > x->dims[x->rank - 1])
    return weft_expects (shapes, _ ("expects at least as many numbers as it is to give"));
  shapes->out[0] = *x;
  shapes->out[0].dims[x->rank - 1] = attrs->size;
  return TRUE;
}

/* --- the matrix --- */

/* Hz → mel. Slaney's is straight up to 1000 Hz. */
static double
to_mel (int kind, double f)
{
  if (kind == MEL_HTK)
    return weft_mel_of_hz (f);
  return f < 1000.0 ? f * 3.0 / 200.0 : 15.0 + 27.0 * log (f / 1000.0) / log (6.4);
}

static double
from_mel (int kind, double mel)
{
  if (kind == MEL_HTK)
    return weft_mel_to_hz (mel);
  return mel < 15.0 ? mel * 200.0 / 3.0 : 1000.0 * exp ((mel - 15.0) * log (6.4) / 27.0);
}

/* Triangles whose feet stand at the tops of their neighbours, evenly spread in mel. */
static void
fill_mel (const Attrs *attrs, const Sizes *sizes, float *b)
{
  double most = attrs->f_max > 0.0f ? (double) attrs->f_max : attrs->sample_rate / 2.0;
  double low = to_mel (attrs->kind, (double) attrs->f_min);
  double step = (to_mel (attrs->kind, most) - low) / (double) (sizes->to + 1);

  for (gsize k = 0; k < sizes->to; k++)
    {
      double left = from_mel (attrs->kind, low + step * (double) k);
      double top = from_mel (attrs->kind, low + step * (double) (k + 1));
      double right = from_mel (attrs->kind, low + step * (double) (k + 2));

      for (gsize j = 0; j < sizes->from; j++)
        {
          double f = attrs->sample_rate / 2.0 * (double) j / (double) MAX (sizes->from - 1, 1);
          double up = (f - left) / (top - left), down = (right - f) / (right - top);

          b[j * sizes->to + k] = (float) MAX (0.0, MIN (up, down));
        }
    }
}

static void
fill_cosines (const Attrs *attrs, const Sizes *sizes, float *b)
{
  for (gsize j = 0; j < sizes->from; j++)
    for (gsize k = 0; k < sizes->to; k++)
      {
        double n = (double) sizes->from, scale = sqrt ((k == 0 ? 1.0 : 2.0) / n);

        b[j * sizes->to + k] = (float) (scale * cos (G_PI / n * ((double) j + 0.5) * (double) k));
      }
}

static void (*const fills[]) (const Attrs *attrs, const Sizes *sizes, float *b) = {
  [MEL_HTK] = fill_mel,
  [MEL_SLANEY] = fill_mel,
  [COSINES] = fill_cosines,
};

static void
fill (const WeftOpRun *run, guint slice)
{
  const Attrs *attrs = run->attrs;
  Sizes sizes = get_sizes (attrs, run->in_shape);

  fills[attrs->kind](attrs, &sizes, run->workspace);
}

/* --- the passes --- */

static guint
count_slices (const WeftOpRun *run)
{
  Sizes sizes = get_sizes (run->attrs, run->in_shape);

  return (guint) MIN (sizes.rows,
                      weft_slices_for (2 * sizes.rows * sizes.from * sizes.to, 2000000));
}

static void
forward (const WeftOpRun *run, guint slice)
{
  Sizes sizes = get_sizes (run->attrs, run->in_shape);
  WeftSpan rows = weft_span_of (sizes.rows, count_slices (run), slice, 1);

  /* y (R, K) = x (R, J) b (J, K) */
  weft_gemm (&(WeftGemm){
      .m = rows.end - rows.begin,
      .n = sizes.to,
      .k = sizes.from,
      .a = (const float *) run->in[0] + rows.begin * sizes.from,
      .lda = sizes.from,
      .b = run->workspace,
      .ldb = sizes.to,
      .c = (float *) run->out[0] + rows.begin * sizes.to,
      .ldc = sizes.to,
  });
}

static void
backward (const WeftOpRun *run, guint slice)
{
  Sizes sizes = get_sizes (run->attrs, run->in_shape);
  WeftSpan rows = weft_span_of (sizes.rows, count_slices (run), slice, 1);

  /* dx (R, J) = dy (R, K) bᵀ (K, J) */
  weft_gemm (&(WeftGemm){
      .m = rows.end - rows.begin,
      .n = sizes.from,
      .k = sizes.to,
      .a = run->d_out[0] + rows.begin * sizes.to,
      .lda = sizes.to,
      .b = run->workspace,
      .ldb = sizes.to,
      .b_transposed = TRUE,
      .c = run->d_in[0] + rows.begin * sizes.from,
      .ldc = sizes.from,
  });
}

static gsize
count_workspace (const WeftOpShapes *shapes, gboolean is_backward)
{
  Sizes sizes = get_sizes (shapes->attrs, shapes->in);

  return sizes.from * sizes.to * sizeof (float);
}

static gint64
count_flops (const WeftOpShapes *shapes)
{
  Sizes sizes = get_sizes (shapes->attrs, shapes->in);

  return 2 * (gint64) (sizes.rows * sizes.from * sizes.to);
}

#define BASIS(...) (&(const Attrs){ __VA_ARGS__ })

static const WeftOpCase cases[] = {
  { "mel", { F32 (2, 3, 33) }, BASIS (MEL_HTK, 8, 8000, 100.0f, 0.0f) },
  { "mel of Slaney, batch of one",
    { F32 (1, 4, 41) },
    BASIS (MEL_SLANEY, 6, 16000, 0.0f, 7000.0f) },
  { "cosines", { F32 (3, 10) }, BASIS (COSINES, 4, 16000, 0.0f, 0.0f) },
  { "large", { F32 (20, 10, 201) }, BASIS (MEL_HTK, 40, 16000, 0.0f, 0.0f), .is_large = TRUE },
  { NULL },
};

/* --- in ONNX's operators --- */

/* h: where triangles have their feet and tops, in Hz; HTK's mel in units of its own. */
#define MEL(f)                                                                                     \
  "(kind == 0 ? log (1 + " f " / 700) : " f " < 1000 ? " f " * 3 / 200 : 15 + 27 * log (" f        \
  " / 1000) / log (6.4))"
#define NOTES                                                                                      \
  "n = size (x, rank (x) - 1); most = f_max > 0 ? f_max : sample_rate / 2; m = kind == 2 ? none "  \
  ": Range (0.0, size + 2.0, 1.0) * ((" MEL ("most") " - " MEL (                                   \
      "f_min") ") / (size + 1)) + " MEL ("f_min") "; h = kind == 2 ? none : kind == 0 ? (Exp (m) " \
                                                  "- 1) * 700 : Where (Greater (m, 15.0), Exp "    \
                                                  "((m - 15) * (log (6.4) / 27)) * 1000, m * "     \
                                                  "(200 / 3)); "
#define TRIANGLES                                                                                  \
  "f = kind == 2 ? none : Unsqueeze (Range (0.0, 1.0 * n, 1.0), [1]) * (sample_rate / 2 / (n > 1 " \
  "? n - 1 : 1)); left = kind == 2 ? none : Slice (h, [0], [size], [0]); top = kind == 2 ? none "  \
  ": Slice (h, [1], [size + 1], [0]); right = kind == 2 ? none : Slice (h, [2], [size + 2], "      \
  "[0]); b = kind == 2 ? none : Max (Min ((f - left) / (top - left), (right - f) / (right - "      \
  "top)), 0.0); "
/* Whole turns are taken away before angles are rounded. */
#define COSINE_ROWS                                                                                \
  "c = kind == 2 ? Cos (Cast (Mod (Unsqueeze (Range (1, 2 * n, 2), [1]) * Range (0, size, 1), 4 "  \
  "* n), to=1) * (1.5707963267948966 / n)) * Min (Range (0.0, 1.0 * size, 1.0) * (1 - sqrt "       \
  "(0.5)) + sqrt (0.5), 1.0) * sqrt (2 / n) : none; "

const WeftOp WEFT_OP_ROW (basis) = {
  .id = "basis",
  .summary = "y[…, k] = Σⱼ x[…, j] · b[j, k], b mel filters or cosines",
  .inputs = { { "x" } },
  .outputs = { { "y" } },
  .attrs = attrs_rows,
  .attrs_size = sizeof (Attrs),
  .shape = check_shape,
  .workspace_bytes = count_workspace,
  .flops = count_flops,
  .forward = { { NULL, fill }, { count_slices, forward } },
  .backward = { { NULL, fill }, { count_slices, backward } },
  .cases = WEFT_OP_CASES (cases),
  .pytorch = "basis (x, kind, size, sample_rate, f_min, f_max)",
  .onnx = NOTES TRIANGLES COSINE_ROWS "MatMul (x, kind == 2 ? c : b)",
};
