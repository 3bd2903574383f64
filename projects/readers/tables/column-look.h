/* column-look: what the cells of a column look like, row after row, before it is known what it
 * holds
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "projects/readers/tables/columns.h"
#include "projects/readers/tables/date.h"
#include "projects/readers/tables/table.h"

/* How numbers may be written. */
typedef struct
{
  char decimal, group;
} WeftNotation;

#define WEFT_N_NOTATIONS 7

/* Of the first cells that are no plain numbers: how many words they have, and how many of them
 * differ. */
typedef struct
{
  guint cells, words;
  GHashTable *seen; /* of hashes; nullable */
} WeftLookWords;

/* What the column is if its numbers are written so. */
typedef struct
{
  WeftNotation notation; /* decimal 0: there is no such one */
  guint numbers;         /* cells that are numbers */
  char *unit;            /* of the first; nullable */
  char *odd;             /* the first cell that is neither a number nor says that there is none */
  guint odd_line;
} WeftReckoning;

/* What the column is if its dates are written so. */
typedef struct
{
  guint misses; /* cells that are none, WEFT_DATE_NEVER: too many */
  char *odd;    /* the first of them */
  guint odd_line;
} WeftDateLook;

#define WEFT_DATE_NEVER G_MAXUINT

typedef struct
{
  WeftReadAs type;  /* asked for */
  WeftReadAs guess; /* what is made of it else, for what stands beside it; AUTO: by its cells */
  WeftReckoning reckonings[WEFT_N_NOTATIONS];
  guint missing, present;
  gboolean has_codes;
  WeftDateLook dates[2][WEFT_N_DATES]; /* [1]: or in a way that is clear, too (date.h) */
  char *examples[WEFT_COLUMN_EXAMPLES + 1];
  WeftLookWords words;
} WeftColumnLook;

void weft_column_look_begin (WeftColumnLook *look, const WeftTable *table);
void weft_column_look_at (WeftColumnLook *look, const WeftTable *rows, guint c);
void weft_column_look_clear (WeftColumnLook *look);
/* A bit for each type that the column can be read as. */
guint weft_column_look_types (const WeftColumnLook *look);
/* Whether its cells are sentences, in which words come again: a network can learn from them. */
gboolean weft_column_look_is_text (const WeftColumnLook *look);
/* The notation that explains most. */
const WeftReckoning *weft_column_look_best (const WeftColumnLook *look);
/* In which form all of them are dates, or all but a slip or two, the one that is asked for before
 * others; NULL: in none. *or_clear: or else in a way that is clear. */
const WeftDateLook *weft_column_look_date (const WeftColumnLook *look, WeftDateForm *form,
                                           gboolean *or_clear);
/* Whether all of them are dates of the form, or all but a slip or two. */
gboolean weft_column_look_fits (const WeftColumnLook *look, gboolean or_clear, WeftDateForm form);
