/* like: a set that has the fields of another one, of samples that a network is asked about */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/data/dataset.h"

/* What such a sample is called, and how large its picture was before it was brought to the size of
 * those that were learnt from (0: it is none). */
typedef struct
{
  char *name;
  int width, height;
} WeftAskedSample;

/* WeftAskedSample; transfer full. */
GArray *weft_asked_samples_new (void);
/* A field that says the same as the other one; its shape and numbers are the caller's. */
WeftField *weft_like_add_field (WeftDataset *dataset, const WeftField *like);
/* A field of one sample, which is that one of the other field; the dataset has one sample. Fails
 * for want of memory. */
gboolean weft_like_add_sample (WeftDataset *dataset, const WeftField *like, gint64 sample,
                               GError **error);
/* The samples of n sets of one each, all with the same fields, none of which has steps. Fails for
 * want of memory. */
gboolean weft_like_join (WeftDataset *dataset, WeftDataset *const *ones, guint n, GError **error);
/* The fields that are still missing, which say nothing, then all of them in the order of the other
 * set, and weft_dataset_finish. */
gboolean weft_like_finish (WeftDataset *dataset, const WeftDataset *like, GError **error);
