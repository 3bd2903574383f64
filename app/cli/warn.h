/* warn: what is to be said beside the answer, on standard error */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/plan/check.h"

/* "error", "warning", "note": a word of the JSON form; N_ (). */
const char *weft_warn_get_name (WeftSeverity severity);
/* A line for each diagnostic that is as severe as from and at most as severe as to. */
void weft_warn_print (const WeftReport *report, WeftSeverity from, WeftSeverity to);
/* A sentence of the engine's, translated. */
void weft_warn_say (const char *sentence);
/* That a step of a run is not what it was there, but what it would have been here. */
void weft_warn_inexact (gint64 step);
