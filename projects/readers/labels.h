/* labels: what is said of each sample in words: its class, and what it is for */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/data/dataset.h"

/* The different ones of those words (const char *), borrowed, in natural order; transfer full. */
GPtrArray *weft_labels_find (const GPtrArray *words);
/* Adds the field y: of each sample the class that its word names. title: nullable. */
gboolean weft_labels_give (WeftDataset *dataset, const GPtrArray *words, const char *title,
                           GError **error);
/* A class for each different number of a field of whole ones (int64), in their order: they need not
 * begin at 0 nor be without gaps. */
gboolean weft_labels_number (WeftField *field, gint64 count, GError **error);
/* Adds the parts, WeftPart + 1 or 0 of each sample. What is for training stays free unless
 * something is for validation: that is then drawn from it. */
gboolean weft_labels_give_parts (WeftDataset *dataset, const guint8 *parts, GError **error);
/* The first of n names for a sentence; transfer full. */
char *weft_labels_dup_list (char *const *names, guint n);
