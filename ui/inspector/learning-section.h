/* learning-section: how the network learns: the recipe, what it is for, and one loss more */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/context/context.h"

/* Follows the graph by itself. */
GtkWidget *weft_learning_section_new (WeftContext *context);
