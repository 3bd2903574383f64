/* sentence: what is said to people, with its numbers in the language's form, which printf cannot
 * write */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <stdarg.h>

/* A format of printf with at most eight arguments, %s, %d, %u and %g with their lengths, which a
 * translation may name (%2$s). Transfer full; any thread. */
char *weft_sentence_write (const char *format, va_list arguments) G_GNUC_PRINTF (1, 0);
/* The same, as an error of WEFT_ERROR. */
void weft_sentence_set_error (GError **error, int code, const char *format, ...)
    G_GNUC_PRINTF (3, 4);
/* The same for what returns FALSE then: of what is not as it must be. */
#define weft_sentence_refuse(error, ...)                                                           \
  (weft_sentence_set_error (error, WEFT_ERROR_INVALID, __VA_ARGS__), FALSE)
/* What stands between the parts of a list: ", ", in Chinese "、". */
const char *weft_sentence_get_comma (void);
