/* reading: a table in the making: what its columns hold and what each of them is for */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "projects/readers/notes.h"
#include "projects/readers/tables/column.h"
#include "projects/readers/tables/ratings.h"
#include "projects/readers/tables/table-scan.h"
#include "projects/readers/tables/tags.h"

typedef struct
{
  const WeftTable *table; /* what is said of all of it; its rows are those that were read last */
  WeftTableScan *scan;
  guint n_rows;
  WeftColumn *columns; /* of the table */
  WeftColumnRole *roles;
  char **reasons; /* of each column: why it is left out, or what to look at; NULL: nothing to say */
  guint target;   /* the column; of several the first */
  GArray *targets; /* guint: all of them */
  WeftTags tags;   /* where its cells hold several labels each; else without names */
  WeftTask task;   /* which it is once that is decided, no longer AUTO */
  WeftRatings ratings;
  gboolean is_series; /* it is to be cut into windows: everything is a number of x */
  WeftNotes *notes;   /* in the order of deciding */
  char **cures;       /* of them, as a data set keeps them; nullable */
} WeftReading;

/* Reads the table and its columns: twice where it is not held whole, once for what they hold and
 * once for what stands there, as the types in options say (nullable). The zeroed reading is cleared
 * whatever comes of it. */
gboolean weft_reading_begin (WeftReading *reading, const char *path, const WeftReadOptions *options,
                             GError **error);
void weft_reading_clear (WeftReading *reading);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WeftReading, weft_reading_clear)
/* Gives every column its role. options: nullable. Without a target that works the error says so,
 * and the roles are those that the columns would have beside it. */
gboolean weft_reading_decide (WeftReading *reading, const WeftReadOptions *options, GError **error);
/* The column of that name, or −1 with an error that lists those that are there. */
int weft_reading_find (const WeftReading *reading, const char *name, GError **error);
/* reading-parts.c: gives the column that is asked for the role of saying what trains and tests. */
gboolean weft_reading_heed_parts (WeftReading *reading, const WeftReadOptions *options,
                                  GError **error);
gboolean weft_reading_says_parts (WeftColumnRole role);
/* Whether the column could say so in that role. */
gboolean weft_reading_may_say_parts (const WeftReading *reading, guint c, WeftColumnRole role);
/* Says why of a column, in a note and as its reason. */
void weft_reading_explain (WeftReading *reading, guint c, const char *format, ...)
    G_GNUC_PRINTF (3, 4);
/* That option, for that column, would make the last note needless. */
void weft_reading_cure (WeftReading *reading, const char *option, guint c);
/* column-notes.c: how its numbers were written, and what about it is odd. */
void weft_reading_note_column (WeftReading *reading, guint c);
/* That its lists are taken as a whole, unless their entries are what is predicted. */
void weft_reading_note_lists (WeftReading *reading, guint c);
/* reading-target.c: the column that is asked for, or guessed, gets that role, and the reading its
 * task. */
gboolean weft_reading_find_target (WeftReading *reading, const WeftReadOptions *options,
                                   GError **error);
/* Whether the values of the column are few enough to tell apart. */
gboolean weft_reading_may_be_class (const WeftReading *reading, guint c);
/* Whether its cells hold several labels each. */
gboolean weft_reading_may_be_labels (const WeftReading *reading, guint c);
guint weft_reading_count (const WeftReading *reading, WeftColumnRole role);
/* reading-words.c: whether there is a way to give it to a network. */
gboolean weft_reading_may_be_feature (const WeftReading *reading, guint c);
/* Says of each column of words how it is given, or leaves it out. kept: as below. */
void weft_reading_give_words (WeftReading *reading, const gboolean *kept);
/* Leaves out, or points at, what tells a network nothing or everything (telltale.c). kept: a flag
 * for each column that somebody wants whatever is thought of it. */
void weft_reading_leave_out (WeftReading *reading, const gboolean *kept);
/* What holds of a column whatever it is for. */
void weft_column_describe (const WeftColumn *column, const char *name, guint n_rows,
                           WeftColumnInfo *info);
/* What the reader made of it, for people; problem: nullable. transfer full. */
WeftColumns *weft_reading_dup_columns (const WeftReading *reading, const char *problem);
