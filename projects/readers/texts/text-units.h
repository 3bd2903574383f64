/* text-units: a text cut into words or characters */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

typedef enum
{
  WEFT_UNIT_WORDS,      /* letters and digits that stand together; other signs, and characters of
                           scripts that put no spaces between words, by themselves */
  WEFT_UNIT_SPACED,     /* what stands between spaces, as it is */
  WEFT_UNIT_CHARACTERS, /* every one, spaces too */
  WEFT_UNIT_PIECES,     /* what may be cut into pieces (text-pieces.h): words with the space before
                           them, other signs, runs of scripts without spaces */
  WEFT_UNIT_GROUPS, /* of each word all signs of 3 to 5 that stand together, its ends, ‹ and ›,
                       among them (Bojanowski et al. 2017); of 2 and 3 in scripts without spaces */
  WEFT_N_UNITS,
} WeftTextUnit;

typedef void (*WeftUnitFunc) (const char *unit, gsize length, gpointer user);

/* Calls take for each unit, in order; length in bytes. text: valid UTF-8. */
void weft_text_units (const char *text, WeftTextUnit unit, WeftUnitFunc take, gpointer user);
/* What a word begins with where it is read in groups of signs. */
#define WEFT_TEXT_GROUP_BEGIN "‹"
extern const char *const weft_text_unit_ids[]; /* NULL-terminated, as they are parsed */
const char *weft_text_unit_get_id (WeftTextUnit unit);
/* "word", "character", "byte-pair" or "n-gram"; FALSE: it is none. */
gboolean weft_text_unit_parse (const char *id, WeftTextUnit *unit);
/* How many there are. */
guint weft_text_count_units (const char *text, WeftTextUnit unit);
/* Of Han, kana, Thai and the like. */
gboolean weft_text_is_unspaced (gunichar c);
