/* muon: a matrix moves along its momentum with all its directions made equally strong: m ← β₁m +
 * (1 − β₁)g, u = β₁m + (1 − β₁)g, w ← (1 − lr·λ)w − lr·0.2·√max(rows, columns)·O, where O is what
 * Newton and Schulz make of u: X ← u/‖u‖, then a few times X ← aX + (bA + cA²)X with A = XXᵀ.
 * What is no matrix, or a very large one, is moved by AdamW, for which the factor keeps the rate
 * fitting (Jordan et al. 2024, "Muon: an optimizer for hidden layers in neural networks"; the
 * factor: Liu et al. 2025, "Muon is scalable for LLM training"). */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "engine/kernels/gemm.h"
#include "engine/optim/moments.h"

#define A 3.4445f
#define B -4.7750f
#define C 2.0315f
/* Of one matrix, else it is moved by AdamW: 1024 by 4096. Nothing interrupts a round. */
#define LONGEST 2e10              /* operations of a round */
#define LARGEST ((gsize) 1 << 24) /* numbers: what is written on is as large */
#define LEAST 1e-7f               /* added to ‖u‖ */
#define AS_ADAM 0.2f

typedef struct
{
  WeftMoments moments;
  int ns_steps;
} Settings;

static const WeftParam params[] = {
  WEFT_BETAS_AT (Settings, moments.betas),
  WEFT_EPS_AT (Settings, moments.eps),
  WEFT_WEIGHT_DECAY_AT (Settings, moments.weight_decay),
  WEFT_INT (Settings, ns_steps, 5, 1, 20, .ui_max = 10, .unit = WEFT_UNIT_COUNT,
            .label = N_ ("Rounds"), .advanced = TRUE,
            .help
            = N_ ("How often a matrix is brought nearer to equal strength in all directions")),
  { NULL },
};

enum
{
  ROUNDS = WEFT_N_MOMENTS,
};

static void
prepare (gconstpointer data, gint64 step, float *v)
{
  const Settings *settings = data;

  weft_moments_prepare (&settings->moments, step, v);
  v[ROUNDS] = (float) settings->ns_steps;
}

static double
count_round (gsize rows, gsize columns)
{
  double k = (double) MIN (rows, columns), n = (double) MAX (rows, columns);

  return 2 * k * k * (2 * n + k);
}

static gboolean
is_turned (gsize rows, gsize columns)
{
  return rows > 0 && columns <= LARGEST / rows && count_round (rows, columns) <= LONGEST;
}

/* Of a matrix u goes into the second slot; sums: ‖u‖². */
static void
measure (const WeftUpdate *u, const WeftUpdatePart *part, double *sums)
{
  float *m = part->slot[0], *s = part->slot[1];
  float beta1 = u->v[WEFT_BETA1], beta2 = u->v[WEFT_BETA2], rest1 = u->v[WEFT_REST1],
        rest2 = u->v[WEFT_REST2];
  gboolean turned = is_turned (part->rows, part->columns);

  for (gsize i = 0; i < part->n; i++)
    {
      float g = part->g[i];

      m[i] = beta1 * m[i] + rest1 * g;
      s[i] = turned ? beta1 * m[i] + rest1 * g : beta2 * s[i] + rest2 * (g * g);
    }
  for (gsize i = 0; turned && i < part->n; i++)
    sums[0] += (double) s[i] * s[i];
}

static gsize
count_workspace (gsize rows, gsize columns)
{
  gsize k = MIN (rows, columns);

  return is_turned (rows, columns) ? rows * columns + 2 * k * k : 0;
}

static double
count_flops (gconstpointer data, gsize rows, gsize columns)
{
  const Settings *settings = data;

  return is_turned (rows, columns) ? settings->ns_steps * count_round (rows, columns) : 0;
}

/* y = aX + (bP + cP²)X of a wide X (k, n), P = XXᵀ, or aX + X(bP + cP²) of a tall one (n, k),
 * P = XᵀX; p, q (k, k). */
static void
round_once (const float *x, float *y, float *p, float *q, gsize rows, gsize columns)
{
  gboolean is_wide = rows <= columns;
  gsize k = MIN (rows, columns), n = MAX (rows, columns);

  weft_gemm (&(WeftGemm){ .m = k,
                          .n = k,
                          .k = n,
                          .a = x,
                          .b = x,
                          .c = p,
                          .lda = columns,
                          .ldb = columns,
                          .ldc = k,
                          .a_transposed = !is_wide,
                          .b_transposed = is_wide });
  weft_gemm (
      &(WeftGemm){ .m = k, .n = k, .k = k, .a = p, .b = p, .c = q, .lda = k, .ldb = k, .ldc = k });
  for (gsize i = 0; i < k * k; i++)
    q[i] = B * p[i] + C * q[i];
  for (gsize i = 0; i < rows * columns; i++)
    y[i] = A * x[i];
  weft_gemm (&(WeftGemm){ .m = rows,
                          .n = columns,
                          .k = k,
                          .a = is_wide ? q : x,
                          .b = is_wide ? x : q,
                          .c = y,
                          .lda = is_wide ? k : columns,
                          .ldb = is_wide ? columns : k,
                          .ldc = columns,
                          .accumulate = TRUE });
}

static void
turn (const WeftUpdate *u, const WeftUpdatePart *whole, float *workspace)
{
  gsize n = whole->rows * whole->columns, k = MIN (whole->rows, whole->columns);
  float *x = whole->slot[1], *y = workspace, *p = y + n, *q = p + k * k;
  float scale = 1 / ((float) sqrt (whole->sums[0]) + LEAST);

  if (!is_turned (whole->rows, whole->columns))
    return;
  for (gsize i = 0; i < n; i++)
    x[i] *= scale;
  for (int round = 0; round < (int) u->v[ROUNDS]; round++)
    {
      float *held = x;

      round_once (x, y, p, q, whole->rows, whole->columns);
      x = y;
      y = held;
    }
  if (x != whole->slot[1])
    memcpy (whole->slot[1], x, n * sizeof *x);
}

static void
update_matrix (const WeftUpdate *u, const WeftUpdatePart *part)
{
  gsize longest = MAX (part->rows, part->columns);
  float keep = 1 - u->lr * u->decay, rate = u->lr * AS_ADAM * sqrtf ((float) longest);

  for (gsize i = 0; i < part->n; i++)
    part->w[i] = keep * part->w[i] - rate * part->slot[1][i];
}

static void
update_rest (const WeftUpdate *u, const WeftUpdatePart *part)
{
  float keep = 1 - u->lr * u->decay, eps = u->v[WEFT_EPSILON];
  float rate = u->lr / u->v[WEFT_CORRECTION1], scale = 1 / sqrtf (u->v[WEFT_CORRECTION2]);

  for (gsize i = 0; i < part->n; i++)
    part->w[i]
        = keep * part->w[i] - rate * (part->slot[0][i] / (sqrtf (part->slot[1][i]) * scale + eps));
}

static void
update (const WeftUpdate *u, const WeftUpdatePart *part)
{
  if (is_turned (part->rows, part->columns))
    update_matrix (u, part);
  else
    update_rest (u, part);
}

/* O is of all of u at once: it is shown as it came out. */
static const char *
rule (const WeftUpdate *u, const WeftUpdatePart *whole, guint n_slots)
{
  if (is_turned (whole->rows, whole->columns))
    return "m = beta1 * m + rest1 * g; u = beta1 * m + rest1 * g; w = w - lr * decay * w; "
           "w = w - lr * 0.2 * sqrt (max (rows, columns)) * o";
  return "m = beta1 * m + rest1 * g; v = beta2 * v + rest2 * g^2; w = w - lr * decay * w; "
         "w = w - lr * m / corr1 / (sqrt (v / corr2) + eps)";
}

const char WEFT_OPTIMIZER_TITLE (muon)[] = N_ ("Muon");

const WeftOptimizer WEFT_OPTIMIZER_ROW (muon) = {
  .id = "muon",
  .title = WEFT_OPTIMIZER_TITLE (muon),
  .summary = N_ ("Moves a matrix as strongly in each of its directions; the rest by AdamW."),
  .formula = "w ← (1 − lr·λ)w − lr·0.2·√max(r, c)·UVᵀ",
  .params = params,
  .record_size = sizeof (Settings),
  .n_slots = weft_moments_n_slots,
  .prepare = prepare,
  .follows_step = TRUE,
  .measure = measure,
  .count_workspace = count_workspace,
  .count_flops = count_flops,
  .turn = turn,
  .update = update,
  .rule = rule,
  .slot_names = "m v",
  .number_names = WEFT_MOMENTS_NAMES,
  .turned_name = "o",
  .own = "{'lr': <0.001>, 'betas': <[0.95, 0.999]>, 'weight_decay': <0.1>}",
  .cases = "{};{'betas': <[0.95, 0.99]>, 'weight_decay': <0.1>, 'ns_steps': <int64 4>}",
  .pytorch = "papers.Muon (w, lr, betas, eps, weight_decay, ns_steps)",
};
