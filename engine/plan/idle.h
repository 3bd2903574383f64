/* idle: what takes no part in learning though it looks as if it did */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/plan/program-private.h"

/* Says it of a whole program whose gradients are found: losses that teach nothing, and weights that
 * nobody has in common. */
void weft_idle_check (const WeftProgram *program, WeftGraph *graph, WeftReport *report);
