/* column: what a column of a table holds: numbers, words, or nothing */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "projects/readers/table.h"

typedef enum
{
  WEFT_COLUMN_EMPTY,
  WEFT_COLUMN_NUMBERS,
  WEFT_COLUMN_WORDS,
} WeftColumnKind;

typedef struct
{
  WeftColumnKind kind;
  guint missing;
  double *numbers;     /* n_rows, NaN where missing; of numbers */
  gboolean is_whole;   /* all of them whole numbers */
  gboolean is_grouped; /* written with something between thousands */
  guint n_values;      /* distinct ones */
  char **values;       /* of words: the distinct ones in order, borrowed from the table; of whole
                          numbers, when there are at most WEFT_COLUMN_MAX_CLASSES: as text, owned */
  int *indices;        /* n_rows: into values, −1 where missing; NULL without values */
  double mean_length;  /* of words: characters */
} WeftColumn;

#define WEFT_COLUMN_MAX_CLASSES 20 /* whole numbers: up to so many are classes */

/* WEFT_ERROR_INVALID when nearly all cells are numbers and one is not: names its line. */
gboolean weft_column_read (WeftColumn *column, const WeftTable *table, guint c, GError **error);
void weft_column_clear (WeftColumn *column);
double weft_column_median (const WeftColumn *column, guint n_rows);
/* Row numbers: whole, each one more than the one before, from 0 or 1. */
gboolean weft_column_counts_rows (const WeftColumn *column, guint n_rows);
/* Whole sentences rather than words to choose from. */
gboolean weft_column_is_prose (const WeftColumn *column);
