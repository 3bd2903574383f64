/* info_nce: two views a, b (N, D) of each sample are to be found by each other among all of the
 * batch. z (2N, D) = the rows of a, then of b, each divided by its length; s[i,k] = z[i]·z[k] / τ;
 * y = s/2N · Σᵢ (log Σₖ exp s[i,k] − s[i,i']), i' the other view of i; k runs over all others
 * (both: Chen et al. 2020) or over those of the other view (across: Radford et al. 2021)
 *
 * dz[i] = dy · s/(2N τ) · Σₖ (e[i,k] + e[k,i]) z[k], e[i,k] = p[i,k] − [k = i'], p the soft-max of
 * a row of s; da = (dz − z (z·dz)) / |a|. Saved: z (2N, D), their lengths (2N) and e (2N, 2N).
 * Workspace: a loss a row, or dz. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/kernels/softmax.h"
#include "engine/kernels/sum.h"
#include "engine/ops/common.h"

typedef struct
{
  float scale, temperature;
  int across; /* only the other view's are told apart */
} Attrs;

static const WeftParam attrs_rows[] = {
  WEFT_REAL (Attrs, scale, 1, 0, G_MAXFLOAT),
  WEFT_REAL (Attrs, temperature, 0.5, 1e-6, G_MAXFLOAT),
  WEFT_BOOL (Attrs, across, FALSE),
  { NULL },
};

#define LEAST 1e-12f /* of a length */

/* m rows of z, each of so many numbers. */
typedef struct
{
  gsize m, width;
  float *z, *lengths, *e;
} Form;

static Form
get_form (const WeftOpRun *run)
{
  gsize n = (gsize) run->in_shape[0].dims[0];
  Form form = { 2 * n, weft_count (&run->in_shape[0]) / n, run->saved, NULL, NULL };

  form.lengths = form.z + form.m * form.width;
  form.e = form.lengths + form.m;
  return form;
}

static guint
count_slices (const WeftOpRun *run)
{
  Form form = get_form (run);

  return weft_slices_for (form.m * form.m * form.width, WEFT_ELEMENTS_PER_SLICE);
}

static WeftSpan
get_rows (const WeftOpRun *run, const Form *form, guint slice)
{
  return weft_span_of (form->m, count_slices (run), slice, 1);
}

/* Row i of a and b, one behind the other. */
static const float *
get_row (const WeftOpRun *run, const Form *form, gsize i)
{
  gsize n = form->m / 2;

  return (const float *) run->in[i >= n] + i % n * form->width;
}

static void
normalize (const WeftOpRun *run, guint slice)
{
  Form form = get_form (run);
  WeftSpan rows = get_rows (run, &form, slice);

  for (gsize i = rows.begin; i < rows.end; i++)
    {
      const float *x = get_row (run, &form, i);

      form.lengths[i] = fmaxf (LEAST, sqrtf (weft_dot (form.width, x, x)));
      for (gsize k = 0; k < form.width; k++)
        form.z[i * form.width + k] = x[k] / form.lengths[i];
    }
}

/* What i is compared with: 0 … m − 1 but itself, or the other half. */
static WeftSpan
get_others (const WeftOpRun *run, const Form *form, gsize i)
{
  gsize n = form->m / 2;

  if (!((const Attrs *) run->attrs)->across)
    return (WeftSpan){ 0, form->m };
  return i < n ? (WeftSpan){ n, form->m } : (WeftSpan){ 0, n };
}

static void
compare (const WeftOpRun *run, guint slice)
{
  const Attrs *attrs = run->attrs;
  Form form = get_form (run);
  WeftSpan rows = get_rows (run, &form, slice);
  float *losses = run->workspace;

  for (gsize i = rows.begin; i < rows.end; i++)
    {
      WeftSpan others = get_others (run, &form, i);
      gsize other = (i + form.m / 2) % form.m;
      float *e = form.e + i * form.m, right;

      memset (e, 0, form.m * sizeof *e);
      for (gsize k = others.begin; k < others.end; k++)
        e[k] = k == i ? -G_MAXFLOAT
                      : weft_dot (form.width, form.z + i * form.width, form.z + k * form.width)
                            / attrs->temperature;
      right = e[other];
      losses[i] = weft_softmax_row (others.end - others.begin, e + others.begin, e + others.begin)
                  - right;
      if (!attrs->across)
        e[i] = 0.0f;
      e[other] -= 1.0f;
    }
}

static void
sum (const WeftOpRun *run, guint slice)
{
  Form form = get_form (run);
  const float *losses = run->workspace;
  double all = 0;

  for (gsize i = 0; i < form.m; i++)
    all += losses[i];
  *(float *) run->out[0] = (float) (((const Attrs *) run->attrs)->scale * all / (double) form.m);
}

static void
backward (const WeftOpRun *run, guint slice)
{
  const Attrs *attrs = run->attrs;
  Form form = get_form (run);
  WeftSpan rows = get_rows (run, &form, slice);
  gsize n = form.m / 2, width = form.width;
  float factor = run->d_out[0][0] * attrs->scale / ((float) form.m * attrs->temperature);

  for (gsize i = rows.begin; i < rows.end; i++)
    {
      float *dz = (float *) run->workspace + i * width, *dx = run->d_in[i >= n], along;
      const float *z = form.z + i * width;

      memset (dz, 0, width * sizeof *dz);
      for (gsize k = 0; dx != NULL && k < form.m; k++)
        {
          float by = factor * (form.e[i * form.m + k] + form.e[k * form.m + i]);

          for (gsize d = 0; d < width; d++)
            dz[d] += by * form.z[k * width + d];
        }
      along = weft_dot (width, z, dz);
      for (gsize d = 0; dx != NULL && d < width; d++)
        dx[i % n * width + d] = (dz[d] - z[d] * along) / form.lengths[i];
    }
}

static gboolean
check_shape (WeftOpShapes *shapes)
{
  const WeftShape *a = &shapes->in[0], *b = &shapes->in[1];

  if (a->rank < 2 || !weft_is_float (a) || !weft_shape_equal (a, b))
    return weft_expects (shapes, _ ("expects two rows of numbers a sample, of one shape"));
  if (a->dims[0] > 1 << 14)
    return weft_expects (shapes, _ ("expects a batch of at most 16384 samples, which are compared "
                                    "with each other"));
  shapes->out[0] = (WeftShape){ .type = WEFT_F32 };
  return TRUE;
}

static gsize
count_saved (const WeftOpShapes *shapes)
{
  gsize m = 2 * (gsize) shapes->in[0].dims[0];

  return (2 * weft_count (&shapes->in[0]) + m + m * m) * sizeof (float);
}

static gsize
count_workspace (const WeftOpShapes *shapes, gboolean is_backward)
{
  return is_backward ? 2 * weft_count (&shapes->in[0]) * sizeof (float)
                     : 2 * (gsize) shapes->in[0].dims[0] * sizeof (float);
}

static const WeftOpCase cases[] = {
  { "both views", { F32 (5, 3), F32 (5, 3) } },
  { "across, scaled", { F32 (4, 6), F32 (4, 6) }, &(const Attrs){ 2, 0.3f, TRUE } },
  { "batch of one", { F32 (1, 4), F32 (1, 4) } },
  { "large", { F32 (40, 32), F32 (40, 32) }, &(const Attrs){ 1, 0.1f, FALSE }, .is_large = TRUE },
  { NULL },
};

const WeftOp WEFT_OP_ROW (info_nce) = {
  .id = "info_nce",
  .summary = "y = s/2N · Σᵢ (log Σₖ exp (zᵢ·zₖ/τ) − zᵢ·zᵢ'/τ), z the rows of a and b, of length 1",
  .inputs = { { "a" }, { "b" } },
  .outputs = { { "y" } },
  .attrs = attrs_rows,
  .attrs_size = sizeof (Attrs),
  .shape = check_shape,
  .saved_bytes = count_saved,
  .workspace_bytes = count_workspace,
  .forward = { { count_slices, normalize }, { count_slices, compare }, { NULL, sum } },
  .backward = { { count_slices, backward } },
  .cases = WEFT_OP_CASES (cases),
  .pytorch = "info_nce (a, b, scale, temperature, across)",
};
