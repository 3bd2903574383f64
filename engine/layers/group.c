/* group: nodes that stand together and are seen as one; its ports are the port nodes inside */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/tints.h"

typedef struct
{
  int repeat, color;
} Group;

static const WeftParam params[] = {
  WEFT_INT (Group, repeat, 1, 1, WEFT_MAX_REPEAT, .ui_max = 24, .unit = WEFT_UNIT_COUNT,
            .label = N_ ("Repeat"),
            .help
            = N_ ("How many times what is inside stands behind itself, each time with weights "
                  "of its own")),
  WEFT_TINT (Group, 0),
  { NULL },
};

static const WeftPort none[] = { { NULL } };

const WeftLayer weft_layer_group = {
  .id = "group",
  .family = WEFT_FAMILY_COMBINE,
  .grouping = WEFT_GROUPING_GROUP,
  .title = N_ ("Group"),
  .summary = N_ ("Holds a part of the network, which can be repeated as a whole."),
  .line = N_ ("{repeat|time|times} · {weights|weight|weights}"),
  .terms = "group block module repeat stack 组 zu z 块 kuai k 重复 chongfu cf",
  .learns = TRUE,
  .params = params,
  .record_size = sizeof (Group),
  .inputs = none,
  .outputs = none,
};
