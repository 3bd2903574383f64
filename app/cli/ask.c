/* ask: weft run FILE --input PATH, what a trained network says of files that it has not seen; named
 * apart from the trainer’s command of that name */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "app/cli/command.h"
#include "app/cli/film.h"
#include "app/cli/line.h"
#include "app/cli/subject.h"
#include "engine/base/number.h"
#include "engine/data/kind-row.h"
#include "engine/data/outputs.h"
#include "engine/train/answering.h"
#include "engine/train/judges.h"
#include "engine/train/writing.h"
#include "projects/formats/output.h"
#include "projects/readers/asked.h"

#define MOST_WRITTEN 400 /* tokens of a text that is written */

static struct
{
  gint64 run, seed;
  char *at, *input, *output, *decode, *film;
  gboolean is_dark;
} options = { .seed = -1 };

static const WeftNumber numbers[] = {
  { "run", WEFT_NUMBER_WHOLE, &options.run, 1, WEFT_NUMBER_MAX_WHOLE,
    N_ ("Which run; the newest when left out"), "R" },
  { "seed", WEFT_NUMBER_WHOLE, &options.seed, 0, WEFT_NUMBER_MAX_WHOLE,
    N_ ("Another seed, another episode; the run’s when left out"), "N" },
  { NULL },
};

static const GOptionEntry entries[] = {
  { "input", 0, 0, G_OPTION_ARG_FILENAME, &options.input,
    N_ ("What is asked: a text, a table of texts, a recording or a folder of them"), "PATH" },
  { "output", 0, 0, G_OPTION_ARG_FILENAME, &options.output,
    N_ ("Write the answers to a table in this folder"), "DIR" },
  { "decode", 0, 0, G_OPTION_ARG_STRING, &options.decode,
    N_ ("How sequences are written: greedy, beam,num_beams=8, …"), "DECODER" },
  { "film", 0, 0, G_OPTION_ARG_FILENAME, &options.film,
    N_ ("Of a network that acts in a world: an episode as a film, or as a folder of pictures"),
    "OUT.gif|DIR" },
  { "dark", 0, 0, G_OPTION_ARG_NONE, &options.is_dark, N_ ("A film on a dark ground"), NULL },
  { "at", 0, 0, G_OPTION_ARG_STRING, &options.at, N_ ("last, best or a step"), "STEP" },
  { NULL },
};

/* A network that was trained, the set that is asked, and what it says of it. */
typedef struct
{
  WeftSubject *subject;
  WeftModel *model; /* of the set that is asked */
  WeftState *state;
  WeftDataset *asked;
  GPtrArray *names;             /* of each sample */
  const WeftField *field;       /* what an answer is about */
  gint64 end;                   /* the token that ends what is written; −1 */
  const WeftDecoding *decoding; /* nullable: greedily */
  guint judge;                  /* the loss whose answers are given */
  GPtrArray *answers;           /* char *: of each sample */
  GArray *sureness;             /* double: of each, 0 to 1; NaN: it does not say */
} Job;

static void
job_clear (Job *job)
{
  g_clear_pointer (&job->model, weft_model_unref);
  g_clear_pointer (&job->state, weft_state_free);
  g_clear_pointer (&job->asked, weft_dataset_unref);
  g_clear_pointer (&job->names, g_ptr_array_unref);
  g_clear_pointer (&job->answers, g_ptr_array_unref);
  g_clear_pointer (&job->sureness, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Job, job_clear)

/* --- the network, with the files in the place of its data --- */

static const WeftNode *
find_data (WeftGraph *graph)
{
  for (guint i = 0; i < weft_graph_get_n_nodes (graph); i++)
    if (weft_graph_get_node (graph, i)->layer->id == weft_layer_find ("data")->id)
      return weft_graph_get_node (graph, i);
  return NULL;
}

static gboolean
use_asked (WeftSubject *subject, gint64 data, const WeftDataset *asked, GError **error)
{
  g_autoptr (GPtrArray) edits = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_edit_unref);

  weft_data_use_file (data, asked, edits);
  for (guint i = 0; i < edits->len; i++)
    {
      g_autoptr (WeftEdit) inverse = weft_graph_apply (subject->graph, edits->pdata[i], error);

      if (inverse == NULL)
        return FALSE;
    }
  return TRUE;
}

static gboolean
prepare (Job *job, gint64 at, GError **error)
{
  WeftCatalog *catalog = weft_library_get_catalog (job->subject->library);
  const WeftNode *node = find_data (job->subject->graph);
  g_autoptr (WeftDataset) like
      = node != NULL ? weft_catalog_lookup (catalog, node->params, 1, 1, error) : NULL;
  const WeftField *y = like != NULL ? weft_dataset_get_y (like) : NULL;

  if (like == NULL)
    return FALSE;
  job->end = y != NULL ? weft_field_find_end (y, like->count) : -1;
  job->state = weft_store_load_state (job->subject->store, options.run, at, error);
  job->asked
      = job->state != NULL ? weft_asked_read (like, options.input, &job->names, error) : NULL;
  if (job->asked == NULL || !use_asked (job->subject, node->id, job->asked, error))
    return FALSE;
  weft_catalog_add (catalog, job->asked);
  job->model = weft_model_new (job->subject->graph, catalog, error);
  return job->model != NULL;
}

/* --- answers, by how what is said of a field is read --- */

static void
add_answer (Job *job, char *answer, double sureness)
{
  g_ptr_array_add (job->answers, answer);
  g_array_append_val (job->sureness, sureness);
}

/* The place of the highest of n scores; *share: its share of all (softmax). */
static gint64
choose (const float *scores, gint64 n, double *share)
{
  gint64 best = weft_metric_argmax (scores, n);
  double sum = 0;

  for (gint64 i = 0; i < n; i++)
    sum += exp ((double) (scores[i] - scores[best]));
  *share = 1 / sum;
  return best;
}

static void
take_choice (guint32 sample, const WeftShape *shape, const float *answer, gpointer user)
{
  Job *job = user;
  double share;
  gint64 best = choose (answer, weft_shape_count (shape), &share);
  char *name = weft_dataset_dup_class_name (job->asked, job->field, best);

  add_answer (job, name != NULL ? name : g_strdup_printf ("%" G_GINT64_FORMAT, best), share);
}

/* A word for each step that the sample has. */
static void
take_words (guint32 sample, const WeftShape *shape, const float *answer, gpointer user)
{
  Job *job = user;
  gint64 width = shape->dims[shape->rank - 1];
  gint64 n = MIN (weft_shape_count (shape) / width,
                  weft_lengths_of (job->asked, sample, (guint) job->field->t));
  GString *text = g_string_new (NULL);
  double share, least = 1;

  for (gint64 i = 0; i < n; i++)
    {
      gint64 word = choose (answer + i * width, width, &share);

      least = MIN (least, share);
      g_string_append_printf (text, "%s%s", i > 0 ? " " : "", job->field->class_names[word]);
    }
  add_answer (job, g_string_free (text, FALSE), least);
}

/* Signs stand side by side, words do not. */
static const char *
find_between (const WeftField *field)
{
  for (int i = 2; i < field->classes; i++)
    if (field->class_names == NULL || g_utf8_strlen (field->class_names[i], -1) > 1)
      return " ";
  return "";
}

static char *
join_words (const Job *job, const gint64 *tokens, gint64 n)
{
  GString *text = g_string_new (NULL);
  const char *between = find_between (job->field);

  for (gint64 i = 0; i < n; i++)
    {
      g_autofree char *name = weft_dataset_dup_class_name (job->asked, job->field, (int) tokens[i]);

      g_string_append (text, i > 0 ? between : "");
      if (name != NULL)
        g_string_append (text, name);
      else
        g_string_append_printf (text, "%" G_GINT64_FORMAT, tokens[i]);
    }
  return g_string_free (text, FALSE);
}

/* Of what is written: up to its end, or what stands for nothing. */
static gint64
count_words (const gint64 *tokens, gint64 end)
{
  gint64 n = 0;

  while (n < MOST_WRITTEN && tokens[n] > 0 && tokens[n] != end)
    n++;
  return n;
}

/* The labels that are said somewhere in the steps, with the probability of what was read. */
static void
take_labels (guint32 sample, const WeftShape *shape, const float *answer, gpointer user)
{
  Job *job = user;
  const WeftJudged *judged = &job->model->judges[job->judge].judged;
  g_autofree char *name = g_strdup_printf ("ctc_beam,beam_size=%d", judged->beam);
  g_autoptr (WeftDecoding) own = weft_decoding_new (judged->beam > 1 ? name : "ctc_greedy", NULL);
  const WeftDecoding *decoding = job->decoding != NULL ? job->decoding : own;
  WeftAlignment alignment = { answer, shape->dims[0], shape->dims[1], judged->blank - 1 };
  g_autofree gint64 *tokens = g_new (gint64, alignment.n + 1);
  double likelihood;
  gint64 n = decoding->row->read (decoding->record, &alignment, tokens, &likelihood);

  add_answer (job, join_words (job, tokens, n), exp (likelihood));
}

static void
take_numbers (guint32 sample, const WeftShape *shape, const float *answer, gpointer user)
{
  GString *text = g_string_new (NULL);
  char buffer[WEFT_NUMBER_SIZE];

  for (gint64 i = 0; i < weft_shape_count (shape); i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "",
                            weft_number_write_float (buffer, answer[i]));
  add_answer (user, g_string_free (text, FALSE), NAN);
}

static guint32 *
number_samples (const Job *job)
{
  guint32 *samples = g_new (guint32, job->asked->count);

  for (gint64 i = 0; i < job->asked->count; i++)
    samples[i] = (guint32) i;
  return samples;
}

static gboolean
write_texts (Job *job, const guint32 *samples, GError **error)
{
  WeftDecodeOptions decode = { .most = MOST_WRITTEN, .end = job->end, .decoding = job->decoding };
  gint64 n = job->asked->count;
  g_autofree gint64 *tokens = g_new0 (gint64, n * MOST_WRITTEN);
  g_autofree double *likelihood = g_new0 (double, n);

  if (!weft_model_write (job->model, job->state, samples, n, &decode, tokens, likelihood, error))
    return FALSE;
  for (gint64 i = 0; i < n; i++)
    {
      const gint64 *written = tokens + i * MOST_WRITTEN;

      add_answer (job, join_words (job, written, count_words (written, job->end)),
                  exp (likelihood[i]));
    }
  return TRUE;
}

static gboolean
check_reader (const WeftDecoding *decoding, GError **error)
{
  if (decoding == NULL || decoding->row->read != NULL)
    return TRUE;
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
               _ ("The decoder %s writes token by token. What a CTC loss judges is read: take "
                  "ctc_greedy or ctc_beam."),
               decoding->row->id);
  return FALSE;
}

static gboolean
answer (Job *job, GError **error)
{
  static const WeftAnswerFunc takers[] = {
    [WEFT_ANSWER_NUMBERS] = take_numbers,
    [WEFT_ANSWER_CHOICE] = take_choice,
    [WEFT_ANSWER_MARKS] = take_numbers,
    [WEFT_ANSWER_WORDS] = take_words,
  };
  g_autofree guint32 *samples = number_samples (job);
  WeftAnswerFunc take;
  WeftAnswer form;

  while (job->judge + 1 < job->model->n_judges && !job->model->judges[job->judge].is_answer)
    job->judge++;
  job->field = job->model->n_judges > 0 ? weft_model_get_target (job->model, job->judge) : NULL;
  if (job->field == NULL)
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                           _ ("The network has no loss whose answers could be given."));
      return FALSE;
    }
  job->answers = g_ptr_array_new_with_free_func (g_free);
  job->sureness = g_array_new (FALSE, FALSE, sizeof (double));
  if (job->model->judges[job->judge].judged.blank > 0)
    take = take_labels;
  else if (job->end >= 0)
    return write_texts (job, samples, error);
  else
    {
      form = weft_kind_get_row (job->field->kind)->answer;
      take = form < G_N_ELEMENTS (takers) && takers[form] != NULL ? takers[form] : take_numbers;
    }
  if (take == take_labels && !check_reader (job->decoding, error))
    return FALSE;
  return weft_model_answer (job->model, job->state, job->judge, samples, job->asked->count, take,
                            job, error);
}

/* --- said --- */

static void
print_json (const Job *job)
{
  for (guint i = 0; i < job->answers->len; i++)
    {
      WeftLine *line = weft_line_new ();

      weft_line_string (line, "event", "answer");
      weft_line_string (line, "input", job->names->pdata[i]);
      weft_line_string (line, "answer", job->answers->pdata[i]);
      if (!isnan (g_array_index (job->sureness, double, i)))
        weft_line_number (line, "probability", g_array_index (job->sureness, double, i));
      weft_line_print (line);
    }
}

static void
print (const Job *job)
{
  for (guint i = 0; i < job->answers->len; i++)
    g_print ("%s\t%s\n", (const char *) job->names->pdata[i],
             (const char *) job->answers->pdata[i]);
}

static void
append_cell (GString *table, const char *text)
{
  g_string_append_c (table, '"');
  for (; *text; text++)
    {
      if (*text == '"')
        g_string_append_c (table, '"');
      g_string_append_c (table, *text);
    }
  g_string_append_c (table, '"');
}

/* DIR/answers.csv. */
static gboolean
write_table (const Job *job, GError **error)
{
  g_autoptr (GString) table = g_string_new ("input,answer,probability\n");
  g_autofree char *path = g_build_filename (options.output, "answers.csv", NULL);
  char buffer[WEFT_NUMBER_SIZE];

  for (guint i = 0; i < job->answers->len; i++)
    {
      double sureness = g_array_index (job->sureness, double, i);

      append_cell (table, job->names->pdata[i]);
      g_string_append_c (table, ',');
      append_cell (table, job->answers->pdata[i]);
      g_string_append_printf (table, ",%s\n",
                              isnan (sureness) ? "" : weft_number_write (buffer, sureness));
    }
  if (g_mkdir_with_parents (options.output, 0777) != 0)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_IO, _ ("The folder %s cannot be made."),
                   options.output);
      return FALSE;
    }
  return weft_output_write (path, table->str, table->len, error);
}

static int
ask (WeftSubject *subject, gint64 at, const WeftDecoding *decoding, gboolean as_json)
{
  g_auto (Job) job = { .subject = subject, .decoding = decoding };
  g_autoptr (GError) error = NULL;

  if (!prepare (&job, at, &error) || !answer (&job, &error)
      || (options.output != NULL && !write_table (&job, &error)))
    return weft_command_fail (error);
  if (as_json)
    print_json (&job);
  else if (options.output == NULL)
    print (&job);
  return WEFT_EXIT_DONE;
}

static int
film (WeftSubject *subject, gint64 at, gboolean as_json)
{
  const WeftFilm film = {
    .run = options.run,
    .at = at,
    .seed = options.seed,
    .path = options.film,
    .is_dark = options.is_dark,
  };
  g_autoptr (GError) error = NULL;

  return weft_film_make (subject, &film, as_json, &error) ? WEFT_EXIT_DONE
                                                          : weft_command_fail (error);
}

static int
run (char **args, gboolean as_json)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftDecoding) decoding
      = options.decode != NULL ? weft_decoding_new (options.decode, &error) : NULL;
  WeftSubject *subject;
  gint64 at;
  int status;

  if (error != NULL)
    return weft_command_misuse ("--decode: %s", error->message);

  if (options.input == NULL && options.film == NULL)
    return weft_command_misuse (_ ("run: say what is asked, --input PATH, or where an episode "
                                   "goes, --film OUT.gif"));
  if (options.film != NULL && !weft_film_is_name (options.film))
    return weft_command_misuse (_ ("--film takes a name that ends in .gif, or a folder, not “%s”"),
                                options.film);
  if (!weft_command_read_at (options.at, &at))
    return weft_command_misuse (_ ("--at takes last, best or a step, not “%s”"), options.at);
  subject = weft_subject_open (args[0], WEFT_STORE_READ, NULL, &error);
  if (subject == NULL)
    return weft_command_fail (error);
  if (subject->store == NULL)
    status = weft_command_misuse (_ ("run: %s is not a project; train it first"), args[0]);
  else if (options.film != NULL)
    status = film (subject, at, as_json);
  else
    status = ask (subject, at, decoding, as_json);
  weft_subject_close (subject, NULL);
  return status;
}

const WeftCommand weft_command_ask = {
  .name = "run",
  .usage = "FILE --input PATH [--output DIR] | --film OUT.gif",
  .summary = N_ ("What a trained network says of files that it has not seen"),
  .options = entries,
  .numbers = numbers,
  .min_args = 1,
  .max_args = 1,
  .run = run,
};
