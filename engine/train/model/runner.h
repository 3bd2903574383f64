/* runner: forward passes of one state in batches, with execs that are kept; for engine/train alone
 *
 * Owned by one thread. The state must outlive it and keep its entries. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/base/interrupt.h"
#include "engine/run/decoders/decoding.h"
#include "engine/train/model/execs.h"

typedef struct
{
  WeftModel *model;
  WeftState *state;
  WeftInterrupt interrupt;      /* ends an evaluation early */
  gint64 batch;                 /* samples at once, at most */
  const WeftDecoding *decoding; /* how sequences are written or read that are judged; nullable */
  WeftExecs execs;
  void *inputs[WEFT_MAX_FEEDS]; /* (batch, …) of each feed; zeros until somebody fills them */
} WeftRunner;

WeftRunner *weft_runner_new (WeftModel *model, WeftState *state, WeftPool *pool,
                             const WeftPlanOptions *options, gint64 batch, GError **error);
void weft_runner_free (WeftRunner *runner);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftRunner, weft_runner_free)
/* Runs the first binding.n samples of the inputs, at most `batch`. The exec and its program, for
 * their values; NULL when there is no memory. */
WeftExec *weft_runner_run (WeftRunner *runner, WeftBinding binding, WeftProgram **program,
                           GError **error);
/* The value that is shown as the answer: the loss's prediction, else the last op's output. */
int weft_program_get_answer (const WeftProgram *program);
