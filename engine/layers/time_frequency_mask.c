/* time_frequency_mask: bands of a sound’s steps and columns are hidden at random (SpecAugment: Park
 * et al. 2019) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/augment.h"

typedef struct
{
  double p;
  int masks, time_mask, freq_mask;
} TimeFrequencyMask;

static const WeftParam params[] = {
  WEFT_INT (TimeFrequencyMask, time_mask, 8, 0, 100000, .ui_max = 100, .unit = WEFT_UNIT_STEPS,
            .label = N_ ("Steps"), .help = N_ ("How many steps a band hides at most")),
  WEFT_INT (TimeFrequencyMask, freq_mask, 8, 0, 100000, .ui_max = 100, .unit = WEFT_UNIT_COUNT,
            .label = N_ ("Columns"), .help = N_ ("How many columns a band hides at most")),
  WEFT_INT (TimeFrequencyMask, masks, 1, 1, 16, .ui_max = 4, .unit = WEFT_UNIT_COUNT,
            .label = N_ ("Bands"), .help = N_ ("How many of each kind")),
  WEFT_AUGMENT_P (TimeFrequencyMask, 1),
  { NULL },
};

static void
build (WeftBuilder *b, gconstpointer record, const WeftValue *in, guint n_in, WeftValue *out)
{
  const TimeFrequencyMask *it = record;

  if (weft_builder_expect_rank (b, in[0], 3, 4, "(N, T, D)"))
    out[0] = weft_augment (b, "erase",
                           WEFT_ATTRS ({ "p", { it->p } }, { "bands", { it->masks } },
                                       { "rows", { it->time_mask } },
                                       { "columns", { it->freq_mask } }),
                           in[0]);
}

const WeftLayer weft_layer_time_frequency_mask = {
  .id = "time_frequency_mask",
  WEFT_AUGMENT_ROW,
  .title = N_ ("Time and frequency mask"),
  .summary = N_ ("Hides bands of steps and of columns at random while training, so that the "
                 "network does not rely on single tones or moments."),
  .line = N_ ("{time_mask} · {freq_mask}"),
  .terms = "augmentation specaugment spectrogram sound speech band 数据增强 shujuzengqiang sjzq "
           "时频掩蔽 shipinyanbi spyb 频谱 pinpu pp 语音 yuyin yy",
  .pytorch = "torchaudio.transforms.TimeMasking",
  .params = params,
  .record_size = sizeof (TimeFrequencyMask),
  .build = build,
};
