/* spectrogram: how loud each pitch of a sound is, moment by moment */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/sounds.h"

static const WeftParam params[] = { WEFT_SOUND_PARAMS (WeftSound, WEFT_SOUND_LINEAR), { NULL } };

static WeftValue
build (WeftBuilder *b, const WeftSound *sound, WeftValue x,
       WeftValue mask) /* x, mask (N, L) → (N, T, n_fft / 2 + 1) */
{
  return weft_sound_count (b, sound->scale, weft_sound_frames (b, sound, x, mask));
}

WEFT_BUILD_MASKED (WeftSound, build)

const WeftLayer weft_layer_spectrogram = {
  .id = "spectrogram",
  .family = WEFT_FAMILY_SHAPE,
  .title = N_ ("Spectrogram"),
  .summary = N_ ("Shows how loud each pitch of a sound is, moment by moment."),
  .formula = "y<sub>t,f</sub> = |Σ<sub>j</sub> w<sub>j</sub> x<sub>t+j</sub> e<sup>−2πi f "
             "j/n</sup>|<sup>2</sup>",
  .line = N_ ("{n_fft} numbers a frame · {out}"),
  .terms = "stft fourier fft frequency audio sound speech power 声谱图 shengputu spt 频谱 pinpu pp "
           "傅里叶变换 fuliyebianhuan flybh 语音 yuyin yy 短时傅里叶 duanshifuliye dsfly",
  .pytorch = "torchaudio.transforms.Spectrogram",
  .onnx = "STFT",
  .params = params,
  .record_size = sizeof (WeftSound),
  .inputs = weft_sound_inputs,
  .build = build_row,
};
