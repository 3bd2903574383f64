/* number: a number as text that machines read back: the shortest that gives the same value again
 *
 * The only writer of reals in JSON, in the graph's text and in parameter fields; for people there
 * is ui/base/format. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#define WEFT_NUMBER_SIZE G_ASCII_DTOSTR_BUF_SIZE

/* Into buffer, which is returned; always with a point, never in the locale's form. "200",
 * "0.000177", "1e-05", "1e+20", "-0.0", "nan", "inf". */
const char *weft_number_write (char buffer[WEFT_NUMBER_SIZE], double value);
/* The same for a value that was measured in single precision: shortest as a float. */
const char *weft_number_write_float (char buffer[WEFT_NUMBER_SIZE], float value);
