/* text-roles: which columns of a table are text, what is said of it, and what belongs to each word
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "projects/readers/tables/columns.h"
#include "projects/readers/tables/table.h"
#include "projects/readers/texts/text-units.h"

/* Columns; −1: there is none. */
typedef struct
{
  int text;
  int label;   /* a class of each text */
  int other;   /* another text that is to be written: a translation, a summary */
  int tags;    /* a word for each word of the text */
  int part;    /* which train and test */
  int summary; /* another text that says the same in short: its sentences are weighed by it */
} WeftTextRoles;

/* Whether the table is about texts: has a column of them and hardly more than what is said of
 * them. */
gboolean weft_text_roles_guess (WeftTextRoles *roles, const WeftTable *table);
/* The same as asked for: the target may be another column; FALSE with an error. */
gboolean weft_text_roles_find (WeftTextRoles *roles, const WeftTable *table,
                               const WeftReadOptions *options, GError **error);
/* Words, or characters where a script puts no spaces or the column holds words alone. */
WeftTextUnit weft_text_roles_choose_unit (const WeftTable *table, int column);
