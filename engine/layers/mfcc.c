/* mfcc: how the loudness of a sound swings over its mel bands: a few numbers for each moment (Davis
 * and Mermelstein 1980) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/sounds.h"

typedef struct
{
  WEFT_MEL_FIELDS;
  int n_mfcc;
} Mfcc;

static const WeftParam params[] = {
  WEFT_INT (Mfcc, n_mfcc, 13, 1, 4096, .ui_max = 40, .unit = WEFT_UNIT_COUNT,
            .label = N_ ("Coefficients"),
            .help = N_ ("How many numbers say how loudness swings, the slowest first")),
  WEFT_MEL_PARAMS (Mfcc, WEFT_SOUND_DECIBEL, 40),
  { NULL },
};

static WeftValue
build (WeftBuilder *b, const Mfcc *mfcc, WeftValue x,
       WeftValue mask) /* x, mask (N, L) → (N, T, n_mfcc) */
{
  WeftValue frames = weft_sound_frames (b, (const WeftSound *) mfcc, x, mask), bands;

  bands = weft_sound_count (b, mfcc->scale, weft_sound_mel (b, (const WeftMel *) mfcc, frames));
  return weft_builder_op1 (b, "basis", WEFT_ATTRS ({ "kind", { 2 } }, { "size", { mfcc->n_mfcc } }),
                           bands);
}

WEFT_BUILD_MASKED (Mfcc, build)

const WeftLayer weft_layer_mfcc = {
  .id = "mfcc",
  .family = WEFT_FAMILY_SHAPE,
  .title = N_ ("MFCC"),
  .summary = N_ ("Says in a few numbers a moment how a sound’s loudness swings over its pitches."),
  .formula = "y<sub>t,k</sub> = Σ<sub>m</sub> cos (π k (m + ½) / M) log mel<sub>t,m</sub>",
  .line = N_ ("{n_mfcc|coefficient|coefficients} · {out}"),
  .terms = "cepstrum cepstral coefficients mel audio sound speech dct 梅尔倒谱系数 "
           "meierdaopuxishu medpxs 倒谱 daopu dp 语音 yuyin yy 特征 tezheng tz",
  .pytorch = "torchaudio.transforms.MFCC",
  .params = params,
  .record_size = sizeof (Mfcc),
  .inputs = weft_sound_inputs,
  .build = build_row,
};
