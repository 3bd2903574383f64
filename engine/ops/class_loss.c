/* class_loss: cross-entropy with all that it may be given, x (N, …, C) or (N, C, …) the logits, t
 * (N, …) the classes, w a weight a class, ε the smoothing, γ the focus; lⱼ = log Σₖ exp xₖ − xⱼ and
 * p = soft-max x of one row:
 * y = s/W · Σ over rows ((1 − ε) (1 − p_t)^γ w_t l_t + ε/C Σⱼ wⱼ lⱼ), W = Σ over rows w_t;
 * dx[j] = dy · s/W · ((1 − ε) w_t ((1 − p_t)^γ + γ (1 − p_t)^(γ − 1) p_t l_t) (pⱼ − [j = t])
 *                     + ε/C (pⱼ Σₖ wₖ − wⱼ))
 *
 * Rows of the class to ignore and what a mask leaves out count nowhere; of none that counts y is 0.
 * Saved: p, as x, and W. Workspace: a loss and a weight a row. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/kernels/softmax.h"
#include "engine/ops/loss-rows.h"

typedef struct
{
  float scale, label_smoothing, gamma;
  int dim; /* the axis of the classes: 1 or the last, −1 */
  int ignore_index;
  WeftReals class_weight; /* none: all 1; what is missing is 1 */
} Attrs;

static const WeftParam attrs_rows[] = {
  WEFT_REAL (Attrs, scale, 1, 0, G_MAXFLOAT),
  WEFT_REAL (Attrs, label_smoothing, 0, 0, 1),
  WEFT_REAL (Attrs, gamma, 0, 0, G_MAXFLOAT),
  WEFT_INT (Attrs, dim, -1, -1, 1),
  WEFT_INT (Attrs, ignore_index, -100, G_MININT, G_MAXINT),
  WEFT_REALS (Attrs, class_weight, NULL, 0, G_MAXFLOAT, .optional = TRUE),
  { NULL },
};

#define BLOCK 64 /* rows that lie side by side and are taken at once */

/* x is (outer, classes, inner); a row is (outer, inner). */
typedef struct
{
  gsize outer, classes, inner, blocks; /* blocks: of one of outer */
} Form;

static Form
get_form (const WeftOpRun *run)
{
  const Attrs *attrs = run->attrs;
  const WeftShape *x = &run->in_shape[0];
  int dim = attrs->dim == 1 ? 1 : x->rank - 1;
  Form form = { weft_count_between (x, 0, dim), (gsize) x->dims[dim],
                weft_count_between (x, dim + 1, x->rank), 0 };

  form.blocks = (form.inner + BLOCK - 1) / BLOCK;
  return form;
}

static gboolean
check_shape (WeftOpShapes *shapes)
{
  const Attrs *attrs = shapes->attrs;
  const WeftShape *x = &shapes->in[0], *t = &shapes->in[1];
  int dim = attrs->dim == 1 ? 1 : x->rank - 1;
  gboolean fits = x->rank >= 2 && t->rank == x->rank - 1 && t->type == WEFT_I64;

  if (x->rank < 2 || !weft_is_float (x))
    return weft_expects (shapes, _ ("expects a prediction of shape (N, classes)"));
  for (int i = 0; fits && i < t->rank; i++)
    fits = t->dims[i] == x->dims[i < dim ? i : i + 1];
  if (!fits && dim == 1 && x->rank == 4)
    return weft_expects (shapes, _ ("expects pictures of labels as large as the scores, (N, H, W) "
                                    "beside (N, classes, H, W)"));
  if (!fits)
    return weft_expects (shapes, _ ("expects a class index for each sample as target"));
  if (!weft_loss_check_mask (shapes))
    return FALSE;
  if (shapes->n_in > WEFT_LOSS_MASK && shapes->in[WEFT_LOSS_MASK].rank > dim)
    return weft_expects (shapes, _ ("expects a mask of the samples, (N)"));
  shapes->out[0] = (WeftShape){ .type = WEFT_F32 };
  return TRUE;
}

static float
get_weight (const Attrs *attrs, gsize j)
{
  return j < (gsize) attrs->class_weight.n ? (float) attrs->class_weight.v[j] : 1.0f;
}

static float
sum_weights (const Attrs *attrs, gsize classes)
{
  double sum = 0;

  for (gsize j = 0; j < classes; j++)
    sum += get_weight (attrs, j);
  return (float) sum;
}

/* −1: the row counts nowhere. A stray label must not reach outside memory. */
static gint64
get_label (const WeftOpRun *run, const Form *form, gsize row)
{
  const Attrs *attrs = run->attrs;
  const float *mask = weft_loss_mask (run);
  gint64 label = ((const gint64 *) run->in[1])[row];
  gsize rows = form->outer * form->inner;

  if (label == attrs->ignore_index
      || (mask != NULL && mask[row / (rows / weft_count (&run->in_shape[WEFT_LOSS_MASK]))] == 0.0f))
    return -1;
  return CLAMP (label, 0, (gint64) form->classes - 1);
}

static WeftSpan
get_blocks (const WeftOpRun *run, const Form *form, guint slice)
{
  return weft_span_of (form->outer * form->blocks, weft_loss_rows_slices (run), slice, 1);
}

/* n rows side by side: x, p (C, n) with rows of C `step` apart; wholes (n) = log Σ exp x. */
static void
soften (gsize classes, gsize step, gsize n, const float *x, float *p, float wholes[BLOCK])
{
  float highest[BLOCK], sums[BLOCK] = { 0 };

  if (step == 1)
    {
      wholes[0] = weft_softmax_row (classes, x, p);
      return;
    }
  memcpy (highest, x, n * sizeof *x);
  for (gsize j = 1; j < classes; j++)
    for (gsize i = 0; i < n; i++)
      highest[i] = x[j * step + i] > highest[i] ? x[j * step + i] : highest[i];
  for (gsize j = 0; j < classes; j++)
    {
      float *row = p + j * step;

      for (gsize i = 0; i < n; i++)
        row[i] = x[j * step + i] - highest[i];
      weft_exp (n, row, row);
      for (gsize i = 0; i < n; i++)
        sums[i] += row[i];
    }
  for (gsize j = 0; j < classes; j++)
    for (gsize i = 0; i < n; i++)
      p[j * step + i] /= sums[i];
  for (gsize i = 0; i < n; i++)
    wholes[i] = highest[i] + logf (sums[i]);
}

/* x: the row's first, the others `step` apart. */
static float
find_loss (const Attrs *attrs, const Form *form, const float *x, float whole, gsize label)
{
  float nll = whole - x[label * form->inner], smooth = 0;

  if (attrs->gamma > 0)
    nll *= powf (fmaxf (0.0f, 1.0f - expf (-nll)), attrs->gamma);
  if (attrs->label_smoothing > 0)
    for (gsize j = 0; j < form->classes; j++)
      smooth += get_weight (attrs, j) * (whole - x[j * form->inner]);
  return (1 - attrs->label_smoothing) * get_weight (attrs, label) * nll
         + attrs->label_smoothing / (float) form->classes * smooth;
}

static void
run_blocks (const WeftOpRun *run, guint slice)
{
  const Attrs *attrs = run->attrs;
  Form form = get_form (run);
  WeftSpan blocks = get_blocks (run, &form, slice);
  float *losses = run->workspace, *weights = losses + form.outer * form.inner, wholes[BLOCK];

  for (gsize block = blocks.begin; block < blocks.end; block++)
    {
      gsize outer = block / form.blocks, begin = block % form.blocks * BLOCK;
      gsize n = MIN (BLOCK, form.inner - begin), at = outer * form.classes * form.inner + begin;
      const float *x = (const float *) run->in[0] + at;

      soften (form.classes, form.inner, n, x, (float *) run->saved + at, wholes);
      for (gsize i = 0; i < n; i++)
        {
          gsize row = outer * form.inner + begin + i;
          gint64 label = get_label (run, &form, row);

          weights[row] = label < 0 ? 0 : get_weight (attrs, (gsize) label);
          losses[row] = label < 0 ? 0 : find_loss (attrs, &form, x + i, wholes[i], (gsize) label);
        }
    }
}

static void
sum (const WeftOpRun *run, guint slice)
{
  Form form = get_form (run);
  gsize rows = form.outer * form.inner;
  const float *losses = run->workspace, *weights = losses + rows;
  double loss = 0, weight = 0;

  for (gsize row = 0; row < rows; row++)
    {
      loss += losses[row];
      weight += weights[row];
    }
  ((float *) run->saved)[rows * form.classes] = (float) weight;
  *(float *) run->out[0]
      = weight > 0 ? (float) (((const Attrs *) run->attrs)->scale * loss / weight) : 0.0f;
}

/* How strongly the row pulls its p towards its label. */
static float
find_pull (const Attrs *attrs, float p, gsize label)
{
  float far = fmaxf (0.0f, 1.0f - p),
        pull = (1 - attrs->label_smoothing) * get_weight (attrs, label);

  if (attrs->gamma == 0)
    return pull;
  if (far == 0)
    return 0;
  return pull
         * (powf (far, attrs->gamma)
            - attrs->gamma * powf (far, attrs->gamma - 1) * p * logf (fmaxf (p, 1e-37f)));
}

/* p, dx: the row's first, the others form->inner apart. */
static void
differentiate (const Attrs *attrs, const Form *form, const float *p, float *dx, gint64 label,
               float factor, float all)
{
  gsize step = form->inner;
  float pull = label < 0 ? 0 : factor * find_pull (attrs, p[(gsize) label * step], (gsize) label);
  float smooth = label < 0 ? 0 : factor * attrs->label_smoothing / (float) form->classes;

  for (gsize j = 0; j < form->classes; j++)
    dx[j * step] = (pull + smooth * all) * p[j * step];
  if (label >= 0)
    dx[(gsize) label * step] -= pull;
  for (gsize j = 0; smooth != 0 && j < form->classes; j++)
    dx[j * step] -= smooth * get_weight (attrs, j);
}

static void
backward (const WeftOpRun *run, guint slice)
{
  const Attrs *attrs = run->attrs;
  Form form = get_form (run);
  WeftSpan blocks = get_blocks (run, &form, slice);
  const float *p = run->saved;
  float weight = p[form.outer * form.inner * form.classes], all = sum_weights (attrs, form.classes);
  float factor = weight > 0 ? run->d_out[0][0] * attrs->scale / weight : 0;

  for (gsize block = blocks.begin; block < blocks.end; block++)
    {
      gsize outer = block / form.blocks, begin = block % form.blocks * BLOCK;
      gsize at = outer * form.classes * form.inner + begin;

      for (gsize i = 0; i < MIN (BLOCK, form.inner - begin); i++)
        differentiate (attrs, &form, p + at + i, run->d_in[0] + at + i,
                       get_label (run, &form, outer * form.inner + begin + i), factor, all);
    }
}

static gsize
count_saved (const WeftOpShapes *shapes)
{
  return (weft_count (&shapes->in[0]) + 1) * sizeof (float);
}

static gsize
count_workspace (const WeftOpShapes *shapes, gboolean is_backward)
{
  return is_backward ? 0 : 2 * weft_count (&shapes->in[1]) * sizeof (float);
}

#define ATTRS(...) (&(const Attrs){ .scale = 1, .dim = -1, .ignore_index = -100, __VA_ARGS__ })

WEFT_CASES_BEGIN
static const WeftOpCase cases[] = {
  { "as plain", { F32 (6, 10), I64 (6) }, ATTRS (.scale = 0.5f) },
  { "weights a class", { F32 (6, 4), I64 (6) }, ATTRS (.class_weight = { 4, { 1, 2, 0.5, 0 } }) },
  { "smoothed", { F32 (6, 4), I64 (6) }, ATTRS (.label_smoothing = 0.2f) },
  { "smoothed, weights of some",
    { F32 (6, 4), I64 (6) },
    ATTRS (.label_smoothing = 0.1f, .class_weight = { 2, { 3, 0.25 } }) },
  { "a class that counts nowhere", { F32 (9, 4), I64 (9) }, ATTRS (.ignore_index = 2) },
  { "focused", { F32 (6, 4), I64 (6) }, ATTRS (.gamma = 2) },
  { "focused, batch of one", { F32 (1, 4), I64 (1) }, ATTRS (.gamma = 0.5f) },
  { "pictures", { F32 (2, 3, 4, 5), I64 (2, 4, 5) }, ATTRS (.dim = 1, .ignore_index = 1) },
  { "pictures, all at once",
    { F32 (2, 3, 5, 15), I64 (2, 5, 15), F32 (2) },
    ATTRS (.dim = 1, .gamma = 2, .label_smoothing = 0.1f),
    .bits = 1 << WEFT_LOSS_MASK },
  { "steps of which some are real",
    { F32 (4, 6, 3), I64 (4, 6), F32 (4, 6) },
    ATTRS (.label_smoothing = 0.1f, .class_weight = { 3, { 2, 1, 0.5 } }),
    .bits = 1 << WEFT_LOSS_MASK,
    .classes = 3 },
  { "large", { F32 (4, 5, 70, 70), I64 (4, 70, 70) }, ATTRS (.dim = 1), .is_large = TRUE },
  { NULL },
};
WEFT_CASES_END

const WeftOp WEFT_OP_ROW (class_loss) = {
  .id = "class_loss",
  .summary = "y = s/W · Σ ((1 − ε) (1 − p_t)^γ w_t l_t + ε/C Σⱼ wⱼ lⱼ), l = −log soft-max x",
  .inputs
  = { { "x" },
      { "t", .types = WEFT_TYPE_BIT (WEFT_I64), .no_gradient = TRUE, .backward_reads = TRUE },
      WEFT_LOSS_MASK_PORT },
  .outputs = { { "y" } },
  .attrs = attrs_rows,
  .attrs_size = sizeof (Attrs),
  .shape = check_shape,
  .saved_bytes = count_saved,
  .workspace_bytes = count_workspace,
  .forward = { { weft_loss_rows_slices, run_blocks }, { NULL, sum } },
  .backward = { { weft_loss_rows_slices, backward } },
  .cases = WEFT_OP_CASES (cases),
  .pytorch = "class_loss (x, t, mask, scale, label_smoothing, gamma, dim, ignore_index, "
             "class_weight)",
};
