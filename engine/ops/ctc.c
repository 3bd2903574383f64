/* ctc: y = s/N · Σₙ −log p (t[n] | x[n]) / |t[n]|, p the sum over all ways to say t[n] in the steps
 * of x[n], each label for one step or several, with blanks between or around them, at least one
 * between two of the same (Graves et al. 2006, connectionist temporal classification)
 *
 * Labels l' (2|t| + 1) are those of t with a blank before, between and behind them. With
 * a[k, c] = log softmax of real step k,
 *   α[k, s] = a[k, l'[s]] + log (e^α[k−1, s] + e^α[k−1, s−1] + e^α[k−1, s−2]), the last only where
 * l'[s] is no blank and not l'[s − 2]; β from the end alike. dx[k, c] = softmax − Σ e^(α + β −
 * a − log p) over the s with l'[s] = c. Steps that a mask (N, T) hides are none; labels that a mask
 * (N, S) hides, and those that are the blank, are left out. Where there are too few steps p is 0
 * and y infinite; with zero_infinity it counts as 0 and has no gradient.
 *
 * Saved: log-sums of the steps (N, T) and log p (N), double. Workspace: of each slice labels, α
 * (T, L), β and rows to reckon with. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/kernels/math.h"
#include "engine/ops/common.h"

typedef struct
{
  float scale;
  int blank; /* −1: the last class */
  gboolean zero_infinity;
} Attrs;

static const WeftParam attrs_rows[] = {
  WEFT_REAL (Attrs, scale, 1, 0, G_MAXFLOAT),
  WEFT_INT (Attrs, blank, -1, -1, G_MAXINT),
  WEFT_BOOL (Attrs, zero_infinity, FALSE),
  { NULL },
};

enum
{
  X,
  TARGET,
  MASK,
  TARGET_MASK,
};

typedef struct
{
  gsize samples, steps, classes, labels; /* N, T, C, S */
  gsize most;                            /* L of a sample that has all labels */
  gint64 blank;
} Sizes;

static Sizes
get_sizes (const Attrs *attrs, const WeftShape *in)
{
  gsize labels = in[TARGET].rank > 1 ? (gsize) in[TARGET].dims[1] : 1;

  return (Sizes){ (gsize) in[X].dims[0], (gsize) in[X].dims[1],
                  (gsize) in[X].dims[2], labels,
                  2 * labels + 1,        attrs->blank < 0 ? in[X].dims[2] - 1 : attrs->blank };
}

static gboolean
has_mask_of (const WeftOpShapes *shapes, guint mask, const WeftShape *x)
{
  const WeftShape *of = &shapes->in[mask];

  return shapes->n_in <= mask || of->rank < 0
         || (of->rank == 2 && of->dims[0] == x->dims[0] && of->dims[1] == x->dims[1]);
}

static gboolean
check_shape (WeftOpShapes *shapes)
{
  const Attrs *attrs = shapes->attrs;
  const WeftShape *x = &shapes->in[X], *target = &shapes->in[TARGET];

  if (x->rank != 3 || !weft_is_float (x))
    return weft_expects (shapes, _ ("expects a score for each class at each step, (N, T, C)"));
  if (target->type != WEFT_I64 || target->rank < 1 || target->rank > 2
      || target->dims[0] != x->dims[0])
    return weft_expects (shapes, _ ("expects labels in their order, (N, S)"));
  if (attrs->blank >= x->dims[2])
    return weft_expects (shapes, _ ("expects a score for the blank, too"));
  if (!has_mask_of (shapes, MASK, x) || !has_mask_of (shapes, TARGET_MASK, target))
    return weft_expects (shapes, _ ("expects masks of the steps and of the labels"));
  shapes->out[0] = (WeftShape){ .type = WEFT_F32 };
  return TRUE;
}

/* --- memory --- */

typedef struct
{
  gint32 *label;   /* l' (L) */
  gint32 *step;    /* which steps are real (T) */
  double *alpha;   /* (T, L) */
  double *beta;    /* (L), of the step at hand */
  double *row[4];  /* (L) each: what is added up, and the highest of it */
  float *power;    /* (3 L) */
  gint8 *skips;    /* (L): whether s can follow on s − 2 at once */
  float *a;        /* (C): log softmax of one step */
  double *share;   /* (C) */
  gsize n, length; /* real steps, L */
} Sample;

static gsize
round_up (gsize bytes)
{
  return (bytes + 63) / 64 * 64;
}

/* Lays a slice's memory out from `memory`; returns its size. */
static gsize
lay_out (const Sizes *sizes, char *memory, Sample *sample)
{
  gsize at = 0;

#define TAKE(field, count)                                                                         \
  do                                                                                               \
    {                                                                                              \
      sample->field = (void *) (memory + at);                                                      \
      at += round_up ((count) * sizeof *sample->field);                                            \
    }                                                                                              \
  while (0)
  TAKE (label, sizes->most);
  TAKE (step, sizes->steps);
  TAKE (alpha, sizes->steps * sizes->most);
  TAKE (beta, sizes->most);
  for (int i = 0; i < 4; i++)
    TAKE (row[i], sizes->most);
  TAKE (power, 3 * sizes->most);
  TAKE (skips, sizes->most);
  TAKE (a, sizes->classes);
  TAKE (share, sizes->classes);
#undef TAKE
  return at;
}

static guint
slices_of (const Sizes *sizes)
{
  gsize work = sizes->samples * sizes->steps * (sizes->classes + 4 * sizes->most);

  return (guint) MIN (sizes->samples, weft_slices_for (work, WEFT_ELEMENTS_PER_SLICE / 4));
}

static guint
count_slices (const WeftOpRun *run)
{
  Sizes sizes = get_sizes (run->attrs, run->in_shape);

  return slices_of (&sizes);
}

static double *
get_sums (const WeftOpRun *run, const Sizes *sizes, gsize n)
{
  return (double *) run->saved + n * sizes->steps;
}

/* log p of sample n. */
static double *
get_likelihood (const WeftOpRun *run, const Sizes *sizes, gsize n)
{
  return (double *) run->saved + sizes->samples * sizes->steps + n;
}

/* --- a sample --- */

static gboolean
is_real (const WeftOpRun *run, guint mask, gsize at)
{
  const float *m = mask < run->n_in ? run->in[mask] : NULL;

  return m == NULL || m[at] != 0.0f;
}

/* Data is checked when it is read; a stray number must not reach outside memory all the same. */
static void
find_labels (const WeftOpRun *run, const Sizes *sizes, gsize n, Sample *sample)
{
  const gint64 *target = (const gint64 *) run->in[TARGET] + n * sizes->labels;

  sample->length = 0;
  sample->label[sample->length++] = (gint32) sizes->blank;
  for (gsize s = 0; s < sizes->labels; s++)
    if (is_real (run, TARGET_MASK, n * sizes->labels + s) && target[s] != sizes->blank)
      {
        sample->label[sample->length++]
            = (gint32) CLAMP (target[s], 0, (gint64) sizes->classes - 1);
        sample->label[sample->length++] = (gint32) sizes->blank;
      }
  for (gsize s = 0; s < sample->length; s++)
    sample->skips[s]
        = s >= 2 && sample->label[s] != sizes->blank && sample->label[s] != sample->label[s - 2];
  sample->n = 0;
  for (gsize t = 0; t < sizes->steps; t++)
    if (is_real (run, MASK, n * sizes->steps + t))
      sample->step[sample->n++] = (gint32) t;
}

static const float *
get_scores (const WeftOpRun *run, const Sizes *sizes, gsize n, gsize t)
{
  return (const float *) run->in[X] + (n * sizes->steps + t) * sizes->classes;
}

/* log Σ exp of one step's scores; not a number where one of them is none. */
static double
find_log_sum (const float *x, gsize n, float *scratch)
{
  float highest = x[0];
  double sum = 0.0;

  for (gsize c = 1; c < n; c++)
    highest = x[c] > highest ? x[c] : highest;
  for (gsize c = 0; c < n; c++)
    scratch[c] = x[c] - highest;
  weft_exp (n, scratch, scratch);
  for (gsize c = 0; c < n; c++)
    sum += (double) scratch[c];
  return (double) highest + log (sum);
}

/* out[s] = log (e^row[0][s] + e^row[1][s] + e^row[2][s]), −∞ where all are */
static void
add_logs (const Sample *sample, double *out)
{
  gsize length = sample->length;
  double *const *row = sample->row, *highest = sample->row[3];
  float *power = sample->power;

  for (gsize s = 0; s < length; s++)
    {
      double most = MAX (row[0][s], MAX (row[1][s], row[2][s]));

      highest[s] = most;
      for (gsize i = 0; i < 3; i++)
        power[i * length + s] = most == -INFINITY ? 0.0f : (float) (row[i][s] - most);
    }
  weft_exp (3 * length, power, power);
  for (gsize s = 0; s < length; s++)
    out[s] = highest[s] + (double) logf (power[s] + power[length + s] + power[2 * length + s]);
}

/* Where a label comes from, or with step −1 where it goes to: to itself, the next, or the next but
 * one. */
static void
gather_rows (const Sample *sample, const double *from, gint64 step)
{
  gint64 length = (gint64) sample->length;

  for (gint64 s = 0; s < length; s++)
    {
      gint64 second = s - step, third = s - 2 * step;
      gboolean skips = third >= 0 && third < length && sample->skips[MAX (s, third)];

      sample->row[0][s] = from[s];
      sample->row[1][s] = second >= 0 && second < length ? from[second] : -INFINITY;
      sample->row[2][s] = skips ? from[third] : -INFINITY;
    }
}

static void
begin (const Sample *sample, const float *x, double sum, double *alpha)
{
  for (gsize s = 0; s < sample->length; s++)
    alpha[s] = s < 2 ? (double) x[sample->label[s]] - sum : -INFINITY;
}

static void
advance (const Sample *sample, const float *x, double sum, const double *before, double *alpha)
{
  gather_rows (sample, before, 1);
  add_logs (sample, alpha);
  for (gsize s = 0; s < sample->length; s++)
    alpha[s] += (double) x[sample->label[s]] - sum;
}

/* log (e^a + e^b) */
static double
add_two (double a, double b)
{
  double highest = MAX (a, b);

  return highest == -INFINITY ? highest : highest + log (exp (a - highest) + exp (b - highest));
}

/* α of all real steps; log p. */
static double
go_forward (const WeftOpRun *run, const Sizes *sizes, gsize n, Sample *sample)
{
  const double *sums = get_sums (run, sizes, n), *last;

  for (gsize k = 0; k < sample->n; k++)
    {
      gsize t = (gsize) sample->step[k];
      const float *x = get_scores (run, sizes, n, t);
      double *alpha = sample->alpha + k * sample->length;

      if (k == 0)
        begin (sample, x, sums[t], alpha);
      else
        advance (sample, x, sums[t], alpha - sample->length, alpha);
    }
  if (sample->n == 0)
    return sample->length == 1 ? 0.0 : -INFINITY;
  last = sample->alpha + (sample->n - 1) * sample->length;
  return add_two (last[sample->length - 1],
                  sample->length > 1 ? last[sample->length - 2] : -INFINITY);
}

static void
forward (const WeftOpRun *run, guint slice)
{
  Sizes sizes = get_sizes (run->attrs, run->in_shape);
  WeftSpan samples = weft_span_of (sizes.samples, slices_of (&sizes), slice, 1);
  Sample sample;
  gsize bytes = lay_out (&sizes, NULL, &sample);

  lay_out (&sizes, (char *) run->workspace + slice * bytes, &sample);
  for (gsize n = samples.begin; n < samples.end; n++)
    {
      double *sums = get_sums (run, &sizes, n), check = 0.0;

      find_labels (run, &sizes, n, &sample);
      for (gsize k = 0; k < sample.n; k++)
        {
          gsize t = (gsize) sample.step[k];

          sums[t] = find_log_sum (get_scores (run, &sizes, n, t), sizes.classes, sample.a);
          check += sums[t];
        }
      *get_likelihood (run, &sizes, n)
          = isfinite (check) ? go_forward (run, &sizes, n, &sample) : NAN;
    }
}

/* How many labels of sample n count; at least 1. */
static double
count_labels (const WeftOpRun *run, const Sizes *sizes, gsize n)
{
  const gint64 *target = (const gint64 *) run->in[TARGET] + n * sizes->labels;
  gsize count = 0;

  for (gsize s = 0; s < sizes->labels; s++)
    count += is_real (run, TARGET_MASK, n * sizes->labels + s) && target[s] != sizes->blank;
  return (double) MAX (count, 1);
}

static void
add_up (const WeftOpRun *run, guint slice)
{
  const Attrs *attrs = run->attrs;
  Sizes sizes = get_sizes (attrs, run->in_shape);
  double sum = 0.0;

  for (gsize n = 0; n < sizes.samples; n++)
    {
      double likelihood = *get_likelihood (run, &sizes, n);

      if (likelihood != -INFINITY || !attrs->zero_infinity)
        sum -= likelihood / count_labels (run, &sizes, n);
    }
  *(float *) run->out[0] = (float) ((double) attrs->scale * sum / (double) sizes.samples);
}

/* β, which does not have its own step's a in it, of the step before. */
static void
retreat (const Sample *sample, const float *x, double sum, double *beta)
{
  for (gsize s = 0; s < sample->length; s++)
    beta[s] += (double) x[sample->label[s]] - sum;
  gather_rows (sample, beta, -1);
  add_logs (sample, beta);
}

static void
give_step (const WeftOpRun *run, const Sizes *sizes, gsize n, gsize k, const Sample *sample,
           float factor)
{
  gsize t = (gsize) sample->step[k];
  const float *x = get_scores (run, sizes, n, t);
  const double *alpha = sample->alpha + k * sample->length;
  double sum = get_sums (run, sizes, n)[t], likelihood = *get_likelihood (run, sizes, n);
  float *dx = run->d_in[X] + (n * sizes->steps + t) * sizes->classes;

  memset (sample->share, 0, sizes->classes * sizeof *sample->share);
  for (gsize s = 0; s < sample->length; s++)
    sample->share[sample->label[s]] += exp (alpha[s] + sample->beta[s] - likelihood);
  for (gsize c = 0; c < sizes->classes; c++)
    sample->a[c] = (float) ((double) x[c] - sum);
  weft_exp (sizes->classes, sample->a, sample->a);
  for (gsize c = 0; c < sizes->classes; c++)
    dx[c] = factor * (sample->a[c] - (float) sample->share[c]);
}

static void
go_back (const WeftOpRun *run, const Sizes *sizes, gsize n, Sample *sample, float factor)
{
  for (gsize s = 0; s < sample->length; s++)
    sample->beta[s] = s + 2 >= sample->length ? 0.0 : -INFINITY;
  for (gsize k = sample->n; k-- > 0;)
    {
      gsize t = (gsize) sample->step[k];

      give_step (run, sizes, n, k, sample, factor);
      retreat (sample, get_scores (run, sizes, n, t), get_sums (run, sizes, n)[t], sample->beta);
    }
}

static void
backward (const WeftOpRun *run, guint slice)
{
  const Attrs *attrs = run->attrs;
  Sizes sizes = get_sizes (attrs, run->in_shape);
  WeftSpan samples = weft_span_of (sizes.samples, slices_of (&sizes), slice, 1);
  gsize each = sizes.steps * sizes.classes;
  Sample sample;
  gsize bytes = lay_out (&sizes, NULL, &sample);

  lay_out (&sizes, (char *) run->workspace + slice * bytes, &sample);
  for (gsize n = samples.begin; n < samples.end; n++)
    {
      double factor = (double) (run->d_out[0][0] * attrs->scale) / (double) sizes.samples
                      / count_labels (run, &sizes, n);

      memset (run->d_in[X] + n * each, 0, each * sizeof (float));
      if (!isfinite (*get_likelihood (run, &sizes, n)))
        continue;
      find_labels (run, &sizes, n, &sample);
      go_forward (run, &sizes, n, &sample);
      go_back (run, &sizes, n, &sample, (float) factor);
    }
}

static gsize
count_saved (const WeftOpShapes *shapes)
{
  Sizes sizes = get_sizes (shapes->attrs, shapes->in);

  return sizes.samples * (sizes.steps + 1) * sizeof (double);
}

static gsize
count_workspace (const WeftOpShapes *shapes, gboolean is_backward)
{
  Sizes sizes = get_sizes (shapes->attrs, shapes->in);
  Sample sample;

  return slices_of (&sizes) * lay_out (&sizes, NULL, &sample);
}

#define CTC(scale, blank, zero) (&(const Attrs){ scale, blank, zero })

static const WeftOpCase cases[] = {
  { "two labels", { F32 (3, 6, 4), I64 (3, 2) }, CTC (1.0f, -1, FALSE), .classes = 3 },
  { "blank first, batch of one, scaled",
    { F32 (1, 9, 3), I64 (1, 4) },
    CTC (0.5f, 0, FALSE),
    .classes = 3 },
  { "steps and labels of different lengths",
    { F32 (4, 12, 4), I64 (4, 3), F32 (4, 12), F32 (4, 3) },
    CTC (1.0f, -1, TRUE),
    .ends = 1 << MASK | 1 << TARGET_MASK,
    .classes = 3 },
  { "steps hidden in the middle",
    { F32 (2, 12, 4), I64 (2, 2), F32 (2, 12) },
    CTC (1.0f, -1, TRUE),
    .bits = 1 << MASK,
    .classes = 3 },
  { "one label each", { F32 (3, 4, 3), I64 (3) }, CTC (1.0f, -1, FALSE), .classes = 2 },
  { "too few steps, which counts as nothing",
    { F32 (3, 3, 4), I64 (3, 3) },
    CTC (1.0f, -1, TRUE),
    .classes = 3 },
  { "large",
    { F32 (20, 60, 12), I64 (20, 14) },
    CTC (1.0f, -1, FALSE),
    .classes = 11,
    .is_large = TRUE },
  { NULL },
};

const WeftOp WEFT_OP_ROW (ctc) = {
  .id = "ctc",
  .summary = "y = s/N · Σₙ −log p (t[n] | x[n]) / |t[n]|, over all ways to say t[n]",
  .inputs
  = { { "x", .backward_reads = TRUE },
      { "t", .types = WEFT_TYPE_BIT (WEFT_I64), .no_gradient = TRUE, .backward_reads = TRUE },
      { "mask", .optional = TRUE, .no_gradient = TRUE, .backward_reads = TRUE },
      { "target_mask", .optional = TRUE, .no_gradient = TRUE, .backward_reads = TRUE } },
  .outputs = { { "y" } },
  .attrs = attrs_rows,
  .attrs_size = sizeof (Attrs),
  .shape = check_shape,
  .saved_bytes = count_saved,
  .workspace_bytes = count_workspace,
  .forward = { { count_slices, forward }, { NULL, add_up } },
  .backward = { { count_slices, backward } },
  .cases = WEFT_OP_CASES (cases),
  .pytorch = "ctc (x, t, mask, target_mask, scale, blank, zero_infinity)",
};
