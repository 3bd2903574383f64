/* key-strip: under the canvas, where it covers nothing: what the marks that were asked for mean */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/canvas/plane.h"

/* Transfer floating. It is there only while wires or nodes are marked by numbers. */
GtkWidget *weft_key_strip_new (WeftPlane *plane);
