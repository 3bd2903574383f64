/* tensor-view: a tensor of one sample as a map, a histogram and numbers, with an index for each
 * dimension beyond the last two */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "engine/base/tensor.h"

#define WEFT_TYPE_TENSOR_VIEW (weft_tensor_view_get_type ())
G_DECLARE_FINAL_TYPE (WeftTensorView, weft_tensor_view, WEFT, TENSOR_VIEW, GtkBox)

GtkWidget *weft_tensor_view_new (void);
/* What it is of, for who does not see it; translated. At first: what flows along the wire. */
void weft_tensor_view_set_title (WeftTensorView *view, const char *title);
/* Without N; nullable: empty. Indices stay where the shape does. */
void weft_tensor_view_set (WeftTensorView *view, WeftTensor *tensor);
