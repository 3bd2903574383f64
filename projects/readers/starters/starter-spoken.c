/* starter-spoken: networks between speech and text: what is said is written down, or a text is said
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/data/sound-frames.h"
#include "projects/readers/starters/starter-chain.h"

#define EMBEDDING 64
#define HIDDEN 128
#define HEARD 96
#define KEPT 64 /* numbers of what was just said: few, so that the text is needed */
#define FRAME 0.032
#define HOP 0.0125

/* Steps in both directions. */
static void
append_reader (WeftChain *chain, int width)
{
  weft_chain_append (chain, "gru",
                     WEFT_SETTINGS ({ "hidden_size", g_variant_new_int64 (width) },
                                    { "output", g_variant_new_string ("all") },
                                    { "bidirectional", g_variant_new_boolean (TRUE) }));
}

/* Letters of what is heard, wherever in it they are (Graves et al. 2006). */
void
weft_starter_make_heard (WeftChain *chain)
{
  const WeftField *x = weft_dataset_get_x (chain->dataset);
  const WeftField *y = weft_dataset_get_y (chain->dataset);
  gint64 loss;

  weft_chain_add_data (chain, FALSE);
  weft_chain_append (
      chain, "mel_spectrogram",
      WEFT_SETTINGS ({ "sample_rate", g_variant_new_int64 ((gint64) x->rate) },
                     { "n_fft", g_variant_new_int64 ((gint64) (x->rate * FRAME)) },
                     { "hop_length", g_variant_new_int64 ((gint64) (x->rate * HOP)) },
                     { "n_mels", g_variant_new_int64 (WEFT_FRAME_BANDS) }));
  weft_chain_append (chain, "layer_norm", NULL);
  weft_chain_append (chain, "time_frequency_mask", NULL);
  append_reader (chain, HEARD);
  weft_chain_append_dropout (chain, 0.3);
  append_reader (chain, HEARD);
  weft_chain_append_dropout (chain, 0.3);
  weft_chain_append_dense (chain, y->classes + 1, NULL);
  loss = weft_chain_add (chain, "ctc", "loss",
                         WEFT_SETTINGS ({ "zero_infinity", g_variant_new_boolean (TRUE) }));
  weft_chain_wire (chain, chain->last, 0, loss, 0);
  weft_chain_wire_field (chain, "y", loss, 1);
  weft_chain_train (chain, 16, 0.003, 2000, 8);
}

/* Letters are looked at while frames are said, each row from those before it (Wang et al. 2017). */
void
weft_starter_make_spoken (WeftChain *chain)
{
  gint64 read;

  weft_chain_add_data (chain, FALSE);
  weft_chain_append (chain, "embedding",
                     WEFT_SETTINGS ({ "embedding_dim", g_variant_new_int64 (EMBEDDING) }));
  weft_chain_append_dropout (chain, 0.2);
  append_reader (chain, HIDDEN / 2);
  read = chain->last;
  chain->last = weft_chain_add (chain, "delay", NULL, NULL);
  weft_chain_wire_field (chain, "y", chain->last, 0);
  weft_chain_append_dense (chain, KEPT, "relu");
  weft_chain_append_dropout (chain, 0.5);
  weft_chain_append_writer (chain, read, HIDDEN);
  weft_chain_append_dropout (chain, 0.3);
  weft_chain_append_dense (chain, WEFT_FRAMES_WIDTH, NULL);
  weft_chain_append_loss (chain, "mae");
  weft_chain_train (chain, 16, 0.003, 1500, 8);
}
