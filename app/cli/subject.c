/* subject: what a command works on: a project file, an example's id, a graph's text form, or
 * another program's network */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli/subject.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "app/user/paths.h"
#include "engine/data/outputs.h"
#include "projects/formats/file-format.h"
#include "projects/formats/graph-json.h"
#include "projects/formats/json-scan.h"
#include "projects/gallery/gallery.h"
#include "projects/readers/files/input.h"

#define MAX_JSON (WEFT_JSON_MAX_BYTES + 1) /* more is said by its reader */

static gboolean
open_json (WeftSubject *subject, GError **error)
{
  g_autofree char *text = NULL;
  g_autofree char *base = strcmp (subject->name, WEFT_INPUT_STANDARD) == 0
                              ? g_strdup (_ ("standard input"))
                              : g_path_get_basename (subject->name);
  gsize length;

  if (!weft_input_load_text (subject->name, MAX_JSON, &text, &length, error))
    return FALSE;
  subject->graph = weft_graph_from_json (text, (gssize) length, error);
  if (subject->graph == NULL)
    g_prefix_error (error, "%s: ", base);
  return subject->graph != NULL;
}

static gboolean
open_network (WeftSubject *subject, GError **error)
{
  const WeftFormat *format = weft_format_find_network_reader (subject->name);

  subject->graph = format->read_network (subject->name, &subject->weights, error);
  subject->title = weft_input_dup_stem (subject->name);
  return subject->graph != NULL;
}

static gboolean
open_project (WeftSubject *subject, WeftStoreAccess access, GError **error)
{
  subject->store = weft_store_open (subject->name, access, error);
  if (subject->store == NULL)
    return FALSE;
  if (weft_store_get_notice (subject->store) != NULL)
    g_printerr ("weft: %s\n", weft_store_get_notice (subject->store));
  weft_library_set_store (subject->library, subject->store);
  subject->graph = weft_store_load_graph (subject->store, error);
  subject->title = weft_store_dup_title (subject->store);
  subject->example = weft_store_dup_example (subject->store);
  return subject->graph != NULL;
}

static gboolean
open_example (WeftSubject *subject, GError **error)
{
  WeftExample *example = weft_gallery_find (weft_paths_get_gallery (), subject->name, NULL);

  if (example == NULL)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND,
                   _ ("%s: no such file, and no example of that name (weft gallery lists them)"),
                   subject->name);
      return FALSE;
    }
  subject->graph = weft_gallery_load_graph (example, error);
  subject->title = g_strdup (example->title);
  subject->example = g_strdup (example->id);
  subject->folds = example->folds;
  weft_example_free (example);
  return subject->graph != NULL;
}

gboolean
weft_subject_is_text (const char *name)
{
  struct stat info;
  char start[64] = "";
  FILE *file;

  if (g_str_has_suffix (name, ".json") || strcmp (name, WEFT_INPUT_STANDARD) == 0)
    return TRUE;
  if (g_str_has_suffix (name, ".weft") || stat (name, &info) != 0 || S_ISDIR (info.st_mode))
    return FALSE;
  if (!S_ISREG (info.st_mode))
    return TRUE;
  file = fopen (name, "rbe");
  if (file == NULL)
    return FALSE;
  start[fread (start, 1, sizeof start - 1, file)] = '\0';
  fclose (file);
  return *g_strchug (start) == '{';
}

static gboolean
open_any (WeftSubject *subject, WeftStoreAccess access, GError **error)
{
  if (strcmp (subject->name, WEFT_INPUT_STANDARD) != 0
      && !g_file_test (subject->name, G_FILE_TEST_EXISTS)
      && !g_str_has_suffix (subject->name, ".weft"))
    return open_example (subject, error);
  if (weft_format_find_network_reader (subject->name) != NULL)
    return open_network (subject, error);
  if (weft_subject_is_text (subject->name))
    return open_json (subject, error);
  return open_project (subject, access, error);
}

static const WeftNode *
find_data_node (WeftGraph *graph)
{
  for (guint i = 0; i < weft_graph_get_n_nodes (graph); i++)
    if (weft_graph_get_node (graph, i)->layer->family == WEFT_FAMILY_DATA)
      return weft_graph_get_node (graph, i);
  return NULL;
}

static gboolean
set_data (WeftGraph *graph, gint64 node, const WeftDataset *dataset, GError **error)
{
  g_autoptr (GPtrArray) edits = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_edit_unref);
  g_autoptr (WeftEdit) edit = NULL, inverse = NULL;

  weft_data_use_file (node, dataset, edits);
  edit = weft_edit_list (edits, NULL);
  inverse = weft_graph_apply (graph, edit, error);
  return inverse != NULL;
}

/* The graph's data nodes get the file at path, read as the first of them asks for. */
static gboolean
supply_data (WeftSubject *subject, const char *path, const WeftReadOptions *options, GError **error)
{
  const WeftNode *node = find_data_node (subject->graph);
  g_autoptr (WeftDataset) dataset
      = node != NULL
            ? weft_library_read_for (subject->library, path, subject->graph, node, options, error)
            : weft_library_read_as (subject->library, path, options, NULL, error);

  if (dataset == NULL)
    return FALSE;
  for (guint i = 0; i < weft_graph_get_n_nodes (subject->graph); i++)
    {
      node = weft_graph_get_node (subject->graph, i);
      if (node->layer->family == WEFT_FAMILY_DATA
          && !set_data (subject->graph, node->id, dataset, error))
        return FALSE;
    }
  return TRUE;
}

WeftSubject *
weft_subject_open_as (const char *name, WeftStoreAccess access, const char *data,
                      const WeftReadOptions *options, GError **error)
{
  WeftSubject *subject = g_new0 (WeftSubject, 1);

  subject->name = g_strdup (name);
  subject->library = weft_library_new ();
  weft_catalog_set_cure (weft_library_get_catalog (subject->library),
                         _ ("A command is given it with --data."));
  if (open_any (subject, access, error)
      && (data == NULL || supply_data (subject, data, options, error)))
    return subject;
  weft_subject_close (subject, NULL);
  return NULL;
}

WeftSubject *
weft_subject_open (const char *name, WeftStoreAccess access, const char *data, GError **error)
{
  return weft_subject_open_as (name, access, data, NULL, error);
}

gboolean
weft_subject_close (WeftSubject *subject, GError **error)
{
  gboolean is_closed = subject->store == NULL || weft_store_close (subject->store, error);

  g_clear_object (&subject->graph);
  g_clear_pointer (&subject->weights, g_ptr_array_unref);
  weft_library_free (subject->library);
  g_free (subject->name);
  g_free (subject->title);
  g_free (subject->example);
  g_free (subject);
  return is_closed;
}

gboolean
weft_subject_save_as (WeftSubject *subject, const char *path, GError **error)
{
  WeftStore *store
      = weft_store_create (path, subject->graph, subject->title, subject->example, error);

  if (store == NULL)
    return FALSE;
  if (!weft_library_copy_data (subject->library, subject->graph, store, error))
    {
      weft_store_discard (store);
      return FALSE;
    }
  if (subject->store != NULL)
    weft_store_close (subject->store, NULL);
  subject->store = store;
  weft_library_set_store (subject->library, store);
  return TRUE;
}
