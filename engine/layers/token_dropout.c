/* token_dropout: some tokens are left out at random */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/augment.h"

static const WeftPort inputs[] = {
  { "x", N_ ("tokens"), .kinds = WEFT_KINDS_OF_LABELS, .misfit = "needs-tokens" },
  { NULL },
};

static const WeftPort outputs[] = {
  { "y", N_ ("tokens") },
  { "left_out", N_ ("left out"), .optional = TRUE },
  { NULL },
};

typedef struct
{
  double p;
  int token;
} TokenDropout;

static const WeftParam params[] = {
  WEFT_REAL (TokenDropout, p, 0.1, 0, 1, .unit = WEFT_UNIT_SHARE, .label = N_ ("Share dropped"),
             .help = N_ ("The chance of each token to be left out")),
  WEFT_INT (TokenDropout, token, 0, 0, 1 << 20, .unit = WEFT_UNIT_COUNT, .label = N_ ("Token"),
            .help = N_ ("What stands in its place; 0 stands for none"), .advanced = TRUE),
  { NULL },
};

static void
build (WeftBuilder *b, gconstpointer record, const WeftValue *in, guint n_in, WeftValue *out)
{
  const TokenDropout *it = record;
  int words = weft_builder_classes (b, in[0]);

  if (words > 0 && it->token >= words)
    {
      g_autofree char *sentence
          = g_strdup_printf (_ ("expects a token below the vocabulary’s %d"), words);

      weft_builder_fail (b, "shape-mismatch", sentence, NULL);
      return;
    }
  out[0] = weft_augment (b, "token_dropout",
                         WEFT_ATTRS ({ "p", { it->p } }, { "token", { it->token } },
                                     { "judged", { weft_builder_is_wanted (b, 1) } }),
                         in[0]);
  if (!weft_builder_is_wanted (b, 1))
    return;
  out[1] = weft_builder_op (b, "differ", NULL, (WeftValue[]){ out[0], in[0] }, 2);
  weft_builder_mark_steps (b, out[1]);
}

const WeftLayer weft_layer_token_dropout = {
  .id = "token_dropout",
  WEFT_AUGMENT_ROW,
  .title = N_ ("Token dropout"),
  .summary = N_ ("Leaves out some tokens at random while training, so that the network does not "
                 "rely on single words."),
  .line = N_ ("p = {p}"),
  .terms = "augmentation word text unknown mask 数据增强 shujuzengqiang sjzq 词元丢弃 ciyuandiuqi "
           "cydq 文本 wenben wb",
  .params = params,
  .record_size = sizeof (TokenDropout),
  .inputs = inputs,
  .outputs = outputs,
  .build = build,
};
