/* mark-words: what was done to a run, in words */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/train/past/journal.h"

typedef struct
{
  const char *kind; /* of entries of the journal */
  /* Lines; nullable. last: the network that was trained before; nullable. In any thread. */
  char *(*tell) (const WeftJournalEntry *entry, GVariant *last);
  gboolean reads_graphs;
} WeftMarkKind;

const WeftMarkKind *weft_mark_kind_find (const char *name); /* nullable: it is no mark */
/* Which layers lost by it what they had learnt; transfer full, nullable: none did. */
char *weft_mark_dup_anew (const WeftJournalEntry *entry);
