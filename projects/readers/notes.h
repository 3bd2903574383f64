/* notes: what a reader decided, in sentences for the user */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <glib/gi18n-lib.h>

typedef GPtrArray WeftNotes; /* char * */

WeftNotes *weft_notes_new (void);
void weft_notes_add (WeftNotes *notes, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* What a data set keeps, of a list that goes on; NULL when there are none. */
char **weft_notes_dup (const WeftNotes *notes);
/* Ends the list: what a data set keeps; NULL when there are none. Takes notes. */
char **weft_notes_finish (WeftNotes *notes);
/* One more cure of a list that a data set keeps (WeftDataset): that option of reading, with that
 * value, would make the note needless. list: of GStrv's form, nullable. */
void weft_cures_add (char ***list, const char *note, const char *option, const char *value);
