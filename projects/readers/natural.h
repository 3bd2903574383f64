/* natural: the order in which people list names: class 2 before class 10 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* By bytes, but that runs of digits count as the number they are; 0 only for equal strings. */
int weft_natural_compare (const char *a, const char *b);
/* For arrays of char *. */
int weft_natural_compare_pointers (gconstpointer a, gconstpointer b);
