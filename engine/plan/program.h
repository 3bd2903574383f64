/* program: the graph built into a list of op applications with shapes, in order, for one binding;
 * no memory yet
 *
 * Immutable once built; any thread may read it. Built by weft_check's machinery: the checker and
 * the compiler see the same thing. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/base/binding.h"
#include "engine/plan/check.h"
#include "engine/metrics/measure.h"
#include "engine/ops/op.h"
#include "engine/plan/pace.h"

typedef enum
{
  WEFT_VALUE_INPUT,  /* a field of the data */
  WEFT_VALUE_WEIGHT, /* learnt */
  WEFT_VALUE_BUFFER, /* kept, not learnt */
  WEFT_VALUE_RESULT, /* of an application */
  WEFT_VALUE_ZERO,   /* nothing but zeros: of a node that is muted */
  WEFT_VALUE_DRAW,   /* which samples of which epoch the batch holds (base/draw-number.h) */
} WeftValueRole;

typedef struct
{
  WeftValueRole role;
  WeftKind kind; /* what it means; of results that no layer says more of: numbers */
  WeftShape shape;
  gint64 node;   /* whose output, weight or buffer it is */
  gint64 repeat; /* of a weight or buffer: which of the times that its group stands; 0: the first */
  const char *name; /* weight or buffer name (interned); the field's of an input and its like */
  int output;       /* the node's output port, −1 when it is inside the node */
  int mask;    /* of a value of steps (N, T, …): which are real, a value (N, T); −1: all are */
  int classes; /* of tokens that are made: how many there are to tell apart; else 0 */
  int init;    /* WeftInit */
  gint64 fan_in, fan_out;
  float fill;          /* of a buffer */
  gboolean wants_grad; /* set by the loss's backward reach */
  gboolean is_frozen;  /* a weight that does not learn */
  guint pace;          /* how fast it does: a place among the program's */
} WeftProgramValue;

typedef struct
{
  const char *op; /* interned id */
  gpointer attrs; /* owned copy, nullable */
  gint64 node, repeat;
  const char *node_name; /* the program's: the plan's and the executor's messages name it */
  guint n_in, n_out;
  guint64 stream;         /* of its random numbers */
  int in[WEFT_OP_MAX_IN]; /* value indices; −1: absent */
  int out[WEFT_OP_MAX_OUT];
} WeftProgramOp;

/* What a run is given: a batch of one field of the data, or of which of its steps are real; or, at
 * the end, which samples they are, (N), where some layer draws by that. */
typedef struct
{
  const char *field; /* interned: "x"; "" of which samples they are */
  gboolean is_mask;
  int value;
} WeftProgramInput;

/* What is minimised, or only looked at. */
typedef struct
{
  gint64 node;
  const char *name; /* the node's; the program's memory */
  /* Values; prediction and target −1: it judges no answer. The target is the data's own: of what
   * is drawn anew in training what it was before. */
  int loss, prediction, target;
  int mask;      /* which steps of the answer count, a value (N, T); −1: those that are real */
  int compared;  /* with the target, as a set, of one that judges no answer; −1: nothing is */
  double weight; /* its part in the total; 0: none, also of one that leads to another loss */
  int weighed;   /* the value of that part; −1: none */
  int blank;     /* of one whose labels are said somewhere in the steps: as WeftJudged has it */
  int beam;
} WeftProgramLoss;

typedef struct
{
  gatomicrefcount ref_count;
  WeftBinding binding;     /* what N, T and the like are */
  GArray *values;          /* WeftProgramValue */
  GArray *ops;             /* WeftProgramOp, in topological order */
  GArray *inputs;          /* WeftProgramInput, the data's fields, their masks, which samples */
  GArray *losses;          /* WeftProgramLoss, in the order of the ops */
  int total;               /* their weighted sum, what is minimised; −1: there is no loss */
  GArray *paces;           /* WeftPace; the first is that of whoever says nothing */
  GArray *firsts;          /* guint: by the walk's nodes, their first value */
  GHashTable *node_values; /* gint64 node → int: value of its first output */
  GStringChunk *names;     /* of nodes; nullable */
} WeftProgram;

/* The program for a batch of so many samples and steps (0: as many as the longest sample has), and
 * (report nullable out) everything that is to be said. NULL when the graph is not whole.
 * Without a loss only inference is possible. */
WeftProgram *weft_program_build (WeftGraph *graph, WeftCatalog *catalog, WeftBinding binding,
                                 WeftReport **report);
WeftProgram *weft_program_ref (WeftProgram *program);
void weft_program_unref (WeftProgram *program);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftProgram, weft_program_unref)
/* Floating-point operations of the products of one batch, forward. */
gint64 weft_program_count_flops (const WeftProgram *program);
/* The field of the data set that a value is a batch of; nullable: it is none. */
const WeftField *weft_program_get_field (const WeftProgram *program, const WeftDataset *dataset,
                                         int value);
const WeftProgramLoss *weft_program_get_loss (const WeftProgram *program, guint loss);
/* The first loss that judges an answer; nullable. */
const WeftProgramLoss *weft_program_get_chief (const WeftProgram *program);
/* What of a loss is judged beside its target: an answer or a set; −1. */
int weft_program_get_judged_value (const WeftProgramLoss *loss);
/* What a loss (nullable) judges; FALSE: nothing, or an answer's target is not the data's. The names
 * of the target's classes stay the set's. */
gboolean weft_program_get_judged (const WeftProgram *program, const WeftProgramLoss *loss,
                                  const WeftDataset *dataset, WeftJudged *judged);
int weft_program_find_input (const WeftProgram *program, const char *field); /* its value; −1 */
/* What flows into that input of an op of the node, at the first time that it stands; −1. */
int weft_program_find_given (const WeftProgram *program, gint64 node, const char *input);
int weft_program_find_output (const WeftProgram *program, gint64 node, int output); /* −1 */
