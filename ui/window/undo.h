/* undo: the way back and forth through what was edited */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/window/window.h"

/* Where weights begin anew by it, because those of before were not kept, that is said. */
void weft_window_undo (WeftWindow *window);
void weft_window_redo (WeftWindow *window);
/* As the window begins to show a project, and after each change of it. */
void weft_undo_begin (WeftWindow *window);
void weft_undo_note_position (WeftWindow *window);
