/* problems: the count of what is wrong, and the list with a button for each cure */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/canvas/canvas.h"

/* A button that is there while there are problems. */
GtkWidget *weft_problems_new (WeftCanvas *canvas, WeftContext *context);
