/* sounds: what layers have in common that make of sound a row of numbers for each moment */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/layers/layer-row.h"

/* A record begins with these. */
#define WEFT_SOUND_FIELDS                                                                          \
  int n_fft, win_length, hop_length; /* 0: n_fft; half of that */                                  \
  int window_fn, power;              /* power: 0: sizes, 1: squares */                             \
  gboolean center;                                                                                 \
  int scale

typedef struct
{
  WEFT_SOUND_FIELDS;
} WeftSound;

/* And of what hears as the ear does, with these. */
#define WEFT_MEL_FIELDS                                                                            \
  WEFT_SOUND_FIELDS;                                                                               \
  int sample_rate, n_mels;                                                                         \
  double f_min, f_max; /* Hz; f_max 0: half the rate */                                            \
  int mel_scale

typedef struct
{
  WEFT_MEL_FIELDS;
} WeftMel;

extern const WeftChoice weft_sound_windows[], weft_sound_powers[], weft_sound_scales[],
    weft_mel_scales[];

/* loudness: WeftSoundScale that is the default. */
#define WEFT_SOUND_PARAMS(Type, loudness)                                                          \
  WEFT_INT (Type, n_fft, 400, 2, 1 << 16, .ui_max = 4096, .unit = WEFT_UNIT_COUNT,                 \
            .label = N_ ("Frame length"),                                                          \
            .help = N_ ("How many numbers of the sound are looked at together")),                  \
      WEFT_INT (Type, hop_length, 0, 1, 1 << 16, .ui_max = 2048, .unit = WEFT_UNIT_COUNT,          \
                .label = N_ ("Hop"), .optional = TRUE, .unset = N_ ("half the window"),            \
                .help = N_ ("How many numbers of the sound lie between one moment and the next")), \
      WEFT_INT (Type, win_length, 0, 1, 1 << 16, .ui_max = 4096, .unit = WEFT_UNIT_COUNT,          \
                .label = N_ ("Window"), .optional = TRUE, .unset = N_ ("as the frame"),            \
                .advanced = TRUE, .help = N_ ("How many numbers of a frame are heard")),           \
      WEFT_CHOICE (Type, window_fn, 0, weft_sound_windows, .label = N_ ("Form of the window"),     \
                   .advanced = TRUE, .help = N_ ("How a frame fades in and out")),                 \
      WEFT_CHOICE (Type, power, 1, weft_sound_powers, .label = N_ ("Of each pitch"),               \
                   .advanced = TRUE, .help = N_ ("What says how loud a pitch is")),                \
      WEFT_BOOL (Type, center, TRUE, .label = N_ ("Centred"), .advanced = TRUE,                    \
                 .help = N_ ("The sound is mirrored at its ends, so that the first frame’s "     \
                             "middle is its beginning")),                                          \
      WEFT_CHOICE (Type, scale, loudness, weft_sound_scales, .label = N_ ("Loudness"),             \
                   .help = N_ ("How loudness is counted; the ear hears its logarithm"))

#define WEFT_MEL_PARAMS(Type, loudness, mels)                                                      \
  WEFT_INT (Type, sample_rate, 16000, 1, 1 << 24, .ui_max = 48000, .label = N_ ("Sample rate"),    \
            .help = N_ ("How many numbers of the sound make a second")),                           \
      WEFT_INT (Type, n_mels, mels, 1, 4096, .ui_max = 128, .unit = WEFT_UNIT_COUNT,               \
                .label = N_ ("Mel bands"),                                                         \
                .help = N_ ("How many bands the pitches are gathered in, as wide as the ear’s")),  \
      WEFT_SOUND_PARAMS (Type, loudness),                                                          \
      WEFT_REAL (Type, f_min, 0, 0, 1e7, .ui_max = 1000, .label = N_ ("Lowest pitch"),             \
                 .advanced = TRUE, .help = N_ ("In hertz; lower ones are not heard")),             \
      WEFT_REAL (Type, f_max, 0, 1, 1e7, .ui_max = 24000, .label = N_ ("Highest pitch"),           \
                 .optional = TRUE, .unset = N_ ("half the sample rate"), .advanced = TRUE,         \
                 .help = N_ ("In hertz; higher ones are not heard")),                              \
      WEFT_CHOICE (Type, mel_scale, 0, weft_mel_scales, .label = N_ ("Mel scale"),                 \
                   .advanced = TRUE, .help = N_ ("By whose formula pitches are spread"))

typedef enum
{
  WEFT_SOUND_LINEAR,
  WEFT_SOUND_LOG,
  WEFT_SOUND_DECIBEL,
} WeftSoundScale;

extern const WeftPort weft_sound_inputs[]; /* x, and a mask of it */
/* x (N, L) or (N, 1, L) → (N, T, n_fft / 2 + 1), how loud each pitch is, as power says; (N, C, L) →
 * (N, C, T, …), each channel by itself. With a mask (N, L), else WEFT_NONE, it says which frames
 * are real. WEFT_NONE and a diagnostic where it cannot be. */
WeftValue weft_sound_frames (WeftBuilder *b, const WeftSound *sound, WeftValue x, WeftValue mask);
/* Of frames: bands (N, T, n_mels). */
WeftValue weft_sound_mel (WeftBuilder *b, const WeftMel *mel, WeftValue frames);
/* As loud as the scale counts it. */
WeftValue weft_sound_count (WeftBuilder *b, int scale, WeftValue x);
