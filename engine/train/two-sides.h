/* two-sides: what the trainer's two sides share; for engine/train alone
 *
 * A command is a row in commands.def, its handler weft_command_ROW, which the learner's thread
 * calls between two steps, and the call in client.c that sends it. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/base/mailbox.h"
#include "engine/base/ring.h"
#include "engine/base/slot.h"
#include "engine/train/trainer.h"

typedef struct _WeftLearner WeftLearner;
typedef struct _WeftCommand WeftCommand;

typedef void (*WeftCommandHandler) (WeftLearner *learner, WeftCommand *command);

/* What a command carries: each uses what it needs. */
struct _WeftCommand
{
  WeftCommandHandler handler;
  WeftModel *model; /* owned */
  WeftState *state; /* owned, nullable */
  guint64 seed;
  gboolean has_sink;
  WeftSink sink;
  WeftLimits limits;
  WeftStepUnit unit;
  guint lane;
  double number; /* speed, rate, loss, seconds */
  gint64 step, run;
  WeftWatch watch;
  WeftStepPlace place;
  gint64 node;
  char *name; /* of a weight; owned, nullable */
  gsize offset;
  WeftJournalEntry *entry; /* owned, nullable */
  WeftQuestion *question;  /* likewise */
  GArray *taps;            /* WeftTap; likewise */
  WeftWayStates *way;      /* likewise */
  guint ticket;            /* of what wants an answer */
  gboolean is_urgent;      /* that it gets before anything is looked at */
};

#define WEFT_COMMAND(row) void weft_command_##row (WeftLearner *learner, WeftCommand *command);
#include "engine/train/commands.def"
#undef WEFT_COMMAND

void weft_command_free (WeftCommand *command);

typedef struct
{
  guint ticket;
  WeftState *state; /* owned, nullable, as are the others */
  WeftTensor *tensor;
  WeftWayStates *way;
  GError *error;
} WeftReply;

void weft_reply_free (WeftReply *reply);

/* Made before the thread, freed after it; each field is safe to use from both sides. */
typedef struct
{
  WeftMailbox *commands; /* WeftCommand */
  WeftMailbox *replies;  /* WeftReply */
  WeftRing *ring;
  WeftSlot *status;           /* WeftStatus */
  WeftSlot *snapshot;         /* WeftSnapshot */
  WeftSlot *sight;            /* WeftStepSight */
  WeftSlot *halt;             /* not empty: it was told to pause or to end and has not obeyed yet */
  WeftSlot *poked;            /* not empty: the reader was woken and has not looked yet */
  WeftTrainerOptions options; /* never changed */
} WeftChannels;

void *weft_trainer_thread_main (void *channels);
