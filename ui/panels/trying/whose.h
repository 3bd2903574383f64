/* whose: which weights answer what is tried: those that learn, or the best so far */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/context/context.h"

/* A drop-down, which is there when there are best ones; changed is called when others answer. */
GtkWidget *weft_whose_new (WeftContext *context, void (*changed) (gpointer user), gpointer user);
/* The best ones where they are chosen; NULL: those that learn. Transfer full. */
WeftState *weft_whose_load (GtkWidget *whose);
