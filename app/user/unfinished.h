/* unfinished: a project whose making was cut off: it holds nothing, and can be removed */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/window/window.h"

/* Asks in the window; message says what it is. */
void weft_unfinished_offer (WeftWindow *window, const char *path, const char *message);
