/* number-chooser: which number of which tensor: a list of tensors, the last two axes as a grid, the
 * others by their index
 *
 * Signal "chosen": another one is. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "engine/run/worked.h"

#define WEFT_TYPE_NUMBER_CHOOSER (weft_number_chooser_get_type ())
G_DECLARE_FINAL_TYPE (WeftNumberChooser, weft_number_chooser, WEFT, NUMBER_CHOOSER, GtkBox)

GtkWidget *weft_number_chooser_new (void);
/* targets: WeftWorkedTarget, borrowed until the next call. key: of one that was chosen from before
 * the choice is as it was. Says nothing. */
void weft_number_chooser_set (WeftNumberChooser *chooser, GPtrArray *targets, guint key);
guint weft_number_chooser_get_target (WeftNumberChooser *chooser);
gsize weft_number_chooser_get_offset (WeftNumberChooser *chooser);
void weft_number_chooser_go_on (WeftNumberChooser *chooser); /* to the next number */
