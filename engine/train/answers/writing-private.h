/* writing-private: samples written some at a time, whatever is written; for engine/train's files
 * that write */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/train/answers/writing.h"

typedef struct _WeftWriting WeftWriting;

struct _WeftWriting
{
  /* Writes n samples, of which `at` were before; FALSE without an error: interrupted. */
  gboolean (*run) (WeftWriting *writing, const guint32 *samples, gint64 at, gint64 n,
                   const WeftDecodeOptions *options, GError **error);
  gpointer to; /* run's own */
  /* A value that is to be looked at where all n steps are given at once; −1: none. Nullable. */
  int (*look) (const WeftProgram *program, gint64 n);
  WeftModel *model;
  WeftState *state;
  const WeftDecodeOptions *options;
  const WeftField *target; /* what is written */
  WeftBinding binding;     /* of the decoder */
  WeftDecoder *decoder;
  WeftPool *pool;      /* while it is run */
  gboolean is_checked; /* a step at a time is what the whole says */
  guint count;         /* sequences beside each other for each sample */
  gint64 at_once;      /* samples */
  guint32 *rows;       /* (at_once · count): whose row each is */
  void *inputs[WEFT_MAX_FEEDS];
};

/* What the first loss that judges an answer wants; nullable. */
const WeftField *weft_writing_find_target (const WeftModel *model);
/* With run, to, model and state given. FALSE without an error: interrupted. */
gboolean weft_writing_run (WeftWriting *writing, const guint32 *samples, gint64 n,
                           const WeftDecodeOptions *given, const WeftInterrupt *interrupt,
                           GError **error);
/* What the network says of a sample where n steps of what was written are given all at once; the
 * exec has it, transfer full. */
WeftExec *weft_writing_run_whole (WeftWriting *writing, guint32 sample, gconstpointer written,
                                  gint64 n, const float **said, GError **error);
/* It said another thing than a step at a time; FALSE. */
gboolean weft_writing_refuse (GError **error);
