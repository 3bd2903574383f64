/* totals: a last row of a table that adds up the others */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "projects/readers/tables/reading.h"

/* Says so of one, with what leaves it out. */
void weft_totals_note (WeftReading *reading);
