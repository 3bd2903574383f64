/* pair-table: the table of functions of two numbers, y = f (a, b), element by element
 *
 * A pair is one entry of pairs.def: ops/pairs.c makes its op of it, which takes two of one shape,
 * layers/pairs.c its layer, which also takes what can be spread out to one (layers/broadcast.h).
 * TWO (id, reads, value, da, db, (op), (layer)):
 *
 *   reads   what the gradients are written in besides dy: A, B and Y joined by |, or NOTHING
 *   value   y by a and b, as engine/ops/many.h has it
 *   da, db  the gradients by dy and what is read
 *   (op)    more of the op's row; PAIR_CASES (…) are the cases that all have, with what is said
 *           there of the numbers
 *   (layer) the rest of the layer's row */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#define WEFT_LIST(...) __VA_ARGS__
