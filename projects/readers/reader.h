/* reader: a user's own file or folder read into a data set
 *
 * One budget of bytes for a read, every length checked, no path followed from inside a file. What
 * was decided (separator, encoding, decimal comma, missing values, which column is the target and
 * whether it is a class) stands in the data set's notes, in the user's language. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/data/dataset.h"
#include "projects/readers/tables/columns.h"

/* A folder of pictures with what is said of each (boxes in a table, COCO JSON or Pascal VOC XML; a
 * class or a number in a table; masks, or what each is to become, in a folder beside), or the file
 * that says it, a CSV or TSV file, the images file of an IDX pair (labels and the test pair are
 * found by the usual names, gzip or not), a picture sheet (PNG, JPEG) with its index beside it, or
 * a folder with a folder of pictures for each class; from a pipe or "-" (standard input) a table.
 * target: a column of a table, NULL: as the reader thinks best. Any thread. */
WeftDataset *weft_reader_read (const char *path, const char *target, GError **error);
/* The same, read as asked for (nullable). *columns, where the data is a table: what was made of
 * each column; of a sheet of pictures: those of its index; of a folder of pictures: what was left
 * out; nullable, transfer full, else NULL. What
 * asks for columns of data that has none is an error. */
WeftDataset *weft_reader_read_as (const char *path, const WeftReadOptions *options,
                                  WeftColumns **columns, GError **error);
/* The table that a path is, or the only one in a folder; transfer full; NULL: other data. */
char *weft_reader_find_table (const char *path);
/* How the names of files end that can be read, lower case: ".csv", "-ubyte"; static strings,
 * transfer container. */
GPtrArray *weft_reader_list_endings (void);
/* A pair whose names are not the usual ones; the test pair nullable. */
WeftDataset *weft_reader_read_idx (const char *images, const char *labels, const char *test_images,
                                   const char *test_labels, GError **error);
