/* history: undo and redo of one graph, without limit
 *
 * Keeps the inverses; what persists them listens to "recorded". Main thread. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/graph/edit.h"

typedef enum
{
  WEFT_RECORD_NEW,   /* position + 1, what lay beyond is gone */
  WEFT_RECORD_MERGE, /* the newest entry replaced by (edit, inverse) */
  WEFT_RECORD_UNDO,  /* position − 1 */
  WEFT_RECORD_REDO,  /* position + 1 */
} WeftRecord;

#define WEFT_TYPE_HISTORY (weft_history_get_type ())
G_DECLARE_FINAL_TYPE (WeftHistory, weft_history, WEFT, HISTORY, GObject)

/* Signals: "recorded" (WeftRecord what, WeftEdit *edit, WeftEdit *inverse) after the graph changed;
 * "notify::position". For UNDO and REDO edit is what was applied to the graph. */
WeftHistory *weft_history_new (WeftGraph *graph);
/* Applies through the graph and records. gesture: edits with the same non-zero id that follow each
 * other merge into one undo. */
gboolean weft_history_do (WeftHistory *history, WeftEdit *edit, guint gesture, GError **error);
/* As long as it is held the graph shows something else than the document: nothing is done, undone
 * or redone. why: translated, for who tries; NULL: no more. */
void weft_history_hold (WeftHistory *history, const char *why);
gboolean weft_history_undo (WeftHistory *history); /* FALSE when there is nothing */
gboolean weft_history_redo (WeftHistory *history);
gboolean weft_history_can_undo (WeftHistory *history);
gboolean weft_history_can_redo (WeftHistory *history);
WeftEdit *
weft_history_peek_undo (WeftHistory *history); /* the edit that undo takes back; nullable */
WeftEdit *weft_history_peek_redo (WeftHistory *history);
guint weft_history_get_position (WeftHistory *history);
guint weft_history_get_n_entries (WeftHistory *history); /* those after the position too */
/* Transfer none, both. */
WeftEdit *weft_history_get_entry (WeftHistory *history, guint i, WeftEdit **inverse);
/* Fills a new history from a file: entries in order, then the position; applies nothing. */
void weft_history_restore (WeftHistory *history, GPtrArray *edits, GPtrArray *inverses,
                           guint position);
WeftGraph *weft_history_get_graph (WeftHistory *history);
guint weft_history_new_gesture (WeftHistory *history); /* a fresh id */
