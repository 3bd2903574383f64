/* window-commands: what the window can be told to do, wherever the focus is: one table for keys,
 * search box and help */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/commands/canvas-commands.h"

/* Their names are detailed actions as they stand: "win.train", "win.step::epoch". */
const WeftCommand *weft_window_commands (guint *n);
/* Whether it can be done now, as the actions of the widget's window say. */
gboolean weft_window_command_is_enabled (const WeftCommand *command, GtkWidget *widget);
void weft_window_command_run (const WeftCommand *command, GtkWidget *widget);
/* Their keys, wherever the focus is in the window. */
void weft_window_commands_add_keys (GtkWidget *window);
