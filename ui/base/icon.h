/* icon: which symbolic icon stands for a layer or a family */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/graph/layer.h"

/* The layer's own, where resources has one; else its family's. Transfer full. */
char *weft_icon_dup_for_layer (const WeftLayer *layer);
char *weft_icon_dup_for_family (WeftFamily family);
