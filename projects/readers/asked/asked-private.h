/* asked-private: what the readers of what a network is asked have in common; for asked*.c alone */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "projects/readers/asked/asked.h"
#include "projects/readers/tables/table.h"

typedef struct
{
  const WeftDataset *like;
  const WeftField *field; /* of like: what is read now */
  WeftDataset *dataset;
  GArray *samples;  /* WeftAskedSample, of the input that came first */
  const char *text; /* in the place of a file; nullable */
} WeftAsked;

/* Each adds the field, of dataset->count samples, which the first input sets: 0 until then. */
gboolean weft_asked_take_texts (WeftAsked *asked, const char *path, GError **error);
gboolean weft_asked_take_sounds (WeftAsked *asked, const char *path, GError **error);
gboolean weft_asked_take_pictures (WeftAsked *asked, const char *path, GError **error);
gboolean weft_asked_take_table (WeftAsked *asked, const char *path, GError **error);
gboolean weft_asked_take_classes (WeftAsked *asked, const char *path, GError **error);
gboolean weft_asked_take_array (WeftAsked *asked, const char *path, GError **error); /* .npy */
/* Of windows of a series, and of baskets as lists of things. */
gboolean weft_asked_has_windows (const WeftAsked *asked);
gboolean weft_asked_take_series (WeftAsked *asked, const char *path, GError **error);
gboolean weft_asked_has_baskets (const WeftAsked *asked, const char *path);
gboolean weft_asked_take_baskets (WeftAsked *asked, const char *path, GError **error);
/* Whether a table has each of the columns that are fields of their own; the error says which not.
 */
gboolean weft_asked_has_columns (const WeftDataset *like, const char *path, GError **error);
/* WEFT_ERROR_INVALID: the table has no column for what is called so. */
void weft_asked_fail_column (const WeftTable *table, const char *name, GError **error);
/* Says that a column has words that nobody knows, the first in that row. */
void weft_asked_note_strange (WeftAsked *asked, const WeftTable *table, guint column, guint row);
/* That is how many samples there are: FALSE where another input has another number, or it is 0. */
gboolean weft_asked_count (WeftAsked *asked, const char *path, gint64 n, GError **error);
/* What a sample is called, unless an input before has said so; takes it. */
void weft_asked_name (WeftAsked *asked, char *name);
void weft_asked_name_picture (WeftAsked *asked, char *name, int width, int height);
/* A field that says the same as the one read now; its shape and numbers are the caller's. */
WeftField *weft_asked_add_field (WeftAsked *asked);
/* The file, or those of a folder whose names are of the kind; transfer full. */
GPtrArray *weft_asked_list (const char *path, gboolean (*is_name) (const char *name),
                            GError **error);
