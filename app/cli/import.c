/* import: weft import GRAPH.json FILE.weft */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli/command.h"
#include "app/cli/line.h"
#include "app/cli/subject.h"

static char *data_path;

static const GOptionEntry entries[] = {
  { "data", 0, 0, G_OPTION_ARG_FILENAME, &data_path, N_ ("The data of a graph's text"), "PATH" },
  { NULL },
};

static int
run (char **args, gboolean as_json)
{
  g_autoptr (GError) error = NULL;
  WeftSubject *subject;
  gboolean is_made;

  if (!weft_command_check_project ("import", args[1])
      || !weft_command_check_inputs ("import", args[0], data_path))
    return WEFT_EXIT_USAGE;
  if (!weft_subject_is_text (args[0]))
    return weft_command_misuse (_ ("import: %s: only the JSON graph can be imported yet"), args[0]);
  subject = weft_subject_open (args[0], WEFT_STORE_READ, data_path, &error);
  if (subject == NULL)
    return weft_command_fail (error);
  is_made = weft_subject_save_as (subject, args[1], &error);
  if (!weft_subject_close (subject, is_made ? &error : NULL) || !is_made)
    return weft_command_fail (error);
  if (as_json)
    {
      WeftLine *line = weft_line_new ();

      weft_line_string (line, "event", "created");
      weft_line_string (line, "file", args[1]);
      weft_line_print (line);
    }
  return WEFT_EXIT_DONE;
}

const WeftCommand weft_command_import = {
  .name = "import",
  .usage = "GRAPH.json|- FILE.weft",
  .summary = N_ ("A project from a graph's text form"),
  .options = entries,
  .min_args = 2,
  .max_args = 2,
  .run = run,
};
