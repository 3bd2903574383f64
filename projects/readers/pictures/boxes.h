/* boxes: boxes around things in pictures, as people's files give them, made a field of a data set
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/data/dataset.h"
#include "projects/readers/notes.h"
#include "projects/readers/tables/table.h"

/* One box, in pixels of its picture from the upper left corner. */
typedef struct
{
  guint32 picture; /* which sample it is in */
  guint32 class;
  double left, top, right, bottom;
} WeftBox;

typedef struct
{
  GArray *boxes;      /* WeftBox */
  GPtrArray *classes; /* char *, in the order in which they were met */
  GHashTable *known;  /* char * → number + 1 */
} WeftBoxes;

void weft_boxes_init (WeftBoxes *boxes);
void weft_boxes_clear (WeftBoxes *boxes);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WeftBoxes, weft_boxes_clear)
/* The number of that class, which is there from now on. */
guint32 weft_boxes_find_class (WeftBoxes *boxes, const char *name);
/* Adds the field “y”. sizes: width and height of each picture, of dataset->count pairs, or of all
 * when stride is 0. What reaches over an edge is cut there; what then has no size is left out and
 * counted in a note. Classes come in natural order. */
gboolean weft_boxes_fill (WeftBoxes *boxes, WeftDataset *dataset, const int *sizes, int stride,
                          WeftNotes *notes, GError **error);

/* Which columns of a table say what of a box; −1: none. */
typedef struct
{
  int picture, class, sides[4]; /* left, top, right, bottom */
  gboolean is_size;             /* the last two are width and height */
} WeftBoxColumns;

/* FALSE: it frames nothing. */
gboolean weft_box_columns_find (const WeftTable *table, WeftBoxColumns *columns);
/* The box of a row. Where the row has none, as of a picture without things, *is_none. FALSE: a cell
 * is no number; the error names its line. */
gboolean weft_box_columns_read (const WeftBoxColumns *columns, const WeftTable *table, guint row,
                                WeftBoxes *boxes, WeftBox *box, gboolean *is_none, GError **error);
