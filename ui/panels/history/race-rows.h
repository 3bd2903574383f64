/* race-rows: what each child of a race is to do otherwise: what can differ, and how it is typed */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/context/context.h"

typedef struct _WeftRaceRows WeftRaceRows;

/* box: to which the rows are added; it owns what is returned. */
WeftRaceRows *weft_race_rows_new (WeftContext *context, GtkWidget *box);
void weft_race_rows_add (WeftRaceRows *rows);
guint weft_race_rows_count (const WeftRaceRows *rows);
/* WeftEdit, nullable where it is as it is; titles: what each is called, translated. NULL: what was
 * typed is wrong, and the error says where. Transfer full. */
GPtrArray *weft_race_rows_dup_edits (const WeftRaceRows *rows, GPtrArray **titles, GError **error);
