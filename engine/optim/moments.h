/* moments: what Adam's kin share: settings, and what they come to at a step */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/optim/row.h"

typedef struct
{
  WeftReals betas;
  double eps, weight_decay;
  gboolean amsgrad; /* of those that have it */
} WeftMoments;

#define WEFT_MOMENTS_PARAMS                                                                        \
  WEFT_BETAS (WeftMoments), WEFT_EPS (WeftMoments), WEFT_WEIGHT_DECAY (WeftMoments)
#define WEFT_AMSGRAD(Type)                                                                         \
  WEFT_BOOL (Type, amsgrad, FALSE, .label = N_ ("AMSGrad"), .advanced = TRUE,                      \
             .help = N_ ("Divides by the largest size that the gradients have had, so that steps " \
                         "never grow again"))

static const WeftParam weft_moments_params[] G_GNUC_UNUSED = {
  WEFT_MOMENTS_PARAMS,
  { NULL },
};

/* Places in WeftUpdate's v. */
enum
{
  WEFT_BETA1,
  WEFT_BETA2,
  WEFT_REST1, /* 1 − β₁ */
  WEFT_REST2,
  WEFT_EPSILON,
  WEFT_CORRECTION1, /* 1 − β₁ᵗ */
  WEFT_CORRECTION2,
  WEFT_N_MOMENTS,
};

/* Their names in a rule. */
#define WEFT_MOMENTS_NAMES "beta1 beta2 rest1 rest2 eps corr1 corr2"

static inline guint
weft_moments_n_slots (gconstpointer settings)
{
  return ((const WeftMoments *) settings)->amsgrad ? 3 : 2;
}

static inline void
weft_moments_prepare (gconstpointer data, gint64 step, float *v)
{
  const WeftMoments *settings = data;
  double beta1 = settings->betas.v[0], beta2 = settings->betas.v[1];

  v[WEFT_BETA1] = (float) beta1;
  v[WEFT_BETA2] = (float) beta2;
  v[WEFT_REST1] = (float) (1 - beta1);
  v[WEFT_REST2] = (float) (1 - beta2);
  v[WEFT_EPSILON] = (float) settings->eps;
  v[WEFT_CORRECTION1] = (float) (1 - pow (beta1, (double) step));
  v[WEFT_CORRECTION2] = (float) (1 - pow (beta2, (double) step));
}
