/* column: what a column of a table holds: numbers, words, or nothing */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/base/backed.h"
#include "projects/readers/tables/column-look.h"
#include "projects/readers/tables/columns.h"
#include "projects/readers/tables/date.h"
#include "projects/readers/tables/table.h"

typedef enum
{
  WEFT_COLUMN_EMPTY,
  WEFT_COLUMN_NUMBERS,
  WEFT_COLUMN_WORDS,
} WeftColumnKind;

/* How a feature is given to a network. */
typedef enum
{
  WEFT_GIVEN_NUMBER,  /* one of the numbers of x */
  WEFT_GIVEN_ONE_HOT, /* as many of them as it has words, each 0 or 1 */
  WEFT_GIVEN_CLASS,   /* a field of its own: which word it is (own-fields.h) */
  WEFT_GIVEN_TEXT,    /* one of its own, of tokens */
} WeftGiven;

typedef struct _WeftWords WeftWords;

typedef struct
{
  WeftColumnKind kind;
  WeftReadAs type;    /* as which it was asked to be read */
  WeftReadAs read_as; /* the same, or as which it is taken for what stands beside it */
  guint types;        /* a bit for each as which it can be */
  WeftGiven given;    /* once it is decided what it is for */
  gboolean is_text;   /* its words are sentences, in which words come again */
  char *slip;         /* nullable: why it is hardly a column of numbers, which it is read as */
  guint missing;
  double *numbers;          /* n_rows, NaN where missing; of numbers */
  WeftBacked *numbers_disk; /* nullable: they lie there; whoever walks over them says so with
                               weft_column_touch */
  int *indices;             /* n_rows: into values, −1 where missing; NULL without values */
  WeftBacked *indices_disk; /* nullable */
  gboolean is_whole;        /* all of them whole numbers */
  WeftNotation notation;
  char *unit;              /* %, $, kg …: left out of the numbers; nullable */
  gboolean is_owed;        /* some stand in brackets, as accountants write what is owed */
  WeftDateForm date;       /* of numbers that are days or hours */
  double day_0;            /* of days: the first, in days since 1970; numbers count from it */
  gboolean has_clear_date; /* of days: some are written otherwise, in a way that is clear */
  gboolean may_be_day; /* of days: written so that days and months can be taken for each other */
  guint beyond;        /* too large for a number, infinite, or none at all, so missing */
  char *beyond_cell;   /* the first of them */
  guint beyond_line;   /* where it stands */
  guint n_values;      /* distinct ones; of over four million numbers about so many */
  gboolean has_more;   /* of words: there are more than n_values, too many to be kept */
  char **values;       /* of words: the distinct ones in natural order; of whole numbers, when there
                          are at most WEFT_COLUMN_MAX_CLASSES or after weft_column_make_classes: as
                          text */
  double mean_length;  /* of words: characters */
  char *examples[WEFT_COLUMN_EXAMPLES + 1]; /* the first different cells that hold something */
  WeftWords *words;                         /* while it is filled */
} WeftColumn;

#define WEFT_COLUMN_MAX_CLASSES 20 /* whole numbers: up to so many are classes */

#define WEFT_COLUMN_MAX_CATEGORIES 50 /* words: up to so many are given as 0 or 1 each */
#define WEFT_COLUMN_MAX_WORDS 1000
#define WEFT_COLUMN_PIECE 16384 /* rows */

/* WEFT_ERROR_INVALID when nearly all cells are numbers and one is not: names its line. Of a table
 * that is there whole. */
gboolean weft_column_read (WeftColumn *column, const WeftTable *table, guint c, GError **error);
/* The same of a table of which only some rows are there at a time: what all of them look like says
 * what they hold, and a slip is said in `slip`, for somebody to be asked whether the column is
 * wanted, and as what; the error is that it cannot be read as was asked for. Then they are filled
 * in, from row `first` on each time; then it is finished. budget: bytes that the words of all
 * columns may take, which is used up; nullable. on_disk: much will be kept. */
gboolean weft_column_begin (WeftColumn *column, const WeftColumnLook *look, const WeftTable *table,
                            guint c, GError **error);
gboolean weft_column_allocate (WeftColumn *column, guint n_rows, gboolean on_disk, gssize *budget,
                               GError **error);
void weft_column_fill (WeftColumn *column, const WeftTable *rows, guint c, guint first);
void weft_column_finish (WeftColumn *column, guint n_rows);
void weft_column_clear (WeftColumn *column);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WeftColumn, weft_column_clear)
/* So many rows from `first` on are looked at now. */
void weft_column_touch_rows (const WeftColumn *column, guint first, guint n);
/* To be said of every row in a walk over all of them. */
static inline void
weft_column_touch (const WeftColumn *column, guint row)
{
  if (row % WEFT_COLUMN_PIECE == 0 && (column->numbers_disk || column->indices_disk))
    weft_column_touch_rows (column, row, WEFT_COLUMN_PIECE);
}
/* Of the numbers in the rows whose bit is set, the lowest of a byte first; 0 when there are none.
 */
double weft_column_median (const WeftColumn *column, const guint8 *rows, guint n_rows);
/* How many different numbers; the first WEFT_COLUMN_MAX_WORDS at most go to `few`, in order, and
 * *n_few is 0 when there are more. */
guint weft_column_count_values (const WeftColumn *column, guint n_rows, double *few, guint *n_few);
/* How many rows have each of its values; transfer full. */
guint *weft_column_count_rows (const WeftColumn *column, guint n_rows);
/* Gives numbers their values and indices, where they are few enough to be told apart. */
void weft_column_make_classes (WeftColumn *column, guint n_rows);
/* What words are that differ in nothing but capital letters and spaces: one for all of them.
 * Transfer full. */
char *weft_word_fold (const char *word);
/* The first two of n words for which it is the same, short; FALSE: there are none. Transfer full.
 */
gboolean weft_words_find_alike (char *const *words, guint n, char **one, char **two);
/* Such words become one, written as most of them are. */
void weft_column_merge (WeftColumn *column, guint n_rows);
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
