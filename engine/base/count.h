/* count: whole numbers as people read them */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* "31,200": grouped as the language does it, never as the C locale; "−7" with a real minus sign.
 * Transfer full. */
char *weft_count_format (gint64 n);
