/* points-key: what the signs of a plot of points mean, and which one is chosen */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/context/context.h"

GtkWidget *weft_points_key_new (WeftContext *context);
