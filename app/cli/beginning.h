/* beginning: what a run of `train` begins with when it is not with first values */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/cli/subject.h"
#include "engine/train/model/model.h"

typedef struct
{
  WeftState *state;    /* owned */
  WeftGraph *graph;    /* that it was learnt in; nullable; owned */
  GVariant *overrides; /* a{sv}: what held for the run that had it, nullable; owned */
  gint64 run;          /* that goes on; 0: a new one */
  gint64 parent;       /* that the new one is a fork of; 0: none */
  gboolean is_taken;   /* the state is a new one's, with weights that were learnt elsewhere */
} WeftBeginning;

/* Run 0: the newest that has a checkpoint. WEFT_ERROR_INVALID when the subject is no project. */
gboolean weft_beginning_resume (WeftBeginning *beginning, WeftSubject *subject, gint64 run,
                                GError **error);
/* from: "RUN@STEP", a step that the run passed, last or best; what weft_beginning_reads. Blocks for
 * as long as it takes to compute that step again. */
gboolean weft_beginning_fork (WeftBeginning *beginning, WeftSubject *subject, const char *from,
                              guint threads, GError **error);
/* First values of the seed where there is no state yet, but for what the project or the file of
 * weights at `path` has, by names that have that prefix here; says in words or in lines of JSON
 * what was taken. */
gboolean weft_beginning_take (WeftBeginning *beginning, WeftModel *model, guint64 seed,
                              const char *prefix, const char *path, gboolean as_json,
                              GError **error);
/* What the state was learnt in, where a network is to go on with it that is another one; NULL:
 * nothing, or it is the same but for its data and settings. Transfer full. */
WeftModel *weft_beginning_dup_model (const WeftBeginning *beginning, const WeftModel *next);
/* Whether the text is of that form; without looking at any run. */
gboolean weft_beginning_reads (const char *from);
void weft_beginning_clear (WeftBeginning *beginning);
