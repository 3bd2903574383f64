/* mel_spectrogram: a spectrogram whose pitches are gathered in bands as wide as the ear's (Stevens,
 * Volkmann and Newman 1937) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/sounds.h"

static const WeftParam params[] = { WEFT_MEL_PARAMS (WeftMel, WEFT_SOUND_LOG, 40), { NULL } };

static WeftValue
build (WeftBuilder *b, const WeftMel *mel, WeftValue x,
       WeftValue mask) /* x, mask (N, L) → (N, T, n_mels) */
{
  WeftValue frames = weft_sound_frames (b, (const WeftSound *) mel, x, mask);

  return weft_sound_count (b, mel->scale, weft_sound_mel (b, mel, frames));
}

WEFT_BUILD_MASKED (WeftMel, build)

const WeftLayer weft_layer_mel_spectrogram = {
  .id = "mel_spectrogram",
  .family = WEFT_FAMILY_SHAPE,
  .title = N_ ("Mel spectrogram"),
  .summary = N_ ("Shows how loud a sound is in bands as wide as the ear’s, moment by moment."),
  .formula = "y<sub>t,m</sub> = log Σ<sub>f</sub> b<sub>f,m</sub> |X<sub>t,f</sub>|<sup>2</sup>",
  .line = N_ ("{n_mels|mel band|mel bands} · {out}"),
  .terms = "filterbank fbank log-mel audio sound speech frequency 梅尔频谱 meierpinpu mepp 梅尔 "
           "meier me 声谱图 shengputu spt 语音 yuyin yy 滤波器组 lvboqizu lbqz",
  .pytorch = "torchaudio.transforms.MelSpectrogram",
  .params = params,
  .record_size = sizeof (WeftMel),
  .inputs = weft_sound_inputs,
  .build = build_row,
};
