/* sounds: what layers have in common that make of sound a row of numbers for each moment */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/blocks.h"
#include "engine/layers/shapes.h"
#include "engine/layers/sounds.h"

const WeftChoice weft_sound_windows[] = {
  { "hann", N_ ("Hann") },
  { "hamming", N_ ("Hamming") },
  { "blackman", N_ ("Blackman") },
  { "rectangular", N_ ("Rectangular") },
  { NULL },
};

const WeftChoice weft_sound_powers[] = {
  { "1", N_ ("Its size") },
  { "2", N_ ("Its square, the energy") },
  { NULL },
};

const WeftChoice weft_sound_scales[] = {
  { "linear", N_ ("As it is") },
  { "log", N_ ("Its logarithm") },
  { "decibel", N_ ("Decibels") },
  { NULL },
};

const WeftChoice weft_mel_scales[] = {
  { "htk", N_ ("HTK") },
  { "slaney", N_ ("Slaney") },
  { NULL },
};

/* What keeps a logarithm from nothing, and what it is multiplied by; as torchaudio has them. */
static const struct
{
  double floor, factor;
} counts[] = {
  [WEFT_SOUND_LOG] = { 1e-6, 1 },
  [WEFT_SOUND_DECIBEL] = { 1e-10, 4.3429448190325182765 /* 10 / log 10 */ },
};

const WeftPort weft_sound_inputs[] = {
  { "x" },
  WEFT_MASK_PORT,
  { NULL },
};

/* x (N, L) → (N, T, F) */
static WeftValue
hear (WeftBuilder *b, const WeftSound *sound, WeftValue x, WeftValue mask)
{
  int window = sound->win_length > 0 ? sound->win_length : sound->n_fft;
  gboolean has_mask = mask.index >= 0;
  WeftValue in[2] = { x, mask }, out[2] = { WEFT_NONE, WEFT_NONE };
  int hop = sound->hop_length > 0 ? sound->hop_length : MAX (1, window / 2);

  weft_builder_op_many (
      b, "spectrogram",
      WEFT_ATTRS ({ "n_fft", { sound->n_fft } }, { "hop", { hop } }, { "win_length", { window } },
                  { "window", { sound->window_fn } }, { "power", { sound->power + 1 } },
                  { "center", { sound->center } }),
      in, has_mask ? 2 : 1, out, has_mask ? 2 : 1);
  weft_builder_set_mask (b, out[0], out[1]);
  return out[0];
}

/* x (N, C, L) → (N, L), the channel alone. */
static WeftValue
take_channel (WeftBuilder *b, WeftValue x, gint64 c)
{
  if (weft_builder_dim (b, x, 1) > 1)
    x = weft_block_slice (b, x, 1, c, 1);
  return weft_builder_op1 (b, "reshape", WEFT_ATTRS ({ "dims", { -1 }, 1 }), x);
}

WeftValue
weft_sound_frames (WeftBuilder *b, const WeftSound *sound, WeftValue x, WeftValue mask)
{
  WeftValue apart[WEFT_MAX_PORTS];
  gint64 channels;

  if (!weft_builder_expect_rank (b, x, 2, 3, "(N, L)"))
    return WEFT_NONE;
  channels = weft_builder_shape (b, x)->rank == 3 ? weft_builder_dim (b, x, 1) : 0;
  if (channels <= 1)
    return hear (b, sound, channels == 1 ? take_channel (b, x, 0) : x, mask);
  if (channels > WEFT_MAX_PORTS)
    {
      weft_builder_fail (b, "shape-mismatch", _ ("expects a sound of fewer channels, (N, C, L)"),
                         NULL);
      return WEFT_NONE;
    }
  for (gint64 c = 0; c < channels; c++)
    apart[c] = weft_unsqueeze (b, hear (b, sound, take_channel (b, x, c), mask), 1);
  return weft_builder_op (b, "concat", WEFT_ATTRS ({ "dim", { 1 } }), apart, (guint) channels);
}

WeftValue
weft_sound_mel (WeftBuilder *b, const WeftMel *mel, WeftValue frames)
{
  return weft_builder_op1 (b, "basis",
                           WEFT_ATTRS ({ "kind", { mel->mel_scale } }, { "size", { mel->n_mels } },
                                       { "sample_rate", { mel->sample_rate } },
                                       { "f_min", { mel->f_min } }, { "f_max", { mel->f_max } }),
                           frames);
}

WeftValue
weft_sound_count (WeftBuilder *b, int scale, WeftValue x)
{
  if (scale == WEFT_SOUND_LINEAR)
    return x;
  x = weft_builder_op1 (b, "scale", WEFT_ATTRS ({ "shift", { counts[scale].floor } }), x);
  x = weft_builder_op1 (b, "log", NULL, x);
  return counts[scale].factor == 1
             ? x
             : weft_builder_op1 (b, "scale", WEFT_ATTRS ({ "factor", { counts[scale].factor } }),
                                 x);
}
