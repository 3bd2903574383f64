/* answer-picture: an answer that is a picture, as one, without a display */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include "engine/base/tensor.h"
#include "engine/data/kind-row.h"

/* Whether answers of a kind are drawn. */
gboolean weft_answer_is_picture (WeftKind kind);
/* RGB24: a picture (C, H, W) as it is; a mask of probabilities, white where it is above one half;
 * places by class (H, W), each in its colour, the first black. The latter two as large as asked
 * for, 0: as they are. NULL: of another form. transfer full. */
cairo_surface_t *weft_answer_draw (WeftKind kind, const WeftTensor *numbers, int width, int height);
