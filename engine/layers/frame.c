/* frame: a titled ground behind nodes that belong together; no part of the network */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/tints.h"

typedef struct
{
  int width, height, color;
} Frame;

static const WeftParam params[] = {
  WEFT_TINT (Frame, 1),
  WEFT_INT (Frame, width, 340, 80, 100000, .is_look = TRUE, .ui_max = 2000,
            .unit = WEFT_UNIT_PIXELS, .label = N_ ("Width"),
            .help = N_ ("How wide it is on the canvas"), .advanced = TRUE),
  WEFT_INT (Frame, height, 220, 60, 100000, .is_look = TRUE, .ui_max = 2000,
            .unit = WEFT_UNIT_PIXELS, .label = N_ ("Height"),
            .help = N_ ("How high it is on the canvas"), .advanced = TRUE),
  { NULL },
};

static const WeftPort none[] = { { NULL } };

const WeftLayer weft_layer_frame = {
  .id = "frame",
  .family = WEFT_FAMILY_OUTPUT,
  .grouping = WEFT_GROUPING_FRAME,
  .title = N_ ("Frame"),
  .summary = N_ ("A titled ground behind nodes that belong together and move with it."),
  .terms = "box area region comment annotation section 边框 biankuang bk 框 kuang k 分区 fenqu fq",
  .params = params,
  .record_size = sizeof (Frame),
  .inputs = none,
  .outputs = none,
};
