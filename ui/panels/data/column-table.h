/* column-table: what each column of the data is like, a row each: type, range, what is missing or
 * stands out, how it is spread, what it has to do with the target */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/context/context.h"

/* Looks at the data of the context's model when it is in sight, on a thread of its own. */
GtkWidget *weft_columns_new (WeftContext *context);
