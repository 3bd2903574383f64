/* journal: what was done to a run besides making steps, in the order in which it was done
 *
 * A run is a state and a journal: from any state that it passed through, the entries that came
 * after it and the steps between them give every later one, bit for bit (replay.h).
 *
 * Kinds, and what their payload, an a{sv}, says besides `rate` (d, in force from here on by hand;
 * left out: the settings'):
 *   load     the run begins, or goes on from a state that it had: `state` (s, its SHA-256; "": the
 *            first values of `seed`, t), `kernels` (s), `from` (x, the step that it had come to;
 *            left out where another session had it), `after` (x, the place of the frame with which
 *            another session ended, as the sink knows it), `parent` (x, the run that had that state
 *            at this step: this one is a fork of it); the graph
 *   back     numbers went wrong, and an earlier state is in force again: `state`, `from`
 *   rate     the rate was set
 *   swap     another graph: `stashed` (b, the state was kept for undo), `back` (b, and the one
 *            that was kept for this graph came back), `rule` (u, of state/surgery.h; left out: 0),
 *            `loss` ((dd), of the next batch before and after; left out: not known); the graph
 *   number   between two steps a weight was typed over: `node` (x), `name` (s), `offset` (t),
 *            `number` (d)
 *   restart  the schedule began anew
 *   verdict  the figure at an epoch's end was counted by the schedule plateau: `factor`,
 *            `best` (d), `bad`, `cooldown`, `epoch` (i)
 *   alone    in the step that follows that `lane` (u) of the recipe alone learns
 *   edit     within the step that follows a number was written: `at` ((uu), the stepper's
 *            cursor), `tensor` ((uii): kind, value, slot), `offset` (t), `number` (d), the
 *            program's binding: `batch` ((xx), N and T), `steps` (ax, of several T) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/graph/graph.h"

typedef struct
{
  gint64 place; /* in the run's journal, from 1 */
  gint64 step;  /* after so many steps */
  const char *kind;
  const char *op; /* within the step that follows, the op before which it is; nullable */
  GVariant *payload;
  GVariant *graph;  /* weft_graph_serialize of the one that is trained from here on; nullable */
  guint64 revision; /* of that graph */
} WeftJournalEntry;

/* Copies strings and takes references; for who keeps entries. */
WeftJournalEntry *weft_journal_entry_copy (const WeftJournalEntry *entry);
void weft_journal_entry_free (WeftJournalEntry *entry);
/* The hand's rate that the entry leaves in force; NaN: the settings'. */
double weft_journal_entry_get_rate (const WeftJournalEntry *entry);
/* The run that this one began as a fork of; 0: none. */
gint64 weft_journal_entry_get_parent (const WeftJournalEntry *entry);
/* The place of the frame that a session went on from; 0: not known. */
gint64 weft_journal_entry_get_after (const WeftJournalEntry *entry);
/* Whether the state in force after it is not the one that the steps before it led to. */
gboolean weft_journal_entry_is_jump (const WeftJournalEntry *entry);
