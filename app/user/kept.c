/* kept: groups that somebody keeps for the palette, files of the graph form in USER/groups */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/user/kept.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "app/user/paths.h"
#include "projects/formats/graph-json.h"

#define ENDING ".json"
#define MOST 500 /* files that are read */

static char *
dup_folder (void)
{
  return g_build_filename (weft_paths_get_user_dir (), "groups", NULL);
}

static char *
dup_path (const char *id)
{
  g_autofree char *folder = dup_folder ();
  g_autofree char *name = g_strconcat (id, ENDING, NULL);

  return g_build_filename (folder, name, NULL);
}

/* The one node at the top of it, which is a group; NULL: it is another graph. */
static const WeftNode *
find_group (WeftGraph *graph)
{
  const WeftNode *found = NULL;

  for (guint i = 0; i < weft_graph_get_n_nodes (graph); i++)
    {
      const WeftNode *node = weft_graph_get_node (graph, i);

      if (node->parent != 0)
        continue;
      if (found != NULL)
        return NULL;
      found = node;
    }
  return found != NULL && found->layer->grouping == WEFT_GROUPING_GROUP ? found : NULL;
}

/* NULL: it cannot be read. */
static WeftKept *
read_one (const char *name)
{
  g_autofree char *id = g_strndup (name, strlen (name) - strlen (ENDING));
  g_autofree char *path = dup_path (id), *text = NULL;
  g_autoptr (WeftGraph) graph = NULL;
  const WeftNode *group;
  WeftKept *kept;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return NULL;
  graph = weft_graph_from_json (text, -1, NULL);
  group = graph != NULL ? find_group (graph) : NULL;
  if (group == NULL)
    return NULL;
  kept = g_new0 (WeftKept, 1);
  kept->id = g_steal_pointer (&id);
  kept->title = weft_node_dup_title (group);
  kept->text = g_steal_pointer (&text);
  return kept;
}

static int
compare_cb (gconstpointer a, gconstpointer b)
{
  const WeftKept *x = *(const WeftKept *const *) a, *y = *(const WeftKept *const *) b;
  int order = g_utf8_collate (x->title, y->title);

  return order != 0 ? order : g_strcmp0 (x->id, y->id);
}

GPtrArray *
weft_kept_list (gpointer user)
{
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_kept_free);
  g_autofree char *folder = dup_folder ();
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && all->len < MOST && (name = g_dir_read_name (dir)) != NULL)
    {
      WeftKept *kept = g_str_has_suffix (name, ENDING) ? read_one (name) : NULL;

      if (kept != NULL)
        g_ptr_array_add (all, kept);
    }
  g_ptr_array_sort (all, compare_cb);
  return all;
}

static gboolean
refuse (const char *path, GError **error)
{
  g_autofree char *shown = g_filename_display_name (path);

  g_set_error (error, WEFT_ERROR, WEFT_ERROR_IO, _ ("%s cannot be written: %s"), shown,
               g_strerror (errno));
  return FALSE;
}

static char *
dup_free_path (void)
{
  for (guint i = 1;; i++)
    {
      g_autofree char *id = g_strdup_printf ("group-%u", i);
      g_autofree char *path = dup_path (id);

      if (!g_file_test (path, G_FILE_TEST_EXISTS))
        return g_steal_pointer (&path);
    }
}

/* The text with its group called so. */
static char *
dup_titled (const char *text, const char *title, GError **error)
{
  g_autoptr (WeftGraph) graph = weft_graph_from_json (text, -1, error);
  const WeftNode *group = graph != NULL ? find_group (graph) : NULL;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (WeftEdit) edit = NULL, inverse = NULL;

  if (graph == NULL)
    return NULL;
  if (group == NULL)
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                           _ ("Only one group at a time can be kept in the palette."));
      return NULL;
    }
  g_array_append_val (ids, group->id);
  edit = weft_edit_set_title (group->id, title);
  inverse = weft_graph_apply (graph, edit, error);
  return inverse != NULL ? weft_graph_nodes_to_json (graph, ids) : NULL;
}

gboolean
weft_kept_keep (gpointer user, const char *id, const char *title, const char *text, GError **error)
{
  g_autofree char *folder = dup_folder ();
  g_autofree char *path = id != NULL ? dup_path (id) : dup_free_path ();
  g_autofree char *titled = dup_titled (text, title, error);

  if (titled == NULL)
    return FALSE;
  if (g_mkdir_with_parents (folder, 0700) != 0)
    return refuse (folder, error);
  if (!g_file_set_contents_full (path, titled, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL))
    return refuse (path, error);
  return TRUE;
}

gboolean
weft_kept_drop (gpointer user, const char *id, GError **error)
{
  g_autofree char *path = dup_path (id);

  return g_remove (path) == 0 || errno == ENOENT || refuse (path, error);
}
