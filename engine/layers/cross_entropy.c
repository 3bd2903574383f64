/* cross_entropy: mean of −log softmax (prediction)[target]; prediction (N, C) scores, target (N)
 * class; or both a step, (N, T, C) and (N, T), or a pixel, (N, C, H, W) and (N, H, W) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/losses.h"

#include <string.h>

typedef struct
{
  WEFT_LOSS_FIELDS;
  double label_smoothing;
  int ignore_index;
  WeftReals class_weight;
} CrossEntropy;

#define NOTHING (-100) /* to ignore */

static const WeftParam params[] = {
  WEFT_REAL (CrossEntropy, label_smoothing, 0, 0, 1, .ui_max = 0.5, .unit = WEFT_UNIT_SHARE,
             .label = N_ ("Label smoothing"),
             .help = N_ ("How much of its belief the network is to spread over all classes")),
  WEFT_REALS (CrossEntropy, class_weight, NULL, 0, 1e6, .optional = TRUE, .unset = N_ ("all alike"),
              .label = N_ ("Class weights"),
              .help = N_ ("How much each class counts, the first one first; those that are missing "
                          "count 1")),
  WEFT_INT (CrossEntropy, ignore_index, NOTHING, NOTHING, 1 << 20, .ui_max = 100,
            .label = N_ ("Ignored class"), .advanced = TRUE,
            .help = N_ ("Whatever has this label counts nowhere; −100: all count")),
  WEFT_LOSS_PARAMS (CrossEntropy),
  { NULL },
};

/* Of a picture of labels (N, H, W) the scores have their axis behind N, else at the end. */
static int
find_axis (WeftBuilder *b, const WeftValue *in)
{
  const WeftShape *x = weft_builder_shape (b, in[0]), *t = weft_builder_shape (b, in[1]);

  return x->rank == 4 && t->rank == 3 && (x->dims[1] != t->dims[1] || x->dims[2] != t->dims[2])
             ? 1
             : -1;
}

static gboolean
is_plain (const CrossEntropy *loss, int dim)
{
  return loss->label_smoothing == 0 && loss->class_weight.n == 0 && loss->ignore_index == NOTHING
         && dim == -1;
}

static WeftValue
emit (WeftBuilder *b, const CrossEntropy *loss, const WeftValue *in, int dim)
{
  guint n = in[2].index >= 0 ? 3 : 2;
  WeftAttr weights = { .name = "class_weight", .n = loss->class_weight.n };

  if (is_plain (loss, dim))
    return weft_builder_op (b, "cross_entropy", WEFT_ATTRS ({ "scale", { loss->scale } }), in, n);
  memcpy (weights.v, loss->class_weight.v, sizeof weights.v);
  return weft_builder_op (
      b, "class_loss",
      WEFT_ATTRS ({ "scale", { loss->scale } }, { "label_smoothing", { loss->label_smoothing } },
                  { "ignore_index", { loss->ignore_index } }, { "dim", { dim } }, weights),
      in, n);
}

static void
build (WeftBuilder *b, gconstpointer record, const WeftValue *in, guint n_in, WeftValue *out)
{
  const CrossEntropy *loss = record;
  int dim = find_axis (b, in);

  if (!weft_loss_expect_classes (b, in[0], in[1], dim))
    return;
  weft_loss_expect_scores (b, in[0], "softmax");
  out[0] = emit (b, loss, in, dim);
  weft_builder_loss (b, out[0], in[0], in[1], loss->weight);
}

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
  .params = params,
  .record_size = sizeof (CrossEntropy),
  .inputs = weft_loss_label_inputs,
  .outputs = weft_loss_outputs,
  .is_loss = TRUE,
  .metrics = "mean_iou accuracy top_3 span_f1",
  .build = build,
};
