/* problem-list: what is to be said of the network, each leading to its node */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/context/context.h"

GtkWidget *weft_problem_list_new (WeftContext *context);
/* Each problem with the edits that mend it. Notes of one kind are one row that opens. It is not to
 * be seen where there is nothing to say. */
void weft_problem_list_show (GtkWidget *list, WeftReport *report);
