/* class-weights: classes of which there are few count as much as those of which there are many */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/context/context.h"

/* Has every loss that weighs classes do so by how rare each is of that field of the node's set.
 * NULL: there is no such loss, or there are more classes than it has weights for. Transfer full. */
WeftEdit *weft_class_weights_edit (WeftContext *context, gint64 node, const char *field);
