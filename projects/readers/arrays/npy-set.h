/* npy-set: which arrays belong together: those of a .npz file, or .npy files beside each other */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "projects/readers/arrays/npy-file.h"

/* Arrays of the same samples. */
typedef struct
{
  WeftNpy x, y;
  guint8 part; /* WeftPart + 1, 0: not said */
} WeftNpyPair;

typedef struct
{
  char *name;
  WeftNpyPair pairs[4]; /* by part; all of one form */
  guint n_pairs;
  gboolean is_table;  /* there is no y: the last column of x is it */
  char *y_name;       /* nullable */
  GPtrArray *ignored; /* char *: arrays that are for nothing */
} WeftNpySet;

gboolean weft_npy_is_name (const char *path);
void weft_npy_add_endings (GPtrArray *list); /* input.h */
/* target: the array that is to be predicted; NULL or "": by its name. */
gboolean weft_npy_set_open (WeftNpySet *set, const char *path, const char *target, GError **error);
void weft_npy_set_clear (WeftNpySet *set);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WeftNpySet, weft_npy_set_clear)
