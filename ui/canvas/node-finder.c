/* node-finder: nodes of the whole document found by what they are called, what they are or what is
 * wrong
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/node-finder.h"

#include <glib/gi18n-lib.h>

#include "ui/base/icon.h"
#include "ui/canvas/choices.h"
#include "ui/canvas/plane.h"
#include "ui/canvas/search-row.h"
#include "ui/scene/find.h"

#define READABLE 0.67 /* of the zoom: what is found can be read */
#define HALF 200.0    /* px of the box: it stands in the middle */

typedef struct
{
  gint64 node;
  guint place; /* in the graph */
  int score;
} Hit;

static void
free_string (gpointer string)
{
  g_string_free (string, TRUE);
}

/* What stands wrong with each node, so that "shape" or "missing" finds it: gint64 id → GString. */
static GHashTable *
list_problems (WeftPlane *self)
{
  const WeftReport *report = weft_live_get_report (weft_context_get_live (self->context));
  GHashTable *all = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, free_string);

  for (guint i = 0; report != NULL && i < report->diagnostics->len; i++)
    {
      WeftDiagnostic *diagnostic = report->diagnostics->pdata[i];
      g_autofree char *sentence = NULL;
      GString *text = g_hash_table_lookup (all, &diagnostic->node);

      if (diagnostic->severity == WEFT_SEVERITY_NOTE)
        continue;
      sentence = weft_diagnostic_dup_sentence (diagnostic);
      if (text != NULL)
        g_string_append_printf (text, " %s", sentence);
      else
        g_hash_table_insert (all, &diagnostic->node, g_string_new (sentence));
    }
  return all;
}

static int
score_node (const WeftNode *node, GHashTable *all_problems, const char *query)
{
  g_autofree char *title = weft_node_dup_title (node);
  g_autofree char *line = weft_node_dup_line (node);
  const GString *text = g_hash_table_lookup (all_problems, &node->id);
  const char *problems = text != NULL ? text->str : "";
  g_autofree char *terms = g_strjoin (" ", node->layer->terms != NULL ? node->layer->terms : "",
                                      node->layer->pytorch != NULL ? node->layer->pytorch : "",
                                      line != NULL ? line : "", problems,
                                      *problems != '\0' ? _ ("Problems") : "", NULL);
  const char *const names[]
      = { title, node->name, _ (node->layer->title), node->layer->title, node->layer->id, NULL };

  return weft_find_score (query, names, terms);
}

static int
compare_hit_cb (gconstpointer a, gconstpointer b)
{
  const Hit *x = a, *y = b;

  return x->score != y->score ? x->score - y->score : (int) x->place - (int) y->place;
}

/* The groups around it, from the outermost, and what it does. */
static char *
dup_line (WeftGraph *graph, const WeftNode *node)
{
  g_autofree char *line = weft_node_dup_line (node);
  GString *path = g_string_new (NULL);

  for (const WeftNode *group = weft_graph_find (graph, node->parent); group != NULL;
       group = weft_graph_find (graph, group->parent))
    {
      g_autofree char *title = weft_node_dup_title (group);

      g_string_prepend (path, " › ");
      g_string_prepend (path, title);
    }
  g_string_append (path, _ (node->layer->title));
  if (line != NULL && *line != '\0')
    g_string_append_printf (path, " · %s", line);
  return g_string_free (path, FALSE);
}

static gconstpointer
get_key (gconstpointer item)
{
  return GSIZE_TO_POINTER (((const Hit *) item)->node);
}

/* Of a node that is gone meanwhile nothing is seen. */
static GtkWidget *
make_row (gconstpointer item, gpointer user)
{
  WeftPlane *self = user;
  WeftGraph *graph = weft_context_get_graph (self->context);
  const WeftNode *node = weft_graph_find (graph, ((const Hit *) item)->node);
  GtkWidget *row = gtk_list_box_row_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  g_autofree char *icon = NULL, *title = NULL, *line = NULL;

  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_widget_set_sensitive (row, node != NULL);
  if (node == NULL)
    return row;
  icon = weft_icon_dup_for_layer (node->layer);
  title = weft_node_dup_title (node);
  line = dup_line (graph, node);
  weft_hit_fill_row (box, icon, title, line);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  g_object_set_data_full (G_OBJECT (row), "weft-node", g_memdup2 (&node->id, sizeof node->id),
                          g_free);
  return row;
}

static GArray *
find (const char *query, gpointer user)
{
  WeftPlane *self = user;
  WeftGraph *graph = weft_context_get_graph (self->context);
  g_autoptr (GHashTable) problems = list_problems (self);
  GArray *hits = g_array_new (FALSE, FALSE, sizeof (Hit));

  for (guint i = 0; i < weft_graph_get_n_nodes (graph); i++)
    {
      const WeftNode *node = weft_graph_get_node (graph, i);
      Hit hit = { node->id, i, *query != '\0' ? score_node (node, problems, query) : 0 };

      if (hit.score >= 0)
        g_array_append_val (hits, hit);
    }
  g_array_sort (hits, compare_hit_cb);
  return hits;
}

/* In the middle where it is out of sight, and so large that it can be read. */
static void
choose (WeftChoices *choices, GtkListBoxRow *row, gpointer user)
{
  WeftPlane *self = user;
  const gint64 *node = g_object_get_data (G_OBJECT (row), "weft-node");
  gint64 id = node != NULL ? *node : 0;

  weft_choices_close (choices);
  if (weft_graph_find (weft_context_get_graph (self->context), id) == NULL)
    return;                                    /* it went while the box was open */
  weft_context_select (self->context, &id, 1); /* which goes into its group */
  if (self->sight.view.zoom < READABLE)
    weft_canvas_zoom_to (self->canvas, READABLE);
  weft_sight_show_node (self, id);
  weft_plane_focus_node (self, id);
}

void
weft_finder_open (WeftPlane *self)
{
  static const WeftChoicesKind kind
      = { N_ ("Find a node by name, kind or problem"), find, get_key, make_row, choose };

  weft_choices_open (
      self, (WeftPoint){ MAX (0, self->sight.width / 2.0 - HALF), self->sight.height / 8.0 }, &kind,
      self, NULL);
}
