/* notes-box: what a reader has to say of its data, with a button where it can be cured */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* That option of reading, with that value, would cure it. */
typedef void (*WeftCureFunc) (gpointer user, const char *option, const char *value);

/* A line for each note, those that can be cured first, in place of what the box holds. cures
 * (nullable): of some of the notes the note, an option and its value, one after the other
 * (WeftDataset). */
void weft_notes_box_fill (GtkBox *box, char *const *notes, char *const *cures, WeftCureFunc cure,
                          gpointer user);
/* Of one of them. */
void weft_notes_box_append (GtkBox *box, const char *note, char *const *cures, WeftCureFunc cure,
                            gpointer user);
/* Whether one of the cures is the note's. */
gboolean weft_notes_has_cure (const char *note, char *const *cures);
