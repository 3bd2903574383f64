/* c-blocks: what an op is in C99, for one sample: a row an op
 *
 * A row says it in C, with places that are filled in: $x, $w, … the arrays of the op's inputs by
 * their names and $y of its output; $[x] how many numbers one has, $[x.1] its dimension 1, counted
 * with the batch, $[x.-1] from the end, $[x.*] all of them; $[x<] the numbers before the axis that
 * the attribute dim says, $[x|] along and $[x>] behind it; ${name} an attribute, ${name.0} of
 * several the first, ${name.*} all.
 * {#w[o]#} stands where that input is kept as bytes: times its scale o.
 * {?b …?} stands where the input b is there; {* + *} is the sum of all inputs' numbers i;
 * {@ … @} stands once for each input, which is $x there. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

typedef struct
{
  const char *op, *text;
  const char *without; /* inputs that it does not know, and attributes that have to be 0 or none: no
                          block else; nullable */
} WeftCText;

const WeftCText *weft_c_find_text (const char *op); /* nullable */
