/* export: weft export FILE --format F PATH */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>
#include <unistd.h>

#include "app/cli/command.h"
#include "app/cli/line.h"
#include "app/cli/trained.h"
#include "app/cli/warn.h"
#include "app/pictures/exported.h"
#include "app/user/files.h"
#include "projects/formats/output.h"

static struct
{
  char *format, *at, *weights, *style;
  gint64 run;
  gboolean is_dark;
} options;

static const WeftNumber numbers[] = {
  { "run", WEFT_NUMBER_WHOLE, &options.run, 1, WEFT_NUMBER_MAX_WHOLE,
    N_ ("Whose weights; the newest run’s when left out"), "R" },
  { NULL },
};

static const GOptionEntry entries[] = {
  { "format", 0, 0, G_OPTION_ARG_STRING, &options.format,
    N_ ("What is written: a picture, the graph’s text, a model or weights"), "F" },
  { "at", 0, 0, G_OPTION_ARG_STRING, &options.at, N_ ("last, best or a step"), "STEP" },
  { "weights", 0, 0, G_OPTION_ARG_STRING, &options.weights,
    N_ ("Of a program in C: float32, or int8, which says what it costs"), "TYPE" },
  { "style", 0, 0, G_OPTION_ARG_STRING, &options.style,
    N_ ("Of a picture: canvas, or paper: blocks with their sizes"), "STYLE" },
  { "dark", 0, 0, G_OPTION_ARG_NONE, &options.is_dark, N_ ("A picture on a dark ground"), NULL },
  { NULL },
};

/* What nobody has trained yet is exported with its first weights, which is said. */
static gboolean
begin_untrained (WeftSubject *subject, WeftReplayed *replayed, GError **error)
{
  replayed->is_exact = TRUE;
  replayed->model
      = weft_model_new (subject->graph, weft_library_get_catalog (subject->library), error);
  if (replayed->model == NULL)
    return FALSE;
  replayed->state
      = weft_model_new_state (replayed->model, (guint64) replayed->model->training.seed, error);
  weft_warn_say (_ ("nothing has been trained yet: these are first weights"));
  return replayed->state != NULL;
}

static gboolean
find_weights (WeftSubject *subject, gint64 at, WeftReplayed *replayed, GError **error)
{
  gboolean is_trained = subject->store != NULL && weft_runs_find_newest (subject->store) > 0;

  if (!is_trained && options.run == 0 && at == -1)
    return begin_untrained (subject, replayed, error);
  if (subject->store != NULL)
    return weft_trained_find (subject, options.run, at, 0, replayed, error);
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND, _ ("%s is not a project; train it first"),
               subject->name);
  return FALSE;
}

/* What the file is to hold, *bytes, transfer full; of a format that is a folder it is filled. */
static gboolean
make (WeftSubject *subject, const WeftFormat *format, gint64 at, const char *path,
      GByteArray **bytes, WeftFormatLoss *loss, GError **error)
{
  g_auto (WeftReplayed) replayed = { 0 };
  g_autoptr (WeftReport) report = NULL;
  WeftExported what = { .graph = subject->graph,
                        .is_dark = options.is_dark,
                        .is_paper = g_strcmp0 (options.style, "paper") == 0,
                        .loss = loss };

  what.title = subject->title != NULL ? subject->title : subject->name;
  if (format->needs_weights && !find_weights (subject, at, &replayed, error))
    return FALSE;
  if (!format->needs_weights)
    report = weft_check (subject->graph, weft_library_get_catalog (subject->library));
  else if (!replayed.is_exact)
    weft_warn_inexact (replayed.state->step);
  what.report = report;
  what.model = replayed.model;
  what.state = replayed.state;
  if (replayed.model != NULL)
    what.graph = replayed.model->graph;
  if (format->write_folder != NULL)
    return weft_exporting_fill_folder (format, &what, path, error);
  *bytes = weft_exporting_make (format, &what, error);
  return *bytes != NULL;
}

/* A project is never written over, nor is what is exported. */
static gboolean
is_precious (const char *source, const char *path)
{
  if (g_str_has_suffix (path, ".weft") && g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  return weft_files_are_same (source, path) && g_file_test (path, G_FILE_TEST_IS_REGULAR);
}

/* Of a format that rounds; where the file itself goes to standard output, beside it. */
static void
say_loss (const WeftFormatLoss *loss, gboolean beside)
{
  g_autofree char *told
      = g_strcmp0 (options.weights, "int8") == 0 ? weft_exporting_dup_loss (loss, FALSE) : NULL;

  if (told == NULL)
    return;
  if (beside)
    g_printerr ("%s\n", told);
  else
    g_print ("%s\n", told);
}

static void
write_loss (WeftLine *line, const WeftFormatLoss *loss)
{
  if (loss->metric == NULL)
    return;
  weft_line_open (line, "rounded", '{');
  weft_line_string (line, "part", weft_part_get_id (loss->part));
  weft_line_int (line, "samples", loss->samples);
  weft_line_string (line, "metric", loss->metric);
  weft_line_number (line, "before", loss->before);
  weft_line_number (line, "after", loss->after);
  weft_line_close (line);
}

static gboolean
write_out (const char *path, const char *format, const GByteArray *bytes,
           const WeftFormatLoss *loss, gboolean as_json, GError **error)
{
  WeftLine *line;

  if (weft_command_is_standard (path))
    {
      say_loss (loss, TRUE);
      return weft_output_write_fd (STDOUT_FILENO, bytes->data, bytes->len, error);
    }
  if (!weft_output_write (path, bytes->data, bytes->len, error))
    return FALSE;
  if (!as_json)
    {
      say_loss (loss, FALSE);
      return TRUE;
    }
  line = weft_line_new ();
  weft_line_string (line, "event", "exported");
  weft_line_string (line, "file", path);
  weft_line_string (line, "format", format);
  weft_line_int (line, "bytes", bytes->len);
  write_loss (line, loss);
  weft_line_print (line);
  return TRUE;
}

/* What --format and --weights name together; NULL: nothing. */
static const WeftFormat *
find_format (const char *path)
{
  const WeftFormat *format
      = options.format != NULL ? weft_format_find (options.format) : weft_format_find_writer (path);
  g_autofree char *id = format != NULL && options.weights != NULL
                            ? g_strconcat (format->id, "_", options.weights, NULL)
                            : NULL;

  if (id == NULL || strcmp (options.weights, "float32") == 0)
    return format;
  return weft_format_find (id);
}

static gboolean
is_style_known (void)
{
  static const char *const styles[] = { "canvas", "paper", NULL };

  return options.style == NULL || g_strv_contains (styles, options.style);
}

static int
run (char **args, gboolean as_json)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GByteArray) bytes = NULL;
  g_autofree char *known = weft_formats_dup_written (", ");
  const WeftFormat *format = find_format (args[1]);
  WeftFormatLoss loss = { 0 };
  WeftSubject *subject;
  gboolean is_made;
  gint64 at;

  if (format == NULL && options.weights != NULL)
    return weft_command_misuse (
        _ ("export: --weights takes float32, and for C also int8, not “%s”"), options.weights);
  if (!is_style_known ())
    return weft_command_misuse (_ ("export: --style takes canvas or paper, not “%s”"),
                                options.style);
  if (format == NULL && options.format == NULL)
    return weft_command_misuse (_ ("export: no format ends like “%s”: --format says which of %s"),
                                args[1], known);
  if (format == NULL || !weft_format_is_written (format))
    return weft_command_misuse (_ ("export: --format takes one of %s, not “%s”"), known,
                                options.format);
  if (!weft_command_read_at (options.at, &at))
    return weft_command_misuse (_ ("--at takes last, best or a step, not “%s”"), options.at);
  if (format->write_folder != NULL && weft_command_is_standard (args[1]))
    return weft_command_misuse (_ ("export: %s is a folder of files; “-” cannot hold one"),
                                format->id);
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
  is_made = make (subject, format, at, args[1], &bytes, &loss, &error);
  weft_subject_close (subject, NULL);
  if (!is_made
      || (bytes != NULL && !write_out (args[1], format->id, bytes, &loss, as_json, &error)))
    return weft_command_fail (error);
  return WEFT_EXIT_DONE;
}

static char *
dup_usage (void)
{
  g_autofree char *formats = weft_formats_dup_written ("|");

  return g_strdup_printf ("FILE|ID|GRAPH.json|- --format %s PATH|-", formats);
}

const WeftCommand weft_command_export = {
  .name = "export",
  .dup_usage = dup_usage,
  .summary = N_ ("The graph as text or a picture, the network as a model, its weights"),
  .options = entries,
  .numbers = numbers,
  .min_args = 2,
  .max_args = 2,
  .run = run,
};
