/* cross_entropy: mean of −log softmax (prediction)[target]; prediction (N, C) scores, target (N)
 * class; or both a step, (N, T, C) and (N, T) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/losses.h"

/* Says how the width of the prediction fits the classes; an unknown number of them passes. */
static gboolean
check_classes (WeftBuilder *b, WeftValue target, gint64 width)
{
  int classes = weft_builder_classes (b, target);
  g_autofree char *scores = g_strdup_printf ("%" G_GINT64_FORMAT, width);
  g_autofree char *wanted = g_strdup_printf ("%d", classes);

  if (classes > 0 && width != classes)
    weft_builder_fail (b, width < classes ? "too-few-outputs" : "too-many-outputs", scores, wanted,
                       NULL);
  return classes == 0 || width >= classes;
}

static gboolean
check (WeftBuilder *b, WeftValue prediction, WeftValue target)
{
  int rank = weft_builder_shape (b, target)->rank;

  if (rank == 1 && weft_builder_shape (b, prediction)->rank != 2)
    weft_builder_fail (b, "needs-flat", NULL);
  else if (weft_builder_shape (b, prediction)->rank != rank + 1)
    weft_builder_fail (b, "target-not-classes", NULL);
  else if (check_classes (b, target, weft_builder_dim (b, prediction, -1)))
    return TRUE;
  return FALSE;
}

static void
build (WeftBuilder *b, gconstpointer record, const WeftValue *in, guint n_in, WeftValue *out)
{
  const WeftLoss *loss = record;

  if (!check (b, in[0], in[1]))
    return;
  if (weft_builder_is_result_of (b, in[0], "softmax"))
    weft_builder_fail (b, "softmax-before-loss", NULL);
  out[0] = weft_builder_op (b, "cross_entropy", WEFT_ATTRS ({ "scale", { loss->scale } }), in,
                            in[2].index >= 0 ? 3 : 2);
  weft_builder_loss (b, out[0], in[0], in[1], loss->weight);
}

static const WeftPort inputs[] = {
  { "prediction", N_ ("prediction") },
  { "target", N_ ("labels"), .kinds = WEFT_KINDS_OF_LABELS, .misfit = "target-not-classes" },
  WEFT_MASK_PORT,
  { NULL },
};

const WeftLayer weft_layer_cross_entropy = {
  .id = "cross_entropy",
  .family = WEFT_FAMILY_LOSS,
  .title = N_ ("Cross-entropy"),
  .summary = N_ ("Measures how little the network believed in the right class."),
  .formula = "L = −log softmax (x)<sub>target</sub>",
  .line = N_ ("−log p(target)"),
  .terms
  = "softmax loss classification nll logloss 交叉熵 jiaochashang jcs 损失 sunshi ss 分类 fenlei fl",
  .pytorch = "torch.nn.CrossEntropyLoss",
  .onnx = "SoftmaxCrossEntropyLoss",
  .params = weft_loss_params,
  .record_size = sizeof (WeftLoss),
  .inputs = inputs,
  .outputs = weft_loss_outputs,
  .is_loss = TRUE,
  .metrics = "accuracy top_3",
  .build = build,
};
