/* execs: the execs of one state, one for each binding that comes along; for engine/train alone
 *
 * A few are kept, so that an epoch's smaller last batch and batches of other lengths are made ready
 * once; the one that was not used for longest goes. Owned by one thread. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/run/costs.h"
#include "engine/train/model/model.h"

#define WEFT_MAX_EXECS 8

typedef struct
{
  WeftBinding binding;
  WeftProgram *program;
  WeftExec *exec; /* owned; NULL: nothing here */
  guint64 used;   /* the higher, the later */
} WeftBoundExec;

typedef struct
{
  WeftModel *model; /* the models, states and pools are others' and outlive this */
  WeftState *state;
  WeftPool *pool;
  WeftPlanOptions options;
  const WeftInterrupt *interrupt; /* of long runs; nullable: nobody asks; outlives this */
  WeftBoundExec *last;            /* what was asked for last */
  WeftTimed timed;                /* what they take */
  guint64 clock;
  WeftBoundExec bound[WEFT_MAX_EXECS];
} WeftExecs;

void weft_execs_init (WeftExecs *execs, WeftModel *model, WeftState *state, WeftPool *pool,
                      const WeftPlanOptions *options);
void weft_execs_clear (WeftExecs *execs); /* to zeros; of zeros, too */
/* Those that there are, and those to come: see costs.h. */
void weft_execs_set_timed (WeftExecs *execs, WeftTimed timed);
/* Made when there is none; NULL: no memory, or the network cannot be bound so. */
WeftBoundExec *weft_execs_find (WeftExecs *execs, WeftBinding binding, GError **error);

/* The same for one binding after the other: nothing is looked for. */
static inline WeftBoundExec *
weft_execs_get (WeftExecs *execs, const WeftBinding *binding, GError **error)
{
  if (G_LIKELY (execs->last != NULL && weft_binding_is (&execs->last->binding, binding)))
    return execs->last;
  return weft_execs_find (execs, *binding, error);
}
