/* reader-row: a row of the readers, each in a file of its own (rows/readers.def), asked in their
 * order
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "projects/readers/reader.h"

typedef enum
{
  WEFT_BEGINS_NOTHING,
  WEFT_BEGINS_IF_ALONE, /* a table: other data may have it for an index */
  WEFT_BEGINS_DATA,
} WeftBegins;

typedef struct
{
  const char *id;
  const char *what;     /* N_ (): "a CSV or TSV table"; NULL: it only says why it reads nothing */
  gboolean has_columns; /* of which one can be chosen to be predicted */
  gboolean takes_streams;
  gboolean reads_inner; /* of a folder it reads the one file in it, as that file's reader does */
  /* How the names of its files end, for who chooses one; NULL: it takes folders. */
  void (*add_endings) (GPtrArray *list);
  /* By the name of the file or folder and what lies beside it. */
  gboolean (*takes) (const char *path);
  /* By the first 64 KB of a file that none takes by its name; nullable. */
  gboolean (*knows) (const char *bytes, gsize length);
  /* Whether it is what the data of the folder in which it lies begins with; nullable. */
  WeftBegins (*begins) (const char *path);
  WeftDataset *(*read) (const char *path, const WeftReadOptions *options, WeftColumns **columns,
                        GError **error);
} WeftReader;

#define READER(id) extern const WeftReader weft_reader_##id;
#include "projects/readers/rows/readers.def"
#undef READER

/* Whichever reader's it is. options not NULL. */
WeftDataset *weft_readers_read (const char *path, const WeftReadOptions *options,
                                WeftColumns **columns, GError **error);
/* The one thing in a folder that data begins with; NULL when there is none or more than one.
 * Transfer full. */
char *weft_readers_find_only (const char *folder);
