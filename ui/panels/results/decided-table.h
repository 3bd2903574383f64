/* decided-table: a threshold to drag, what its mistakes cost, and what is decided by it, in numbers
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/panels/results/shown-answers.h"

GtkWidget *weft_decided_table_new (WeftContext *context);
/* Of these answers; operating: nullable, borrowed until the next call. */
void weft_decided_table_set (GtkWidget *table, const WeftShown *look,
                             const WeftOperating *operating);
/* A slider of the context's threshold, as a probability, with its value beside it. */
GtkWidget *weft_threshold_new (WeftContext *context);
