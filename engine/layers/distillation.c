/* distillation: how far softened scores are from a teacher's, L = −T² Σ softmax (teacher / T) ·
 * log softmax (x / T) over the last axis (Hinton, Vinyals and Dean 2015); T² keeps the gradients as
 * large as those of the labels */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/losses.h"

typedef struct
{
  WEFT_LOSS_FIELDS;
  double temperature;
} Distillation;

static const WeftParam params[] = {
  WEFT_REAL (Distillation, temperature, 2, 0.01, 1000, .ui_max = 10, .unit = WEFT_UNIT_RATE,
             .label = N_ ("Temperature"),
             .help = N_ ("The higher, the more it counts how the teacher judges wrong answers")),
  WEFT_LOSS_PARAMS (Distillation),
  { NULL },
};

static WeftValue
soften (WeftBuilder *b, const Distillation *it, WeftValue x)
{
  return weft_builder_op1 (b, "scale", WEFT_ATTRS ({ "factor", { 1 / it->temperature } }), x);
}

/* prediction, teacher (N, …, C) → a scalar */
static void
build (WeftBuilder *b, gconstpointer record, const WeftValue *in, guint n_in, WeftValue *out)
{
  const Distillation *it = record;
  int dim = weft_builder_shape (b, in[0])->rank - 1;
  WeftValue both[2];

  if (!weft_builder_expect_rank (b, in[0], 2, WEFT_MAX_RANK, "(N, …, C)"))
    return;
  if (!weft_shape_equal (weft_builder_shape (b, in[0]), weft_builder_shape (b, in[1])))
    {
      weft_builder_fail (b, "shape-mismatch", _ ("expects a teacher of the prediction’s shape"),
                         NULL);
      return;
    }
  both[0] = soften (b, it, in[0]);
  both[1] = weft_builder_op1 (b, "softmax", WEFT_ATTRS ({ "dim", { dim } }), soften (b, it, in[1]));
  out[0] = weft_builder_op (
      b, "soft_cross_entropy",
      WEFT_ATTRS ({ "scale", { it->scale * it->temperature * it->temperature } }), both, 2);
  weft_builder_loss (b, out[0], WEFT_NONE, WEFT_NONE, it->weight);
}

static const WeftPort inputs[] = {
  { "prediction", N_ ("prediction") },
  { "teacher", N_ ("the teacher’s scores") },
  { NULL },
};

const WeftLayer weft_layer_distillation = {
  .id = "distillation",
  .family = WEFT_FAMILY_LOSS,
  .title = N_ ("Distillation"),
  .summary = N_ ("Measures how far the network’s beliefs are from a teacher’s, both softened by a "
                 "temperature."),
  .formula = "L = −T² Σ softmax (t/T) · log softmax (x/T)",
  .line = N_ ("T = {temperature}"),
  .terms
  = "teacher student pupil soft targets knowledge distill temperature 知识蒸馏 zhishizhengliu "
    "zszl 蒸馏 zhengliu zl 教师 jiaoshi js 学生 xuesheng xs 损失 sunshi ss",
  .params = params,
  .record_size = sizeof (Distillation),
  .inputs = inputs,
  .outputs = weft_loss_outputs,
  .is_loss = TRUE,
  .build = build,
};
