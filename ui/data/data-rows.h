/* data-rows: the rows of the dialogue: a column of a table each, or a class of pictures each */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "ui/base/look.h"

/* Called when another role or type (of its types) is chosen for the column of that number. */
typedef struct
{
  void (*role) (gpointer user, guint column, WeftLookRole role);
  void (*type) (gpointer user, guint column, guint type);
  gpointer user;
} WeftColumnFuncs;

/* A row for each item of a list, by its position. look is not owned and outlives the factory's
 * rows. transfer full. */
GtkListItemFactory *weft_data_rows_new_columns (const WeftLook *look,
                                                const WeftColumnFuncs *chosen);
GtkListItemFactory *weft_data_rows_new_classes (const WeftLook *look);
/* How much of what it is: "160 rows · 8 columns"; transfer full. */
char *weft_data_rows_dup_facts (const WeftLook *look);
/* A drop-down of names with one chosen; −1: none. */
void weft_data_rows_fill_list (GtkWidget *list, const char *const *names, int chosen);
/* The columns that may be predicted (nullable), of which one is; where several are, these stand
 * last, in one row. */
void weft_data_rows_fill_targets (GtkWidget *list, const WeftLook *look, char **targets);
/* As what the target, nullable, is predicted: to be chosen where it can be either. */
void weft_data_rows_fill_tasks (GtkWidget *list, const WeftLook *look,
                                const WeftLookColumn *target);
