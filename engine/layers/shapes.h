/* shapes: what the layers that rearrange numbers are put together from */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/layers/layer-row.h"

/* x (N, …) with the dimensions of a sample that shape has; as many numbers. */
WeftValue weft_reshape (WeftBuilder *b, WeftValue x, const WeftShape *shape);
/* x with an axis of 1 before axis `at`, or without the axis `at`. */
WeftValue weft_unsqueeze (WeftBuilder *b, WeftValue x, int at);
WeftValue weft_squeeze (WeftBuilder *b, WeftValue x, int at);
/* As weft_builder_axis, of a place where x has none yet: up to the one behind its last. */
int weft_builder_new_axis (WeftBuilder *b, WeftValue x, int dim);
/* Whether somebody has laid out x, or what it is made of, as no picture lies: axes in another
 * order, or put together and apart, or a sum over the last one of a picture. */
gboolean weft_builder_is_arranged (WeftBuilder *b, WeftValue x);
