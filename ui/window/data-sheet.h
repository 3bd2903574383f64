/* data-sheet: the dialogue about somebody's data over the window, and what becomes of it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/window/window.h"

/* Looks at a file or folder, of which a project is then made. */
void weft_data_sheet_open (WeftWindow *window, const char *path);
/* The window's commands about data: use-data (s path, x node or 0, d x, d y), columns (x node),
 * set-target (x node, s column). */
void weft_data_sheet_add_actions (WeftWindow *window);
