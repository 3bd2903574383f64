/* marks-row: what a node is told about itself: buttons that stay down, and whose weights it uses */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/context/context.h"

/* For the nodes that are selected, the first of which is given. has_weights: there is something to
 * freeze. The buttons act through the canvas's actions, and follow them. */
GtkWidget *weft_marks_row_new (WeftContext *context, gint64 node, gboolean has_weights);
