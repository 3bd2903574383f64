/* ratings: a table that says how much somebody likes something */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/data/dataset.h"
#include "projects/readers/notes.h"
#include "projects/readers/tables/column.h"

/* Columns; −1: there is none. */
typedef struct
{
  int who, what, rating;
  int when;       /* of a table that holds nothing else */
  gboolean alone; /* there is nothing beside these */
} WeftRatings;

/* By what the columns are called, or, where they have no names, by what the rows look like that are
 * there now; who, what and rating are there, or none of them. */
void weft_ratings_find (WeftRatings *ratings, const WeftTable *table);
/* Says how far off each thing's mean is in what tests, of the set's numbers y. rows: of its
 * samples; nullable. what: the column of the things, name: what it is called. */
void weft_ratings_note (const WeftColumn *what, const char *name, const guint32 *rows,
                        const WeftDataset *dataset, const WeftSplit *split, WeftNotes *notes);
