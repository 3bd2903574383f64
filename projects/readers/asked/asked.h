/* asked: what a trained network is asked, read as its own data were */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/data/like.h"

typedef struct
{
  const char *name; /* of a field; NULL: what a sample is shown by */
  const char *path;
  const char *text; /* what a file would hold, where there is none: one text; path is NULL then */
} WeftAskedInput;

/* A set of the same fields, words and rates as `like`; what is to be predicted is there, but says
 * nothing. Of each input, by its kind: texts, a text file, a line each, or a table with the column
 * of their title; recordings or pictures, a file or a folder of them; numbers, a table with the
 * columns that they came from, of which a series takes every window of rows, named by the line of
 * its last; baskets, lists of things as they are learnt from; a category, a table with the column
 * of its title; and anything as an array of NumPy's, .npy. Where texts and categories were columns
 * beside numbers one table has them all. All inputs have as many samples. samples:
 * (WeftAskedSample) what each is called, transfer full. WEFT_ERROR_UNSUPPORTED: what is of such a
 * kind can be asked as an array only. */
WeftDataset *weft_asked_read (const WeftDataset *like, const WeftAskedInput *inputs, guint n,
                              GArray **samples, GError **error);
