/* linear: y[r, o] = Σᵢ x[r, i] · w[o, i] + b[o], r counts everything before the last axis;
 * dx[r, i] = Σₒ dy[r, o] · w[o, i], dw[o, i] = Σᵣ dy[r, o] · x[r, i], db[o] = Σᵣ dy[r, o]
 *
 * Every product is cut into blocks of rows or columns of its result, so no sum crosses a slice. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/kernels/gemm.h"
#include "engine/kernels/sum.h"

#include <inttypes.h>
#include "engine/ops/common.h"

#define FLOPS_PER_SLICE 1000000
#define FLOPS_PER_WEIGHT 8 /* that could be done while one comes from memory: felt by few rows */
#define LINEAR_MAX_SLICES                                                                          \
  8 /* more, and packing the shared operand again for each costs too much                          \
     */

enum
{
  X,
  W,
  B,
};

typedef struct
{
  gsize rows, inputs, outputs;
} Sizes;

/* A result (rows, columns) in `slices` blocks of whole rows or whole columns. */
typedef struct
{
  guint slices;
  gboolean by_columns;
} Cut;

static Sizes
get_sizes (const WeftShape *in)
{
  return (Sizes){ weft_count_between (&in[X], 0, in[X].rank - 1), (gsize) in[W].dims[1],
                  (gsize) in[W].dims[0] };
}

static Cut
get_cut (gsize rows, gsize columns, gsize depth)
{
  gsize longer = MAX (rows, columns), blocks = (longer + 15) / 16;
  guint slices = weft_slices_for ((2 * rows + FLOPS_PER_WEIGHT) * columns * depth, FLOPS_PER_SLICE);

  return (Cut){ slices == 1 ? 1 : (guint) MIN (MIN (slices, LINEAR_MAX_SLICES), blocks),
                columns >= rows };
}

static gboolean
check_shape (WeftOpShapes *shapes)
{
  const WeftShape *x = &shapes->in[X], *w = &shapes->in[W];

  if (x->rank < 2 || !weft_is_float (x) || w->rank != 2 || x->dims[x->rank - 1] != w->dims[1])
    {
      shapes->error = g_strdup_printf (_ ("expects (N, …, %" PRId64 ")"), w->dims[1]);
      return FALSE;
    }
  if (shapes->n_in > B && (shapes->in[B].rank != 1 || shapes->in[B].dims[0] != w->dims[0]))
    return weft_expects (shapes, _ ("expects one bias for each output"));
  shapes->out[0] = *x;
  shapes->out[0].dims[x->rank - 1] = w->dims[0];
  return TRUE;
}

static guint
count_forward (const WeftOpRun *run)
{
  Sizes sizes = get_sizes (run->in_shape);

  return get_cut (sizes.rows, sizes.outputs, sizes.inputs).slices;
}

static void
forward (const WeftOpRun *run, guint slice)
{
  Sizes sizes = get_sizes (run->in_shape);
  Cut cut = get_cut (sizes.rows, sizes.outputs, sizes.inputs);
  WeftSpan rows = { 0, sizes.rows }, columns = { 0, sizes.outputs };

  if (cut.by_columns)
    columns = weft_span_of (sizes.outputs, cut.slices, slice, 16);
  else
    rows = weft_span_of (sizes.rows, cut.slices, slice, 16);
  /* y (R, O) = x (R, I) wᵀ (I, O) + b (O) */
  weft_gemm (&(WeftGemm){
      .m = rows.end - rows.begin,
      .n = columns.end - columns.begin,
      .k = sizes.inputs,
      .a = (const float *) run->in[X] + rows.begin * sizes.inputs,
      .lda = sizes.inputs,
      .b = (const float *) run->in[W] + columns.begin * sizes.inputs,
      .ldb = sizes.inputs,
      .b_transposed = TRUE,
      .c = (float *) run->out[0] + rows.begin * sizes.outputs + columns.begin,
      .ldc = sizes.outputs,
      .start = run->n_in > B ? (const float *) run->in[B] + columns.begin : NULL,
  });
}

/* The weight's gradient: by rows, as forward reads the weight and as it is updated, so that each
 * thread has its part of it in its own cache. Of few outputs by columns where each block of rows
 * would lay all of x out anew. */
static Cut
get_weight_cut (const Sizes *sizes)
{
  return (Cut){ get_cut (sizes->outputs, 1, sizes->inputs * sizes->rows).slices,
                sizes->inputs >= 2 * sizes->outputs && !weft_gemm_lies_apart (sizes->inputs) };
}

static guint
count_weight_slices (const WeftOpRun *run)
{
  Sizes sizes = get_sizes (run->in_shape);

  if (run->d_in[W] == NULL && (run->n_in <= B || run->d_in[B] == NULL))
    return 0;
  return get_weight_cut (&sizes).slices;
}

static guint
count_backward (const WeftOpRun *run)
{
  Sizes sizes = get_sizes (run->in_shape);
  guint slices = count_weight_slices (run);

  if (run->d_in[X] != NULL)
    slices += get_cut (sizes.rows, sizes.inputs, sizes.outputs).slices;
  return MAX (slices, 1);
}

static void
backward_weights (const WeftOpRun *run, guint slice)
{
  Sizes sizes = get_sizes (run->in_shape);
  Cut cut = get_weight_cut (&sizes);
  WeftSpan outputs = weft_span_of (sizes.outputs, cut.slices, slice, 16),
           inputs = { 0, sizes.inputs };
  const float *dy = run->d_out[0];

  if (run->n_in > B && run->d_in[B] != NULL)
    weft_sum_rows (sizes.rows, outputs.end - outputs.begin, dy + outputs.begin, sizes.outputs,
                   run->d_in[B] + outputs.begin);
  if (cut.by_columns)
    {
      outputs = (WeftSpan){ 0, sizes.outputs };
      inputs = weft_span_of (sizes.inputs, cut.slices, slice, 16);
    }
  /* dw (O, I) = dyᵀ (O, R) x (R, I) */
  if (run->d_in[W] != NULL)
    weft_gemm (&(WeftGemm){
        .m = outputs.end - outputs.begin,
        .n = inputs.end - inputs.begin,
        .k = sizes.rows,
        .a = dy + outputs.begin,
        .lda = sizes.outputs,
        .a_transposed = TRUE,
        .b = (const float *) run->in[X] + inputs.begin,
        .ldb = sizes.inputs,
        .c = run->d_in[W] + outputs.begin * sizes.inputs + inputs.begin,
        .ldc = sizes.inputs,
    });
}

static void
backward_input (const WeftOpRun *run, guint slice)
{
  Sizes sizes = get_sizes (run->in_shape);
  Cut cut = get_cut (sizes.rows, sizes.inputs, sizes.outputs);
  WeftSpan rows = { 0, sizes.rows }, columns = { 0, sizes.inputs };

  if (cut.by_columns)
    columns = weft_span_of (sizes.inputs, cut.slices, slice, 16);
  else
    rows = weft_span_of (sizes.rows, cut.slices, slice, 16);
  /* dx (R, I) = dy (R, O) w (O, I) */
  weft_gemm (&(WeftGemm){
      .m = rows.end - rows.begin,
      .n = columns.end - columns.begin,
      .k = sizes.outputs,
      .a = run->d_out[0] + rows.begin * sizes.outputs,
      .lda = sizes.outputs,
      .b = (const float *) run->in[W] + columns.begin,
      .ldb = sizes.inputs,
      .c = run->d_in[X] + rows.begin * sizes.inputs + columns.begin,
      .ldc = sizes.inputs,
  });
}

/* The weight's blocks and the input's are spread evenly among each other: any stretch of slices,
 * which is what a thread begins with, then has the same stretch of both. */
static void
backward (const WeftOpRun *run, guint slice)
{
  guint weights = count_weight_slices (run), slices = count_backward (run);
  guint before = slice * weights / slices;

  if ((slice + 1) * weights / slices > before)
    backward_weights (run, before);
  else if (run->d_in[X] != NULL)
    backward_input (run, slice - before);
}

static gint64
count_flops (const WeftOpShapes *shapes)
{
  return 2 * weft_shape_count (&shapes->in[X]) * shapes->in[W].dims[0];
}

static const WeftOpCase cases[] = {
  { "three samples", { F32 (3, 5), F32 (4, 5), F32 (4) } },
  { "batch of one", { F32 (1, 7), F32 (3, 7), F32 (3) } },
  { "one in, one out", { F32 (2, 1), F32 (1, 1), F32 (1) } },
  { "no bias", { F32 (4, 6), F32 (9, 6) } },
  { "rows along two axes", { F32 (2, 3, 4), F32 (5, 4), F32 (5) } },
  { "playground", { F32 (10, 8), F32 (8, 8), F32 (8) } },
  { "odd sizes", { F32 (17, 33), F32 (19, 33), F32 (19) } },
  { "in blocks", { F32 (64, 150), F32 (250, 150), F32 (250) }, .is_large = TRUE },
  { "few of many, in blocks", { F32 (96, 300), F32 (48, 300), F32 (48) }, .is_large = TRUE },
  { "few of many, by columns", { F32 (64, 512), F32 (48, 512), F32 (48) }, .is_large = TRUE },
  { "many rows", { F32 (700, 40), F32 (48, 40), F32 (48) }, .is_large = TRUE },
  { NULL },
};

const WeftOp WEFT_OP_ROW (linear) = {
  .id = "linear",
  .units = { WEFT_UNITS_WEIGHED, -1, .weights = { { W, 1, 2 }, { B, 1 } } },
  .summary = "y[r, o] = Σᵢ x[r, i] · w[o, i] + b[o]",
  .inputs
  = { { "x", .backward_reads = TRUE }, { "w", .backward_reads = TRUE }, { "b", .optional = TRUE } },
  .outputs = { { "y" } },
  .shape = check_shape,
  .flops = count_flops,
  .forward = { { count_forward, forward } },
  .backward = { { count_backward, backward } },
  .cases = WEFT_OP_CASES (cases),
  .pytorch = "F.linear (x, w, b)",
  .onnx = "rank (x) == 2 ? Gemm (x, w, b, transB=1) : MatMul (x, Transpose (w)) + b",
};
