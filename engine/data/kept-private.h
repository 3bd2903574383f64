/* kept-private: how a kept sample is written */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/data/kept-samples.h"

gboolean weft_kept_is_class (const WeftField *field); /* its number is written */
gsize weft_kept_get_width (const WeftField *field);   /* bytes of a number in the text */
char **weft_kept_split (const char *text);            /* the samples; transfer full */
/* What is written there of a field; nullable; transfer full. */
char *weft_kept_dup_written (const char *sample, const char *field);
gint64 weft_kept_read_class (const char *sample, const char *field); /* −1: it is none */
