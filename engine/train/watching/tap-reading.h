/* tap-reading: the numbers that a step left on a wire; for engine/train alone */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/conditions/condition.h"
#include "engine/run/exec.h"

/* Fills in what is read of the values and the gradient of that output. inputs: what the run was
 * given, in the program's order. FALSE: the exec's plan has it not. */
gboolean weft_tap_read (const WeftExec *exec, const void *const *inputs, gint64 node, int output,
                        WeftReading *reading);
