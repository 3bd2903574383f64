/* weights-view: a node's weights as small maps, negative orange, positive blue, and their histogram
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "engine/base/tensor.h"

#define WEFT_TYPE_WEIGHTS_VIEW (weft_weights_view_get_type ())
G_DECLARE_FINAL_TYPE (WeftWeightsView, weft_weights_view, WEFT, WEIGHTS_VIEW, GtkWidget)

GtkWidget *weft_weights_view_new (void);
/* shape: how the numbers are looked at, of the tensor's count; (K, C, R, S): a map a filter; (O,
 * I): the matrix. tensor: nullable, nothing is known yet. */
void weft_weights_view_set_tensor (WeftWeightsView *view, WeftTensor *tensor,
                                   const WeftShape *shape);
