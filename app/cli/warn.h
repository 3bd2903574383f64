/* warn: what is to be said beside the answer, on standard error */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/plan/check.h"

/* "error", "warning", "note": a word of the JSON form; N_ (). */
const char *weft_warn_get_name (WeftSeverity severity);
/* A line for each diagnostic that is as severe as from and at most as severe as to. */
void weft_warn_print (const WeftReport *report, WeftSeverity from, WeftSeverity to);
/* That what another optimiser kept of each weight begins anew. */
void weft_warn_slots (void);
/* That a step of a run is not what it was there, but what it would have been here. */
void weft_warn_inexact (gint64 step);
