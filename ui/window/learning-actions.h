/* learning-actions: the window's commands that make the network learn, or give it weights */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/window/window.h"

void weft_learning_actions_add (WeftWindow *window);
