/* delay: each step of a sequence gets what came one step earlier, the first one nothing: what has
 * been said so far, for whoever is to say the next (teacher forcing: Williams and Zipser 1989) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/layer-row.h"

static void
build (WeftBuilder *b, gconstpointer record, const WeftValue *in, guint n_in, WeftValue *out)
{
  if (!weft_builder_expect_rank (b, in[0], 2, WEFT_MAX_RANK, "(N, T, …)"))
    return;
  out[0] = weft_builder_op1 (b, "delay", NULL, in[0]);
  weft_builder_mean (b, out[0], in[0]);
}

static const WeftParam params[] = { { NULL } };

static const WeftPort inputs[] = {
  { "x", .kinds = G_MAXUINT },
  { NULL },
};

const WeftLayer weft_layer_delay = {
  .id = "delay",
  .family = WEFT_FAMILY_SHAPE,
  .title = N_ ("Delay"),
  .summary = N_ ("Gives each step what came one step earlier, and the first one nothing."),
  .formula = "y<sub>t</sub> = x<sub>t−1</sub>",
  .line = N_ ("one step later"),
  .terms = "shift teacher forcing previous step sequence 延迟 yanchi yc 移位 yiwei yw "
           "教师强制 jiaoshiqiangzhi jsqz 序列 xulie xl",
  .params = params,
  .inputs = inputs,
  .build = build,
};
