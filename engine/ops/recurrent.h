/* recurrent: what lstm, gru and rnn share: T steps of one cell inside an op
 *
 * x (N, T, D), w_ih (G·H, D), w_hh (G·H, H), biases (G·H), mask (N, T) of 0 and 1 → h (N, T, H). G
 * gates lie one after the other. Where the mask is 0 a step changes nothing: h stays what it was,
 * so that the last step always holds the state after the last real one. Going in reverse step T
 * comes first. What was before the first step is a state (N, S) if one is given, else 0: h and, of
 * a cell that hands it on, c; the state after the last step is the second output.
 *
 * Forward: the products of all inputs at once, (N·T, G·H), then step by step for some samples a
 * slice, with w_hh laid out beforehand for all of these products. Backward: step by step in the
 * other order, which leaves the gradients of the gates' sums, then the products over all steps at
 * once.
 * Saved: the gates (N, T, G·H) and `kept` more a unit (N, T, kept·H). */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <inttypes.h>

#include "engine/base/memory.h"
#include "engine/kernels/gemm.h"
#include "engine/kernels/math.h"
#include "engine/kernels/sum.h"
#include "engine/ops/common.h"

typedef struct
{
  gboolean reverse;
} WeftRecurrentAttrs;

static const WeftParam weft_recurrent_attrs[] = {
  WEFT_BOOL (WeftRecurrentAttrs, reverse, FALSE),
  { NULL },
};

enum
{
  WEFT_RECURRENT_X,
  WEFT_RECURRENT_W_IH,
  WEFT_RECURRENT_W_HH,
  WEFT_RECURRENT_B_IH,
  WEFT_RECURRENT_B_HH,
  WEFT_RECURRENT_MASK,
  WEFT_RECURRENT_STATE,
};

/* One sample at one step; all of H floats but where G or kept stand before it. */
typedef struct
{
  gsize units;              /* H */
  float *gates;             /* (G·H): in the inputs' share of the sums, out the gates */
  const float *from_hidden; /* (G·H): the hidden state's share */
  const float *h_before;
  const float *kept_before; /* (kept·H) */
  float *kept;              /* (kept·H) */
  float *h;
} WeftCellStep;

typedef struct
{
  gsize units;
  const float *gates, *kept, *kept_before, *h_before;
  float *dh; /* in: of this step's h; out: the share of the step before that needs no weights */
  float *dc; /* (H) carried from step to step beside dh; zero at first */
  float *d_inputs;  /* (G·H) out: of the inputs' share */
  float *d_hiddens; /* (G·H) out: of the hidden state's share */
} WeftCellBack;

typedef struct
{
  gsize gates, kept;      /* G; floats a unit that are kept beside the gates */
  gboolean hands_on_kept; /* what is kept is part of the state, one float a unit */
  gboolean weighs_hidden; /* d_hiddens are not d_inputs: else they are the same memory */
  void (*forward) (const WeftCellStep *step);
  void (*backward) (const WeftCellBack *back);
} WeftCell;

typedef struct
{
  gsize samples, steps, inputs, units, gates; /* N, T, D, H, G·H */
  gsize kept;                                 /* kept·H */
  gsize state;                                /* S: H, or 2·H with what is kept */
  gsize hidden_at; /* floats from the gradients of the inputs' share to the hidden state's */
} WeftRecurrentSizes;

static inline WeftRecurrentSizes
weft_recurrent_sizes (const WeftCell *cell, const WeftShape *in)
{
  gsize units = (gsize) in[WEFT_RECURRENT_W_HH].dims[1];
  gsize samples = (gsize) in[0].dims[0], steps = (gsize) in[0].dims[1];

  return (WeftRecurrentSizes){ .samples = samples,
                               .steps = steps,
                               .inputs = (gsize) in[0].dims[2],
                               .units = units,
                               .gates = cell->gates * units,
                               .kept = cell->kept * units,
                               .state = cell->hands_on_kept ? 2 * units : units,
                               .hidden_at
                               = cell->weighs_hidden ? samples * steps * cell->gates * units : 0 };
}

/* What there is of the steps' mask and of the state. */
static inline gboolean
weft_recurrent_check_optional (WeftOpShapes *shapes, gint64 state)
{
  const WeftShape *x = &shapes->in[0], *mask = &shapes->in[WEFT_RECURRENT_MASK];
  const WeftShape *begin = &shapes->in[WEFT_RECURRENT_STATE];

  if (shapes->n_in > WEFT_RECURRENT_MASK && mask->rank >= 0
      && (mask->rank != 2 || mask->dims[0] != x->dims[0] || mask->dims[1] != x->dims[1]))
    return weft_expects (shapes, _ ("expects a mask of the steps, (N, T)"));
  if (shapes->n_in > WEFT_RECURRENT_STATE && begin->rank >= 0
      && (begin->rank != 2 || begin->dims[0] != x->dims[0] || begin->dims[1] != state))
    {
      shapes->error
          = g_strdup_printf (_ ("expects a state to begin with of %" PRId64 " numbers"), state);
      return FALSE;
    }
  return TRUE;
}

static inline gboolean
weft_recurrent_check_shape (WeftOpShapes *shapes, const WeftCell *cell)
{
  const WeftShape *in = shapes->in, *x = &in[0], *w = &in[WEFT_RECURRENT_W_IH];
  const WeftShape *u = &in[WEFT_RECURRENT_W_HH];
  gint64 gates = (gint64) cell->gates, state;

  if (x->rank != 3 || !weft_is_float (x))
    return weft_expects (shapes, _ ("expects sequences, (N, T, D)"));
  if (w->rank != 2 || u->rank != 2 || w->dims[1] != x->dims[2] || w->dims[0] != gates * u->dims[1]
      || u->dims[0] != w->dims[0])
    return weft_expects (shapes, _ ("expects weights (G·H, D) and (G·H, H)"));
  for (guint i = WEFT_RECURRENT_B_IH; i <= WEFT_RECURRENT_B_HH && i < shapes->n_in; i++)
    if (in[i].rank >= 0 && (in[i].rank != 1 || in[i].dims[0] != w->dims[0]))
      return weft_expects (shapes, _ ("expects one bias for each output"));
  state = cell->hands_on_kept ? 2 * u->dims[1] : u->dims[1];
  if (!weft_recurrent_check_optional (shapes, state))
    return FALSE;
  shapes->out[0] = *x;
  shapes->out[0].dims[2] = u->dims[1];
  if (shapes->n_out > 1)
    shapes->out[1] = (WeftShape){ .rank = 2, .type = WEFT_F32, .dims = { x->dims[0], state } };
  return TRUE;
}

static inline gint64
weft_recurrent_flops (const WeftCell *cell, const WeftOpShapes *shapes)
{
  WeftRecurrentSizes sizes = weft_recurrent_sizes (cell, shapes->in);

  return 2 * (gint64) (sizes.samples * sizes.steps * sizes.gates * (sizes.inputs + sizes.units));
}

static inline const float *
weft_recurrent_optional (const WeftOpRun *run, guint i)
{
  return i < run->n_in ? run->in[i] : NULL;
}

/* Step s in the order of time is step t of the memory. */
static inline gsize
weft_recurrent_step (const WeftOpRun *run, const WeftRecurrentSizes *sizes, gsize s)
{
  return ((const WeftRecurrentAttrs *) run->attrs)->reverse ? sizes->steps - 1 - s : s;
}

static inline gboolean
weft_recurrent_is_real (const WeftOpRun *run, const WeftRecurrentSizes *sizes, gsize n, gsize t)
{
  const float *mask = weft_recurrent_optional (run, WEFT_RECURRENT_MASK);

  return mask == NULL || mask[n * sizes->steps + t] != 0.0f;
}

/* --- slices --- */

static inline guint
weft_recurrent_row_slices (const WeftRecurrentSizes *sizes, gsize depth)
{
  gsize rows = sizes->samples * sizes->steps;

  return (guint) MIN (rows, weft_slices_for (2 * rows * sizes->gates * depth, 2000000));
}

/* Of the steps: samples that go through time together; more where each slice lays w_hh out for a
 * single step. */
static inline guint
weft_recurrent_sample_slices (const WeftRecurrentSizes *sizes)
{
  gsize work = sizes->samples * sizes->steps * sizes->gates * (sizes->units + 16);
  gsize least = sizes->steps < 2 ? 32 : 8;

  return (guint) MIN ((sizes->samples + least - 1) / least,
                      MIN (8, weft_slices_for (work, 500000)));
}

static inline guint
weft_recurrent_weight_slices (const WeftRecurrentSizes *sizes)
{
  gsize work = 2 * sizes->samples * sizes->steps * sizes->gates * (sizes->inputs + sizes->units);

  return (guint) MIN ((sizes->gates + 15) / 16, MIN (8, weft_slices_for (work, 2000000)));
}

/* --- w_hh, laid out once for the products of all steps --- */

/* Of one step nothing is gained by it. */
static inline gsize
weft_recurrent_count_packed (const WeftRecurrentSizes *sizes, gboolean is_backward)
{
  if (sizes->steps < 2)
    return 0;
  return is_backward ? weft_gemm_count_packed (sizes->units, sizes->gates)
                     : weft_gemm_count_packed (sizes->gates, sizes->units);
}

static inline guint
weft_recurrent_pack_slices (const WeftRecurrentSizes *sizes)
{
  if (sizes->steps < 2 || weft_recurrent_sample_slices (sizes) == 1)
    return sizes->steps < 2 ? 0 : 1; /* who goes through the steps alone has them in his cache */
  return weft_slices_for (sizes->gates * sizes->units, 32768);
}

/* At the head of the workspace; what else lies there begins behind it. */
static inline gsize
weft_recurrent_skip_packed (const WeftRecurrentSizes *sizes, gboolean is_backward)
{
  gsize line = WEFT_ALIGN / sizeof (float);

  return (weft_recurrent_count_packed (sizes, is_backward) + line - 1) / line * line;
}

static inline void
weft_recurrent_pack (const WeftCell *cell, const WeftOpRun *run, guint slice, gboolean is_backward)
{
  WeftRecurrentSizes sizes = weft_recurrent_sizes (cell, run->in_shape);

  weft_gemm_pack (&(WeftGemm){ .n = is_backward ? sizes.units : sizes.gates,
                               .k = is_backward ? sizes.gates : sizes.units,
                               .b = run->in[WEFT_RECURRENT_W_HH],
                               .ldb = sizes.units,
                               .b_transposed = !is_backward },
                  run->workspace, slice, weft_recurrent_pack_slices (&sizes));
}

static inline void
weft_recurrent_multiply (const WeftOpRun *run, const WeftRecurrentSizes *sizes,
                         const WeftGemm *gemm)
{
  if (sizes->steps < 2)
    weft_gemm (gemm);
  else
    weft_gemm_packed (gemm, run->workspace);
}

/* --- forward --- */

/* gates (N·T, G·H) = x (N·T, D) w_ihᵀ (D, G·H) + b_ih */
static inline void
weft_recurrent_project (const WeftCell *cell, const WeftOpRun *run, guint slice)
{
  WeftRecurrentSizes sizes = weft_recurrent_sizes (cell, run->in_shape);
  WeftSpan rows = weft_span_of (sizes.samples * sizes.steps,
                                weft_recurrent_row_slices (&sizes, sizes.inputs), slice, 1);

  weft_gemm (&(WeftGemm){
      .m = rows.end - rows.begin,
      .n = sizes.gates,
      .k = sizes.inputs,
      .a = (const float *) run->in[0] + rows.begin * sizes.inputs,
      .lda = sizes.inputs,
      .b = run->in[WEFT_RECURRENT_W_IH],
      .ldb = sizes.inputs,
      .b_transposed = TRUE,
      .c = (float *) run->saved + rows.begin * sizes.gates,
      .ldc = sizes.gates,
      .start = weft_recurrent_optional (run, WEFT_RECURRENT_B_IH),
  });
}

/* What lies at (n, t) of the saved memory and the output. */
static inline float *
weft_recurrent_gates (const WeftOpRun *run, const WeftRecurrentSizes *sizes, gsize n, gsize t)
{
  return (float *) run->saved + (n * sizes->steps + t) * sizes->gates;
}

static inline float *
weft_recurrent_kept (const WeftOpRun *run, const WeftRecurrentSizes *sizes, gsize n, gsize t)
{
  return (float *) run->saved + sizes->samples * sizes->steps * sizes->gates
         + (n * sizes->steps + t) * sizes->kept;
}

static inline float *
weft_recurrent_h (const WeftOpRun *run, const WeftRecurrentSizes *sizes, gsize n, gsize t)
{
  return (float *) run->out[0] + (n * sizes->steps + t) * sizes->units;
}

/* What sample n begins with: h, and what was kept; zero (max (kept, H)) where nothing is given. */
static inline const float *
weft_recurrent_first_h (const WeftOpRun *run, const WeftRecurrentSizes *sizes, gsize n,
                        const float *zero)
{
  const float *state = weft_recurrent_optional (run, WEFT_RECURRENT_STATE);

  return state != NULL ? state + n * sizes->state : zero;
}

static inline const float *
weft_recurrent_first_kept (const WeftCell *cell, const WeftOpRun *run,
                           const WeftRecurrentSizes *sizes, gsize n, const float *zero)
{
  const float *state = weft_recurrent_optional (run, WEFT_RECURRENT_STATE);

  return state != NULL && cell->hands_on_kept ? state + n * sizes->state + sizes->units : zero;
}

/* The second output: the state after the last step. */
static inline void
weft_recurrent_end (const WeftCell *cell, const WeftOpRun *run, const WeftRecurrentSizes *sizes,
                    WeftSpan samples)
{
  gsize last = weft_recurrent_step (run, sizes, sizes->steps - 1), units = sizes->units;

  for (gsize n = samples.begin; run->n_out > 1 && n < samples.end; n++)
    {
      float *state = (float *) run->out[1] + n * sizes->state;

      memcpy (state, weft_recurrent_h (run, sizes, n, last), units * sizeof *state);
      if (cell->hands_on_kept)
        memcpy (state + units, weft_recurrent_kept (run, sizes, n, last), units * sizeof *state);
    }
}

/* One sample at step s; zero (max (kept, H)) stands for what was before the first. */
static inline void
weft_recurrent_advance (const WeftCell *cell, const WeftOpRun *run, const WeftRecurrentSizes *sizes,
                        gsize n, gsize s, const float *from_hidden, const float *zero)
{
  gsize t = weft_recurrent_step (run, sizes, s);
  gsize before = s > 0 ? weft_recurrent_step (run, sizes, s - 1) : 0;
  WeftCellStep step = {
    .units = sizes->units,
    .gates = weft_recurrent_gates (run, sizes, n, t),
    .from_hidden = from_hidden,
    .h_before = s > 0 ? weft_recurrent_h (run, sizes, n, before)
                      : weft_recurrent_first_h (run, sizes, n, zero),
    .kept_before = s > 0 ? weft_recurrent_kept (run, sizes, n, before)
                         : weft_recurrent_first_kept (cell, run, sizes, n, zero),
    .kept = weft_recurrent_kept (run, sizes, n, t),
    .h = weft_recurrent_h (run, sizes, n, t),
  };

  if (weft_recurrent_is_real (run, sizes, n, t))
    {
      cell->forward (&step);
      return;
    }
  memcpy (step.h, step.h_before, sizes->units * sizeof (float));
  if (sizes->kept > 0)
    memcpy (step.kept, step.kept_before, sizes->kept * sizeof (float));
}

static inline void
weft_recurrent_forward (const WeftCell *cell, const WeftOpRun *run, guint slice)
{
  WeftRecurrentSizes sizes = weft_recurrent_sizes (cell, run->in_shape);
  WeftSpan samples = weft_span_of (sizes.samples, weft_recurrent_sample_slices (&sizes), slice, 1);
  const float *bias = weft_recurrent_optional (run, WEFT_RECURRENT_B_HH);
  float *zeros = (float *) run->workspace + weft_recurrent_skip_packed (&sizes, FALSE);
  float *zero = zeros + slice * MAX (sizes.kept, sizes.units);
  float *hidden = zeros + weft_recurrent_sample_slices (&sizes) * MAX (sizes.kept, sizes.units)
                  + samples.begin * sizes.gates;

  gboolean has_state = weft_recurrent_optional (run, WEFT_RECURRENT_STATE) != NULL;

  memset (zero, 0, MAX (sizes.kept, sizes.units) * sizeof *zero);
  for (gsize s = 0; s < sizes.steps; s++)
    {
      /* hidden (n, G·H) = h (n, H) w_hhᵀ (H, G·H) + b_hh; h lies T·H floats apart */
      weft_recurrent_multiply (
          run, &sizes,
          &(WeftGemm){
              .m = samples.end - samples.begin,
              .n = sizes.gates,
              .k = sizes.units,
              .a = s > 0 ? weft_recurrent_h (run, &sizes, samples.begin,
                                             weft_recurrent_step (run, &sizes, s - 1))
                         : weft_recurrent_first_h (run, &sizes, samples.begin, zero),
              .lda = s > 0       ? sizes.steps * sizes.units
                     : has_state ? sizes.state
                                 : 0,
              .b = run->in[WEFT_RECURRENT_W_HH],
              .ldb = sizes.units,
              .b_transposed = TRUE,
              .c = hidden,
              .ldc = sizes.gates,
              .start = bias,
          });
      for (gsize n = samples.begin; n < samples.end; n++)
        weft_recurrent_advance (cell, run, &sizes, n, s, hidden + (n - samples.begin) * sizes.gates,
                                zero);
    }
  weft_recurrent_end (cell, run, &sizes, samples);
}
