/* group_output: where one output of a group is fed inside it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/layer-row.h"

static const WeftParam params[] = { { NULL } };
static const WeftPort inputs[] = { { "x", .kinds = ~0u }, { NULL } };
static const WeftPort none[] = { { NULL } };

const WeftLayer weft_layer_group_output = {
  .id = "group_output",
  .family = WEFT_FAMILY_COMBINE,
  .grouping = WEFT_GROUPING_OUTPUT,
  .title = N_ ("Group output"),
  .summary = N_ ("Leads what it is given out of the group that it stands in."),
  .terms = "group output port 组输出 zushuchu zsc",
  .params = params,
  .inputs = inputs,
  .outputs = none,
};
