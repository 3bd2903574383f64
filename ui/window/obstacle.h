/* obstacle: what is in the way of learning */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/window/window.h"

/* Whether the network at hand can learn; where not, the window says why and selects the node. */
gboolean weft_window_can_train (WeftWindow *window);
