/* new: weft new, a project from an example, a graph's text or the user's own data */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli/command.h"
#include "app/cli/line.h"
#include "app/cli/subject.h"
#include "projects/readers/starter.h"

static struct
{
  char *example, *from, *data;
} options;

static const GOptionEntry entries[] = {
  { "example", 0, 0, G_OPTION_ARG_STRING, &options.example, N_ ("From this example"), "ID" },
  { "from", 0, 0, G_OPTION_ARG_FILENAME, &options.from, N_ ("From a graph's text form"),
    "GRAPH.json" },
  { "data", 0, 0, G_OPTION_ARG_FILENAME, &options.data,
    N_ ("A starter network for your own CSV, IDX, picture sheet or folder"), "PATH" },
  { NULL },
};

static WeftStore *
create_from_data (const char *path, WeftDataset **dataset, GError **error)
{
  g_autoptr (WeftGraph) graph = NULL;
  g_autofree char *title = NULL;
  WeftLibrary *library = weft_library_new ();
  WeftStore *store = NULL;

  *dataset = weft_library_read (library, options.data, error);
  if (*dataset != NULL)
    graph = weft_starter_new (*dataset, error);
  if (graph != NULL)
    {
      title = g_strdup ((*dataset)->name);
      store = weft_store_create (path, graph, title, NULL, error);
    }
  if (store != NULL && !weft_store_put_data (store, *dataset, error))
    {
      weft_store_close (store, NULL);
      store = NULL;
    }
  weft_library_free (library);
  return store;
}

static int
make_from_data (const char *path, gboolean as_json)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftDataset) dataset = NULL;
  WeftStore *store = create_from_data (path, &dataset, &error);

  if (store == NULL || !weft_store_close (store, &error))
    return weft_command_fail (error);
  for (guint i = 0; dataset->notes != NULL && dataset->notes[i] != NULL && !as_json; i++)
    g_print ("%s\n", dataset->notes[i]);
  if (as_json)
    {
      WeftLine *line = weft_line_new ();

      weft_line_string (line, "event", "created");
      weft_line_string (line, "file", path);
      weft_line_int (line, "samples", dataset->count);
      weft_line_int (line, "classes", dataset->classes);
      weft_line_open (line, "notes", '[');
      for (guint i = 0; dataset->notes != NULL && dataset->notes[i] != NULL; i++)
        weft_line_string (line, NULL, dataset->notes[i]);
      weft_line_close (line);
      weft_line_print (line);
    }
  return WEFT_EXIT_DONE;
}

static int
make_from_graph (const char *name, const char *path, gboolean as_json)
{
  g_autoptr (GError) error = NULL;
  WeftSubject *subject = weft_subject_open (name, WEFT_STORE_READ, options.data, &error);
  gboolean is_made;

  if (subject == NULL)
    return weft_command_fail (error);
  is_made = weft_subject_save_as (subject, path, &error);
  if (!weft_subject_close (subject, is_made ? &error : NULL) || !is_made)
    return weft_command_fail (error);
  if (as_json)
    {
      WeftLine *line = weft_line_new ();

      weft_line_string (line, "event", "created");
      weft_line_string (line, "file", path);
      weft_line_print (line);
    }
  return WEFT_EXIT_DONE;
}

static int
run (char **args, gboolean as_json)
{
  if (!weft_command_check_project ("new", args[0])
      || !weft_command_check_inputs ("new", options.from, options.data))
    return WEFT_EXIT_USAGE;
  if (g_file_test (args[0], G_FILE_TEST_EXISTS))
    {
      g_printerr (_ ("weft: %s is there already; choose another name\n"), args[0]);
      return WEFT_EXIT_FAILED;
    }
  if ((options.example != NULL) + (options.from != NULL) > 1
      || (options.example == NULL && options.from == NULL && options.data == NULL))
    return weft_command_misuse (
        _ ("new: give one of --example ID, --from GRAPH.json, --data PATH"));
  if (options.example != NULL)
    return make_from_graph (options.example, args[0], as_json);
  if (options.from != NULL)
    return make_from_graph (options.from, args[0], as_json);
  return make_from_data (args[0], as_json);
}

const WeftCommand weft_command_new = {
  .name = "new",
  .usage = "--example ID | --from GRAPH.json | --data PATH  FILE.weft",
  .summary = N_ ("A project from an example, a graph's text, or a starter for your own data"),
  .options = entries,
  .min_args = 1,
  .max_args = 1,
  .run = run,
};
