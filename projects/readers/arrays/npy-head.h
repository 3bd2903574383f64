/* npy-head: what the head of a .npy file says, which is written as Python writes a dictionary */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#define WEFT_NPY_RANK 8

typedef struct
{
  char type[16]; /* "<f8"; "": records, which have a list in its place */
  gboolean is_fortran;
  int rank;
  gint64 dims[WEFT_NPY_RANK];
} WeftNpyHead;

/* text: with a zero byte at its end. FALSE: it is none, or has more axes. */
gboolean weft_npy_head_parse (WeftNpyHead *head, const char *text);
