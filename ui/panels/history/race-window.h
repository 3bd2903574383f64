/* race-window: two to six children of a step, one difference each, that learn side by side */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/context/context.h"

/* From the step that is looked at, or the newest. Closing it ends the race; its runs stay. */
GtkWindow *weft_race_window_new (WeftContext *context);
