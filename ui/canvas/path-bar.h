/* path-bar: the way from the whole network to the group that is looked into, and back */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/canvas/canvas.h"

/* Shown while a group is looked into; follows the context by itself. */
GtkWidget *weft_path_bar_new (WeftCanvas *canvas, WeftContext *context);
