/* undo: the way back and forth through what was edited
 *
 * While a project is open the weights of before an edit are kept, and come back with it; what was
 * edited before it was opened has its weights no more. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/undo.h"

#include <glib/gi18n-lib.h>

#include "ui/window/toasts.h"
#include "ui/window/window-private.h"

static WeftHistory *
history_of (WeftWindow *window)
{
  return weft_context_get_history (window->context);
}

void
weft_undo_begin (WeftWindow *window)
{
  window->lowest = window->highest = weft_history_get_position (history_of (window));
}

void
weft_undo_note_position (WeftWindow *window)
{
  guint position = window->context != NULL ? weft_history_get_position (history_of (window)) : 0;

  window->lowest = MIN (window->lowest, position);
  window->highest = MAX (window->highest, position);
}

/* Whether a node has weights that it had not, or others. */
static gboolean
has_new_weights (const WeftReport *before, const WeftReport *after)
{
  GHashTableIter iter;
  gpointer report;

  g_hash_table_iter_init (&iter, after->nodes);
  while (g_hash_table_iter_next (&iter, NULL, &report))
    {
      const WeftNodeReport *node = report, *old = weft_report_find (before, node->node);

      if (node->weights > 0 && (old == NULL || old->weights != node->weights))
        return TRUE;
    }
  return FALSE;
}

/* A node that the edit is about and that is there; NULL: it is about none. */
static const WeftNode *
find_touched (WeftGraph *graph, WeftEdit *edit)
{
  const WeftNode *node = weft_graph_find (graph, weft_edit_get_node (edit));

  for (guint i = 0; i < weft_edit_get_n_children (edit) && node == NULL; i++)
    node = find_touched (graph, weft_edit_get_child (edit, i));
  return node;
}

/* What changes is seen to change, in a group too. */
static void
show_place (WeftWindow *window, WeftEdit *edit)
{
  WeftContext *context = window->context;
  const WeftNode *node
      = edit != NULL ? find_touched (weft_context_get_graph (context), edit) : NULL;

  if (node != NULL && node->parent != weft_context_get_inside (context))
    weft_context_enter (context, node->parent);
}

static void
go (WeftWindow *window, gboolean (*move) (WeftHistory *history), WeftEdit *edit, gboolean is_old)
{
  g_autoptr (WeftEdit) moved = edit != NULL ? weft_edit_ref (edit) : NULL;
  WeftReport *report = weft_live_get_report (window->live);
  g_autoptr (WeftReport) before = report != NULL ? weft_report_ref (report) : NULL;

  move (history_of (window));
  show_place (window, moved);
  report = weft_live_get_report (window->live);
  if (is_old && weft_live_get_status (window->live)->step > 0 && before != NULL && report != NULL
      && has_new_weights (before, report))
    weft_window_hint (window,
                      _ ("Weights that were dropped before the project was closed are not "
                         "brought back: they begin anew."),
                      NULL);
}

void
weft_window_undo (WeftWindow *window)
{
  go (window, weft_history_undo, weft_history_peek_undo (history_of (window)),
      weft_history_get_position (history_of (window)) <= window->lowest);
}

void
weft_window_redo (WeftWindow *window)
{
  go (window, weft_history_redo, weft_history_peek_redo (history_of (window)),
      weft_history_get_position (history_of (window)) >= window->highest);
}
