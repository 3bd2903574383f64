/* column: what a column of a table holds: numbers, words, or nothing */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "projects/readers/columns.h"
#include "projects/readers/date.h"
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
  const char *unit;    /* %, $, kg …: left out of the numbers; static or the table's, nullable */
  WeftDateForm date;   /* of numbers that are days or hours */
  double day_0;        /* of days: the first, in days since 1970; numbers count from it */
  gboolean has_year_first; /* of days: some are written so that the year stands first */
  gboolean may_be_day; /* of days: written so that days and months can be taken for each other */
  guint beyond;        /* too large for a number or infinite, so missing */
  guint beyond_row;    /* the first of them */
  guint n_values;      /* distinct ones */
  char **values;       /* of words: the distinct ones in natural order, borrowed from the table; of
                          whole numbers, when there are at most WEFT_COLUMN_MAX_CLASSES or after
                          weft_column_make_classes: as text, owned */
  int *indices;        /* n_rows: into values, −1 where missing; NULL without values */
  double mean_length;  /* of words: characters */
} WeftColumn;

#define WEFT_COLUMN_MAX_CLASSES 20 /* whole numbers: up to so many are classes */

#define WEFT_COLUMN_MAX_CATEGORIES 50 /* words: up to so many are given as 0 or 1 each */
#define WEFT_COLUMN_MAX_WORDS 1000

/* WEFT_ERROR_INVALID when nearly all cells are numbers and one is not: names its line. */
gboolean weft_column_read (WeftColumn *column, const WeftTable *table, guint c, GError **error);
void weft_column_clear (WeftColumn *column);
/* Of the numbers in those rows; rows NULL: 0 to n − 1. 0 when there are none. */
double weft_column_median (const WeftColumn *column, const guint32 *rows, guint n);
/* Gives numbers their values and indices, however many they are. */
void weft_column_make_classes (WeftColumn *column, guint n_rows);
/* Words of which there are two, one of them a yes and one its no, become 1 and 0; FALSE: they are
 * not such. */
gboolean weft_column_make_binary (WeftColumn *column, guint n_rows);
/* Row numbers: whole, each one more than the one before, from 0 or 1. */
gboolean weft_column_counts_rows (const WeftColumn *column, guint n_rows);
/* Whole sentences rather than words to choose from. */
gboolean weft_column_is_prose (const WeftColumn *column);
WeftHolds weft_column_holds (const WeftColumn *column, guint n_rows);
/* label, class, target, y, 标签 and the like: what is predicted when nothing is said. */
gboolean weft_column_is_target_name (const char *name);
