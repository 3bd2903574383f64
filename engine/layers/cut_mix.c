/* cut_mix: a part of a picture is taken from another one, and of what is said of it as much (Yun et
 * al. 2019) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/augment.h"

typedef struct
{
  double p, alpha;
} CutMix;

static const WeftParam params[] = {
  WEFT_REAL (CutMix, alpha, 1, 0.001, 1000, .ui_max = 4, .label = N_ ("Evenness"),
             .help = N_ ("Small: mostly one of the two; 1: any share; large: half of each")),
  WEFT_AUGMENT_P (CutMix, 1),
  { NULL },
};

static void
build (WeftBuilder *b, gconstpointer record, const WeftValue *in, guint n_in, WeftValue *out)
{
  const CutMix *it = record;

  weft_augment_pairs (b, it->p, it->alpha, TRUE, in, out);
}

const WeftLayer weft_layer_cut_mix = {
  .id = "cut_mix",
  WEFT_AUGMENT_ROW,
  .title = N_ ("Cut-mix"),
  .summary = N_ ("Puts a part of another picture of the batch into each one while training, and "
                 "mixes what is said of them by its area."),
  .line = N_ ("Beta ({alpha}, {alpha})"),
  .terms
  = "augmentation cutmix patch pair labels 数据增强 shujuzengqiang sjzq 剪切混合 jianqiehunhe jqhh",
  .params = params,
  .record_size = sizeof (CutMix),
  .inputs = weft_pair_inputs,
  .outputs = weft_pair_outputs,
  .build = build,
};
