/* csv: the numbers of a plot as a table that other programs read */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/plots/curve.h"

/* A name as a cell, in quotes where it has to be. */
void weft_csv_append_text (GString *csv, const char *text);
/* A line for each step that one of the curves has a sample of, a column for each curve; a sample
 * that stands for many steps is its mean, at the last of them. Transfer full. */
char *weft_curves_to_csv (const WeftCurve *list, const WeftLegendEntry *names, guint n);
