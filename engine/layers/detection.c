/* detection: what a one-stage detector's cells say beside the boxes of each picture (Redmon et al.
 * 2016, boxes by their GIoU); prediction (N, 5 + classes, H, W), target (N, T, 5) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/losses.h"

typedef struct
{
  WEFT_LOSS_FIELDS;
  double box_weight, object_weight, empty_weight, class_weight;
} Detection;

static const WeftParam params[] = {
  WEFT_REAL (Detection, box_weight, 5, 0, 1e6, .ui_max = 20, .label = N_ ("Weight of boxes"),
             .help = N_ ("How much it counts where an object’s box lies")),
  WEFT_REAL (Detection, object_weight, 1, 0, 1e6, .ui_max = 20, .label = N_ ("Weight of objects"),
             .help = N_ ("How much it counts that a cell with an object says so")),
  WEFT_REAL (
      Detection, empty_weight, 0.5, 0, 1e6, .ui_max = 20, .label = N_ ("Weight of emptiness"),
      .help = N_ ("How much it counts that a cell without an object says so; most have none")),
  WEFT_REAL (Detection, class_weight, 1, 0, 1e6, .ui_max = 20, .label = N_ ("Weight of classes"),
             .help = N_ ("How much it counts which class an object has")),
  WEFT_LOSS_PARAMS (Detection),
  { NULL },
};

static void
build (WeftBuilder *b, gconstpointer record, const WeftValue *in, guint n_in, WeftValue *out)
{
  const Detection *own = record;

  out[0] = weft_builder_op (b, "detection",
                            WEFT_ATTRS ({ "scale", { own->scale } }, { "box", { own->box_weight } },
                                        { "object", { own->object_weight } },
                                        { "empty", { own->empty_weight } },
                                        { "kind", { own->class_weight } }),
                            in, in[2].index >= 0 ? 3 : 2);
  weft_builder_loss (b, out[0], in[0], in[1], own->weight);
}

static const WeftPort inputs[] = {
  { "prediction", N_ ("cells") },
  { "target", N_ ("boxes"), .misfit = "target-not-numbers" },
  { "mask", N_ ("which boxes are real"), .optional = TRUE, .mask_of = 2,
    .kinds = WEFT_KIND_BIT (WEFT_KIND_STEPS), .misfit = "mask-not-steps" },
  { NULL },
};

const WeftLayer weft_layer_detection = {
  .id = "detection",
  .family = WEFT_FAMILY_LOSS,
  .title = N_ ("Detection loss"),
  .summary
  = N_ ("Each cell of a picture is to say whether an object’s middle lies in it, which one, "
        "and its box."),
  .formula = "L = box (1 − GIoU) + object − log p<sub>class</sub>",
  .line = N_ ("boxes, objects, classes"),
  .terms = "yolo detector object detection bounding box giou one-stage 目标检测 mubiaojiance mbjc "
           "边界框 bianjiekuang bjk 损失 sunshi ss",
  .params = params,
  .record_size = sizeof (Detection),
  .inputs = inputs,
  .outputs = weft_loss_outputs,
  .is_loss = TRUE,
  .metrics = "map",
  .build = build,
};
