/* decode-private: what a decoder holds; for its files alone */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/run/decode.h"

/* What one op hands from a step to the next. */
typedef struct
{
  int in;         /* value that it begins with */
  int out;        /* value that it ends with; −1: the token that was chosen */
  gsize row;      /* bytes of a row of it */
  gsize step;     /* of one that grows: bytes of one of its steps; else 0 */
  gpointer begin; /* (N, …) */
} WeftCarry;

struct _WeftDecoder
{
  WeftProgram *program;
  WeftPool *pool;         /* not owned; nullable */
  WeftExec *first, *next; /* the first step; one of those that follow */
  int answer, target;     /* values */
  gint64 rows, words;     /* N; how many tokens there are to choose from, or numbers of a row */
  GArray *carries;        /* WeftCarry, those that grow before the others */
  guint n_growing;
  GArray *fixed;       /* int: values that do not hang on what is written */
  const void **inputs; /* of the program, then what grows, then `fixed`, then other carries */
  gpointer said;       /* (N): the tokens of the step before, or its rows (N, words) */
  gsize said_row;      /* bytes of one of them */
  float *real;         /* (N): ones, the mask of the one step */
};

/* What goes from step to step, and what does not hang on what is written; once answer and target
 * are known. */
gboolean weft_decoder_find_carries (WeftDecoder *decoder, GError **error);
/* Of a run, which must begin with nothing said. */
void weft_decoder_set_inputs (WeftDecoder *decoder, const void *const *inputs);
/* What goes on in row i is what ended in the row that its line comes from, and what is said. */
void weft_decoder_carry_on (WeftDecoder *decoder, const WeftExec *exec, const WeftHypothesis *lines,
                            gint64 step);
