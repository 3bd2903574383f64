/* json-scan: a text from anywhere, read strictly before the parser may see it
 *
 * json-glib 1.6 ends the process on deep nesting, lets the second of two equal keys win and turns
 * 1e999 into infinity. What passes here can do none of that: RFC 8259 to the letter, at most 4 MB
 * and 32 deep, valid UTF-8, no NUL, no key twice in an object, numbers finite, whole numbers within
 * ±2⁵³. A byte order mark at the start is allowed. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#define WEFT_JSON_MAX_BYTES (4 * 1024 * 1024)
#define WEFT_JSON_MAX_DEPTH 32

/* length −1: ends with NUL. WEFT_ERROR_INVALID with line and column. Any thread. */
gboolean weft_json_scan (const char *text, gssize length, GError **error);
/* Scans, then parses; transfer full. */
JsonNode *weft_json_parse (const char *text, gssize length, GError **error);
