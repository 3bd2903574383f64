/* kept-samples: samples that somebody gave by hand, as the text that a data node keeps beside its
 * set
 *
 * Samples stand between semicolons, in each of them its fields: "x=0gAAgQ== y=3". Of a class its
 * number is written; of all else the numbers as they lie in memory, little-endian, packed (runs of
 * equal bytes, as in TIFF's PackBits) and in base64; of tokens 32 bits each. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/data/dataset.h"

#define WEFT_KEPT_MOST (1 << 20) /* characters of such a text */

/* The one sample of that set behind those of the text; its fields are `like`'s. WEFT_ERROR_INVALID:
 * it has none of a field, or there is no room. Transfer full. Any thread. */
char *weft_kept_add (const char *text, const WeftDataset *like, const WeftDataset *sample,
                     GError **error);
guint weft_kept_count (const char *text);
char *weft_kept_remove (const char *text, guint i); /* transfer full */
/* gint64, the label y of each; −1: it is no class. Transfer full. */
GArray *weft_kept_list_classes (const char *text);
/* Without all samples of a class; those above it are one less then. Transfer full. */
char *weft_kept_remove_class (const char *text, gint64 class);
/* A set of the samples of `base` (whose count may be 0, with its fields and their shapes alone),
 * and behind them those of the text. part: what these are for, WeftPart + 1, or 0 where they are
 * dealt out like others. One that does not fit is left out, which a note then says. Any thread;
 * transfer full. */
WeftDataset *weft_kept_join (const WeftDataset *base, const char *text, guint8 part,
                             GError **error);
