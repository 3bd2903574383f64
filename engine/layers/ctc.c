/* ctc: what a network says step by step is judged by labels in their order, whose places nobody
 * knows; prediction (N, T, C) scores, target (N, S) labels (Graves et al. 2006) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/losses.h"

typedef struct
{
  WEFT_LOSS_FIELDS;
  int blank;
  gboolean zero_infinity;
  int beam;
} Ctc;

static const WeftParam params[] = {
  WEFT_LOSS_PARAMS (Ctc),
  WEFT_INT (Ctc, blank, -1, -1, (1 << 20) - 1, .ui_max = 100, .label = N_ ("Blank"),
            .help = N_ ("The class that says nothing, which is no label; −1: the last one")),
  WEFT_BOOL (Ctc, zero_infinity, FALSE, .label = N_ ("Pass over what cannot be said"),
             .help = N_ ("Samples with more labels than steps count as nothing instead of ending "
                         "the run")),
  WEFT_INT (Ctc, beam, 1, 1, 1000, .ui_max = 32, .unit = WEFT_UNIT_COUNT, .label = N_ ("Beam"),
            .advanced = TRUE,
            .help = N_ ("How many strings are followed beside each other when answers are judged; "
                        "1: the likeliest class of each step is read")),
  { NULL },
};

enum
{
  PREDICTION,
  TARGET,
  MASK,
  TARGET_MASK,
};

/* A score for each label and for the blank, which is one of the labels or one more. */
static gboolean
check_classes (WeftBuilder *b, const Ctc *layer, WeftValue target, gint64 width)
{
  int classes = weft_builder_classes (b, target);
  gint64 needed = (gint64) classes + (layer->blank < 0 || layer->blank >= classes ? 1 : 0);
  g_autofree char *scores = g_strdup_printf ("%" G_GINT64_FORMAT, width);
  g_autofree char *wanted = g_strdup_printf ("%" G_GINT64_FORMAT, needed);

  if (classes == 0 || width >= needed)
    return TRUE;
  weft_builder_fail (b, "too-few-outputs", scores, wanted, NULL);
  return FALSE;
}

static void
build (WeftBuilder *b, gconstpointer record, const WeftValue *in, guint n_in, WeftValue *out)
{
  const Ctc *layer = record;
  gint64 width = weft_builder_dim (b, in[PREDICTION], 2);
  guint n = in[TARGET_MASK].index >= 0 ? 4 : in[MASK].index >= 0 ? 3 : 2;

  if (!weft_builder_expect_rank (b, in[PREDICTION], 3, 3, "(N, T, C)")
      || !check_classes (b, layer, in[TARGET], width))
    return;
  weft_loss_expect_scores (b, in[PREDICTION], "softmax");
  out[0]
      = weft_builder_op (b, "ctc",
                         WEFT_ATTRS ({ "scale", { layer->scale } }, { "blank", { layer->blank } },
                                     { "zero_infinity", { layer->zero_infinity } }),
                         in, n);
  weft_builder_loss (b, out[0], in[PREDICTION], in[TARGET], layer->weight);
  weft_builder_aligns (b, layer->blank < 0 ? (int) width - 1 : layer->blank, layer->beam);
}

static const WeftPort inputs[] = {
  { "prediction", N_ ("prediction") },
  { "target", N_ ("labels"), .kinds = WEFT_KINDS_OF_LABELS, .misfit = "needs-tokens" },
  { "mask", N_ ("mask"), .optional = TRUE, .mask_of = 1 + PREDICTION,
    .kinds = WEFT_KIND_BIT (WEFT_KIND_STEPS), .misfit = "mask-not-steps" },
  { "target_mask", N_ ("mask of the labels"), .optional = TRUE, .mask_of = 1 + TARGET,
    .kinds = WEFT_KIND_BIT (WEFT_KIND_STEPS), .misfit = "mask-not-steps" },
  { NULL },
};

const WeftLayer weft_layer_ctc = {
  .id = "ctc",
  .family = WEFT_FAMILY_LOSS,
  .title = N_ ("CTC"),
  .summary = N_ ("Teaches labels in their order without being told at which steps they are said."),
  .formula = "L = −log Σ<sub>π → target</sub> Π<sub>t</sub> p<sub>t</sub>(π<sub>t</sub>)",
  .line = N_ ("−log p(labels)"),
  .terms = "connectionist temporal classification alignment speech handwriting loss 连接时序分类 "
           "lianjieshixufenlei ljsxfl 语音识别 yuyinshibie yysb 对齐 duiqi dq 损失 sunshi ss",
  .pytorch = "torch.nn.CTCLoss",
  .params = params,
  .record_size = sizeof (Ctc),
  .inputs = inputs,
  .outputs = weft_loss_outputs,
  .is_loss = TRUE,
  .metrics = "wer exact",
  .build = build,
};
