/* told: what is asked of the reading that goes on in this thread, and what was made of what may be
 * asked for
 *
 * So that what lies deep, such as an encoding that is guessed, need not be handed through
 * everything in between. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "projects/readers/tables/columns.h"

typedef struct
{
  char *option, *value; /* "unit", "word" */
} WeftTold;

typedef struct _WeftTelling WeftTelling;

/* The thread's own from here on; options (nullable) stay until its end. Tellings may lie within one
 * another. */
WeftTelling *weft_telling_begin (const WeftReadOptions *options);
/* What was told, WeftTold; transfer full. */
GPtrArray *weft_telling_end (WeftTelling *telling);
/* In place of what was told of that option before; nothing where nobody listens. */
void weft_tell (const char *option, const char *value);
void weft_tell_number (const char *option, gint64 value);
/* The encoding that is asked for, "gb18030"; nullable. */
const char *weft_telling_get_encoding (void);
/* Numbers a second that are asked for of recordings; nullable. */
const char *weft_telling_get_rate (void);
/* What becomes of a recording's channels, "keep"; nullable. */
const char *weft_telling_get_channels (void);
