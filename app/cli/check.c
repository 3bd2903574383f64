/* check: weft check, diagnostics, shapes, parameters, FLOPs, memory */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/plan/check.h"

#include <string.h>

#include "app/cli/command.h"
#include "app/cli/line.h"
#include "app/cli/subject.h"
#include "app/cli/warn.h"
#include "engine/plan/ending.h"
#include "ui/base/format.h"
#include "ui/scene/words.h"

static char *data_path;

static const GOptionEntry entries[] = {
  { "data", 0, 0, G_OPTION_ARG_FILENAME, &data_path, N_ ("The data of a graph's text"), "PATH" },
  { NULL },
};

static void
write_diagnostic (WeftLine *line, WeftGraph *graph, const WeftDiagnostic *diagnostic)
{
  const WeftNode *node = weft_graph_find (graph, diagnostic->node);
  g_autofree char *message = weft_diagnostic_dup_message (diagnostic);
  g_autofree char *path = NULL;

  if (node != NULL && diagnostic->param != NULL)
    path = g_strdup_printf ("%s.%s", node->name, diagnostic->param);
  weft_line_open (line, NULL, '{');
  weft_line_string (line, "code", diagnostic->code);
  weft_line_string (line, "severity", weft_warn_get_name (diagnostic->severity));
  weft_line_string (line, "node", node != NULL ? node->name : NULL);
  weft_line_string (line, "path", path);
  weft_line_string (line, "message", message);
  weft_line_close (line);
}

/* The set of the only data node; nullable, transfer full. */
static WeftDataset *
dup_dataset (WeftSubject *subject, const WeftNode **data)
{
  *data = weft_ending_find_data (subject->graph);
  return *data != NULL ? weft_words_dup_dataset (subject->graph, *data,
                                                 weft_library_get_catalog (subject->library))
                       : NULL;
}

/* What is odd about the data, each once, whatever may cure it; i counts cures. */
static const char *
get_odd (const WeftDataset *dataset, guint i)
{
  char **cures = dataset->cures + 3 * i;

  return i > 0 && strcmp (cures[0], cures[-3]) == 0 ? NULL : cures[0];
}

static guint
count_cures (const WeftDataset *dataset)
{
  return dataset != NULL && dataset->cures != NULL ? g_strv_length (dataset->cures) / 3 : 0;
}

static void
write_odd (WeftLine *line, WeftSubject *subject)
{
  const WeftNode *data;
  g_autoptr (WeftDataset) dataset = dup_dataset (subject, &data);

  for (guint i = 0; i < count_cures (dataset); i++)
    if (get_odd (dataset, i) != NULL)
      {
        weft_line_open (line, NULL, '{');
        weft_line_string (line, "code", "odd-data");
        weft_line_string (line, "severity", weft_warn_get_name (WEFT_SEVERITY_WARNING));
        weft_line_string (line, "node", data->name);
        weft_line_string (line, "path", NULL);
        weft_line_string (line, "message", get_odd (dataset, i));
        weft_line_close (line);
      }
}

static void
print_odd (WeftSubject *subject)
{
  const WeftNode *data;
  g_autoptr (WeftDataset) dataset = dup_dataset (subject, &data);

  for (guint i = 0; i < count_cures (dataset); i++)
    if (get_odd (dataset, i) != NULL)
      weft_warn_say (get_odd (dataset, i));
}

static void
print_json (WeftSubject *subject, const WeftReport *report)
{
  WeftLine *line = weft_line_new ();

  weft_line_int (line, "parameters", report->weights);
  weft_line_int (line, "flops_forward", report->flops_forward);
  weft_line_int (line, "flops_backward", report->flops_backward);
  weft_line_int (line, "peak_bytes_training", report->peak_bytes_training);
  weft_line_int (line, "peak_bytes_inference", report->peak_bytes_inference);
  weft_line_number (line, "batch_seconds", report->batch_seconds);
  weft_line_open (line, "diagnostics", '[');
  for (guint i = 0; i < report->diagnostics->len; i++)
    write_diagnostic (line, subject->graph, g_ptr_array_index (report->diagnostics, i));
  write_odd (line, subject);
  weft_line_close (line);
  weft_line_print (line);
}

static void
print_node (const WeftNode *node, const WeftNodeReport *report)
{
  g_autofree char *in = report != NULL && report->n_in > 0 && report->in[0]->rank >= 0
                            ? weft_shape_format (report->in[0], TRUE)
                            : g_strdup ("");
  g_autofree char *out = report != NULL && report->n_out > 0 && report->out[0]->rank >= 0
                             ? weft_shape_format (report->out[0], TRUE)
                             : g_strdup ("");

  g_print ("%-16s %-18s %-20s %-20s %12" G_GINT64_FORMAT "\n", node->name, node->layer->id, in, out,
           report != NULL ? report->weights : 0);
}

static void
print_costs (const WeftReport *report)
{
  g_autofree char *weights = weft_format_large (report->weights);
  g_autofree char *forward = weft_format_brief ((double) report->flops_forward);
  g_autofree char *backward = weft_format_brief ((double) report->flops_backward);
  g_autofree char *training = weft_format_bytes (report->peak_bytes_training);
  g_autofree char *inference = weft_format_bytes (report->peak_bytes_inference);

  g_print (g_dngettext (GETTEXT_PACKAGE,
                        "%s parameter, %s FLOPs forward and %s backward a sample, %s to train, "
                        "%s to use\n",
                        "%s parameters, %s FLOPs forward and %s backward a sample, %s to train, "
                        "%s to use\n",
                        (gulong) report->weights),
           weights, forward, backward, training, inference);
}

static void
print_text (WeftSubject *subject, const WeftReport *report)
{
  WeftGraph *graph = subject->graph;

  for (guint i = 0; i < weft_graph_get_n_nodes (graph); i++)
    {
      const WeftNode *node = weft_graph_get_node (graph, i);

      print_node (node, weft_report_find (report, node->id));
    }
  print_costs (report);
  weft_warn_print (report, WEFT_SEVERITY_NOTE, WEFT_SEVERITY_ERROR);
  print_odd (subject);
}

static int
run (char **args, gboolean as_json)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftReport) report = NULL;
  WeftSubject *subject;
  gboolean is_whole;

  if (!weft_command_check_inputs ("check", args[0], data_path))
    return WEFT_EXIT_USAGE;
  subject = weft_subject_open (args[0], WEFT_STORE_READ, data_path, &error);
  if (subject == NULL)
    return weft_command_fail (error);
  report = weft_check (subject->graph, weft_library_get_catalog (subject->library));
  if (as_json)
    print_json (subject, report);
  else
    print_text (subject, report);
  is_whole = report->is_whole;
  weft_subject_close (subject, NULL);
  return is_whole ? WEFT_EXIT_DONE : WEFT_EXIT_FAILED;
}

const WeftCommand weft_command_check = {
  .name = "check",
  .usage = "FILE|ID|GRAPH.json|-",
  .summary = N_ ("What is wrong with a graph, its shapes and what it costs"),
  .options = entries,
  .min_args = 1,
  .max_args = 1,
  .run = run,
};
