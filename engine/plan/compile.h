/* compile: what the passes of the compiler share; for engine/plan alone
 *
 * The passes, in order: reach (what runs, what wants a gradient), forward, backward (steps and
 * storages), arena (offsets). */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/plan/steps.h"

typedef struct
{
  WeftPlan *plan;
  WeftProgram *program;
  const WeftOp **rows;      /* by op */
  gboolean *runs;           /* by op: forward */
  gboolean *differentiates; /* by op: backward */
  gboolean *is_entry;       /* by value: given in place of what makes it */
  gboolean *learns;         /* by value: a weight that the plan is to change */
  gboolean *wants;          /* by value: a gradient */
  int *last_reader;         /* by value: the last op whose forward reads it, −1: none */
  gboolean *backward_reads; /* by value: some backward reads it */
  int *saved;               /* by op: storage */
  int *forward_step;        /* by op: −1 when it is a view */
  int sharing;              /* the op whose backward is being compiled */
  int end;                  /* what is differentiated; −1: nothing */
  GError **error;
} WeftCompiler;

gboolean weft_compile_reach (WeftCompiler *compiler);
gboolean weft_compile_forward (WeftCompiler *compiler);
gboolean weft_compile_backward (WeftCompiler *compiler);
gboolean weft_compile_arena (WeftCompiler *compiler);

/* Whether the op is to do what is done in training alone. */
gboolean weft_compile_is_training (const WeftCompiler *compiler, int op);
/* Whether the op does nothing in this mode: its output is its first input, under another shape. */
gboolean weft_compile_is_view (const WeftCompiler *compiler, int op);
int weft_compile_add_storage (WeftCompiler *compiler, WeftHome home, gsize bytes);
/* An empty step of that op, for the caller to fill and append. */
WeftStep weft_compile_start_step (const WeftOp *op, guint n_in, guint n_out);
