/* walk-row: two samples that were kept, what lies between them, and a slider that goes there */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "engine/base/tensor.h"
#include "engine/data/dataset.h"

/* Samples in the strip, A and B with them. */
#define WEFT_WALK_SHOWN 9

typedef struct _WeftWalkRow WeftWalkRow;

/* Told when somebody goes somewhere, keeps what he sees as A, 0, or B, 1, or wants the walk as a
 * file. */
typedef struct
{
  void (*went) (double along, gpointer user);
  void (*keep) (guint end, gpointer user);
  void (*save) (gpointer user);
  gpointer user;
} WeftWalkTold;

WeftWalkRow *weft_walk_row_new (const WeftWalkTold *told);
void weft_walk_row_free (WeftWalkRow *row); /* not its widget */
GtkWidget *weft_walk_row_get_widget (const WeftWalkRow *row);
/* WEFT_WALK_SHOWN samples of that set, from the first of made on; both referenced, made nullable.
 */
void weft_walk_row_show (WeftWalkRow *row, WeftDataset *dataset, WeftTensor *made, guint first);
double weft_walk_row_get_along (const WeftWalkRow *row);
/* Nobody stands between the two any more; a film ends. */
void weft_walk_row_leave (WeftWalkRow *row);
/* The film's next picture may come: the last one was seen. */
void weft_walk_row_seen (WeftWalkRow *row);
