/* run-row: one run in the list of them */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/context/shown-runs.h"
#include "ui/panels/history/run-tree.h"

/* card: lives as long as the row. Its actions, "history.…", are those of the panel around it. */
GtkWidget *weft_run_row_new (WeftContext *context, WeftRunCard *card);
/* Where it hangs on what is above it. */
void weft_run_row_hang (GtkWidget *row, const WeftRunTwig *twig);
