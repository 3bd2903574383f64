/* time_warp: sounds are faster, slower, earlier or later at random */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/augment.h"

typedef struct
{
  double p;
  WeftReals rate;
  double shift;
} TimeWarp;

static const WeftParam params[] = {
  WEFT_REALS (TimeWarp, rate, "0.8,1.25", 0.05, 20, .length = 2, .label = N_ ("Rate"),
              .help = N_ ("The slowest and the fastest")),
  WEFT_REAL (TimeWarp, shift, 0.1, 0, 1, .label = N_ ("Shift"),
             .help = N_ ("How much earlier or later at most, as a share of the whole")),
  WEFT_AUGMENT_P (TimeWarp, 1),
  { NULL },
};

static void
build (WeftBuilder *b, gconstpointer record, const WeftValue *in, guint n_in, WeftValue *out)
{
  const TimeWarp *it = record;
  const WeftAttr *attrs
      = WEFT_ATTRS ({ "p", { it->p } }, { "rate_min", { it->rate.v[0] } },
                    { "rate_max", { it->rate.v[1] } }, { "shift", { it->shift } });

  if (weft_builder_expect_rank (b, in[0], 2, 8, "(N, T, …)"))
    out[0] = weft_augment_steps (b, "retime", attrs, in[0], in[1]);
}

const WeftLayer weft_layer_time_warp = {
  .id = "time_warp",
  WEFT_AUGMENT_ROW,
  .title = N_ ("Time stretch"),
  .summary
  = N_ ("Makes sequences faster or slower and moves them in time at random while training."),
  .line = N_ ("× {rate} · ± {shift}"),
  .terms = "augmentation speed tempo shift sound speech sequence stretch 数据增强 shujuzengqiang "
           "sjzq 时间拉伸 shijianlashen sjls 变速 biansu bs 平移 pingyi py",
  .pytorch = "torchaudio.transforms.TimeStretch",
  .params = params,
  .record_size = sizeof (TimeWarp),
  .inputs = weft_masked_inputs,
  .build = build,
};
