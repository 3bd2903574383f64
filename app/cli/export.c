/* export: weft export FILE --format F PATH */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>
#include <unistd.h>

#include "app/cli/command.h"
#include "app/cli/line.h"
#include "app/cli/subject.h"
#include "app/files.h"
#include "app/graph-picture.h"
#include "engine/plan/check.h"
#include "projects/formats/graph-json.h"
#include "projects/formats/output.h"

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

/* What the file is to hold; transfer full. */
static GByteArray *
draw (WeftSubject *subject, GError **error)
{
  g_autoptr (WeftReport) report = NULL;
  char *text;

  if (strcmp (options.format, "json") == 0)
    {
      text = weft_graph_to_json (subject->graph);
      return g_byte_array_new_take ((guint8 *) text, strlen (text));
    }
  report = weft_check (subject->graph, weft_library_get_catalog (subject->library));
  return weft_picture_draw (subject->graph, report, options.format, options.is_dark, error);
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
  return weft_files_are_same (source, path) && g_file_test (path, G_FILE_TEST_IS_REGULAR);
}

static gboolean
write_out (const char *path, const GByteArray *bytes, gboolean as_json, GError **error)
{
  WeftLine *line;

  if (weft_command_is_standard (path))
    return weft_output_write_fd (STDOUT_FILENO, bytes->data, bytes->len, error);
  if (!weft_output_write (path, bytes->data, bytes->len, error))
    return FALSE;
  if (!as_json)
    return TRUE;
  line = weft_line_new ();
  weft_line_string (line, "event", "exported");
  weft_line_string (line, "file", path);
  weft_line_string (line, "format", options.format);
  weft_line_int (line, "bytes", bytes->len);
  weft_line_print (line);
  return TRUE;
}

static int
run (char **args, gboolean as_json)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GByteArray) bytes = NULL;
  WeftSubject *subject;

  if (!is_known (options.format))
    return weft_command_misuse (_ ("export: --format takes json, png or svg, not “%s”"),
                                options.format != NULL ? options.format : "");
  if (as_json && weft_command_is_standard (args[1]))
    return weft_command_misuse (_ ("export: --json and “-” both want standard output"));
  if (is_precious (args[0], args[1]))
    {
      g_printerr (_ ("weft: %s is there already; choose another name\n"), args[1]);
      return WEFT_EXIT_FAILED;
    }
  subject = weft_subject_open (args[0], WEFT_STORE_READ, NULL, &error);
  if (subject == NULL)
    return weft_command_fail (error);
  bytes = draw (subject, &error);
  weft_subject_close (subject, NULL);
  if (bytes == NULL || !write_out (args[1], bytes, as_json, &error))
    return weft_command_fail (error);
  return WEFT_EXIT_DONE;
}

const WeftCommand weft_command_export = {
  .name = "export",
  .usage = "FILE|ID|GRAPH.json|- --format json|png|svg PATH|-",
  .summary = N_ ("The graph as text or as a picture"),
  .options = entries,
  .min_args = 2,
  .max_args = 2,
  .run = run,
};
