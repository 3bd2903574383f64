/* data-dialog: somebody's data before anything is made of them: what was understood, to be changed
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "ui/context/host.h"

#define WEFT_TYPE_DATA_DIALOG (weft_data_dialog_get_type ())
G_DECLARE_FINAL_TYPE (WeftDataDialog, weft_data_dialog, WEFT, DATA_DIALOG, AdwBin)

/* Signals: "done" (gboolean train) when it is to be so, "cancelled".
 * is_new: a project is made of it; else an open one uses it. choice is taken. */
GtkWidget *weft_data_dialog_new (const WeftHost *host, WeftDataChoice *choice, gboolean is_new);
const WeftDataChoice *weft_data_dialog_get_choice (WeftDataDialog *dialog);
/* NULL until it was read, and while there is a problem. */
WeftDataset *weft_data_dialog_get_dataset (WeftDataDialog *dialog);
/* What could not be done with it. */
void weft_data_dialog_show_problem (WeftDataDialog *dialog, const char *problem);
