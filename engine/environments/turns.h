/* turns: a board turned over and mirrored: eight ways if it is square, two if only left and right
 * are alike */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#define WEFT_TURNS_MIRROR 2 /* ways: 0 as it is, 1 mirrored */
#define WEFT_TURNS_SQUARE 8

/* Of `n` planes (rows, columns), one after the other. */
void weft_turns_make (int way, int n, int rows, int columns, const float *from, float *to);
