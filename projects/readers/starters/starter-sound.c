/* starter-sound: a network that hears which class a recording is of */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/starters/starter-chain.h"

#define FRAME 0.032 /* seconds that are heard together */
#define HOP 0.0125
#define BANDS 40

/* Bands of pitch, each moment by itself, so that how loud it was said does not count and what is
 * padded is nothing; then as a picture, of which the strongest answers at any time are asked, each
 * pitch by itself. */
void
weft_starter_make_sound (WeftChain *chain)
{
  const WeftField *x = weft_dataset_get_x (chain->dataset);
  gboolean has_channels = x->shape.rank == 2;
  double rate = x->rate;

  weft_chain_add_data (chain, FALSE);
  weft_chain_append (chain, "mel_spectrogram",
                     WEFT_SETTINGS ({ "sample_rate", g_variant_new_int64 ((gint64) rate) },
                                    { "n_fft", g_variant_new_int64 ((gint64) (rate * FRAME)) },
                                    { "hop_length", g_variant_new_int64 ((gint64) (rate * HOP)) },
                                    { "n_mels", g_variant_new_int64 (BANDS) }));
  if (has_channels) /* whose steps are not the first axis, so that nothing says which are real */
    weft_chain_wire_field (chain, weft_field_get_mask_name (x), chain->last, 1);
  weft_chain_append (chain, "layer_norm", NULL);
  weft_chain_append (chain, "time_frequency_mask", NULL);
  if (!has_channels)
    weft_chain_append (chain, "unsqueeze", WEFT_SETTINGS ({ "dim", g_variant_new_int64 (1) }));
  weft_chain_append_convolution (chain, 16, 5, TRUE);
  weft_chain_append_convolution (chain, 32, 3, TRUE);
  weft_chain_append_convolution (chain, 64, 3, FALSE);
  weft_chain_append (chain, "reduce",
                     WEFT_SETTINGS ({ "mode", g_variant_new_string ("max") },
                                    { "dim", g_variant_new_parsed ("[int64 2]") }));
  weft_chain_append (chain, "flatten", NULL);
  weft_chain_append_dropout (chain, 0.3);
  weft_chain_append_answer (chain);
  weft_chain_train (chain, 32, 0.003, 800, 8);
}
