/* lookup: finds an optimiser's row in the table of a kernel set, and prepares what an update knows
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/optim/optimizer.h"
#include "engine/kernels/sets.h"
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

#define KERNEL_SET(level, suffix, name, runs)                                                      \
  extern const WeftOptimizer *const weft_optimizer_table_##suffix[];                               \
  extern const WeftGradientKernels weft_gradient_kernels_row_##suffix;
#include "engine/kernels/sets.def"
#undef KERNEL_SET

static const struct
{
  const WeftOptimizer *const *optimizers;
  const WeftGradientKernels *gradient;
} sets[] = {
#define KERNEL_SET(level, suffix, name, runs)                                                      \
  { weft_optimizer_table_##suffix, &weft_gradient_kernels_row_##suffix },
#include "engine/kernels/sets.def"
#undef KERNEL_SET
};

guint
weft_optimizers_count (void)
{
  return N_OPTIMIZERS;
}

const WeftOptimizer *
weft_optimizer_get (int index, int level)
{
  g_return_val_if_fail (index >= 0 && index < N_OPTIMIZERS, NULL);
  return sets[weft_kernel_set_find (level)].optimizers[index];
}

const WeftGradientKernels *
weft_gradient_kernels (int level)
{
  return sets[weft_kernel_set_find (level)].gradient;
}

gpointer
weft_optimizer_load (const WeftOptimizer *row, GVariant *values)
{
  gpointer settings = g_malloc0 (row->record_size + 1);

  weft_params_load (row->params, values, settings, row->record_size);
  return settings;
}

void
weft_update_prepare (WeftUpdate *update, const WeftOptimizer *row, gconstpointer settings,
                     double lr, gint64 step)
{
  const WeftParam *decay = weft_params_find (row->params, "weight_decay");

  *update = (WeftUpdate){ .lr = (float) lr, .step = step };
  update->decay = (float) weft_param_get_real (decay, (const guint8 *) settings + decay->offset);
  if (row->prepare != NULL)
    row->prepare (settings, step, update->v);
}
