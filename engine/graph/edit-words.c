/* edit-words: an edit in words, with what it is about and what it changed, for the list of edits */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/graph/graph-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/graph/training.h"

#define PARTS " · "
#define LONGEST 40 /* characters of a value: a text may be any */

/* Counts the nodes that it is about, and keeps one. */
static void
collect_nodes (WeftEdit *edit, GHashTable *nodes)
{
  gint64 id = weft_edit_get_id (edit, "node");

  if (id != 0)
    g_hash_table_add (nodes, g_memdup2 (&id, sizeof id));
  for (guint i = 0; i < weft_edit_get_n_children (edit); i++)
    collect_nodes (weft_edit_get_child (edit, i), nodes);
}

/* The edit in it that adds that node; nullable. */
static WeftEdit *
find_adding (WeftEdit *edit, gint64 node)
{
  WeftEdit *found = NULL;

  if (edit->kind->fields && weft_edit_get_text (edit, "layer")
      && weft_edit_get_id (edit, "node") == node)
    return edit;
  for (guint i = 0; i < weft_edit_get_n_children (edit) && !found; i++)
    found = find_adding (weft_edit_get_child (edit, i), node);
  return found;
}

/* As it is called now, or was when it went; NULL: nobody knows any more. */
static char *
dup_title (WeftEdit *edit, WeftEdit *inverse, WeftGraph *graph, gint64 id)
{
  const WeftNode *node = weft_graph_find (graph, id);
  WeftEdit *adding = node ? NULL : find_adding (inverse, id);
  WeftNode was = { .id = id };

  if (node)
    return weft_node_dup_title (node);
  if (!adding)
    adding = find_adding (edit, id);
  if (!adding)
    return NULL;
  was.layer = weft_layer_find (weft_edit_get_text (adding, "layer"));
  was.name = (char *) weft_edit_get_text (adding, "name");
  was.title = (char *) weft_edit_get_text (adding, "title");
  return was.layer && was.name ? weft_node_dup_title (&was) : NULL;
}

static char *
dup_value (WeftEdit *edit, const WeftParam *param)
{
  g_autoptr (GVariant) value = weft_edit_dup_value (edit, "value");
  g_autofree char *text = NULL;

  if (!value)
    value = weft_param_get_default (param);
  text = value ? weft_param_format (param, value) : g_strdup (_ (param->unset));
  if (g_utf8_strlen (text, -1) <= LONGEST)
    return g_steal_pointer (&text);
  *g_utf8_offset_to_pointer (text, LONGEST) = '\0';
  return g_strconcat (text, "…", NULL);
}

/* "8 → 16", of one parameter or setting; NULL: it is something else. */
static char *
dup_change (WeftEdit *edit, WeftEdit *inverse, WeftGraph *graph)
{
  const char *name = weft_edit_get_text (edit, "name");
  const WeftNode *node = weft_graph_find (graph, weft_edit_get_id (edit, "node"));
  const WeftParam *param = NULL;
  g_autofree char *before = NULL, *after = NULL;

  if (weft_edit_find_core (edit) != edit && weft_edit_find_core (inverse) != inverse)
    return dup_change (weft_edit_find_core (edit), weft_edit_find_core (inverse), graph);
  if (strcmp (edit->kind->id, "set-param") == 0 && node)
    param = weft_params_find (node->layer->params, name);
  else if (strcmp (edit->kind->id, "set-training") == 0)
    param = weft_params_find (weft_training_params (), name);
  if (!param || edit->kind != inverse->kind)
    return NULL;
  before = dup_value (inverse, param);
  after = dup_value (edit, param);
  return g_strdup_printf ("%s → %s", before, after);
}

char *
weft_edit_dup_words (WeftEdit *edit, WeftEdit *inverse, WeftGraph *graph)
{
  g_autoptr (GHashTable) nodes = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  WeftEdit *core = weft_edit_find_core (edit);
  g_autofree char *label = weft_edit_dup_label (edit), *about = NULL;
  g_autofree char *change = dup_change (edit, inverse, graph);
  GString *words = g_string_new (label);
  GHashTableIter iter;
  gpointer id;
  guint n;

  collect_nodes (core, nodes);
  n = g_hash_table_size (nodes);
  g_hash_table_iter_init (&iter, nodes);
  if (n == 1 && g_hash_table_iter_next (&iter, &id, NULL))
    about = dup_title (edit, inverse, graph, *(gint64 *) id);
  else if (n > 1)
    about = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u node", "%u nodes", n), n);
  if (about)
    g_string_append_printf (words, PARTS "%s", about);
  if (change)
    g_string_append_printf (words, PARTS "%s", change);
  return g_string_free (words, FALSE);
}
