/* find: how well words fit what somebody types: English, Chinese, pinyin or initials */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* The smaller the better; −1: does not fit. Every word typed has to be found. names: what it is
 * called, ends with NULL; terms: other words, nullable. First comes what is called so, then whose
 * name begins so, then who has it as a word of its own, and last what only contains it; in each
 * step names before terms. An empty query fits everything alike. */
int weft_find_score (const char *query, const char *const *names, const char *terms);
