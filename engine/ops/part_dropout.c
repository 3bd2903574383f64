/* part_dropout: dropout of whole parts: y[u, i] = m[u]·x[u, i] / (1 − p), m[u] is 0 with
 * probability p, else 1, one draw for all behind the first axes; dx = m·dy / (1 − p)
 *
 * Where it is to keep mean and variance of what follows SELU, y = a·(m·x + (1 − m)·α') + b with α'
 * = −λα, a = 1/√((1 − p)·(1 + p·α'²)), b = −a·p·α' (Klambauer et al. 2017), and dx = a·m·dy. m[u]
 * follows from (seed, node, step, u), and is drawn again going back. Outside training y = x. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ops/elementwise.h"

#define ALPHA -1.7580993408473766f /* −λα of SELU */
#define CHUNK 1024

typedef struct
{
  float p;
  int axes;
  gboolean alpha;
} Attrs;

static const WeftParam attrs_rows[] = {
  WEFT_REAL (Attrs, p, 0.5, 0, 1),
  WEFT_INT (Attrs, axes, 1, 1, WEFT_MAX_RANK),
  WEFT_BOOL (Attrs, alpha, FALSE),
  { NULL },
};

/* What is kept becomes scale·x + shift, what is dropped fill. */
typedef struct
{
  float scale, shift, fill;
} Change;

static Change
get_change (const Attrs *attrs)
{
  float p = attrs->p, a;

  if (!attrs->alpha)
    return (Change){ p < 1.0f ? 1.0f / (1.0f - p) : 0.0f, 0.0f, 0.0f };
  if (p >= 1.0f)
    return (Change){ 0.0f, 0.0f, 0.0f };
  a = 1.0f / sqrtf ((1.0f - p) * (1.0f + p * ALPHA * ALPHA));
  return (Change){ a, -a * p * ALPHA, a * ALPHA - a * p * ALPHA };
}

static gsize
count_inner (const WeftOpRun *run)
{
  const WeftShape *x = &run->in_shape[0];

  return weft_count_between (x, MIN (((const Attrs *) run->attrs)->axes, x->rank), x->rank);
}

/* to = what the draws make of from; the slice's part. */
static void
apply (const WeftOpRun *run, guint slice, const float *from, float *to, Change change)
{
  WeftSpan part = weft_elementwise_span (run, slice);
  gsize inner = count_inner (run), i = part.begin;
  guint64 limit = (guint64) ((double) ((const Attrs *) run->attrs)->p * 0x1p32);
  guint32 bits[CHUNK];

  while (i < part.end)
    {
      gsize unit = i / inner, n = MIN (CHUNK, (part.end - 1) / inner - unit + 1);

      weft_random_fill_bits (&run->random, unit, bits, n);
      for (gsize u = 0; u < n; u++)
        {
          gsize end = MIN ((unit + u + 1) * inner, part.end);

          for (; i < end; i++)
            to[i] = bits[u] >= limit ? from[i] * change.scale + change.shift : change.fill;
        }
    }
}

static void
forward (const WeftOpRun *run, guint slice)
{
  if (run->training)
    apply (run, slice, run->in[0], run->out[0], get_change (run->attrs));
  else
    weft_map_copy (run, slice, run->in[0], run->out[0]);
}

static void
backward (const WeftOpRun *run, guint slice)
{
  Change change = { get_change (run->attrs).scale, 0.0f, 0.0f };

  if (run->training)
    apply (run, slice, run->d_out[0], run->d_in[0], change);
  else
    weft_map_copy (run, slice, run->d_out[0], run->d_in[0]);
}

static const WeftOpCase cases[] = {
  { "channels", { F32 (3, 4, 2, 3) }, &(const Attrs){ 0.5f, 2, FALSE } },
  { "samples", { F32 (5, 7) }, &(const Attrs){ 0.4f, 1, FALSE } },
  { "each number, as SELU wants it", { F32 (4, 6) }, &(const Attrs){ 0.3f, 8, TRUE } },
  { "batch of one", { F32 (1, 9) }, &(const Attrs){ 0.1f, 2, FALSE } },
  { "evaluating", { F32 (3, 20) }, &(const Attrs){ 0.5f, 1, FALSE }, .evaluates = TRUE },
  { "large", { F32 (64, 33, 30) }, &(const Attrs){ 0.25f, 2, FALSE }, .is_large = TRUE },
  { NULL },
};

const WeftOp WEFT_OP_ROW (part_dropout) = {
  .id = "part_dropout",
  .units = { WEFT_UNITS_EACH },
  .summary = "y[u, i] = m[u]·x[u, i] / (1 − p), m[u] is 0 with probability p, else 1",
  .inputs = { { "x" } },
  .outputs = { { "y" } },
  .attrs = attrs_rows,
  .attrs_size = sizeof (Attrs),
  WEFT_ELEMENTWISE,
  .may_overwrite = TRUE,
  .is_random = TRUE,
  .training_only = TRUE,
  .cases = WEFT_OP_CASES (cases),
  .pytorch = "None if training else x",
};
