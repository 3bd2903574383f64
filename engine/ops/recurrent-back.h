/* recurrent-back: the way back through the steps, and the gradients of the weights and inputs
 *
 * The workspace holds, behind w_hh as it is laid out, the gradients of both shares of the gates'
 * sums, (N, T, G·H) each, one where they are the same, then dh and dc, (N, 2·H), a zero a slice,
 * and h of the step before, (N, T, H). */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/ops/recurrent.h"

static inline float *
weft_recurrent_d (const WeftOpRun *run, const WeftRecurrentSizes *sizes, gboolean of_hidden,
                  gsize n, gsize t)
{
  return (float *) run->workspace + weft_recurrent_skip_packed (sizes, TRUE)
         + (of_hidden ? sizes->hidden_at : 0) + (n * sizes->steps + t) * sizes->gates;
}

/* (N, T, H): what each step began with. */
static inline float *
weft_recurrent_before (const WeftOpRun *run, const WeftRecurrentSizes *sizes, gsize n, gsize t)
{
  gsize zeros = weft_recurrent_sample_slices (sizes) * MAX (sizes->kept, sizes->units);

  return weft_recurrent_d (run, sizes, TRUE, sizes->samples, 0) + 2 * sizes->samples * sizes->units
         + zeros + (n * sizes->steps + t) * sizes->units;
}

static inline void
weft_recurrent_retreat (const WeftCell *cell, const WeftOpRun *run, const WeftRecurrentSizes *sizes,
                        gsize n, gsize s, const float *zero)
{
  gsize t = weft_recurrent_step (run, sizes, s), units = sizes->units;
  gsize before = s > 0 ? weft_recurrent_step (run, sizes, s - 1) : 0;
  float *carried = weft_recurrent_d (run, sizes, TRUE, sizes->samples, 0) + 2 * n * units;
  gsize at = (n * sizes->steps + t) * units;
  WeftCellBack back = {
    .units = units,
    .gates = weft_recurrent_gates (run, sizes, n, t),
    .kept = weft_recurrent_kept (run, sizes, n, t),
    .kept_before = s > 0 ? weft_recurrent_kept (run, sizes, n, before)
                         : weft_recurrent_first_kept (cell, run, sizes, n, zero),
    .h_before = s > 0 ? weft_recurrent_h (run, sizes, n, before)
                      : weft_recurrent_first_h (run, sizes, n, zero),
    .dh = carried,
    .dc = carried + units,
    .d_inputs = weft_recurrent_d (run, sizes, FALSE, n, t),
    .d_hiddens = weft_recurrent_d (run, sizes, TRUE, n, t),
  };

  if (run->d_in[WEFT_RECURRENT_W_HH] != NULL)
    memcpy (weft_recurrent_before (run, sizes, n, t), back.h_before, units * sizeof (float));
  for (gsize i = 0; run->d_out[0] != NULL && i < units; i++)
    back.dh[i] += run->d_out[0][at + i];
  if (weft_recurrent_is_real (run, sizes, n, t))
    {
      cell->backward (&back);
      return;
    }
  memset (back.d_inputs, 0, sizes->gates * sizeof (float));
  if (back.d_hiddens != back.d_inputs)
    memset (back.d_hiddens, 0, sizes->gates * sizeof (float));
}

/* Gradients of the state after the last step → dh and dc of each sample; 0 where nobody reads it.
 */
static inline void
weft_recurrent_take_end (const WeftOpRun *run, const WeftRecurrentSizes *sizes, WeftSpan samples,
                         float *carried)
{
  const float *d_state = run->n_out > 1 ? run->d_out[1] : NULL;

  memset (carried + 2 * samples.begin * sizes->units, 0,
          2 * (samples.end - samples.begin) * sizes->units * sizeof *carried);
  for (gsize n = samples.begin; d_state != NULL && n < samples.end; n++)
    memcpy (carried + 2 * n * sizes->units, d_state + n * sizes->state,
            sizes->state * sizeof *carried);
}

/* dh and dc before the first step → the gradient of the state that was given. */
static inline void
weft_recurrent_give_first (const WeftOpRun *run, const WeftRecurrentSizes *sizes, WeftSpan samples,
                           const float *carried)
{
  for (gsize n = samples.begin; n < samples.end; n++)
    memcpy (run->d_in[WEFT_RECURRENT_STATE] + n * sizes->state, carried + 2 * n * sizes->units,
            sizes->state * sizeof *carried);
}

static inline void
weft_recurrent_backward (const WeftCell *cell, const WeftOpRun *run, guint slice)
{
  WeftRecurrentSizes sizes = weft_recurrent_sizes (cell, run->in_shape);
  WeftSpan samples = weft_span_of (sizes.samples, weft_recurrent_sample_slices (&sizes), slice, 1);
  float *carried = weft_recurrent_d (run, &sizes, TRUE, sizes.samples, 0);
  float *zero = carried + 2 * sizes.samples * sizes.units + slice * MAX (sizes.kept, sizes.units);
  gboolean gives_first
      = run->n_in > WEFT_RECURRENT_STATE && run->d_in[WEFT_RECURRENT_STATE] != NULL;

  memset (zero, 0, MAX (sizes.kept, sizes.units) * sizeof *zero);
  weft_recurrent_take_end (run, &sizes, samples, carried);
  for (gsize s = sizes.steps; s-- > 0;)
    {
      for (gsize n = samples.begin; n < samples.end; n++)
        weft_recurrent_retreat (cell, run, &sizes, n, s, zero);
      if (s == 0 && !gives_first)
        return;
      /* dh (n, H) += d_hiddens (n, G·H) w_hh (G·H, H); rows T·G·H and 2·H floats apart */
      weft_recurrent_multiply (run, &sizes,
                               &(WeftGemm){
                                   .m = samples.end - samples.begin,
                                   .n = sizes.units,
                                   .k = sizes.gates,
                                   .a = weft_recurrent_d (run, &sizes, TRUE, samples.begin,
                                                          weft_recurrent_step (run, &sizes, s)),
                                   .lda = sizes.steps * sizes.gates,
                                   .b = run->in[WEFT_RECURRENT_W_HH],
                                   .ldb = sizes.units,
                                   .c = carried + 2 * samples.begin * sizes.units,
                                   .ldc = 2 * sizes.units,
                                   .accumulate = TRUE,
                               });
    }
  weft_recurrent_give_first (run, &sizes, samples, carried);
}

static inline void
weft_recurrent_weights (const WeftCell *cell, const WeftOpRun *run, guint slice)
{
  WeftRecurrentSizes sizes = weft_recurrent_sizes (cell, run->in_shape);
  WeftSpan part = weft_span_of (sizes.gates, weft_recurrent_weight_slices (&sizes), slice, 1);
  gsize rows = sizes.samples * sizes.steps;

  /* dw_ih (G·H, D) = d_inputsᵀ (G·H, N·T) x (N·T, D) */
  if (run->d_in[WEFT_RECURRENT_W_IH] != NULL)
    weft_gemm (&(WeftGemm){
        .m = part.end - part.begin,
        .n = sizes.inputs,
        .k = rows,
        .a = weft_recurrent_d (run, &sizes, FALSE, 0, 0) + part.begin,
        .lda = sizes.gates,
        .a_transposed = TRUE,
        .b = run->in[0],
        .ldb = sizes.inputs,
        .c = run->d_in[WEFT_RECURRENT_W_IH] + part.begin * sizes.inputs,
        .ldc = sizes.inputs,
    });
  /* dw_hh (G·H, H) = d_hiddensᵀ (G·H, N·T) h (N·T, H) of the step before */
  if (run->d_in[WEFT_RECURRENT_W_HH] != NULL)
    weft_gemm (&(WeftGemm){
        .m = part.end - part.begin,
        .n = sizes.units,
        .k = rows,
        .a = weft_recurrent_d (run, &sizes, TRUE, 0, 0) + part.begin,
        .lda = sizes.gates,
        .a_transposed = TRUE,
        .b = weft_recurrent_before (run, &sizes, 0, 0),
        .ldb = sizes.units,
        .c = run->d_in[WEFT_RECURRENT_W_HH] + part.begin * sizes.units,
        .ldc = sizes.units,
    });
  for (guint i = WEFT_RECURRENT_B_IH; i <= WEFT_RECURRENT_B_HH && i < run->n_in; i++)
    if (run->d_in[i] != NULL)
      weft_sum_rows (rows, part.end - part.begin,
                     weft_recurrent_d (run, &sizes, i == WEFT_RECURRENT_B_HH, 0, 0) + part.begin,
                     sizes.gates, run->d_in[i] + part.begin);
}

/* dx (N·T, D) = d_inputs (N·T, G·H) w_ih (G·H, D) */
static inline void
weft_recurrent_inputs (const WeftCell *cell, const WeftOpRun *run, guint slice)
{
  WeftRecurrentSizes sizes = weft_recurrent_sizes (cell, run->in_shape);
  WeftSpan rows = weft_span_of (sizes.samples * sizes.steps,
                                weft_recurrent_row_slices (&sizes, sizes.inputs), slice, 1);

  if (run->d_in[0] != NULL)
    weft_gemm (&(WeftGemm){
        .m = rows.end - rows.begin,
        .n = sizes.inputs,
        .k = sizes.gates,
        .a = weft_recurrent_d (run, &sizes, FALSE, 0, 0) + rows.begin * sizes.gates,
        .lda = sizes.gates,
        .b = run->in[WEFT_RECURRENT_W_IH],
        .ldb = sizes.inputs,
        .c = run->d_in[0] + rows.begin * sizes.inputs,
        .ldc = sizes.inputs,
    });
}
