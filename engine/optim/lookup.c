/* lookup: finds an optimiser's row in the table of a kernel set, and prepares what an update knows
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "engine/optim/optimizer.h"
#include "engine/optim/gradient.h"

enum
{
#define OPTIMIZER(id) OPTIMIZER_##id,
#include "engine/optim/optimizers.def"
#undef OPTIMIZER
  N_OPTIMIZERS,
};

#define OPTIMIZER(id) extern const char weft_optimizer_title_##id##_plain[];
#include "engine/optim/optimizers.def"
#undef OPTIMIZER

const WeftChoice weft_optimizer_choices[] = {
#define OPTIMIZER(id) { #id, weft_optimizer_title_##id##_plain },
#include "engine/optim/optimizers.def"
#undef OPTIMIZER
  { NULL, NULL },
};

extern const WeftOptimizer *const weft_optimizer_table_plain[];
extern const WeftGradientKernels weft_gradient_kernels_row_plain;
#ifdef WEFT_HAVE_LEVEL_3
extern const WeftOptimizer *const weft_optimizer_table_v3[];
extern const WeftGradientKernels weft_gradient_kernels_row_v3;
#endif
#ifdef WEFT_HAVE_LEVEL_4
extern const WeftOptimizer *const weft_optimizer_table_v4[];
extern const WeftGradientKernels weft_gradient_kernels_row_v4;
#endif

guint
weft_optimizers_count (void)
{
  return N_OPTIMIZERS;
}

const WeftOptimizer *
weft_optimizer_get (int index, int level)
{
  g_return_val_if_fail (index >= 0 && index < N_OPTIMIZERS, NULL);
#ifdef WEFT_HAVE_LEVEL_4
  if (level >= 4)
    return weft_optimizer_table_v4[index];
#endif
#ifdef WEFT_HAVE_LEVEL_3
  if (level >= 3)
    return weft_optimizer_table_v3[index];
#endif
  return weft_optimizer_table_plain[index];
}

const WeftGradientKernels *
weft_gradient_kernels (int level)
{
#ifdef WEFT_HAVE_LEVEL_4
  if (level >= 4)
    return &weft_gradient_kernels_row_v4;
#endif
#ifdef WEFT_HAVE_LEVEL_3
  if (level >= 3)
    return &weft_gradient_kernels_row_v3;
#endif
  return &weft_gradient_kernels_row_plain;
}

void
weft_update_prepare (WeftUpdate *update, const WeftTraining *training, double lr, gint64 step)
{
  double beta1 = training->betas.n > 0 ? training->betas.v[0] : 0.9;
  double beta2 = training->betas.n > 1 ? training->betas.v[1] : 0.999;

  *update = (WeftUpdate){
    .lr = (float) lr,
    .weight_decay = (float) training->weight_decay,
    .momentum = (float) training->momentum,
    .beta1 = (float) beta1,
    .beta2 = (float) beta2,
    .rest1 = (float) (1 - beta1),
    .rest2 = (float) (1 - beta2),
    .eps = (float) training->eps,
    .alpha = (float) training->alpha,
    .rest_alpha = (float) (1 - training->alpha),
    .nesterov = training->nesterov,
    .step = step,
    .correction1 = (float) (1 - pow (beta1, (double) step)),
    .correction2 = (float) (1 - pow (beta2, (double) step)),
  };
}
