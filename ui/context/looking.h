/* looking: at an earlier step of the run, as the window asks for it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/context/context.h"

/* The newest step: back to now. What cannot be had is said. */
void weft_context_look_at (WeftContext *context, gint64 step);
/* So many steps from where one looks; not before the first. */
void weft_context_look_further (WeftContext *context, gint64 first, gint64 by);
/* What is looked at goes on as a run of its own, with the curves of the one that it is of. */
void weft_context_branch (WeftContext *context);
/* Whether something may be changed; where an earlier step is looked at that is said. */
gboolean weft_context_may_change (WeftContext *context);
