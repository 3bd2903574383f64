/* column-cells: the rows of the table of columns, and what stands in each of its cells */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "engine/data/facts.h"

#define WEFT_TYPE_COLUMN_ROW (weft_column_row_get_type ())
G_DECLARE_FINAL_TYPE (WeftColumnRow, weft_column_row, WEFT, COLUMN_ROW, GObject)

/* What the rows of one table share; counted. */
typedef struct
{
  gatomicrefcount ref_count;
  WeftDataset *dataset;
  WeftFacts *facts;
} WeftColumnTable;

WeftColumnTable *weft_column_table_new (WeftDataset *dataset, WeftFacts *facts); /* takes facts */
void weft_column_table_unref (WeftColumnTable *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftColumnTable, weft_column_table_unref)
/* A row for each, in the set's order; transfer full. */
GListStore *weft_column_table_list (WeftColumnTable *table);
/* A view of such rows, which a click on a heading sorts; takes model, transfer full. */
GtkWidget *weft_column_cells_new_view (GListStore *rows);
