/* columns: what a reader understood of each column of a table, before anything is made of it
 *
 * The list that a person looks through: what a column holds, what it is good for and why, and how
 * all of that is asked for otherwise. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

typedef enum
{
  WEFT_COLUMN_ROLE_FEATURE, /* predicted from */
  WEFT_COLUMN_ROLE_TARGET,  /* predicted */
  WEFT_COLUMN_ROLE_SPLIT,   /* says which rows train, validate and test */
  WEFT_COLUMN_ROLE_GROUP,   /* rows with the same value in it stay together in one of these parts */
  WEFT_COLUMN_ROLE_TIME,    /* the rows that come last in it test, those before them validate */
  WEFT_COLUMN_ROLE_LEFT_OUT,
  WEFT_N_COLUMN_ROLES,
} WeftColumnRole;

typedef enum
{
  WEFT_TASK_AUTO, /* words and few whole numbers are classes */
  WEFT_TASK_NUMBER,
  WEFT_TASK_CLASS,
  WEFT_TASK_LABELS, /* a yes or no each: several in a cell, or several columns */
  WEFT_N_TASKS,
} WeftTask;

typedef enum
{
  WEFT_HOLDS_NOTHING,
  WEFT_HOLDS_NUMBERS,
  WEFT_HOLDS_DATES, /* or times of day: given as numbers */
  WEFT_HOLDS_CATEGORIES,
  WEFT_HOLDS_TEXT, /* words that hardly repeat */
  WEFT_N_HOLDS,
} WeftHolds;

/* As what a column is asked to be read. */
typedef enum
{
  WEFT_AS_AUTO,
  WEFT_AS_NUMBER,      /* what is none is missing */
  WEFT_AS_CATEGORY,    /* codes that only look like numbers */
  WEFT_AS_DAY_FIRST,   /* 3.4.2020 is in April */
  WEFT_AS_MONTH_FIRST, /* in March */
  WEFT_AS_ONE_HOT,     /* categories, a number of 0 or 1 for each, however many */
  WEFT_AS_EMBEDDING,   /* categories, the number of each, however few */
  WEFT_AS_TEXT,        /* tokens, however short */
  WEFT_N_AS,
} WeftReadAs;

/* A bit for each that takes a column for words, whatever they look like. */
#define WEFT_AS_WORDS                                                                              \
  (1u << WEFT_AS_CATEGORY | 1u << WEFT_AS_ONE_HOT | 1u << WEFT_AS_EMBEDDING | 1u << WEFT_AS_TEXT)

#define WEFT_COLUMN_EXAMPLES 3

typedef struct
{
  char *name;
  WeftHolds holds;
  WeftColumnRole role;
  char *reason; /* a sentence: why it is left out, or, of a feature, what to look at; nullable */
  gboolean may_be[WEFT_N_COLUMN_ROLES];                /* what else it is good for */
  gboolean may_be_number, may_be_class, may_be_labels; /* as a target; FALSE all: it cannot be
                                                          predicted */
  guint types;     /* a bit for each WeftReadAs that it can be read as, too */
  WeftReadAs type; /* as which it was read */
  guint missing;   /* rows */
  guint values;    /* different ones */
  char *examples[WEFT_COLUMN_EXAMPLES + 1]; /* the first different ones, short; NULL-terminated */
} WeftColumnInfo;

typedef struct
{
  char *file; /* its name */
  guint n_rows, n_columns;
  WeftColumnInfo *columns; /* n_columns, as in the file */
  WeftTask task;           /* NUMBER or CLASS: how the target is predicted */
  char **notes;            /* sentences about the file and about what was decided; nullable */
  GPtrArray *told;         /* WeftTold (told.h): what was made of what may be asked for; nullable */
  GPtrArray *left_out; /* WeftLeftOut; of a folder of pictures, which has no columns; nullable */
  char *problem;       /* why no data set comes of this choice, with the cure; nullable */
} WeftColumns;

/* How a table is to be read. Zeroed: as the reader thinks best. Names are found whatever the case;
 * one that is not there is an error that lists those that are. Not owned. */
typedef struct
{
  const char *target; /* a column, or several between commas; NULL or "": one called label, class,
                         target …, else the last */
  WeftTask task;
  const char *group; /* a column, such as of persons: WEFT_COLUMN_ROLE_GROUP; NULL or "": none */
  const char *part;  /* a column whose words say what trains and tests: WEFT_COLUMN_ROLE_SPLIT */
  const char *time;  /* a column in whose order the rows were made: WEFT_COLUMN_ROLE_TIME */
  const char *const *keep;      /* NULL-terminated: features, whatever the reader thinks */
  const char *const *leave_out; /* NULL-terminated: not to be looked at */
  const char
      *unit; /* of texts: "word", "character", "byte-pair", "n-gram"; NULL or "": as it fits */
  const char *vocabulary; /* of texts: at most so many words or pieces, as a number; nullable */
  const char *encoding;   /* of texts and tables: "gb18030"; NULL or "": as it seems */
  const char *rate;       /* of recordings: numbers a second; NULL or "": as most of them have it */
  const char *channels;   /* of recordings: "mono", mixed into one, or "keep"; NULL or "": mono */
  const char *horizon, *window; /* rows that are predicted, and that are looked at for it: the table
                                   is a series (time-series.h); NULL or "": it is none */
  const char *const *types;     /* NULL-terminated: "COLUMN=TYPE" */
  const char *const *merge; /* NULL-terminated: columns in which words that differ in nothing but
                               capital letters and spaces are one */
  const char *copies;       /* what becomes of samples that are the same or nearly so: "drop",
                               "drop-near", "together"; NULL: the same ones stay in one part */
  const char *totals;       /* what becomes of the last row: "drop"; NULL: it is one like others */
  gboolean is_known; /* the program's own: nothing odd is looked for in it, which takes long */
} WeftReadOptions;

/* Looks at a CSV or TSV file without making a data set; options nullable; transfer full. NULL:
 * WEFT_ERROR_UNSUPPORTED when it is another kind of data (pictures, IDX), which has no columns to
 * choose from; else what weft_reader_read would say of a file that is no sound table. A choice that
 * cannot work is no error but `problem`, so that another one can be made. Any thread. */
WeftColumns *weft_columns_read (const char *path, const WeftReadOptions *options, GError **error);
void weft_columns_free (WeftColumns *columns);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftColumns, weft_columns_free)

const char *weft_column_role_get_id (WeftColumnRole role); /* "feature", "target", "split", "group",
                                               "time", "left-out" */
const char *weft_column_role_get_title (WeftColumnRole role); /* translated */
const char *weft_task_get_id (WeftTask task);              /* "auto", "number", "class", "labels" */
gboolean weft_task_parse (const char *id, WeftTask *task); /* not "auto" */
const char *weft_read_as_get_id (WeftReadAs type);         /* "number", "category" … */
const char *weft_read_as_get_title (WeftReadAs type);      /* translated */
const char *weft_holds_get_id (WeftHolds holds); /* "number", "date", "category", "text", "empty" */
const char *weft_holds_get_title (WeftHolds holds); /* translated */
