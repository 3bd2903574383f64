/* source: a row of the data-source table: the sets that the engine makes itself */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/data/dataset.h"
#include "engine/param/param.h"

/* The data node's parameters (engine/layers/data.c reads them from here). */
typedef struct
{
  const char *source; /* "random", a row's id, a shipped set's name, "file" */
  const char *name, *sha256; /* of "file" */
  WeftDims shape;     /* of random */
  int count;          /* 0: batch_size (random) or 1000 */
  int target;         /* 0 class, 1 real, 2 binary (random); which column: target_column */
  int classes;
  WeftDims target_shape;
  double low, high;
  double noise;
  WeftReals split;
  gboolean split_is_set;
  int split_seed;
  gboolean standardize;
} WeftDataParams;

typedef struct
{
  const char *id;
  const char *title; /* N_ () */
  gboolean is_points;
  WeftDataset *(*make) (const WeftDataParams *params, guint64 seed, GError **error);
} WeftSource;

const WeftSource *weft_source_find (const char *id); /* nullable */
const WeftSource *const *weft_sources (guint *n);
