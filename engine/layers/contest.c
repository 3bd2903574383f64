/* contest: what a generator makes meets real samples, and a discriminator is to tell them apart */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/layer-row.h"

enum
{
  REAL,
  MADE,
};

/* real, made (N, …) → made (N, …), target (N, 1): ones, which is what the generator wants. */
static void
build (WeftBuilder *b, gconstpointer record, const WeftValue *in, guint n_in, WeftValue *out)
{
  weft_builder_op_many (b, "contest", NULL, (WeftValue[]){ in[MADE], in[REAL] }, 2, out, 2);
}

static const WeftParam params[] = { { NULL } };
static const WeftPort inputs[]
    = { { "real", N_ ("real samples") }, { "made", N_ ("made samples") }, { NULL } };
static const WeftPort outputs[] = { { "shown", N_ ("samples to judge") },
                                    { "is_real", N_ ("whether they are real") },
                                    { NULL } };

const WeftLayer weft_layer_contest = {
  .id = "contest",
  .family = WEFT_FAMILY_COMBINE,
  .title = N_ ("Contest"),
  .summary = N_ ("Shows a discriminator real samples and made ones, and says which is which."),
  .line = N_ ("real or made"),
  .terms = "gan adversarial generator discriminator real fake 对抗 duikang dk 生成对抗网络 "
           "shengchengduikangwangluo scdkwl 判别 panbie pb",
  .params = params,
  .inputs = inputs,
  .outputs = outputs,
  .build = build,
};
