/* text-file: bytes of a text file in whatever encoding, as UTF-8 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* UTF-8 and UTF-16 with or without a mark, GB18030, else Windows-1252, as Excel writes them.
 * encoding: the name of what was found, static. WEFT_ERROR_INVALID when it is no text; the message
 * says nothing of the file. transfer full. */
char *weft_text_decode (const char *bytes, gsize length, const char **encoding, GError **error);
