/* table: a CSV or TSV file as rows of cells (RFC 4180, and what spreadsheets make of it) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "projects/readers/tables/fields.h"

typedef enum
{
  WEFT_MADE_OF_ROWS,
  WEFT_MADE_OF_JSON,
  WEFT_MADE_OF_TAGGED_LINES,
  WEFT_MADE_OF_ARFF,
} WeftTableMade;

typedef struct
{
  char *file;           /* its name, for messages */
  const char *encoding; /* static */
  char separator;       /* , ; tab | or any number of spaces */
  gboolean has_header;
  guint n_header;          /* its rows: 0, 1, or 2 where the names are written in two */
  WeftTableMade made_of;   /* what is no table by itself has names of its own */
  gboolean decimal_comma;  /* numbers are written 5,1 */
  guint repeats;           /* the first line in which a header of one row comes again; 0: none */
  guint n_remarks;         /* lines above and below the table, which are passed over */
  guint n_columns, n_rows; /* rows without the header */
  char **names;            /* n_columns, all different; without a header A, B, C … */
  char **renamed;          /* NULL-terminated: those that got a number behind, as they are now;
                              nullable */
  char **cells;            /* n_rows × n_columns, trimmed; into text */
  guint *lines;            /* n_rows: the line in the file where a row begins, from 1 */
  char *text;
} WeftTable;

gboolean weft_table_is_name (const char *name); /* ends as a table does */
/* The same, or a list of JSON records, which its beginning says. */
gboolean weft_table_is_file (const char *path);
void weft_table_add_endings (GPtrArray *list);                 /* input.h */
WeftTable *weft_table_read (const char *path, GError **error); /* transfer full */
/* The same of its text (transfer full), which is encoding's. */
WeftTable *weft_table_parse (const char *path, char *text, const char *encoding, GError **error);
void weft_table_free (WeftTable *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftTable, weft_table_free)
#define weft_table_cell(table, row, column)                                                        \
  ((table)->cells[(gsize) (row) * (table)->n_columns + (column)])
/* −1 when there is none; whatever the case, and whether spaces or underscores are between words. */
int weft_table_find_column (const WeftTable *table, const char *name);
/* Whatever the case of ASCII letters. */
gboolean weft_cell_is_one_of (const char *cell, const char *const *words, gsize n);
/* "", NA, N/A, ?, null, NaN, - and the like. */
gboolean weft_cell_is_missing (const char *cell);
/* None, missing, unknown and the like: nothing among numbers; among words a word like any other. */
gboolean weft_cell_is_absent_number (const char *cell);
/* The steps of reading one. Finds the separator, which may stand in a first line of its own, as
 * Excel writes "sep=;", and passes over remarks; returns where the records begin, *line (from 1) in
 * the file. */
char *weft_table_begin (WeftTable *table, char *text, guint *line);
/* The rows of a text, unquoted in place, in the room of those that the table had; goes_on
 * (nullable) says before each record whether it is to be read. */
typedef gboolean (*WeftGoesOn) (const WeftFields *fields, gconstpointer user);
gboolean weft_table_take_rows (WeftTable *table, WeftFields *fields, WeftGoesOn goes_on,
                               gconstpointer user, GError **error);
/* Whether the first rows make a table; names its columns. */
gboolean weft_table_settle (WeftTable *table, GError **error);
/* Without the rows of the header. */
void weft_table_drop_header (WeftTable *table);
/* Without the rows in which the names come again, as in files that were put behind each other. */
void weft_table_drop_repeats (WeftTable *table);
/* Finds out whether the first row is a header, takes it off and names the columns (header.c). */
void weft_table_name_columns (WeftTable *table);
/* 3,14 beside 2.71: whichever stands there. */
#define WEFT_DECIMAL_EITHER '?'
/* decimal: '.' or ',' or WEFT_DECIMAL_EITHER; group: what may stand between thousands, 0 for
 * nothing, ' ' for any space, ' for an apostrophe. A number too large for a float is INFINITY. */
gboolean weft_cell_parse_number (const char *cell, char decimal, char group, double *number);
/* The most usual form, in no time: digits, with a point or without. */
typedef enum
{
  WEFT_PLAIN_NOT, /* it may be a number in another form */
  WEFT_PLAIN_WHOLE,
  WEFT_PLAIN_POINT,
} WeftPlain;

WeftPlain weft_cell_parse_plain (const char *cell, double *number);
/* Also 12.5 %, $3, 3 €, 0.5 kg, 12万, whose sign goes to *unit (static or the end of the cell,
 * NULL: none), and inf. */
gboolean weft_cell_parse_amount (const char *cell, char decimal, char group, double *number,
                                 const char **unit);
/* Digits that are a name and no number: 01067, or more of them than a number holds. */
gboolean weft_cell_is_code (const char *cell);
/* In place: no spaces around, no-break ones plain, zero-width ones gone; numbers of wide digits in
 * plain ones. Returns cell. */
char *weft_cell_tidy (char *cell);
/* A WeftPart + 1 of train, validation, test and what else they are called; 0: no such word. */
guint8 weft_cell_parse_part (const char *cell);
