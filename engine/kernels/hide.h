/* hide: numbers of which the compiler shall not know where they come from
 *
 * It would walk through dozens of rows with a pointer each, more than there are registers, and
 * spend longer on fetching and moving these than on the rows. A pointer that is hidden where a
 * round begins is counted on from there. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#define WEFT_HIDE(x) __asm__("" : "+r"(x))
