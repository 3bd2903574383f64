/* group_input: where one input of a group comes out inside it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/layer-row.h"

static const WeftParam params[] = { { NULL } };
static const WeftPort none[] = { { NULL } };

const WeftLayer weft_layer_group_input = {
  .id = "group_input",
  .family = WEFT_FAMILY_COMBINE,
  .grouping = WEFT_GROUPING_INPUT,
  .title = N_ ("Group input"),
  .summary = N_ ("Gives what leads into the group that it stands in."),
  .terms = "group input port 组输入 zushuru zsr",
  .params = params,
  .inputs = none,
};
