/* painting: a plane to paint points on, with its tools, for the panel Data */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/context/context.h"

GtkWidget *weft_painting_new (WeftContext *context);
