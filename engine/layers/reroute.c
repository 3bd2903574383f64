/* reroute: a point that a wire is led through; it gives what leads to it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/layer-row.h"

static const WeftParam params[] = { { NULL } };

const WeftLayer weft_layer_reroute = {
  .id = "reroute",
  .family = WEFT_FAMILY_COMBINE,
  .grouping = WEFT_GROUPING_POINT,
  .title = N_ ("Reroute point"),
  .summary = N_ ("A point that leads a wire another way and changes nothing of what flows."),
  .terms = "reroute dot bend junction knot wire 转接点 zhuanjiedian zjd 拐点 guaidian gd 连线 "
           "lianxian lx",
  .params = params,
};
