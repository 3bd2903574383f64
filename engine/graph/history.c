/* history: keeps edits and inverses in two lists side by side; position parts done from undone */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/graph/history.h"

#include "engine/base/error.h"
#include "engine/graph/graph-private.h"

struct _WeftHistory
{
  GObject parent_instance;
  WeftGraph *graph;
  GPtrArray *edits, *inverses; /* of equal length */
  guint position;              /* how many are done */
  guint last_gesture;          /* of the newest entry, 0 when nothing may merge with it */
  guint n_gestures;
  char *held; /* why nothing is done; NULL: it is */
};

G_DEFINE_FINAL_TYPE (WeftHistory, weft_history, G_TYPE_OBJECT)

enum
{
  PROP_POSITION = 1,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];
static guint recorded_signal;

static void
weft_history_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  if (id == PROP_POSITION)
    g_value_set_uint (value, WEFT_HISTORY (object)->position);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
weft_history_finalize (GObject *object)
{
  WeftHistory *history = WEFT_HISTORY (object);

  g_clear_object (&history->graph);
  g_ptr_array_unref (history->edits);
  g_ptr_array_unref (history->inverses);
  g_free (history->held);
  G_OBJECT_CLASS (weft_history_parent_class)->finalize (object);
}

static void
weft_history_class_init (WeftHistoryClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->get_property = weft_history_get_property;
  object_class->finalize = weft_history_finalize;
  props[PROP_POSITION] = g_param_spec_uint ("position", NULL, NULL, 0, G_MAXUINT, 0,
                                            G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  recorded_signal = g_signal_new ("recorded", WEFT_TYPE_HISTORY, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 3, G_TYPE_INT, G_TYPE_POINTER, G_TYPE_POINTER);
}

static void
weft_history_init (WeftHistory *history)
{
  history->edits = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_edit_unref);
  history->inverses = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_edit_unref);
}

WeftHistory *
weft_history_new (WeftGraph *graph)
{
  WeftHistory *history = g_object_new (WEFT_TYPE_HISTORY, NULL);

  history->graph = g_object_ref (graph);
  return history;
}

static void
record (WeftHistory *history, WeftRecord what, WeftEdit *edit, WeftEdit *inverse)
{
  g_object_ref (history);
  g_signal_emit (history, recorded_signal, 0, (int) what, edit, inverse);
  g_object_notify_by_pspec (G_OBJECT (history), props[PROP_POSITION]);
  g_object_unref (history);
}

/* The newest entry and this edit as one, when both are of one gesture; nullable. */
static WeftEdit *
merge_with_newest (WeftHistory *history, WeftEdit *edit, guint gesture)
{
  if (gesture == 0 || gesture != history->last_gesture || history->position == 0
      || history->position != history->edits->len)
    return NULL;
  return weft_edit_merge (g_ptr_array_index (history->edits, history->position - 1), edit);
}

/* The same where not the same nodes had to move for both: undone, it is taken back step by step. */
static gboolean
join_with_newest (WeftHistory *history, WeftEdit *edit, WeftEdit *inverse, guint gesture)
{
  g_autoptr (GPtrArray) both = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_edit_unref);
  guint last = history->position - 1;
  WeftEdit *joined = NULL;

  if (gesture != 0 && gesture == history->last_gesture && history->position > 0
      && history->position == history->edits->len)
    joined = weft_edit_join (g_ptr_array_index (history->edits, last), edit);
  if (!joined)
    return FALSE;
  g_ptr_array_add (both, weft_edit_ref (inverse));
  g_ptr_array_add (both, weft_edit_ref (g_ptr_array_index (history->inverses, last)));
  weft_edit_unref (g_ptr_array_index (history->edits, last));
  weft_edit_unref (g_ptr_array_index (history->inverses, last));
  g_ptr_array_index (history->edits, last) = joined;
  g_ptr_array_index (history->inverses, last) = weft_edit_list (both, NULL);
  record (history, WEFT_RECORD_MERGE, joined, g_ptr_array_index (history->inverses, last));
  return TRUE;
}

/* Takes edit and inverse. */
static void
append (WeftHistory *history, WeftEdit *edit, WeftEdit *inverse)
{
  g_ptr_array_set_size (history->edits, (int) history->position);
  g_ptr_array_set_size (history->inverses, (int) history->position);
  g_ptr_array_add (history->edits, edit);
  g_ptr_array_add (history->inverses, inverse);
  history->position++;
}

gboolean
weft_history_do (WeftHistory *history, WeftEdit *edit, guint gesture, GError **error)
{
  gint64 next_id = weft_graph_get_next_id (history->graph);
  g_autoptr (WeftEdit) resolved = weft_edit_resolve (edit, &next_id);
  g_autoptr (WeftEdit) inverse = NULL;
  WeftEdit *merged;

  if (history->held != NULL)
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INVALID, history->held);
      return FALSE;
    }
  inverse = weft_graph_apply (history->graph, resolved, error);
  if (!inverse)
    return FALSE;
  merged = merge_with_newest (history, resolved, gesture);
  if (merged)
    {
      gpointer *newest = &g_ptr_array_index (history->edits, history->position - 1);

      weft_edit_unref (*newest);
      *newest = merged;
      record (history, WEFT_RECORD_MERGE, merged,
              g_ptr_array_index (history->inverses, history->position - 1));
      return TRUE;
    }
  if (join_with_newest (history, resolved, inverse, gesture))
    return TRUE;
  history->last_gesture = gesture;
  append (history, weft_edit_ref (resolved), weft_edit_ref (inverse));
  record (history, WEFT_RECORD_NEW, resolved, inverse);
  return TRUE;
}

/* Applies applied, an entry's one half, and moves the position. */
static gboolean
step (WeftHistory *history, WeftRecord what, WeftEdit *applied, WeftEdit *other, int by)
{
  g_autoptr (WeftEdit) held = weft_edit_ref (applied);
  g_autoptr (WeftEdit) held_other = weft_edit_ref (other);
  g_autoptr (WeftEdit) inverse = weft_graph_apply (history->graph, applied, NULL);

  if (!inverse)
    return FALSE;
  history->position = (guint) ((int) history->position + by);
  history->last_gesture = 0;
  record (history, what, held, held_other);
  return TRUE;
}

void
weft_history_hold (WeftHistory *history, const char *why)
{
  g_free (history->held);
  history->held = g_strdup (why);
  history->last_gesture = 0;
  g_object_notify_by_pspec (G_OBJECT (history), props[PROP_POSITION]);
}

gboolean
weft_history_undo (WeftHistory *history)
{
  guint last = history->position - 1;

  if (!weft_history_can_undo (history))
    return FALSE;
  return step (history, WEFT_RECORD_UNDO, g_ptr_array_index (history->inverses, last),
               g_ptr_array_index (history->edits, last), -1);
}

gboolean
weft_history_redo (WeftHistory *history)
{
  if (!weft_history_can_redo (history))
    return FALSE;
  return step (history, WEFT_RECORD_REDO, g_ptr_array_index (history->edits, history->position),
               g_ptr_array_index (history->inverses, history->position), 1);
}

gboolean
weft_history_can_undo (WeftHistory *history)
{
  return history->held == NULL && history->position > 0;
}

gboolean
weft_history_can_redo (WeftHistory *history)
{
  return history->held == NULL && history->position < history->edits->len;
}

WeftEdit *
weft_history_peek_undo (WeftHistory *history)
{
  return weft_history_can_undo (history) ? g_ptr_array_index (history->edits, history->position - 1)
                                         : NULL;
}

WeftEdit *
weft_history_peek_redo (WeftHistory *history)
{
  return weft_history_can_redo (history) ? g_ptr_array_index (history->edits, history->position)
                                         : NULL;
}

guint
weft_history_get_position (WeftHistory *history)
{
  return history->position;
}

void
weft_history_restore (WeftHistory *history, GPtrArray *edits, GPtrArray *inverses, guint position)
{
  g_return_if_fail (edits->len == inverses->len && position <= edits->len);
  g_ptr_array_set_size (history->edits, 0);
  g_ptr_array_set_size (history->inverses, 0);
  for (guint i = 0; i < edits->len; i++)
    {
      g_ptr_array_add (history->edits, weft_edit_ref (g_ptr_array_index (edits, i)));
      g_ptr_array_add (history->inverses, weft_edit_ref (g_ptr_array_index (inverses, i)));
    }
  history->position = position;
  history->last_gesture = 0;
  g_object_notify_by_pspec (G_OBJECT (history), props[PROP_POSITION]);
}

WeftGraph *
weft_history_get_graph (WeftHistory *history)
{
  return history->graph;
}

guint
weft_history_new_gesture (WeftHistory *history)
{
  return ++history->n_gestures;
}

guint
weft_history_get_n_entries (WeftHistory *history)
{
  return history->edits->len;
}

WeftEdit *
weft_history_get_entry (WeftHistory *history, guint i, WeftEdit **inverse)
{
  *inverse = g_ptr_array_index (history->inverses, i);
  return g_ptr_array_index (history->edits, i);
}
