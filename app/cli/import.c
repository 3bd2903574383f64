/* import: weft import GRAPH.json|MODEL.onnx FILE.weft, weft import WEIGHTS --into FILE.weft */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli/beginning.h"
#include "app/cli/command.h"
#include "app/cli/line.h"
#include "app/cli/subject.h"
#include "app/session/brought.h"
#include "projects/formats/file-format.h"

static const char usage[] = "GRAPH.json|MODEL.onnx|- FILE.weft | WEIGHTS --into FILE.weft";
static char *data_path, *into;

static const GOptionEntry entries[] = {
  { "data", 0, 0, G_OPTION_ARG_FILENAME, &data_path, N_ ("The data of a graph's text"), "PATH" },
  { "into", 0, 0, G_OPTION_ARG_FILENAME, &into,
    N_ ("Weights (safetensors, .npz, ONNX, another project) by their names into a project that is "
        "there, "
        "as a run of its own"),
    "FILE.weft" },
  { NULL },
};

static gboolean
bring (WeftSubject *subject, const char *path, gboolean as_json, GError **error)
{
  g_autoptr (WeftModel) model
      = weft_model_new (subject->graph, weft_library_get_catalog (subject->library), error);
  WeftBeginning beginning = { 0 };

  if (model == NULL
      || !weft_beginning_take (&beginning, model, (guint64) model->training.seed, "", path, as_json,
                               error))
    {
      weft_beginning_clear (&beginning);
      return FALSE;
    }
  return weft_brought_begin_run (subject->store, model, g_steal_pointer (&beginning.state), error);
}

static int
import_weights (const char *path, gboolean as_json)
{
  g_autoptr (GError) error = NULL;
  WeftSubject *subject;
  gboolean is_brought;

  if (!weft_command_check_project ("import", into))
    return WEFT_EXIT_USAGE;
  subject = weft_subject_open (into, WEFT_STORE_WRITE, NULL, &error);
  if (subject == NULL)
    return weft_command_fail (error);
  is_brought = bring (subject, path, as_json, &error);
  if (!weft_subject_close (subject, is_brought ? &error : NULL) || !is_brought)
    return weft_command_fail (error);
  return WEFT_EXIT_DONE;
}

static int
run (char **args, gboolean as_json)
{
  g_autoptr (GError) error = NULL;
  WeftSubject *subject;
  gboolean is_made;

  if (into != NULL && args[1] == NULL)
    return import_weights (args[0], as_json);
  if (into != NULL || args[1] == NULL)
    return weft_command_misuse (_ ("usage: weft %s %s"), "import", usage);
  if (!weft_command_check_project ("import", args[1])
      || !weft_command_check_inputs ("import", args[0], data_path))
    return WEFT_EXIT_USAGE;
  if (!weft_subject_is_text (args[0]) && weft_format_find_network_reader (args[0]) == NULL)
    return weft_command_misuse (
        _ ("import: %s: a project is made of a graph’s text (.json) or a model (.onnx); "
           "weights go into one that is there, --into FILE.weft"),
        args[0]);
  subject = weft_subject_open (args[0], WEFT_STORE_READ, data_path, &error);
  if (subject == NULL)
    return weft_command_fail (error);
  is_made = weft_subject_save_as (subject, args[1], &error)
            && (subject->weights == NULL || subject->weights->len == 0
                || bring (subject, args[0], as_json, &error));
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
  .usage = usage,
  .summary = N_ ("A project from a graph’s text form or an ONNX model, or weights into a project"),
  .options = entries,
  .min_args = 1,
  .max_args = 2,
  .run = run,
};
