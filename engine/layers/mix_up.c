/* mix_up: two samples are made one, and what is said of them alike (Zhang et al. 2018) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/augment.h"

typedef struct
{
  double p, alpha;
} MixUp;

static const WeftParam params[] = {
  WEFT_REAL (MixUp, alpha, 0.2, 0.001, 1000, .ui_max = 4, .label = N_ ("Evenness"),
             .help = N_ ("Small: mostly one of the two; 1: any share; large: half of each")),
  WEFT_AUGMENT_P (MixUp, 1),
  { NULL },
};

static void
build (WeftBuilder *b, gconstpointer record, const WeftValue *in, guint n_in, WeftValue *out)
{
  const MixUp *it = record;

  weft_augment_pairs (b, it->p, it->alpha, FALSE, in, out);
}

const WeftLayer weft_layer_mix_up = {
  .id = "mix_up",
  WEFT_AUGMENT_ROW,
  .title = N_ ("Mix-up"),
  .summary = N_ ("Mixes each sample with another one of the batch while training, and what is said "
                 "of them by the same shares."),
  .line = N_ ("Beta ({alpha}, {alpha})"),
  .terms = "augmentation blend pair labels 数据增强 shujuzengqiang sjzq 混合 hunhe hh 混合增强 "
           "hunhezengqiang hhzq",
  .params = params,
  .record_size = sizeof (MixUp),
  .inputs = weft_pair_inputs,
  .outputs = weft_pair_outputs,
  .build = build,
};
