/* test-known-data: a set that is chosen becomes a data node, or it is said why not */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/context/context.h"
#include "ui/context/known-data.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  WeftGraph *graph;
  WeftHistory *history;
  WeftCatalog *catalog;
  WeftLive *live;
  WeftContext *context; /* nullable: it is closed */
  WeftHost host;
} Project;

static void
set_up (Project *project, gconstpointer data)
{
  project->graph = weft_graph_new ();
  project->history = weft_history_new (project->graph);
  project->catalog = weft_catalog_new (NULL);
  project->live = weft_live_new ();
  project->context = weft_context_new (&project->host, NULL,
                                       &(WeftProject){ .graph = project->graph,
                                                       .history = project->history,
                                                       .catalog = project->catalog },
                                       project->live);
}

static void
tear_down (Project *project, gconstpointer data)
{
  g_clear_object (&project->context);
  g_object_unref (project->live);
  g_object_unref (project->history);
  g_object_unref (project->graph);
  weft_catalog_unref (project->catalog);
}

static void
say_cb (WeftContext *context, const char *text, char **said)
{
  g_free (*said);
  *said = g_strdup (text);
}

/* What cannot be made is said, again and again, and is no node. */
static void
test_unmade (Project *project, gconstpointer data)
{
  for (int i = 0; i < 2; i++)
    {
      g_autofree char *said = NULL;
      gulong handler = g_signal_connect (project->context, "say", G_CALLBACK (say_cb), &said);

      weft_known_data_use (project->context, "lost");
      while (said == NULL)
        g_main_context_iteration (NULL, TRUE);
      g_assert_nonnull (strstr (said, "lost"));
      g_assert_cmpuint (weft_graph_get_n_nodes (project->graph), ==, 0);
      g_signal_handler_disconnect (project->context, handler);
    }
}

/* A project that is closed meanwhile gets nothing any more, and nobody asks for its window. */
static void
test_closed_meanwhile (Project *project, gconstpointer data)
{
  Project other = { 0 };

  set_up (&other, NULL);
  weft_known_data_use (project->context, "circles");
  weft_known_data_use (project->context, "moons");
  weft_known_data_use (other.context, "moons");
  g_clear_object (&project->context);
  while (weft_graph_get_n_nodes (other.graph) == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (weft_graph_get_n_nodes (project->graph), ==, 0);
  tear_down (&other, NULL);
}

/* Boxes come as JSON, too: what is no graph's text is data. */
static void
test_project_path (void)
{
  g_autofree char *folder = g_dir_make_tmp ("weft-context-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "a.json", NULL);

  g_assert_true (weft_is_project_path ("there/is/none.weft"));
  g_assert_false (weft_is_project_path ("there/is/none.csv"));
  g_file_set_contents (path, "{\"weft\": 1, \"nodes\": []}", -1, NULL);
  g_assert_true (weft_is_project_path (path));
  g_file_set_contents (path, "{\"images\": [], \"annotations\": []}", -1, NULL);
  g_assert_false (weft_is_project_path (path));
  g_remove (path);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/known-data/unmade", Project, NULL, set_up, test_unmade, tear_down);
  g_test_add ("/known-data/closed-meanwhile", Project, NULL, set_up, test_closed_meanwhile,
              tear_down);
  g_test_add_func ("/known-data/project-path", test_project_path);
  return g_test_run ();
}
