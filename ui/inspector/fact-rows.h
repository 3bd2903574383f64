/* fact-rows: names and what they are, a row each, told anew after each edit */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

typedef struct
{
  GtkWidget *box;  /* not owned */
  GtkWidget *next; /* the row that the next one is told in; NULL: a new one */
} WeftFactRows;

/* Between these two all are told, in the rows that there are as far as they go: most say what they
 * said, and then nothing is laid out anew. */
void weft_fact_rows_begin (WeftFactRows *rows, GtkWidget *box);
void weft_fact_rows_add (WeftFactRows *rows, const char *name, const char *value);
void weft_fact_rows_end (WeftFactRows *rows);
