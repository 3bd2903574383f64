/* reduce: y[a, b] = mean, sum, largest, smallest, length √Σ x², variance, product or log Σ eˣ of
 * x[a, j, b] over j, one axis that goes; a mask m[a, j] of 0 and 1 (a: the batch) leaves out what
 * is no sample
 *
 * dx[a, j, b] = dy[a, b] · m / Σ m (mean), · m (sum), at the first extreme (max, min), · x / y
 * (norm), · 2 (x − mean) / n (var), · the product of all others (prod), · eˣ⁻ʸ (logsumexp). Saved:
 * the places of extremes (A, B). With nothing left in the mask y is 0. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ops/reduce.h"

#include "engine/kernels/sum.h"
#include "engine/ops/axis.h"

typedef struct
{
  int mode;
  int dim; /* counts the batch as 0; negative from the end */
  gboolean unbiased;
} Attrs;

static const WeftChoice modes[] = {
  { "mean", NULL }, { "sum", NULL },  { "max", NULL },       { "min", NULL }, { "norm", NULL },
  { "var", NULL },  { "prod", NULL }, { "logsumexp", NULL }, { NULL },
};

static const WeftParam attrs_rows[] = {
  WEFT_CHOICE (Attrs, mode, WEFT_REDUCE_MEAN, modes),
  WEFT_INT (Attrs, dim, 1, -WEFT_MAX_RANK, WEFT_MAX_RANK - 1),
  WEFT_BOOL (Attrs, unbiased, TRUE),
  { NULL },
};

static WeftSides
get_sides (const Attrs *attrs, const WeftShape *x)
{
  return weft_axis_sides (attrs->dim, x);
}

static gboolean
check_shape (WeftOpShapes *shapes)
{
  const WeftShape *x = &shapes->in[0];
  WeftSides sides = get_sides (shapes->attrs, x);

  if (sides.axis < 1)
    return weft_expects (shapes, _ ("expects an input that has the axis to sum along"));
  if (!weft_axis_check_mask (shapes, 1, sides.axis))
    return FALSE;
  shapes->out[0] = *x;
  shapes->out[0].rank--;
  for (int i = sides.axis; i < shapes->out[0].rank; i++)
    shapes->out[0].dims[i] = x->dims[i + 1];
  return TRUE;
}

static guint
count_slices (const WeftOpRun *run)
{
  gsize rows = get_sides (run->attrs, run->in_shape).a;

  return (guint) MIN (rows, weft_slices_for (weft_count (run->in_shape), WEFT_ELEMENTS_PER_SLICE));
}

static const float *
get_mask (const WeftOpRun *run, gsize a, gsize length)
{
  const float *mask = run->n_in > 1 ? run->in[1] : NULL;

  return mask != NULL ? mask + a * length : NULL;
}

static gboolean
is_out (const float *mask, gsize j)
{
  return mask != NULL && mask[j] == 0.0f;
}

/* One over how many count, or one fewer of an unbiased variance. */
static float
get_share (const float *mask, gsize length, gsize fewer)
{
  gsize count = 0;

  for (gsize j = 0; j < length; j++)
    count += !is_out (mask, j);
  return count > fewer ? 1.0f / (float) (count - fewer) : 0.0f;
}

/* y (B) += x (B), or x². */
static void
add_row (gsize n, gboolean squared, const float *x, float *y)
{
  if (squared)
    for (gsize b = 0; b < n; b++)
      y[b] += x[b] * x[b];
  else
    for (gsize b = 0; b < n; b++)
      y[b] += x[b];
}

static void
add_up (const WeftSides *sides, int mode, const float *x, const float *mask, float *y)
{
  float share = mode == WEFT_REDUCE_MEAN ? get_share (mask, sides->length, 0) : 1.0f;
  gboolean squared = mode == WEFT_REDUCE_NORM;

  if (sides->b == 1 && mask == NULL)
    y[0] = squared ? weft_dot (sides->length, x, x) : weft_sum (sides->length, x);
  else
    {
      memset (y, 0, sides->b * sizeof *y);
      for (gsize j = 0; j < sides->length; j++)
        if (!is_out (mask, j))
          add_row (sides->b, squared, x + j * sides->b, y);
    }
  for (gsize b = 0; b < sides->b; b++)
    y[b] = squared ? sqrtf (y[b]) : y[b] * share;
}

/* dx[j] = dy · share, of a mean or a sum. */
static void
spread_share (const WeftSides *sides, float share, const float *mask, const float *dy, float *dx)
{
  if (sides->b == 1 && mask == NULL)
    {
      for (gsize j = 0; j < sides->length; j++)
        dx[j] = dy[0] * share;
      return;
    }
  for (gsize j = 0; j < sides->length; j++, dx += sides->b)
    if (is_out (mask, j))
      memset (dx, 0, sides->b * sizeof *dx);
    else
      for (gsize b = 0; b < sides->b; b++)
        dx[b] = dy[b] * share;
}

/* The mean of a column, in double precision. */
static double
find_mean (const WeftSides *sides, const float *x, const float *mask, gsize b)
{
  double sum = 0.0;
  gsize count = 0;

  for (gsize j = 0; j < sides->length; j++)
    if (!is_out (mask, j))
      {
        sum += x[j * sides->b + b];
        count++;
      }
  return count > 0 ? sum / (double) count : 0.0;
}

static void
find_variance (const WeftSides *sides, gboolean unbiased, const float *x, const float *mask,
               float *y)
{
  float share = get_share (mask, sides->length, unbiased ? 1 : 0);

  for (gsize b = 0; b < sides->b; b++)
    {
      double mean = find_mean (sides, x, mask, b), sum = 0.0;

      for (gsize j = 0; j < sides->length; j++)
        if (!is_out (mask, j))
          sum += (x[j * sides->b + b] - mean) * (x[j * sides->b + b] - mean);
      y[b] = (float) sum * share;
    }
}

/* dx[j] = 2·(x[j] − mean) · dy / n, or n − 1. */
static void
spread_variance (const WeftSides *sides, gboolean unbiased, const float *x, const float *mask,
                 const float *dy, float *dx)
{
  float share = get_share (mask, sides->length, unbiased ? 1 : 0);

  for (gsize b = 0; b < sides->b; b++)
    {
      float mean = (float) find_mean (sides, x, mask, b);

      for (gsize j = 0; j < sides->length; j++)
        dx[j * sides->b + b]
            = is_out (mask, j) ? 0.0f : 2.0f * (x[j * sides->b + b] - mean) * share * dy[b];
    }
}

/* Not a number counts as extreme, so that the trainer sees it. */
static void
find_extremes (const WeftSides *sides, gboolean largest, const float *x, const float *mask,
               float *y, gint32 *places)
{
  for (gsize b = 0; b < sides->b; b++)
    {
      places[b] = -1;
      y[b] = 0.0f;
    }
  for (gsize j = 0; j < sides->length; j++)
    for (gsize b = 0; b < sides->b && !is_out (mask, j); b++)
      {
        float value = x[j * sides->b + b];

        if (places[b] < 0 || (largest ? !(value <= y[b]) : !(value >= y[b])))
          {
            y[b] = value;
            places[b] = (gint32) j;
          }
      }
}

static void
multiply (const WeftSides *sides, const float *x, const float *mask, float *y)
{
  for (gsize b = 0; b < sides->b; b++)
    {
      gsize count = 0;

      y[b] = 1.0f;
      for (gsize j = 0; j < sides->length; j++)
        if (!is_out (mask, j))
          {
            y[b] *= x[j * sides->b + b];
            count++;
          }
      if (count == 0)
        y[b] = 0.0f;
    }
}

/* dx[j] = dy · Π x[i], i ≠ j: with one zero only its own is left, with two none. */
static void
spread_product (const WeftSides *sides, const float *x, const float *mask, const float *dy,
                float *dx)
{
  for (gsize b = 0; b < sides->b; b++)
    {
      float others = 1.0f;
      gsize zeros = 0;

      for (gsize j = 0; j < sides->length; j++)
        if (is_out (mask, j))
          continue;
        else if (x[j * sides->b + b] == 0.0f)
          zeros++;
        else
          others *= x[j * sides->b + b];
      for (gsize j = 0; j < sides->length; j++)
        {
          float own = x[j * sides->b + b];
          float product = zeros == 0 ? others / own : zeros == 1 && own == 0.0f ? others : 0.0f;

          dx[j * sides->b + b] = is_out (mask, j) ? 0.0f : dy[b] * product;
        }
    }
}

/* From the largest on, so that nothing overflows; y has it. */
static void
find_log_sum (const WeftSides *sides, const float *x, const float *mask, float *y)
{
  for (gsize b = 0; b < sides->b; b++)
    {
      float most = -INFINITY, sum = 0.0f;
      gsize count = 0;

      for (gsize j = 0; j < sides->length; j++)
        if (!is_out (mask, j))
          {
            most = x[j * sides->b + b] <= most ? most : x[j * sides->b + b];
            count++;
          }
      for (gsize j = 0; j < sides->length && !isinf (most); j++)
        sum += is_out (mask, j) ? 0.0f : expf (x[j * sides->b + b] - most);
      y[b] = count == 0 ? 0.0f : isinf (most) ? most : most + logf (sum);
    }
}

static void
forward (const WeftOpRun *run, guint slice) /* x (A, L, B) → y (A, B) */
{
  int mode = ((const Attrs *) run->attrs)->mode;
  WeftSides sides = get_sides (run->attrs, run->in_shape);
  WeftSpan rows = weft_span_of (sides.a, count_slices (run), slice, 1);

  for (gsize a = rows.begin; a < rows.end; a++)
    {
      const float *x = (const float *) run->in[0] + a * sides.length * sides.b;
      const float *mask = get_mask (run, a, sides.length);
      float *y = (float *) run->out[0] + a * sides.b;

      if (mode == WEFT_REDUCE_MAX || mode == WEFT_REDUCE_MIN)
        find_extremes (&sides, mode == WEFT_REDUCE_MAX, x, mask, y,
                       (gint32 *) run->saved + a * sides.b);
      else if (mode == WEFT_REDUCE_VARIANCE)
        find_variance (&sides, ((const Attrs *) run->attrs)->unbiased, x, mask, y);
      else if (mode == WEFT_REDUCE_PRODUCT)
        multiply (&sides, x, mask, y);
      else if (mode == WEFT_REDUCE_LOG_SUM_EXP)
        find_log_sum (&sides, x, mask, y);
      else
        add_up (&sides, mode, x, mask, y);
    }
}

/* What dy[a, b] is multiplied by at (j, b) where that is not the same at each j: of extremes,
 * lengths and logarithms of sums. */
static float
get_factor (const WeftOpRun *run, const WeftSides *sides, gsize a, gsize j, gsize b)
{
  gsize at = a * sides->b + b;
  float x = ((const float *) run->in[0])[(a * sides->length + j) * sides->b + b];
  float y = ((const float *) run->out[0])[at];

  switch (((const Attrs *) run->attrs)->mode)
    {
    case WEFT_REDUCE_MAX:
    case WEFT_REDUCE_MIN:
      return ((const gint32 *) run->saved)[at] == (gint32) j ? 1.0f : 0.0f;
    case WEFT_REDUCE_NORM:
      return y > 0.0f ? x / y : 0.0f;
    default:
      return y == -INFINITY ? 0.0f : expf (x - y);
    }
}

static void
backward (const WeftOpRun *run, guint slice) /* dy (A, B) → dx (A, L, B) */
{
  int mode = ((const Attrs *) run->attrs)->mode;
  WeftSides sides = get_sides (run->attrs, run->in_shape);
  WeftSpan rows = weft_span_of (sides.a, count_slices (run), slice, 1);

  for (gsize a = rows.begin; a < rows.end; a++)
    {
      const float *mask = get_mask (run, a, sides.length);
      float share = mode == WEFT_REDUCE_MEAN ? get_share (mask, sides.length, 0) : 1.0f;
      const float *x = (const float *) run->in[0] + a * sides.length * sides.b;
      const float *dy = run->d_out[0] + a * sides.b;
      float *dx = run->d_in[0] + a * sides.length * sides.b;

      if (mode == WEFT_REDUCE_VARIANCE)
        {
          spread_variance (&sides, ((const Attrs *) run->attrs)->unbiased, x, mask, dy, dx);
          continue;
        }
      if (mode == WEFT_REDUCE_PRODUCT)
        {
          spread_product (&sides, x, mask, dy, dx);
          continue;
        }
      if (mode == WEFT_REDUCE_MEAN || mode == WEFT_REDUCE_SUM)
        {
          spread_share (&sides, share, mask, dy, dx);
          continue;
        }
      for (gsize j = 0; j < sides.length; j++)
        for (gsize b = 0; b < sides.b; b++)
          dx[j * sides.b + b] = is_out (mask, j) ? 0.0f : dy[b] * get_factor (run, &sides, a, j, b);
    }
}

static gsize
count_saved (const WeftOpShapes *shapes)
{
  int mode = ((const Attrs *) shapes->attrs)->mode;

  return mode == WEFT_REDUCE_MAX || mode == WEFT_REDUCE_MIN
             ? weft_count (shapes->out) * sizeof (gint32)
             : 0;
}

#define REDUCE(mode, dim) (&(const Attrs){ WEFT_REDUCE_##mode, dim, TRUE })

static const WeftOpCase cases[] = {
  { "mean over steps", { F32 (3, 5, 4) }, REDUCE (MEAN, 1) },
  { "mean of what is real", { F32 (3, 4, 2), F32 (3, 4) }, REDUCE (MEAN, 1), .bits = 2 },
  { "largest of what is real", { F32 (3, 4, 2), F32 (3, 4) }, REDUCE (MAX, 1), .bits = 2 },
  { "mean over the last axis", { F32 (2, 3, 37) }, REDUCE (MEAN, 2) },
  { "sum over the last axis", { F32 (2, 3, 4) }, REDUCE (SUM, -1) },
  { "largest", { F32 (2, 5, 3) }, REDUCE (MAX, 1) },
  { "smallest, batch of one", { F32 (1, 7) }, REDUCE (MIN, 1) },
  { "length", { F32 (2, 3, 4) }, REDUCE (NORM, 2) },
  { "variance", { F32 (2, 5, 3) }, REDUCE (VARIANCE, 1) },
  { "biased variance, of what is real",
    { F32 (3, 4, 2), F32 (3, 4) },
    &(const Attrs){ WEFT_REDUCE_VARIANCE, 1, FALSE },
    .bits = 2 },
  { "product", { F32 (2, 4, 3) }, REDUCE (PRODUCT, 1) },
  { "product of what is real", { F32 (3, 4, 2), F32 (3, 4) }, REDUCE (PRODUCT, 1), .bits = 2 },
  { "logarithm of summed exponentials", { F32 (2, 3, 4) }, REDUCE (LOG_SUM_EXP, -1) },
  { "logarithm of summed exponentials, of what is real",
    { F32 (3, 4, 2), F32 (3, 4) },
    REDUCE (LOG_SUM_EXP, 1),
    .bits = 2 },
  { "large", { F32 (32, 64, 96) }, REDUCE (MEAN, 1), .is_large = TRUE },
  { NULL },
};

const WeftOp WEFT_OP_ROW (reduce) = {
  .id = "reduce",
  .units = { WEFT_UNITS_REDUCED },
  .summary = "y[a, b] = mean, sum, largest, smallest, length, variance, product or log Σ eˣ of "
             "x[a, j, b] over j",
  .inputs = { { "x", .backward_reads = TRUE },
              { "mask", .optional = TRUE, .no_gradient = TRUE, .backward_reads = TRUE } },
  .outputs = { { "y", .backward_reads = TRUE } },
  .attrs = attrs_rows,
  .attrs_size = sizeof (Attrs),
  .shape = check_shape,
  .saved_bytes = count_saved,
  .forward = { { count_slices, forward } },
  .backward = { { count_slices, backward } },
  .has_kinks = TRUE,
  .cases = WEFT_OP_CASES (cases),
  .pytorch
  = "(lambda m: [(x * m).sum (dim) / (m.sum (dim) if mask is not None else x.shape[dim]), (x * "
    "m).sum (dim), "
    "(x - (1 - m) * 1e9).max (dim)[0], (x + (1 - m) * 1e9).min (dim)[0], (x * m).norm "
    "(dim=dim), variance (x, mask, dim, unbiased), (x * m + 1 - m).prod (dim), (x - (1 - m) * "
    "1e9).logsumexp (dim)][mode]) "
    "(torch.ones (()) if mask is None else mask.reshape (mask.shape + (1,) * (x.dim () - 2)))",
  .onnx = "m = mask ? Reshape (mask, [0, 0] + [1] * (rank (x) - 2)) : none; n = size (x, "
          "dim); mode == 0 ? (mask ? ReduceSum (x * m, [dim], keepdims=0) / Max (ReduceSum "
          "(m, [dim], keepdims=0), 1.0) : ReduceMean (x, axes=[dim], keepdims=0)) : mode == "
          "1 ? ReduceSum (x * m, [dim], keepdims=0) : mode == 2 ? ReduceMax (mask ? x + (m - "
          "1) * 1e9 : x, axes=[dim], keepdims=0) : mode == 3 ? ReduceMin (mask ? x - (m - 1) "
          "* 1e9 : x, axes=[dim], keepdims=0) : mode == 4 ? ReduceL2 (x * m, axes=[dim], "
          "keepdims=0) : mode == 6 ? ReduceProd (mask ? x * m + (1 - m) : x, axes=[dim], "
          "keepdims=0) : mode == 7 ? ReduceLogSumExp (mask ? x + (m - 1) * 1e9 : x, axes=[dim], "
          "keepdims=0) : mask or n < 2 ? none : ReduceSumSquare (x - ReduceMean (x, "
          "axes=[dim], keepdims=1), axes=[dim], keepdims=0) * (1 / (unbiased ? n - 1 : n))",
};
