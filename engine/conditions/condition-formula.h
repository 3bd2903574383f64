/* condition-formula: two sides of arithmetic with a sign of comparison between them */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/conditions/condition.h"

/* Whether it holds; *left, *right: its sides. *problem (nullable out): what is wrong with it, a
 * sentence, NULL where nothing is; transfer full. What is wrong does not hold. */
gboolean weft_condition_read_formula (const char *formula, const WeftReading *reading, double *left,
                                      double *right, char **problem);
