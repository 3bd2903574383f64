/* progress: a trainer run to its end from the command line, with a bar and signals */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/base/interrupt.h"
#include "engine/train/trainer.h"

typedef struct _WeftProgress WeftProgress;

/* as_json: events on standard output now and then; the bar goes to standard error when it is a
 * terminal. threads 0: all. */
WeftProgress *weft_progress_new (WeftModel *model, guint threads, int level, gboolean as_json);
void weft_progress_free (WeftProgress *progress);
WeftTrainer *weft_progress_get_trainer (WeftProgress *progress); /* transfer none */
/* From here on SIGINT and SIGTERM end the next run at once, or the one under way; else it is
 * weft_progress_run that begins to listen. */
void weft_progress_catch_signals (void);
/* Ends the next run, or the one under way, as a signal does. */
void weft_progress_stop (void);
/* Whether a signal came, or weft_progress_stop. */
gboolean weft_progress_was_stopped (void);
/* For what the process does on its main thread besides: due half a second after that. */
extern const WeftInterrupt weft_progress_interrupt;
/* Until a limit, a failure or SIGINT or SIGTERM; whether a signal ended it. */
gboolean weft_progress_run (WeftProgress *progress, const WeftLimits *limits);
