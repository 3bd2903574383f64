/* probe: a point on a wire at which what flows is looked at while the network learns */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/layer-row.h"

static const WeftParam params[] = { { NULL } };

const WeftLayer weft_layer_probe = {
  .id = "probe",
  .family = WEFT_FAMILY_COMBINE,
  .grouping = WEFT_GROUPING_POINT,
  .title = N_ ("Probe"),
  .summary = N_ ("Shows what flows along a wire and back while the network learns: the norms over "
                 "time, histogram and picture. Changes nothing."),
  .terms = "scope oscilloscope watch monitor gradient norm histogram wire 探针 tanzhen tz 示波器 "
           "shiboqi sbq 监视 jianshi js",
  .params = params,
};
