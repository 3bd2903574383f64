/* triplet: rows x (N, D) of one class t (N) are to lie nearer to each other than to those of
 * others, by a margin m: the mean over triplets (a, p, q), t[a] = t[p] ≠ t[q], p ≠ a, of max (0, m
 * + d[a,p] − d[a,q]), d[i,j] = |x[i] − x[j]|. Which ones: all        those that cost something
 * (Hermans et al. 2017) hard       for each a the farthest p and the nearest q (the same) semi_hard
 * for each a and p the nearest q beyond p, or, where there is none, the farthest q (Schroff et al.
 * 2015) dx[i] = dy · s/n · Σⱼ (g[i,j] + g[j,i]) (x[i] − x[j]) / d[i,j], g[i,j] = ∂ of the sum by
 * d[i,j]
 *
 * Saved: d and g (N, N), and n. Workspace: a sum and a number of triplets for each a. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/kernels/sum.h"
#include "engine/ops/common.h"

typedef enum
{
  ALL,
  HARD,
  SEMI_HARD,
} Mining;

typedef struct
{
  float scale, margin;
  int mining;
} Attrs;

static const WeftChoice minings[]
    = { { "all", NULL }, { "hard", NULL }, { "semi_hard", NULL }, { NULL } };

static const WeftParam attrs_rows[] = {
  WEFT_REAL (Attrs, scale, 1, 0, G_MAXFLOAT),
  WEFT_REAL (Attrs, margin, 1, 0, G_MAXFLOAT),
  WEFT_CHOICE (Attrs, mining, ALL, minings),
  { NULL },
};

#define LEAST 1e-12f /* of a square, before its root is taken */

static gsize
get_n (const WeftOpRun *run)
{
  return (gsize) run->in_shape[0].dims[0];
}

static guint
count_slices (const WeftOpRun *run)
{
  return weft_slices_for (get_n (run) * weft_count (&run->in_shape[0]), WEFT_ELEMENTS_PER_SLICE);
}

static WeftSpan
get_rows (const WeftOpRun *run, guint slice)
{
  return weft_span_of (get_n (run), count_slices (run), slice, 1);
}

static void
find_distances (const WeftOpRun *run, guint slice) /* x (N, D) → d (N, N) */
{
  WeftSpan rows = get_rows (run, slice);
  gsize n = get_n (run), width = weft_count (&run->in_shape[0]) / n;
  const float *x = run->in[0];
  float *d = run->saved;

  for (gsize i = rows.begin; i < rows.end; i++)
    for (gsize j = 0; j < n; j++)
      d[i * n + j]
          = sqrtf (MAX (LEAST, weft_sum_squared_differences (width, x + i * width, x + j * width)));
}

/* What one anchor sees: distances, classes, and where its gradient by distance goes. */
typedef struct
{
  gsize n, anchor;
  const float *d;     /* (N) */
  const gint64 *t;    /* (N) */
  float *g, margin;   /* g (N) */
  double sum, number; /* so far */
} Anchor;

static gboolean
is_same (const Anchor *a, gsize j)
{
  return j != a->anchor && a->t[j] == a->t[a->anchor];
}

static gboolean
is_other (const Anchor *a, gsize j)
{
  return a->t[j] != a->t[a->anchor];
}

/* Takes in a triplet; one that costs nothing counts where it was chosen. */
static void
take (Anchor *a, gsize p, gsize q, gboolean is_chosen)
{
  float cost = a->margin + a->d[p] - a->d[q];

  a->number += is_chosen || cost > 0.0f;
  if (cost <= 0.0f)
    return;
  a->sum += cost;
  a->g[p] += 1.0f;
  a->g[q] -= 1.0f;
}

static void
mine_all (Anchor *a)
{
  for (gsize p = 0; p < a->n; p++)
    for (gsize q = 0; is_same (a, p) && q < a->n; q++)
      if (is_other (a, q))
        take (a, p, q, FALSE);
}

static void
mine_hard (Anchor *a)
{
  gsize far = a->n, near = a->n;

  for (gsize j = 0; j < a->n; j++)
    if (is_same (a, j) && (far == a->n || a->d[j] > a->d[far]))
      far = j;
    else if (is_other (a, j) && (near == a->n || a->d[j] < a->d[near]))
      near = j;
  if (far < a->n && near < a->n)
    take (a, far, near, TRUE);
}

static void
mine_semi_hard (Anchor *a)
{
  for (gsize p = 0; p < a->n; p++)
    {
      gsize beyond = a->n, far = a->n;

      for (gsize q = 0; is_same (a, p) && q < a->n; q++)
        {
          if (!is_other (a, q))
            continue;
          if (a->d[q] > a->d[p] && (beyond == a->n || a->d[q] < a->d[beyond]))
            beyond = q;
          if (far == a->n || a->d[q] > a->d[far])
            far = q;
        }
      if (far < a->n)
        take (a, p, beyond < a->n ? beyond : far, TRUE);
    }
}

static void
mine (const WeftOpRun *run, guint slice)
{
  static void (*const miners[]) (Anchor * a)
      = { [ALL] = mine_all, [HARD] = mine_hard, [SEMI_HARD] = mine_semi_hard };
  const Attrs *attrs = run->attrs;
  WeftSpan rows = get_rows (run, slice);
  gsize n = get_n (run);
  double *sums = run->workspace;

  for (gsize i = rows.begin; i < rows.end; i++)
    {
      float *d = (float *) run->saved + i * n;
      Anchor anchor = { n, i, d, run->in[1], d + n * n, attrs->margin, 0, 0 };

      memset (anchor.g, 0, n * sizeof *anchor.g);
      miners[attrs->mining](&anchor);
      sums[2 * i] = anchor.sum;
      sums[2 * i + 1] = anchor.number;
    }
}

static void
add_up (const WeftOpRun *run, guint slice)
{
  const double *sums = run->workspace;
  gsize n = get_n (run);
  double sum = 0, number = 0;

  for (gsize i = 0; i < n; i++)
    {
      sum += sums[2 * i];
      number += sums[2 * i + 1];
    }
  number = MAX (1, number);
  ((float *) run->saved)[2 * n * n] = (float) number;
  *(float *) run->out[0] = (float) (((const Attrs *) run->attrs)->scale * sum / number);
}

static void
backward (const WeftOpRun *run, guint slice)
{
  WeftSpan rows = get_rows (run, slice);
  gsize n = get_n (run), width = weft_count (&run->in_shape[0]) / n;
  const float *x = run->in[0], *d = run->saved, *g = d + n * n;
  float factor = run->d_out[0][0] * ((const Attrs *) run->attrs)->scale / g[n * n];

  for (gsize i = rows.begin; i < rows.end; i++)
    {
      float *dx = run->d_in[0] + i * width;

      memset (dx, 0, width * sizeof *dx);
      for (gsize j = 0; j < n; j++)
        {
          float by = factor * (g[i * n + j] + g[j * n + i]) / d[i * n + j];

          for (gsize k = 0; by != 0.0f && k < width; k++)
            dx[k] += by * (x[i * width + k] - x[j * width + k]);
        }
    }
}

static gboolean
check_shape (WeftOpShapes *shapes)
{
  const WeftShape *x = &shapes->in[0], *t = &shapes->in[1];

  if (x->rank < 2 || !weft_is_float (x))
    return weft_expects (shapes, _ ("expects a code of some numbers for each sample, (N, D)"));
  if (t->rank != 1 || t->type != WEFT_I64 || t->dims[0] != x->dims[0])
    return weft_expects (shapes, _ ("expects a class index for each sample as target"));
  if (x->dims[0] > 1 << 15)
    return weft_expects (shapes, _ ("expects a batch of at most 32768 samples, which are compared "
                                    "with each other"));
  shapes->out[0] = (WeftShape){ .type = WEFT_F32 };
  return TRUE;
}

static gsize
count_saved (const WeftOpShapes *shapes)
{
  gsize n = (gsize) shapes->in[0].dims[0];

  return (2 * n * n + 1) * sizeof (float);
}

static gsize
count_workspace (const WeftOpShapes *shapes, gboolean is_backward)
{
  return is_backward ? 0 : (gsize) shapes->in[0].dims[0] * 2 * sizeof (double);
}

/* So far from a tie and from the margin that no step of a gradient check changes what is chosen. */
static const WeftOpCase cases[] = {
  { "all", { F32 (8, 3), I64 (8) }, &(const Attrs){ 1, 1, ALL }, .classes = 3 },
  { "hard, scaled", { F32 (6, 4), I64 (6) }, &(const Attrs){ 0.5f, 2, HARD }, .classes = 2 },
  { "semi-hard", { F32 (6, 3), I64 (6) }, &(const Attrs){ 1, 1, SEMI_HARD }, .classes = 2 },
  { "one class", { F32 (4, 2), I64 (4) }, &(const Attrs){ 1, 1, HARD }, .classes = 1 },
  { "batch of one", { F32 (1, 4), I64 (1) }, &(const Attrs){ 1, 1, ALL } },
  { "large",
    { F32 (70, 32), I64 (70) },
    &(const Attrs){ 1, 5, ALL },
    .classes = 5,
    .is_large = TRUE },
  { NULL },
};

const WeftOp WEFT_OP_ROW (triplet) = {
  .id = "triplet",
  .summary = "y = s/n · Σ max (0, m + d[a, p] − d[a, q]) over n triplets of the batch",
  .inputs = { { "x", .backward_reads = TRUE },
              { "t", .types = WEFT_TYPE_BIT (WEFT_I64), .no_gradient = TRUE } },
  .outputs = { { "y" } },
  .attrs = attrs_rows,
  .attrs_size = sizeof (Attrs),
  .shape = check_shape,
  .saved_bytes = count_saved,
  .workspace_bytes = count_workspace,
  .forward = { { count_slices, find_distances }, { count_slices, mine }, { NULL, add_up } },
  .backward = { { count_slices, backward } },
  .has_kinks = TRUE,
  .cases = WEFT_OP_CASES (cases),
  .pytorch = "triplet (x, t, scale, margin, mining)",
};
