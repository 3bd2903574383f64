/* trace: a layer that is a function of one number, drawn as one */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/graph/layer.h"

/* y by x, n of them, with these parameters (a{sv}, nullable: the defaults). FALSE: the layer is no
 * unit (engine/ops/units.h); n = 0 only asks. */
gboolean weft_trace_layer (const WeftLayer *layer, GVariant *params, const float *x, float *y,
                           gsize n);
