/* unknown: the word that stands for all those which a vocabulary does not have */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/data/field.h"

#define WEFT_UNKNOWN "�"

gboolean weft_field_is_unknown (const WeftField *field, gint64 token);
/* Its token, which is read and never said; −1: the field has none. */
gint64 weft_field_find_unknown (const WeftField *field);
/* The one of n words, by number, that is the likeliest of those that can be said. */
gint64 weft_field_choose_word (const WeftField *field, const float *scores, gint64 n);
