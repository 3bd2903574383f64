/* warn: what the checker says of a graph, on standard error */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/plan/check.h"

/* "error", "warning", "note": a word of the JSON form; N_ (). */
const char *weft_warn_get_name (WeftSeverity severity);
/* A line for each diagnostic that is as severe as from and at most as severe as to. */
void weft_warn_print (const WeftReport *report, WeftSeverity from, WeftSeverity to);
