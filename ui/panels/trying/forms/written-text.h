/* written-text: a sample of tokens as somebody would have written it, lines and words whole */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/data/field.h"

/* field: of tokens that have words. Transfer full. */
char *weft_written_dup (const WeftField *field, gint64 sample);
/* The escapes of a text of signs become what they stand for, "\\n" a new line. Transfer full. */
char *weft_written_dup_plain (const WeftField *field, const char *text);
