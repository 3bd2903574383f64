/* quantize: z is e[k], k the code of the book e (K, D) that x lies nearest to, vector by vector
 * along one axis; y is z too, but what goes back through y goes straight on to x: dx = dy, and
 * de[k] = Σ dz over the vectors that got k (van den Oord, Vinyals and Kavukcuoglu 2017)
 *
 * The third output is k itself, one for each vector: x's shape without that axis. What is no number
 * lies nearest to none and has the first; z says that it is none.
 *
 * Saved: k of each vector. Vectors are shared out by what lies before the axis; the search goes
 * over codes, and for each over all places behind the axis at once. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ops/common.h"

typedef struct
{
  int dim;
} Attrs;

static const WeftParam attrs_rows[] = {
  WEFT_INT (Attrs, dim, 1, 1, WEFT_MAX_RANK - 1),
  { NULL },
};

enum
{
  X,
  BOOK,
};

#define CODE 2 /* output */

typedef struct
{
  gsize outer, width, inner, codes; /* x (outer, width, inner) */
} Sizes;

static Sizes
get_sizes (const Attrs *attrs, const WeftShape *in)
{
  return (Sizes){
    .outer = weft_count_between (&in[X], 0, attrs->dim),
    .width = (gsize) in[X].dims[attrs->dim],
    .inner = weft_count_between (&in[X], attrs->dim + 1, in[X].rank),
    .codes = (gsize) in[BOOK].dims[0],
  };
}

static WeftShape
drop_axis (const WeftShape *x, int axis)
{
  WeftShape shape = { .rank = x->rank - 1, .type = WEFT_I64 };

  for (int i = 0; i < shape.rank; i++)
    shape.dims[i] = x->dims[i < axis ? i : i + 1];
  return shape;
}

static gboolean
check_shape (WeftOpShapes *shapes)
{
  const Attrs *attrs = shapes->attrs;
  const WeftShape *x = &shapes->in[X], *book = &shapes->in[BOOK];

  if (attrs->dim >= x->rank || !weft_is_float (x))
    return weft_expects (shapes, _ ("expects vectors of numbers along that axis"));
  if (book->rank != 2 || book->dims[1] != x->dims[attrs->dim] || book->dims[0] > G_MAXINT32)
    return weft_expects (shapes, _ ("expects codes as wide as the vectors"));
  shapes->out[0] = *x;
  if (shapes->n_out > 1)
    shapes->out[1] = *x;
  if (shapes->n_out > CODE)
    shapes->out[CODE] = drop_axis (x, attrs->dim);
  return TRUE;
}

static guint
count_slices (const WeftOpRun *run)
{
  Sizes sizes = get_sizes (run->attrs, run->in_shape);
  gsize work = sizes.codes * weft_count (run->in_shape);

  return (guint) MIN (weft_slices_for (work, 16 * WEFT_ELEMENTS_PER_SLICE), sizes.outer);
}

static WeftSpan
get_part (const WeftOpRun *run, const Sizes *sizes, guint slice)
{
  return weft_span_of (sizes->outer, count_slices (run), slice, 1);
}

/* Distances to one code of all places (I), squared: x (D, I), code (D). */
static void
measure (const Sizes *sizes, const float *x, const float *code, float *distances)
{
  float sum = 0.0f;

  for (gsize d = 0; sizes->inner == 1 && d < sizes->width; d++)
    sum += (x[d] - code[d]) * (x[d] - code[d]);
  distances[0] = sum;
  if (sizes->inner == 1)
    return;
  memset (distances, 0, sizes->inner * sizeof *distances);
  for (gsize d = 0; d < sizes->width; d++)
    for (gsize i = 0; i < sizes->inner; i++)
      {
        float difference = x[d * sizes->inner + i] - code[d];

        distances[i] += difference * difference;
      }
}

/* The codes of all places of one outer part; the first of those that are as near. What is no number
 * lies nearest to none: it gets the first. */
static void
search (const Sizes *sizes, const float *x, const float *book, gint32 *codes, float *scratch)
{
  float *best = scratch, *distances = scratch + sizes->inner;

  for (gsize k = 0; k < sizes->codes; k++)
    {
      measure (sizes, x, book + k * sizes->width, distances);
      for (gsize i = 0; i < sizes->inner; i++)
        if (k == 0 || distances[i] < best[i])
          {
            best[i] = distances[i];
            codes[i] = (gint32) k;
          }
    }
}

/* to (D, I) from the book by codes; a number that is none stays, so that it is seen. */
static void
look_up (const Sizes *sizes, const float *x, const float *book, const gint32 *codes, float *to)
{
  for (gsize d = 0; d < sizes->width; d++)
    for (gsize i = 0; i < sizes->inner; i++)
      {
        float from = x[d * sizes->inner + i];

        to[d * sizes->inner + i] = isnan (from) ? from : book[(gsize) codes[i] * sizes->width + d];
      }
}

static void
forward (const WeftOpRun *run, guint slice)
{
  Sizes sizes = get_sizes (run->attrs, run->in_shape);
  WeftSpan part = get_part (run, &sizes, slice);
  gsize each = sizes.width * sizes.inner;
  float *scratch = (float *) run->workspace + slice * 2 * sizes.inner;

  for (gsize n = part.begin; n < part.end; n++)
    {
      const float *x = (const float *) run->in[X] + n * each;
      gint32 *codes = (gint32 *) run->saved + n * sizes.inner;

      search (&sizes, x, run->in[BOOK], codes, scratch);
      for (guint o = 0; o < MIN (run->n_out, CODE); o++)
        if (run->out[o] != NULL)
          look_up (&sizes, x, run->in[BOOK], codes, (float *) run->out[o] + n * each);
      for (gsize i = 0; run->n_out > CODE && run->out[CODE] != NULL && i < sizes.inner; i++)
        ((gint64 *) run->out[CODE])[n * sizes.inner + i] = codes[i];
    }
}

static void
backward (const WeftOpRun *run, guint slice)
{
  Sizes sizes = get_sizes (run->attrs, run->in_shape);
  WeftSpan part = get_part (run, &sizes, slice);
  gsize each = sizes.width * sizes.inner, n = (part.end - part.begin) * each;

  if (run->d_in[X] == NULL)
    return;
  if (run->d_out[0] != NULL)
    memcpy (run->d_in[X] + part.begin * each, run->d_out[0] + part.begin * each,
            n * sizeof (float));
  else
    memset (run->d_in[X] + part.begin * each, 0, n * sizeof (float));
}

/* In the order of vectors, so that the sums are the same on any number of threads. */
static void
gather (const WeftOpRun *run, guint slice)
{
  Sizes sizes = get_sizes (run->attrs, run->in_shape);
  const float *dz = run->n_out > 1 ? run->d_out[1] : NULL;
  const gint32 *codes = run->saved;
  float *d_book = run->d_in[BOOK];

  if (d_book == NULL)
    return;
  memset (d_book, 0, sizes.codes * sizes.width * sizeof *d_book);
  for (gsize n = 0; dz != NULL && n < sizes.outer; n++)
    for (gsize i = 0; i < sizes.inner; i++)
      for (gsize d = 0; d < sizes.width; d++)
        d_book[(gsize) codes[n * sizes.inner + i] * sizes.width + d]
            += dz[(n * sizes.width + d) * sizes.inner + i];
}

static gsize
count_saved (const WeftOpShapes *shapes)
{
  Sizes sizes = get_sizes (shapes->attrs, shapes->in);

  return sizes.outer * sizes.inner * sizeof (gint32);
}

static gsize
count_workspace (const WeftOpShapes *shapes, gboolean is_backward)
{
  Sizes sizes = get_sizes (shapes->attrs, shapes->in);

  return is_backward ? 0 : WEFT_MAX_SLICES * 2 * sizes.inner * sizeof (float);
}

static gint64
count_flops (const WeftOpShapes *shapes)
{
  Sizes sizes = get_sizes (shapes->attrs, shapes->in);

  return (gint64) (3 * sizes.outer * sizes.width * sizes.inner * sizes.codes);
}

static const WeftOpCase cases[] = {
  { "pictures", { F32 (2, 3, 2, 4), F32 (5, 3) }, &(const Attrs){ 1 } },
  { "steps", { F32 (2, 5, 3), F32 (4, 3) }, &(const Attrs){ 2 } },
  { "batch of one, one code", { F32 (1, 4), F32 (1, 4) }, &(const Attrs){ 1 } },
  { "large", { F32 (6, 16, 9, 9), F32 (64, 16) }, &(const Attrs){ 1 }, .is_large = TRUE },
  { NULL },
};

const WeftOp WEFT_OP_ROW (quantize) = {
  .id = "quantize",
  .summary = "y = z = e[k], k = argmin ‖x − e[k]‖; dx = dy, de[k] = Σ dz",
  .inputs = { { "x" }, { "e" } },
  .outputs = { { "y" }, { "z" }, { "k", .types = WEFT_TYPE_BIT (WEFT_I64) } },
  .attrs = attrs_rows,
  .attrs_size = sizeof (Attrs),
  .shape = check_shape,
  .saved_bytes = count_saved,
  .workspace_bytes = count_workspace,
  .flops = count_flops,
  .forward = { { count_slices, forward } },
  .backward = { { count_slices, backward }, { NULL, gather } },
  .bends_gradient = TRUE,
  .cases = WEFT_OP_CASES (cases),
  .pytorch = "quantize (x, e, dim)",
  .onnx
  = "q = dim == 1 ? Transpose (Reshape (x, [0, size (x, 1), -1]), perm=[0, 2, 1]) : Reshape (x, "
    "[0, -1, size (x, dim)]); k = ArgMin (ReduceSumSquare (e, axes=[1], keepdims=0) - 2 * MatMul "
    "(q, Transpose (e)), axis=2, keepdims=0); z = Gather (e, k); v = Reshape (dim == 1 ? Transpose "
    "(z, perm=[0, 2, 1]) : z, shape); dim == 1 or dim == rank (x) - 1 ? v : none, Identity (v), "
    "Reshape (k, [0] + (dim == 1 ? tail (x)[1:rank (x) - 1] : tail (x)[0:rank (x) - 2]))",
};
