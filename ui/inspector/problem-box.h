/* problem-box: a diagnostic as a sentence with the buttons that mend it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/context/context.h"
#include "ui/context/chooser.h"

GtkWidget *weft_problem_box_new (WeftContext *context, const WeftDiagnostic *diagnostic);
/* Only the buttons, to stand beside a sentence that is there already. */
void weft_problem_box_append_fixes (GtkBox *box, WeftContext *context,
                                    const WeftDiagnostic *diagnostic);
/* Asks for a data file and gives it to a node (0: a new one). */
void weft_choose_data_file (WeftContext *context, gint64 node);
/* Likewise a file or a folder; wired like whatever data is chosen. */
void weft_choose_data (WeftContext *context, gint64 node, WeftChoose what);
