/* export: weft export FILE --format F PATH */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "app/cli/command.h"
#include "app/cli/subject.h"
#include "app/files.h"
#include "app/picture.h"
#include "engine/graph/check.h"
#include "projects/formats/graph-json.h"

static struct
{
  char *format;
  gboolean is_dark;
} options;

static const GOptionEntry entries[] = {
  { "format", 0, 0, G_OPTION_ARG_STRING, &options.format, N_ ("json, png or svg"), "F" },
  { "dark", 0, 0, G_OPTION_ARG_NONE, &options.is_dark, N_ ("A picture on a dark ground"), NULL },
  { NULL },
};

static gboolean
export_json (WeftSubject *subject, const char *path, GError **error)
{
  g_autofree char *text = weft_graph_to_json (subject->graph);

  return g_file_set_contents (path, text, -1, error);
}

static gboolean
export_picture (WeftSubject *subject, const char *path, GError **error)
{
  g_autoptr (WeftReport) report
      = weft_check (subject->graph, weft_library_get_catalog (subject->library));

  return weft_picture_write (subject->graph, report, options.format, options.is_dark, path, error);
}

static gboolean
is_known (const char *format)
{
  return format != NULL
         && (strcmp (format, "json") == 0 || strcmp (format, "png") == 0
             || strcmp (format, "svg") == 0);
}

/* A project is never written over, nor is what is exported. */
static gboolean
is_precious (const char *source, const char *path)
{
  if (g_str_has_suffix (path, ".weft") && g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  return weft_files_are_same (source, path);
}

static int
run (char **args, gboolean as_json)
{
  g_autoptr (GError) error = NULL;
  WeftSubject *subject;
  gboolean is_written;

  if (!is_known (options.format))
    return weft_command_misuse (_ ("export: --format takes json, png or svg, not “%s”"),
                                options.format != NULL ? options.format : "");
  if (is_precious (args[0], args[1]))
    {
      g_printerr (_ ("weft: %s is there already; choose another name\n"), args[1]);
      return WEFT_EXIT_FAILED;
    }
  subject = weft_subject_open (args[0], WEFT_STORE_READ, NULL, &error);
  if (subject == NULL)
    return weft_command_fail (error);
  is_written = strcmp (options.format, "json") == 0 ? export_json (subject, args[1], &error)
                                                    : export_picture (subject, args[1], &error);
  weft_subject_close (subject, NULL);
  return is_written ? WEFT_EXIT_DONE : weft_command_fail (error);
}

const WeftCommand weft_command_export = {
  .name = "export",
  .usage = "FILE|ID|GRAPH.json --format json|png|svg PATH",
  .summary = N_ ("The graph as text or as a picture"),
  .options = entries,
  .min_args = 2,
  .max_args = 2,
  .run = run,
};
