/* context: what the parts of one project window share; owned by the window */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/context/context-private.h"

#include <glib/gstdio.h>
#include <string.h>

#include "ui/context/place.h"
#include "ui/context/put-in.h"

#define JSON_HEAD 65536 /* bytes in which a graph's text says that it is one */

enum
{
  SIGNAL_INSIDE,
  SIGNAL_SELECTION,
  SIGNAL_SAMPLE,
  SIGNAL_PART,
  SIGNAL_JUDGE,
  SIGNAL_RUNS,
  SIGNAL_DECISION,
  SIGNAL_SAY,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftContext, weft_context, G_TYPE_OBJECT)

/* --- where in the document --- */

gint64
weft_context_get_inside (WeftContext *context)
{
  return context->path->len > 0 ? g_array_index (context->path, gint64, context->path->len - 1) : 0;
}

static void
set_path (WeftContext *context, gint64 group)
{
  const WeftNode *node = weft_graph_find (context->graph, group);

  g_array_set_size (context->path, 0);
  for (; node != NULL; node = weft_graph_find (context->graph, node->parent))
    g_array_prepend_val (context->path, node->id);
}

static void
go (WeftContext *context, gint64 group)
{
  gint64 before = weft_context_get_inside (context);

  set_path (context, group);
  if (weft_context_get_inside (context) != before)
    g_signal_emit (context, signals[SIGNAL_INSIDE], 0);
}

void
weft_context_enter (WeftContext *context, gint64 group)
{
  const WeftNode *node = weft_graph_find (context->graph, group);

  g_return_if_fail (WEFT_IS_CONTEXT (context));

  if (group != 0 && (node == NULL || node->layer->grouping != WEFT_GROUPING_GROUP))
    return;
  weft_context_select (context, NULL, 0);
  weft_context_pick_wire (context, NULL);
  go (context, group);
}

gboolean
weft_context_leave (WeftContext *context)
{
  gint64 group = weft_context_get_inside (context);

  if (group == 0)
    return FALSE;
  weft_context_select (context, &group, 1);
  return TRUE;
}

/* Where a group went with an edit, so does who looks into it. */
static void
follow_groups (WeftContext *context)
{
  guint n = context->path->len;

  while (n > 0
         && weft_graph_find (context->graph, g_array_index (context->path, gint64, n - 1)) == NULL)
    n--;
  if (context->path->len > 0)
    go (context, n > 0 ? g_array_index (context->path, gint64, n - 1) : 0);
}

/* --- selection --- */

static gboolean
is_selection (WeftContext *context, const gint64 *nodes, guint n)
{
  return context->selection->len == n
         && (n == 0 || memcmp (context->selection->data, nodes, n * sizeof *nodes) == 0);
}

static void
follow_selection (WeftContext *context)
{
  const WeftNode *first
      = weft_graph_find (context->graph, g_array_index (context->selection, gint64, 0));

  if (first != NULL && first->parent != weft_context_get_inside (context))
    go (context, first->parent);
}

void
weft_context_select (WeftContext *context, const gint64 *nodes, guint n)
{
  g_autoptr (GArray) chosen = NULL;
  WeftWatch watch;

  g_return_if_fail (WEFT_IS_CONTEXT (context));

  if (is_selection (context, nodes, n))
    return;
  chosen = g_array_sized_new (FALSE, FALSE, sizeof *nodes, n); /* nodes may be our own array */
  if (n > 0)
    g_array_append_vals (chosen, nodes, n);
  g_array_set_size (context->selection, 0);
  if (n > 0)
    g_array_append_vals (context->selection, chosen->data, n);
  if (n > 0)
    follow_selection (context);

  watch = context->watch;
  watch.weights_of = weft_context_get_selected (context);
  weft_context_send_watch (context, &watch);
  g_signal_emit (context, signals[SIGNAL_SELECTION], 0);
}

void
weft_context_pick_wire (WeftContext *context, const WeftWire *wire)
{
  g_return_if_fail (WEFT_IS_CONTEXT (context));

  if (context->has_wire == (wire != NULL)
      && (wire == NULL || memcmp (&context->wire, wire, sizeof *wire) == 0))
    return;
  context->has_wire = wire != NULL;
  if (wire != NULL)
    context->wire = *wire;
  g_signal_emit (context, signals[SIGNAL_SELECTION], 0);
}

const WeftWire *
weft_context_get_picked_wire (WeftContext *context)
{
  return context->has_wire ? &context->wire : NULL;
}

/* What an edit removed is no longer selected, nor what it put elsewhere. */
static void
graph_changed_cb (WeftContext *context)
{
  g_autoptr (GArray) left = g_array_new (FALSE, FALSE, sizeof (gint64));

  follow_groups (context);

  for (guint i = 0; i < context->selection->len; i++)
    {
      gint64 node = g_array_index (context->selection, gint64, i);

      const WeftNode *found = weft_graph_find (context->graph, node);

      if (found != NULL && found->parent == weft_context_get_inside (context))
        g_array_append_val (left, node);
    }
  if (left->len != context->selection->len)
    weft_context_select (context, (const gint64 *) left->data, left->len);
}

GArray *
weft_context_get_selection (WeftContext *context)
{
  return context->selection;
}

gint64
weft_context_get_selected (WeftContext *context)
{
  return context->selection->len == 1 ? g_array_index (context->selection, gint64, 0) : 0;
}

/* --- edits --- */

gboolean
weft_context_do (WeftContext *context, WeftEdit *edit, guint gesture)
{
  g_autoptr (WeftEdit) owned = edit;
  g_autoptr (GError) error = NULL;

  g_return_val_if_fail (WEFT_IS_CONTEXT (context) && edit != NULL, FALSE);

  if (weft_history_do (context->history, edit, gesture, &error))
    return TRUE;
  weft_context_toast (context, error->message);
  return FALSE;
}

void
weft_context_set_settle (WeftContext *context, WeftSettleFunc settle)
{
  context->settle = settle;
}

gboolean
weft_context_put (WeftContext *context, WeftEdit *edit, guint gesture)
{
  g_return_val_if_fail (WEFT_IS_CONTEXT (context) && edit != NULL, FALSE);

  if (context->settle != NULL)
    edit = context->settle (context, edit);
  return weft_context_do (context, edit, gesture);
}

gint64
weft_context_add_layer (WeftContext *context, const WeftLayer *layer, const double at[2],
                        gint64 after)
{
  gint64 node = 0, inside = weft_context_get_inside (context);
  WeftEdit *edit;

  g_return_val_if_fail (WEFT_IS_CONTEXT (context), 0);

  if (after == 0 && at == NULL)
    after = weft_context_get_selected (context);
  if (after == 0 && at == NULL)
    after = weft_place_find_end (context->graph, inside);
  edit = weft_place_layer (context->graph, context->catalog, layer, inside, at, after, &node);
  edit = weft_put_in_fit (context, edit);
  if (!(at != NULL ? weft_context_do (context, edit, 0) : weft_context_put (context, edit, 0)))
    return 0;
  weft_context_select (context, &node, 1);
  return node;
}

/* A graph's text, by its first keys: others write data as JSON, too. */
static gboolean
is_graph_text (const char *path)
{
  g_autofree char *head = g_malloc0 (JSON_HEAD + 1);
  FILE *file = g_file_test (path, G_FILE_TEST_IS_REGULAR) ? g_fopen (path, "rb") : NULL;
  gboolean is_other;

  if (file == NULL)
    return TRUE; /* whoever opens it says why it cannot be */
  is_other = fread (head, 1, JSON_HEAD, file) > 0 && strstr (head, "\"weft\"") == NULL
             && strstr (head, "\"nodes\"") == NULL;
  fclose (file);
  return !is_other;
}

gboolean
weft_is_project_path (const char *path)
{
  return g_str_has_suffix (path, ".weft") || g_str_has_suffix (path, ".onnx")
         || (g_str_has_suffix (path, ".json") && is_graph_text (path));
}

void
weft_context_toast (WeftContext *context, const char *text)
{
  g_signal_emit (context, signals[SIGNAL_SAY], 0, text);
}

/* --- --- */

static const char context_key[] = "weft-context";

void
weft_context_attach (WeftContext *context, GtkWidget *widget)
{
  g_object_set_data_full (G_OBJECT (widget), context_key, g_object_ref (context), g_object_unref);
}

WeftContext *
weft_context_find (GtkWidget *widget)
{
  WeftContext *context = NULL;

  for (; widget != NULL && context == NULL; widget = gtk_widget_get_parent (widget))
    context = g_object_get_data (G_OBJECT (widget), context_key);
  return context;
}

const WeftHost *
weft_context_get_host (WeftContext *context)
{
  return context->host;
}

GtkWindow *
weft_context_get_window (WeftContext *context)
{
  return context->window;
}

WeftGraph *
weft_context_get_graph (WeftContext *context)
{
  return context->graph;
}

WeftHistory *
weft_context_get_history (WeftContext *context)
{
  return context->history;
}

WeftCatalog *
weft_context_get_catalog (WeftContext *context)
{
  return context->catalog;
}

WeftLive *
weft_context_get_live (WeftContext *context)
{
  return context->live;
}

const char *
weft_context_get_about (WeftContext *context)
{
  return context->about;
}

const char *
weft_context_get_goal (WeftContext *context)
{
  return context->goal;
}

WeftContext *
weft_context_new (const WeftHost *host, GtkWindow *window, const WeftProject *project,
                  WeftLive *live)
{
  WeftContext *context = g_object_new (WEFT_TYPE_CONTEXT, NULL);
  WeftWatch watch = { .activations = TRUE };

  context->host = host;
  g_set_weak_pointer (&context->window, window);
  context->graph = g_object_ref (project->graph);
  context->history = g_object_ref (project->history);
  context->catalog = weft_catalog_ref (project->catalog);
  context->live = g_object_ref (live);
  context->about = g_strdup (project->about);
  context->goal = g_strdup (project->goal);
  g_signal_connect_object (context->graph, "changed", G_CALLBACK (graph_changed_cb), context,
                           G_CONNECT_SWAPPED);
  weft_context_send_watch (context, &watch);
  return context;
}

static void
weft_context_finalize (GObject *object)
{
  WeftContext *context = WEFT_CONTEXT (object);

  g_clear_weak_pointer (&context->window);
  g_object_unref (context->graph);
  g_object_unref (context->history);
  weft_catalog_unref (context->catalog);
  g_object_unref (context->live);
  g_array_unref (context->path);
  g_array_unref (context->selection);
  g_ptr_array_unref (context->shown_runs);
  g_clear_pointer (&context->question, weft_question_unref);
  g_free (context->about);
  g_free (context->goal);
  G_OBJECT_CLASS (weft_context_parent_class)->finalize (object);
}

static void
weft_context_class_init (WeftContextClass *class)
{
  static const char *const names[SIGNAL_SAY]
      = { "inside", "selection", "sample", "part", "judge", "runs", "decision" };

  G_OBJECT_CLASS (class)->finalize = weft_context_finalize;
  for (guint i = 0; i < SIGNAL_SAY; i++)
    signals[i] = g_signal_new (names[i], G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL,
                               NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_SAY] = g_signal_new ("say", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL,
                                      NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
weft_context_init (WeftContext *context)
{
  context->path = g_array_new (FALSE, FALSE, sizeof (gint64));
  context->selection = g_array_new (FALSE, FALSE, sizeof (gint64));
  context->shown_runs = g_ptr_array_new_with_free_func (weft_shown_run_free);
}

WeftDataChoice *
weft_context_find_choice (WeftContext *context, const WeftNode *node)
{
  const WeftHost *host = weft_context_get_host (context);
  g_autoptr (GVariant) source = weft_node_get_param (node, "source");
  g_autoptr (GVariant) sha256 = weft_node_get_param (node, "sha256");

  if (host->find_choice == NULL || source == NULL || sha256 == NULL
      || !g_str_equal (g_variant_get_string (source, NULL), "file"))
    return NULL;
  return host->find_choice (host->user, weft_context_get_window (context),
                            g_variant_get_string (sha256, NULL));
}
