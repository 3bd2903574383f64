/* tiles: ten samples that the network does not learn from, to be tried with a click each */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/context/context.h"

GtkWidget *weft_tiles_new (void (*chosen) (gint64 sample, gpointer user), gpointer user);
/* Others: of the test part, or else of validation's. model: nullable. */
void weft_tiles_set_model (GtkWidget *tiles, WeftModel *model);
gint64 weft_tiles_get_first (GtkWidget *tiles); /* the sample; −1: there is none */
