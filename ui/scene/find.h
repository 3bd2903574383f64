/* find: how well words fit what somebody types: English, Chinese, pinyin or initials */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* The smaller the better; −1: does not fit. Every word typed has to be found. title: what is shown;
 * more: other words, nullable. An empty query fits everything alike. */
int weft_find_score (const char *query, const char *title, const char *more);
