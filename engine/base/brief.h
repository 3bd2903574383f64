/* brief: a text that a stranger wrote, as it may be shown
 *
 * A name, a label, a key or a path from a file can be long, cut within a character, or hold what
 * moves a terminal's cursor or turns the direction of writing. Whatever quotes or draws one uses
 * this. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

enum
{
  WEFT_BRIEF_QUOTE = 60,  /* characters of a stranger's text within a sentence */
  WEFT_BRIEF_NAME = 80,   /* of a name that is drawn or stands in a control */
  WEFT_BRIEF_LINE = 200,  /* of one line of text on a plot or on the canvas */
  WEFT_BRIEF_PAGE = 2000, /* of several lines */
  WEFT_BRIEF_PATH = 400,  /* of a path within a sentence, or of a sentence that quotes several */
};

/* Valid UTF-8 of at most n characters; "…" is the last one when there were more. Control characters
 * and those that change the direction of writing stand as escapes ("\n", "\u001b", each counted as
 * it is written), bytes that are no UTF-8 as U+FFFD. NULL gives "". Transfer full; any thread. */
char *weft_brief (const char *text, int n);
/* The whole text for a terminal: the same escapes, but ends of lines, tabs and a carriage return
 * that begins the text stay. Transfer full; any thread. */
char *weft_brief_for_terminal (const char *text);
/* A sentence with each word in it of at most n characters, "…" the last one of those that were
 * longer, whatever language they are in. A word is what has neither spaces nor punctuation but "-",
 * "_" and "." in it: folders of a path are words of their own. Transfer full; any thread. */
char *weft_brief_words (const char *text, int n);
/* Whether a JSON text or a terminal must not have the character as it is. */
gboolean weft_brief_is_hidden (gunichar c);
