/* writing: what a trained network writes for samples of its data, token by token */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/writing.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "engine/base/memory.h"
#include "engine/train/average.h"
#include "engine/train/judges.h"

#define AT_ONCE 64          /* samples, at most */
#define STEPS_AT_ONCE 65536 /* of all of them: what is remembered of each step takes memory */
#define MOST_MEASURED 2000
#define NEAR 1e-3 /* of a sum of logarithms: what rounding may make of it */

typedef struct
{
  WeftModel *model;
  WeftState *state;
  const WeftDecodeOptions *options;
  const WeftField *target; /* what is written */
  WeftBinding binding;     /* of the decoder */
  WeftDecoder *decoder;
  gboolean is_checked; /* a step at a time is what the whole says */
  guint count;         /* sequences beside each other for each sample */
  gint64 at_once;      /* samples */
  guint32 *rows;       /* (at_once · count): whose row each is */
  void *inputs[WEFT_MAX_FEEDS];
} Writing;

static const WeftField *
find_target (const WeftModel *model)
{
  for (guint i = 0; i < model->n_judges; i++)
    if (model->judges[i].is_answer)
      return weft_model_get_target (model, i);
  return NULL;
}

/* What is written must have steps of its own: it is made one by one, and the rest is there. */
static gboolean
check_target (const Writing *writing, GError **error)
{
  const WeftDataset *dataset = writing->model->dataset;
  const WeftField *target = writing->target;
  gboolean is_alone = target && target->ragged >= 0;

  for (guint i = 0; is_alone && i < dataset->n_fields; i++)
    is_alone = &dataset->fields[i] == target || dataset->fields[i].ragged < 0
               || dataset->fields[i].t != target->t;
  if (!is_alone)
    g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                         _ ("What the network answers with has no length of its own, so it cannot "
                            "be written step by step."));
  return is_alone;
}

/* One step of what is written, and of the rest as many as these samples have. */
static gboolean
bind (Writing *writing, const guint32 *samples, gint64 n, GError **error)
{
  WeftBinding binding = weft_model_bind_samples (writing->model, samples, n);
  WeftProgram *program;

  binding.n = n * writing->count;
  binding.t[writing->target->t] = 1;
  binding.goes_on = writing->options->most;
  if (writing->decoder && weft_binding_equal (binding, writing->binding))
    return TRUE;
  g_clear_pointer (&writing->decoder, weft_decoder_free);
  writing->binding = binding;
  program = weft_model_get_program (writing->model, binding, error);
  if (program)
    writing->decoder
        = weft_decoder_new (program, writing->state, NULL, weft_kernel_best_level (), error);
  return writing->decoder != NULL;
}

/* --- whether a step at a time is what the whole says --- */

/* The logarithm of the probability of what was written, of n steps, all given at once. */
static gboolean
weigh_whole (Writing *writing, guint32 sample, const gint64 *written, gint64 n, double *likelihood,
             GError **error)
{
  const WeftModel *model = writing->model;
  WeftPlanOptions options = { .mode = WEFT_MODE_INFER, .level = weft_kernel_best_level () };
  WeftBinding binding = weft_model_bind_samples (model, &sample, 1);
  g_autoptr (WeftExec) exec = NULL;
  const WeftProgramLoss *chief;
  WeftPlan *plan;

  binding.t[writing->target->t] = n;
  plan = weft_model_get_plan (writing->model, binding, &options, error);
  exec = plan ? weft_exec_new (plan, writing->state, NULL, error) : NULL;
  if (!exec)
    return FALSE;
  weft_model_gather (model, &sample, binding, writing->inputs);
  for (guint k = 0; k < model->n_feeds; k++)
    for (gint64 i = 0; model->feeds[k].is_read && model->feeds[k].field == writing->target && i < n;
         i++)
      if (model->feeds[k].is_mask)
        ((float *) writing->inputs[k])[i] = 1;
      else
        ((gint64 *) writing->inputs[k])[i] = written[i];
  weft_exec_set_inputs (exec, (const void *const *) writing->inputs);
  weft_exec_run (exec, 0, 0);
  chief = weft_program_get_chief (weft_exec_get_program (exec));
  *likelihood = weft_decode_weigh (weft_exec_get_value (exec, chief->prediction), written, n,
                                   writing->target->classes);
  return TRUE;
}

/* How many steps of what was written count: those up to the end. */
static gint64
count_steps (const WeftDecodeOptions *options, const gint64 *written)
{
  gint64 n = 0;

  while (n < options->most && (n == 0 || written[n - 1] != options->end))
    n++;
  return n;
}

/* By the longest of n that were written: what looks at several steps of the writing at once, and
 * hands nothing on, has not seen the others. */
static gboolean
check_steps (Writing *writing, const guint32 *samples, gint64 n, const gint64 *tokens,
             const double *likelihood, GError **error)
{
  const WeftDecodeOptions *options = writing->options;
  gint64 longest = 0, steps = 0;
  double whole;

  for (gint64 i = 0; i < n; i++)
    if (count_steps (options, tokens + i * options->most) > steps)
      {
        longest = i;
        steps = count_steps (options, tokens + i * options->most);
      }
  if (!weigh_whole (writing, samples[longest], tokens + longest * options->most, steps, &whole,
                    error))
    return FALSE;
  if (fabs (whole - likelihood[longest]) <= NEAR * (1 + fabs (whole)))
    return TRUE;
  g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                       _ ("The network looks at several steps of what it writes at once, so it "
                          "cannot write step by step. A recurrent layer can."));
  return FALSE;
}

/* Numbers gone wrong say no token. */
static gboolean
check_likelihood (const double *likelihood, gint64 n, GError **error)
{
  for (gint64 i = 0; i < n; i++)
    if (!isfinite (likelihood[i]))
      {
        g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_NUMBERS,
                             _ ("What the network says is no number, so it cannot write."));
        return FALSE;
      }
  return TRUE;
}

/* at: how many were written before. FALSE without an error: interrupted. */
static gboolean
write_some (Writing *writing, const guint32 *samples, gint64 at, gint64 n, gint64 *tokens,
            double *likelihood, GError **error)
{
  WeftDecodeOptions options = *writing->options;

  options.first += (guint64) at;
  if (!bind (writing, samples, n, error))
    return FALSE;
  for (gint64 i = 0; i < writing->binding.n; i++)
    writing->rows[i] = samples[i / writing->count];
  weft_model_gather (writing->model, writing->rows, writing->binding, writing->inputs);
  if (!weft_decoder_run (writing->decoder, (const void *const *) writing->inputs, &options, tokens,
                         likelihood)
      || !check_likelihood (likelihood, n, error))
    return FALSE;
  if (writing->is_checked)
    return TRUE;
  writing->is_checked = TRUE;
  return check_steps (writing, samples, n, tokens, likelihood, error);
}

/* Of an option that is left out, or why it cannot be. */
static gboolean
check_options (WeftDecodeOptions *options, const WeftDecoding *greedy, GError **error)
{
  if (options->decoding == NULL)
    options->decoding = greedy;
  if (options->decoding->row->choose != NULL)
    return TRUE;
  g_set_error (
      error, WEFT_ERROR, WEFT_ERROR_INVALID,
      _ ("The decoder %s reads what a CTC loss judges. This network writes token by token."),
      options->decoding->row->id);
  return FALSE;
}

/* What is written may be longer than any sequence that the data has. */
static gboolean
make_room (Writing *writing, gint64 rows, GError **error)
{
  const WeftModel *model = writing->model;
  gint64 steps = rows * writing->target->shape.dims[0] + writing->options->most;
  gboolean done = TRUE;

  for (guint k = 0; done && k < model->n_feeds; k++)
    if (writing->inputs[k] != NULL && model->feeds[k].field == writing->target)
      {
        weft_memory_free (writing->inputs[k]);
        writing->inputs[k] = weft_memory_new ((gsize) steps * sizeof (gint64), error);
        done = writing->inputs[k] != NULL;
      }
  return done;
}

/* Memory for as many samples as are written at once. */
static gboolean
prepare (Writing *writing, GError **error)
{
  gint64 rows;

  writing->count = weft_decoding_count (writing->options->decoding);
  writing->at_once
      = CLAMP (STEPS_AT_ONCE / MAX (1, writing->options->most * writing->count), 1, AT_ONCE);
  rows = writing->at_once * writing->count;
  writing->rows = g_new0 (guint32, rows);
  return weft_model_new_inputs (writing->model, rows, writing->inputs, error)
         && make_room (writing, rows, error);
}

/* FALSE without an error: interrupted. */
static gboolean
write_all (WeftModel *model, WeftState *state, const guint32 *samples, gint64 n,
           const WeftDecodeOptions *given, gint64 *tokens, double *likelihood,
           const WeftInterrupt *interrupt, GError **error)
{
  const WeftDecoding greedy = { weft_decoding_find ("greedy"), NULL };
  WeftDecodeOptions options = *given;
  Writing writing
      = { .model = model, .state = state, .options = &options, .target = find_target (model) };
  g_autofree double *weights = g_new (double, n);
  gboolean done = check_target (&writing, error) && check_options (&options, &greedy, error)
                  && prepare (&writing, error);

  options.interrupt = interrupt;
  for (gint64 at = 0; done && at < n; at += writing.at_once)
    done = write_some (&writing, samples + at, at, MIN (writing.at_once, n - at),
                       tokens + at * options.most, weights + at, error);
  for (gint64 i = 0; done && likelihood && i < n; i++)
    likelihood[i] = weights[i];
  g_clear_pointer (&writing.decoder, weft_decoder_free);
  weft_model_free_inputs (writing.inputs);
  g_free (writing.rows);
  return done;
}

gboolean
weft_model_write (WeftModel *model, WeftState *state, const guint32 *samples, gint64 n,
                  const WeftDecodeOptions *options, gint64 *tokens, double *likelihood,
                  GError **error)
{
  gboolean done;

  weft_average_swap (model->training.ema_decay, state);
  done = write_all (model, state, samples, n, options, tokens, likelihood, NULL, error);
  weft_average_swap (model->training.ema_decay, state);
  return done;
}

/* --- how well --- */

static gint64
count_right (const WeftField *target, const guint32 *samples, gint64 n, const gint64 *tokens,
             gint64 most)
{
  gint64 right = 0;

  for (gint64 i = 0; i < n; i++)
    {
      const gint64 *offsets = target->offsets + samples[i];
      const gint64 *wanted = (const gint64 *) target->data + offsets[0];

      right
          += memcmp (tokens + i * most, wanted, (gsize) (offsets[1] - offsets[0]) * sizeof *wanted)
             == 0;
    }
  return right;
}

/* What is written for the first samples of a part, (n, options->most). nullable, transfer full;
 * NULL without an error: interrupted. */
static gint64 *
write_part (WeftModel *model, WeftState *state, WeftPart part, gint64 n, WeftDecodeOptions *options,
            const WeftInterrupt *interrupt, GError **error)
{
  const WeftField *target = find_target (model);
  g_autofree gint64 *tokens = NULL;

  options->end = target ? weft_field_find_end (target, model->dataset->count) : -1;
  if (options->end < 0 || n == 0)
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                           _ ("The sequences of the data do not all end with the same token, so "
                              "nothing says where what is written ends."));
      return NULL;
    }
  options->most = target->shape.dims[0];
  tokens = g_new0 (gint64, n * options->most);
  return write_all (model, state, model->split->samples[part], n, options, tokens, NULL, interrupt,
                    error)
             ? g_steal_pointer (&tokens)
             : NULL;
}

double
weft_model_measure_writing (WeftModel *model, WeftState *state, WeftPart part,
                            const WeftDecoding *decoding, const WeftInterrupt *interrupt)
{
  gint64 n = MIN (model->split->count[part], MOST_MEASURED);
  WeftDecodeOptions options = { .decoding = decoding };
  g_autofree gint64 *tokens = NULL;

  weft_average_swap (model->training.ema_decay, state);
  tokens = write_part (model, state, part, n, &options, interrupt, NULL);
  weft_average_swap (model->training.ema_decay, state);
  if (!tokens)
    return NAN;
  return (double) count_right (find_target (model), model->split->samples[part], n, tokens,
                               options.most)
         / (double) n;
}

/* Whether the criterion judges sequences that stand beside their target: they can be written. */
static gboolean
judges_writing (const WeftModel *model, guint criterion)
{
  const WeftCriterion *of = &model->criteria[criterion];

  return of->metric != NULL && of->metric->add_sequence != NULL && (int) criterion != model->figure
         && model->judges[of->judge].judged.blank == 0
         && weft_model_get_target (model, of->judge) == find_target (model);
}

/* Without the end. */
static WeftTokens
take_words (const gint64 *tokens, gint64 n, gint64 end)
{
  return (WeftTokens){ tokens, n > 0 && tokens[n - 1] == end ? n - 1 : n };
}

static gboolean
judge_by (WeftModel *model, guint criterion, WeftPart part, gint64 n,
          const WeftDecodeOptions *options, const gint64 *tokens, double *figure, GError **error)
{
  const WeftField *target = find_target (model);
  const WeftCriterion *of = &model->criteria[criterion];
  g_autoptr (WeftMeasure) measure
      = weft_measure_begin (of->metric, &model->judges[of->judge].judged, error);

  for (gint64 i = 0; measure && i < n; i++)
    {
      const gint64 *offsets = target->offsets + model->split->samples[part][i];
      const gint64 *written = tokens + i * options->most;
      WeftTokens said = take_words (written, count_steps (options, written), options->end);
      WeftTokens wanted = take_words ((const gint64 *) target->data + offsets[0],
                                      offsets[1] - offsets[0], options->end);

      weft_measure_add_sequence (measure, &said, &wanted);
    }
  if (measure)
    *figure = weft_measure_end (measure);
  return measure != NULL;
}

gboolean
weft_model_judges_writing (const WeftModel *model)
{
  for (guint i = 0; i < model->n_criteria; i++)
    if (judges_writing (model, i))
      return TRUE;
  return FALSE;
}

gboolean
weft_model_judge_writing (WeftModel *model, WeftState *state, WeftPart part,
                          const WeftDecoding *decoding, const WeftInterrupt *interrupt,
                          double *figures, GError **error)
{
  gint64 n = MIN (model->split->count[part], MOST_MEASURED);
  WeftDecodeOptions options = { .decoding = decoding };
  g_autofree gint64 *tokens = write_part (model, state, part, n, &options, interrupt, error);
  gboolean done = tokens != NULL;

  for (guint i = 0; done && i < model->n_criteria; i++)
    if (judges_writing (model, i))
      done = judge_by (model, i, part, n, &options, tokens, &figures[i], error);
  return done;
}
