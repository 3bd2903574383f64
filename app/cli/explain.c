/* explain: weft explain FILE, why a trained network answers samples of its data as it does */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "app/cli/asked-files.h"
#include "app/cli/command.h"
#include "app/cli/line.h"
#include "app/cli/subject.h"
#include "app/cli/trained.h"
#include "app/pictures/explained-picture.h"
#include "app/session/runs.h"
#include "engine/base/number.h"
#include "engine/train/answers/explanation.h"
#include "engine/train/model/judges.h"
#include "projects/formats/npy-write.h"
#include "projects/formats/output.h"

#define MOST_NAMED 40 /* nodes in a sentence */

static struct
{
  gint64 run, sample, threads;
  char *at, *by, *node, *unit, *output;
  char **inputs;
} options = { .sample = -1 };

static const WeftNumber numbers[] = {
  { "run", WEFT_NUMBER_WHOLE, &options.run, 1, WEFT_NUMBER_MAX_WHOLE,
    N_ ("Which run; the newest when left out"), "R" },
  { "sample", WEFT_NUMBER_WHOLE, &options.sample, 0, WEFT_NUMBER_MAX_WHOLE,
    N_ ("Which sample of the data, the first is 0; of the test part the first when left out"),
    "N" },
  WEFT_NUMBER_THREADS (options.threads),
  { NULL },
};

static const GOptionEntry entries[] = {
  { "by", 0, 0, G_OPTION_ARG_STRING, &options.by,
    N_ ("What explains it: saliency, occlusion,size=4, …; saliency when left out"), "EXPLAINER" },
  { "class", 0, 0, G_OPTION_ARG_STRING, &options.unit,
    N_ ("Of which class, or number of the answer; what the network says when left out"), "NAME" },
  { "node", 0, 0, G_OPTION_ARG_STRING, &options.node,
    N_ ("Which node is looked at, by what looks at one"), "NAME" },
  { "input", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.inputs,
    N_ ("Explain this in place of a sample of the data: a text, a table, a picture, a recording, a "
        "folder of them or an array (.npy); of several inputs each by its name"),
    "[NAME=]PATH" },
  { "output", 0, 0, G_OPTION_ARG_FILENAME, &options.output,
    N_ ("Write the numbers and a picture to this folder"), "DIR" },
  { "at", 0, 0, G_OPTION_ARG_STRING, &options.at, N_ ("last, best or a step"), "STEP" },
  { NULL },
};

typedef struct
{
  WeftSubject *subject;
  WeftReplayed replayed; /* of the state, where files are asked about */
  WeftAsking asking;     /* likewise */
  WeftModel *model;
  WeftState *state;
  WeftExplainRequest request;
} Job;

static void
job_clear (Job *job)
{
  g_clear_pointer (&job->model, weft_model_unref);
  g_clear_pointer (&job->state, weft_state_free);
  weft_asked_files_clear (&job->asking);
  weft_replayed_clear (&job->replayed);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Job, job_clear)

static gboolean
refuse (GError **error, const char *format, const char *what)
{
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, format, what);
  return FALSE;
}

/* --- what is asked --- */

static char *
dup_names (WeftGraph *graph)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < weft_graph_get_n_nodes (graph) && i < MOST_NAMED; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", weft_graph_get_node (graph, i)->name);
  return g_string_free (names, FALSE);
}

static gboolean
find_node (Job *job, GError **error)
{
  const WeftNode *node
      = options.node != NULL ? weft_graph_find_by_name (job->subject->graph, options.node) : NULL;

  if (options.node != NULL && node == NULL)
    {
      g_autofree char *names = dup_names (job->subject->graph);

      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                   _ ("The network has no node “%s”. It has %s."), options.node, names);
      return FALSE;
    }
  job->request.node = node != NULL ? node->id : 0;
  return TRUE;
}

/* The class of that name, else a number. */
static gboolean
find_unit (Job *job, GError **error)
{
  const WeftField *target = job->request.judge < job->model->n_judges
                                ? weft_model_get_target (job->model, job->request.judge)
                                : NULL;
  gint64 most = target != NULL && target->classes > 0 ? target->classes - 1 : G_MAXINT32;
  guint64 number;

  job->request.unit = -1;
  if (options.unit == NULL)
    return TRUE;
  for (int c = 0; target != NULL && c < target->classes; c++)
    {
      g_autofree char *name = weft_dataset_dup_class_name (job->model->dataset, target, c);

      if (g_strcmp0 (name, options.unit) == 0)
        {
          job->request.unit = c;
          return TRUE;
        }
    }
  if (!g_ascii_string_to_unsigned (options.unit, 10, 0, (guint64) most, &number, NULL))
    return refuse (error,
                   _ ("There is no class “%s”: take a name of the data’s, or a number from "
                      "0 on."),
                   options.unit);
  job->request.unit = (gint64) number;
  return TRUE;
}

static gboolean
find_sample (Job *job, GError **error)
{
  const WeftSplit *split = job->model->split;
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, options.sample);

  if (options.sample >= job->model->dataset->count)
    return refuse (error, _ ("The data has no sample %s: the first is 0."), number);
  job->request.sample = options.sample >= 0                ? (guint32) options.sample
                        : options.inputs != NULL           ? 0
                        : split->count[WEFT_PART_TEST] > 0 ? split->samples[WEFT_PART_TEST][0]
                                                           : 0;
  return TRUE;
}

/* What looks among samples would look among those that are asked about. */
static gboolean
check_input (const WeftExplainer *explainer, GError **error)
{
  if (explainer->row->form < WEFT_EXPLAINED_SAMPLES)
    return TRUE;
  return refuse (
      error,
      _ ("“%s” looks at samples of the data, and cannot be asked about a file. Leave out "
         "--input."),
      explainer->row->id);
}

/* Files in the place of the data. */
static gboolean
load_asked (Job *job, const WeftExplainer *explainer, gint64 at, GError **error)
{
  if (!check_input (explainer, error)
      || !weft_trained_find (job->subject, options.run, at, 0, &job->replayed, error)
      || !weft_asked_files_begin (&job->asking, options.inputs, &job->replayed, error))
    return FALSE;
  job->state = g_steal_pointer (&job->replayed.state);
  job->model = weft_model_ref (job->asking.model);
  return TRUE;
}

static gboolean
load (Job *job, const WeftExplainer *explainer, gint64 at, GError **error)
{
  if (options.inputs != NULL)
    return load_asked (job, explainer, at, error);
  job->state = weft_runs_load_state (job->subject->store, options.run, at, error);
  if (job->state == NULL)
    return FALSE;
  job->model = weft_model_new (job->subject->graph,
                               weft_library_get_catalog (job->subject->library), error);
  return job->model != NULL;
}

static gboolean
prepare (Job *job, const WeftExplainer *explainer, gint64 at, GError **error)
{
  if (!load (job, explainer, at, error))
    return FALSE;
  while (job->request.judge + 1 < job->model->n_judges
         && !job->model->judges[job->request.judge].is_answer)
    job->request.judge++;
  return find_sample (job, error) && find_unit (job, error) && find_node (job, error);
}

/* --- what is written --- */

/* (1, …) */
static gboolean
write_array (const char *name, WeftTensor *tensor, GError **error)
{
  g_autofree char *path = g_build_filename (options.output, name, NULL);
  g_autoptr (GPtrArray) samples = g_ptr_array_new ();
  g_autoptr (GByteArray) bytes = NULL;

  g_ptr_array_add (samples, tensor);
  bytes = weft_npy_write (samples, error);
  return bytes != NULL && weft_output_write (path, bytes->data, bytes->len, error);
}

/* DIR/sample-7-x.npy of each field, and DIR/sample-7.png. */
static gboolean
write_files (const Job *job, const WeftExplanation *explanation, GError **error)
{
  g_autofree char *picture = g_strdup_printf ("sample-%u.png", explanation->sample);
  g_autofree char *path = g_build_filename (options.output, picture, NULL);
  g_autoptr (GByteArray) bytes = NULL;

  if (g_mkdir_with_parents (options.output, 0777) != 0)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_IO, _ ("The folder %s cannot be made."),
                   options.output);
      return FALSE;
    }
  for (guint i = 0; i < explanation->parts->len; i++)
    {
      const WeftExplainedPart *part = explanation->parts->pdata[i];
      g_autofree char *name
          = g_strdup_printf ("sample-%u-%s.npy", explanation->sample, part->field);

      if (!write_array (name, part->tensor, error))
        return FALSE;
    }
  if (explanation->codes != NULL)
    {
      g_autofree char *name = g_strdup_printf ("sample-%u-codes.npy", explanation->sample);

      if (!write_array (name, explanation->codes, error))
        return FALSE;
    }
  bytes = weft_explained_draw_png (job->model->dataset, explanation);
  return weft_output_write (path, bytes->data, bytes->len, error);
}

/* --- what is said --- */

static char *
dup_class (const Job *job, gint64 unit)
{
  const WeftField *target = job->request.judge < job->model->n_judges
                                ? weft_model_get_target (job->model, job->request.judge)
                                : NULL;

  return target != NULL && target->classes > 0 && unit >= 0
             ? weft_dataset_dup_class_name (job->model->dataset, target, unit)
             : NULL;
}

static void
write_parts (WeftLine *line, const WeftExplanation *explanation)
{
  weft_line_open (line, "parts", '[');
  for (guint i = 0; i < explanation->parts->len; i++)
    {
      const WeftExplainedPart *part = explanation->parts->pdata[i];

      weft_line_open (line, NULL, '{');
      weft_line_string (line, "field", part->field);
      weft_line_open (line, "shape", '[');
      for (int k = 0; k < part->tensor->shape.rank; k++)
        weft_line_int (line, NULL, part->tensor->shape.dims[k]);
      weft_line_close (line);
      weft_line_open (line, "values", '[');
      for (gint64 k = 0; k < weft_shape_count (&part->tensor->shape); k++)
        weft_line_float (line, NULL, weft_tensor_floats (part->tensor)[k]);
      weft_line_close (line);
      weft_line_close (line);
    }
  weft_line_close (line);
}

static void
write_codes (WeftLine *line, const WeftExplanation *explanation)
{
  gint64 width = explanation->codes->shape.dims[1];

  weft_line_open (line, "codes", '[');
  for (guint i = 0; i < explanation->n_samples; i++)
    {
      weft_line_open (line, NULL, '{');
      weft_line_int (line, "sample", explanation->samples[i]);
      weft_line_open (line, "values", '[');
      for (gint64 k = 0; k < width; k++)
        weft_line_float (line, NULL, weft_tensor_floats (explanation->codes)[i * width + k]);
      weft_line_close (line);
      weft_line_close (line);
    }
  weft_line_close (line);
}

static void
print_json (const Job *job, const WeftExplanation *explanation)
{
  g_autofree char *name = dup_class (job, explanation->unit);
  WeftLine *line = weft_line_new ();

  weft_line_string (line, "event", "explanation");
  weft_line_string (line, "by", explanation->row->id);
  weft_line_int (line, "step", explanation->step);
  weft_line_int (line, "sample", explanation->sample);
  if (options.inputs != NULL)
    weft_line_string (
        line, "input",
        g_array_index (job->asking.samples, WeftAskedSample, explanation->sample).name);
  if (explanation->unit >= 0)
    weft_line_int (line, "unit", explanation->unit);
  if (name != NULL && explanation->node == 0)
    weft_line_string (line, "class", name);
  weft_line_number (line, "score", explanation->score);
  if (!isnan (explanation->rest))
    weft_line_number (line, "rest", explanation->rest);
  write_parts (line, explanation);
  if (explanation->codes != NULL)
    write_codes (line, explanation);
  if (explanation->distances != NULL)
    {
      weft_line_open (line, "nearest", '[');
      for (guint i = 0; i < explanation->n_samples; i++)
        {
          weft_line_open (line, NULL, '{');
          weft_line_int (line, "sample", explanation->samples[i]);
          weft_line_number (line, "distance", explanation->distances[i]);
          weft_line_close (line);
        }
      weft_line_close (line);
    }
  weft_line_print (line);
}

static char *
dup_place (const WeftDataset *dataset, const WeftExplanation *explanation, const WeftField *field,
           gint64 i)
{
  WeftShape shape;
  gconstpointer data = weft_field_get_sample (field, explanation->sample, &shape);

  if (field->kind == WEFT_KIND_TOKENS && field->class_names != NULL
      && i < weft_shape_count (&shape))
    return g_strdup (field->class_names[((const gint64 *) data)[i]]);
  if (field->feature_names != NULL && shape.rank == 1)
    return g_strdup (field->feature_names[i]);
  return g_strdup_printf ("%" G_GINT64_FORMAT, i);
}

/* A line each: what it is, and what is said of it. */
static void
print (const Job *job, const WeftExplanation *explanation)
{
  char buffer[WEFT_NUMBER_SIZE];

  for (guint i = 0; i < explanation->parts->len; i++)
    {
      const WeftExplainedPart *part = explanation->parts->pdata[i];
      const WeftField *field = weft_dataset_find_field (job->model->dataset, part->field);

      for (gint64 k = 0; k < weft_shape_count (&part->tensor->shape); k++)
        {
          g_autofree char *place = dup_place (job->model->dataset, explanation, field, k);

          g_print ("%s\t%s\t%s\n", part->field, place,
                   weft_number_write_float (buffer, weft_tensor_floats (part->tensor)[k]));
        }
    }
  for (guint i = 0; explanation->distances != NULL && i < explanation->n_samples; i++)
    g_print ("%u\t%s\n", explanation->samples[i],
             weft_number_write (buffer, explanation->distances[i]));
}

static int
explain (WeftSubject *subject, const WeftExplainer *explainer, gint64 at, gboolean as_json)
{
  g_auto (Job) job = { .subject = subject };
  g_autoptr (WeftExplanation) explanation = NULL;
  g_autoptr (GError) error = NULL;
  WeftPool *pool;

  if (!prepare (&job, explainer, at, &error))
    return weft_command_fail (error);
  pool = weft_pool_new (
      options.threads > 0 ? (guint) options.threads : weft_pool_default_threads (), FALSE);
  explanation
      = weft_explain (explainer, job.model, job.state, pool, -1, &job.request, NULL, &error);
  weft_pool_free (pool);
  if (explanation == NULL || (options.output != NULL && !write_files (&job, explanation, &error)))
    return weft_command_fail (error);
  if (as_json)
    print_json (&job, explanation);
  else if (options.output == NULL)
    print (&job, explanation);
  return WEFT_EXIT_DONE;
}

static int
run (char **args, gboolean as_json)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftExplainer) explainer
      = weft_explainer_new (options.by != NULL ? options.by : "saliency", &error);
  WeftSubject *subject;
  gint64 at;
  int status;

  if (explainer == NULL)
    return weft_command_misuse ("--by: %s", error->message);
  if (!weft_command_read_at (options.at, &at))
    return weft_command_misuse (_ ("--at takes last, best or a step, not “%s”"), options.at);
  subject = weft_subject_open (args[0], WEFT_STORE_READ, NULL, &error);
  if (subject == NULL)
    return weft_command_fail (error);
  status = subject->store != NULL
               ? explain (subject, explainer, at, as_json)
               : weft_command_misuse (_ ("explain: %s is not a project; train it first"), args[0]);
  weft_subject_close (subject, NULL);
  return status;
}

const WeftCommand weft_command_explain = {
  .name = "explain",
  .usage = "FILE [--by EXPLAINER] [--sample N | --input [NAME=]PATH] [--output DIR]",
  .summary = N_ ("Why a trained network answers a sample of its data as it does"),
  .options = entries,
  .numbers = numbers,
  .min_args = 1,
  .max_args = 1,
  .run = run,
};
