/* positions: y[n, t, d] = x[n, t, d] + w[t, d], a row of w for each step; without w the waves of
 * Vaswani et al. (2017): w[t, 2i] = sin (t · base^(−2i/D)), w[t, 2i + 1] = cos (t · base^(−2i/D))
 *
 * dx = dy, dw[t, d] = Σₙ dy[n, t, d], and 0 for steps that no sample has. Steps beyond the last row
 * have that one. Workspace: the waves, (T, 2W), of each sample where they begin elsewhere. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ops/elementwise.h"
#include "engine/ops/position.h"

typedef struct
{
  float base;
} Attrs;

static const WeftParam attrs_rows[] = {
  WEFT_REAL (Attrs, base, 10000, 1, G_MAXFLOAT),
  { NULL },
};

enum
{
  X,
  W,
  BEGIN,
};

static gboolean
has_rows (const WeftOpRun *run)
{
  return run->n_in > W && run->in_shape[W].rank >= 0;
}

static gsize
get_waves (const WeftShape *x)
{
  return ((gsize) x->dims[2] + 1) / 2;
}

static gboolean
check_shape (WeftOpShapes *shapes)
{
  const WeftShape *w = &shapes->in[W];

  if (!weft_position_check (shapes, BEGIN))
    return FALSE;
  if (shapes->n_in > W && w->rank >= 0 && (w->rank != 2 || w->dims[1] != shapes->in[X].dims[2]))
    return weft_expects (shapes, _ ("expects a row of weights for each step"));
  return TRUE;
}

static guint
count_table_slices (const WeftOpRun *run)
{
  return has_rows (run) ? 1 : weft_position_table_slices (run, get_waves (run->in_shape));
}

static void
fill_table (const WeftOpRun *run, guint slice)
{
  if (!has_rows (run))
    weft_position_fill (run, slice, BEGIN, get_waves (run->in_shape),
                        (double) ((const Attrs *) run->attrs)->base);
}

/* What is added to step t of sample n. */
static const float *
get_row (const WeftOpRun *run, gsize n, gsize t)
{
  gsize width = (gsize) run->in_shape[X].dims[2];
  gint64 at = weft_position_first (run, BEGIN, n) + (gint64) t;

  if (has_rows (run))
    return (const float *) run->in[W] + (gsize) MIN (at, run->in_shape[W].dims[0] - 1) * width;
  return weft_position_get_table (run, BEGIN, n, get_waves (run->in_shape))
         + t * 2 * get_waves (run->in_shape);
}

static guint
count_slices (const WeftOpRun *run)
{
  gsize rows = (gsize) (run->in_shape[X].dims[0] * run->in_shape[X].dims[1]);

  return (guint) MIN (rows, weft_elementwise_slices (run));
}

static void
forward (const WeftOpRun *run, guint slice)
{
  gsize steps = (gsize) run->in_shape[X].dims[1], width = (gsize) run->in_shape[X].dims[2];
  WeftSpan rows
      = weft_span_of ((gsize) run->in_shape[X].dims[0] * steps, count_slices (run), slice, 1);

  for (gsize k = rows.begin; k < rows.end; k++)
    {
      const float *w = get_row (run, k / steps, k % steps);
      const float *x = (const float *) run->in[X] + k * width;
      float *y = (float *) run->out[0] + k * width;

#pragma GCC ivdep
      for (gsize d = 0; d < width; d++)
        y[d] = x[d] + w[d];
    }
  if (slice == 0)
    weft_position_end (run, BEGIN);
}

static guint
count_weight_slices (const WeftOpRun *run)
{
  gsize rows = has_rows (run) ? (gsize) run->in_shape[W].dims[0] : 1;

  return (guint) MIN (rows, weft_elementwise_slices (run));
}

/* Rows of w, and what of all samples comes to each, sample by sample. */
static void
add_up (const WeftOpRun *run, guint slice)
{
  gsize steps = (gsize) run->in_shape[X].dims[1], width = (gsize) run->in_shape[X].dims[2];
  gsize count, samples = (gsize) run->in_shape[X].dims[0];
  WeftSpan rows;

  if (!has_rows (run) || run->d_in[W] == NULL)
    return;
  count = (gsize) run->in_shape[W].dims[0];
  rows = weft_span_of (count, count_weight_slices (run), slice, 1);
  memset (run->d_in[W] + rows.begin * width, 0, (rows.end - rows.begin) * width * sizeof (float));
  for (gsize n = 0; n < samples; n++)
    for (gsize t = 0; t < steps; t++)
      {
        gsize row
            = (gsize) MIN (weft_position_first (run, BEGIN, n) + (gint64) t, (gint64) count - 1);
        const float *dy = run->d_out[0] + (n * steps + t) * width;

        for (gsize d = 0; row >= rows.begin && row < rows.end && d < width; d++)
          run->d_in[W][row * width + d] += dy[d];
      }
}

static void
hand_on (const WeftOpRun *run, guint slice)
{
  if (run->d_in[X] != NULL)
    weft_map_copy (run, slice, run->d_out[0], run->d_in[X]);
}

static gsize
count_workspace (const WeftOpShapes *shapes, gboolean is_backward)
{
  gsize tables = weft_position_count_tables (shapes, BEGIN);

  if (is_backward || (shapes->n_in > W && shapes->in[W].rank >= 0))
    return 0;
  return tables * (gsize) shapes->in[X].dims[1] * 2 * get_waves (shapes->in) * sizeof (float);
}

#define BASE(base) (&(const Attrs){ base })

static const WeftOpCase cases[] = {
  { "waves", { F32 (2, 5, 6) }, BASE (10000.0f) },
  { "waves of an odd width, batch of one", { F32 (1, 4, 3) }, BASE (10.0f) },
  { "learnt rows, more than there are steps", { F32 (3, 4, 5), F32 (6, 5) }, BASE (10000.0f) },
  { "going on, waves", { F32 (2, 3, 4), ABSENT, F32 (2, 1) }, BASE (10000.0f), .bits = 1 << BEGIN },
  { "going on, learnt",
    { F32 (2, 3, 4), F32 (5, 4), F32 (2, 1) },
    BASE (10000.0f),
    .bits = 1 << BEGIN },
  { "large", { F32 (8, 60, 70), F32 (64, 70) }, BASE (10000.0f), .is_large = TRUE },
  { "large, waves", { F32 (8, 60, 70) }, BASE (10000.0f), .is_large = TRUE },
  { NULL },
};

const WeftOp WEFT_OP_ROW (positions) = {
  .id = "positions",
  .summary = "y[n, t, d] = x[n, t, d] + w[t, d], else + sin or cos (t · base^(−2i/D))",
  .inputs = { { "x" },
              { "w", .optional = TRUE },
              { "begin", .optional = TRUE, .no_gradient = TRUE, .backward_reads = TRUE } },
  .outputs = { { "y" }, { "end" } },
  .carry = { { 1 + BEGIN, 1 + 1 } },
  .attrs = attrs_rows,
  .attrs_size = sizeof (Attrs),
  .shape = check_shape,
  .workspace_bytes = count_workspace,
  .forward = { { count_table_slices, fill_table }, { count_slices, forward } },
  .backward = { { count_weight_slices, add_up }, { weft_elementwise_slices, hand_on } },
  .may_overwrite = TRUE,
  .cases = WEFT_OP_CASES (cases),
  .pytorch = "positions (x, w, begin, base)",
  .onnx = "d = size (x, 2); half = Range (0.0, 0.5 * d, 1.0); a = Unsqueeze (Unsqueeze "
          "(Range (0.0, 1.0 * size (x, 1), 1.0), [1]) * Exp (half * (-2 * log (base) / d)), "
          "[0]); begin or d % 2 ? none : w ? x + Slice (w, [0], [size (x, 1)], [0]) : x + "
          "Reshape (Transpose (Concat (Sin (a), Cos (a), axis=0), perm=[1, 2, 0]), [size (x, "
          "1), d])",
};
