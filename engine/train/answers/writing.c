/* writing: what a trained network writes for samples of its data, step by step */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/answers/writing-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "engine/base/memory.h"
#include "engine/train/model/average.h"
#include "engine/train/model/judges.h"

#define AT_ONCE 64          /* samples, at most */
#define STEPS_AT_ONCE 65536 /* of all of them: what is remembered of each step takes memory */
#define MOST_MEASURED 2000
#define NEAR 1e-3 /* of a sum of logarithms: what rounding may make of it */

const WeftField *
weft_writing_find_target (const WeftModel *model)
{
  for (guint i = 0; i < model->n_judges; i++)
    if (model->judges[i].is_answer)
      return weft_model_get_target (model, i);
  return NULL;
}

/* What is written must have steps of its own: it is made one by one, and the rest is there. */
static gboolean
check_target (const WeftWriting *writing, GError **error)
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
bind (WeftWriting *writing, const guint32 *samples, gint64 n, GError **error)
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
    writing->decoder = weft_decoder_new (program, writing->state, writing->pool,
                                         weft_kernel_best_level (), error);
  return writing->decoder != NULL;
}

/* --- whether a step at a time is what the whole says --- */

/* Bytes of one step of what is written. */
static gsize
get_step (const WeftWriting *writing)
{
  const WeftField *target = writing->target;

  return target->kind == WEFT_KIND_TOKENS
             ? sizeof (gint64)
             : (gsize) (weft_shape_count (&target->shape) / target->shape.dims[0]) * sizeof (float);
}

static void
give_written (WeftWriting *writing, gconstpointer written, gint64 n)
{
  const WeftModel *model = writing->model;

  for (guint k = 0; k < model->n_feeds; k++)
    {
      if (!model->feeds[k].is_read || model->feeds[k].field != writing->target)
        continue;
      for (gint64 i = 0; model->feeds[k].is_mask && i < n; i++)
        ((float *) writing->inputs[k])[i] = 1;
      if (!model->feeds[k].is_mask)
        memcpy (writing->inputs[k], written, (gsize) n * get_step (writing));
    }
}

WeftExec *
weft_writing_run_whole (WeftWriting *writing, guint32 sample, gconstpointer written, gint64 n,
                        const float **said, GError **error)
{
  const WeftModel *model = writing->model;
  g_autoptr (GArray) wanted = g_array_new (FALSE, FALSE, sizeof (int));
  WeftPlanOptions options
      = { .mode = WEFT_MODE_INFER, .level = weft_kernel_best_level (), .wanted = wanted };
  WeftBinding binding = weft_model_bind_samples (model, &sample, 1);
  g_autoptr (WeftExec) exec = NULL;
  g_autoptr (WeftPlan) plan = NULL;
  WeftProgram *program;

  binding.t[writing->target->t] = n;
  program = weft_model_get_program (writing->model, binding, error);
  if (program && writing->look && writing->look (program, n) >= 0)
    g_array_append_vals (wanted, (int[]){ writing->look (program, n) }, 1);
  plan = program ? weft_plan_compile (program, &options, error) : NULL;
  exec = plan ? weft_exec_new (plan, writing->state, NULL, error) : NULL;
  if (!exec)
    return NULL;
  weft_model_gather (model, &sample, binding, writing->inputs);
  give_written (writing, written, n);
  weft_exec_set_inputs (exec, (const void *const *) writing->inputs);
  weft_exec_run (exec, 0, 0);
  *said = weft_exec_get_value (exec,
                               weft_program_get_chief (weft_exec_get_program (exec))->prediction);
  return g_steal_pointer (&exec);
}

gboolean
weft_writing_refuse (GError **error)
{
  g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                       _ ("The network looks at several steps of what it writes at once, so it "
                          "cannot write step by step. A recurrent layer can."));
  return FALSE;
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
check_steps (WeftWriting *writing, const guint32 *samples, gint64 n, const gint64 *tokens,
             const double *likelihood, GError **error)
{
  const WeftDecodeOptions *options = writing->options;
  gint64 longest = 0, steps = 0;
  const float *scores;
  g_autoptr (WeftExec) exec = NULL;
  double whole;

  for (gint64 i = 0; i < n; i++)
    if (count_steps (options, tokens + i * options->most) > steps)
      {
        longest = i;
        steps = count_steps (options, tokens + i * options->most);
      }
  exec = weft_writing_run_whole (writing, samples[longest], tokens + longest * options->most, steps,
                                 &scores, error);
  if (!exec)
    return FALSE;
  whole = weft_decode_weigh (scores, tokens + longest * options->most, steps,
                             writing->target->classes);
  return fabs (whole - likelihood[longest]) <= NEAR * (1 + fabs (whole))
         || weft_writing_refuse (error);
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

static gboolean
write_some (WeftWriting *writing, const guint32 *samples, gint64 at, gint64 n, GError **error)
{
  WeftDecodeOptions options = *writing->options;

  options.first += (guint64) at;
  if (!bind (writing, samples, n, error))
    return FALSE;
  for (gint64 i = 0; i < writing->binding.n; i++)
    writing->rows[i] = samples[i / writing->count];
  weft_model_gather (writing->model, writing->rows, writing->binding, writing->inputs);
  return writing->run (writing, samples, at, n, &options, error);
}

/* Where tokens go. */
typedef struct
{
  gint64 *tokens;
  double *likelihood;
} Tokens;

static gboolean
run_tokens (WeftWriting *writing, const guint32 *samples, gint64 at, gint64 n,
            const WeftDecodeOptions *options, GError **error)
{
  const Tokens *to = writing->to;
  gint64 *tokens = to->tokens + at * options->most;

  if (!weft_decoder_run (writing->decoder, (const void *const *) writing->inputs, options, tokens,
                         to->likelihood + at)
      || !check_likelihood (to->likelihood + at, n, error))
    return FALSE;
  if (writing->is_checked)
    return TRUE;
  writing->is_checked = TRUE;
  return check_steps (writing, samples, n, tokens, to->likelihood + at, error);
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
make_room (WeftWriting *writing, gint64 rows, GError **error)
{
  const WeftModel *model = writing->model;
  gint64 steps = rows * writing->target->shape.dims[0] + writing->options->most;
  gboolean done = TRUE;

  for (guint k = 0; done && k < model->n_feeds; k++)
    if (writing->inputs[k] != NULL && model->feeds[k].field == writing->target)
      {
        weft_memory_free (writing->inputs[k]);
        writing->inputs[k] = weft_memory_new ((gsize) steps * get_step (writing), error);
        done = writing->inputs[k] != NULL;
      }
  return done;
}

/* Memory for as many samples as are written at once. */
static gboolean
prepare (WeftWriting *writing, GError **error)
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

gboolean
weft_writing_run (WeftWriting *writing, const guint32 *samples, gint64 n,
                  const WeftDecodeOptions *given, const WeftInterrupt *interrupt, GError **error)
{
  const WeftDecoding greedy = { weft_decoding_find ("greedy"), NULL };
  WeftDecodeOptions options = *given;
  gboolean done;

  writing->pool
      = weft_pool_new (options.threads > 0 ? options.threads : weft_pool_default_threads (), FALSE);
  writing->options = &options;
  writing->target = weft_writing_find_target (writing->model);
  options.interrupt = interrupt;
  done = check_target (writing, error) && check_options (&options, &greedy, error)
         && prepare (writing, error);
  for (gint64 at = 0; done && at < n; at += writing->at_once)
    done = write_some (writing, samples + at, at, MIN (writing->at_once, n - at), error);
  g_clear_pointer (&writing->decoder, weft_decoder_free);
  weft_pool_free (writing->pool);
  weft_model_free_inputs (writing->inputs);
  g_free (writing->rows);
  return done;
}

/* FALSE without an error: interrupted. */
static gboolean
write_all (WeftModel *model, WeftState *state, const guint32 *samples, gint64 n,
           const WeftDecodeOptions *given, gint64 *tokens, double *likelihood,
           const WeftInterrupt *interrupt, GError **error)
{
  g_autofree double *weights = likelihood ? NULL : g_new (double, n);
  Tokens to = { tokens, likelihood ? likelihood : weights };
  WeftWriting writing = { .run = run_tokens, .to = &to, .model = model, .state = state };

  return weft_writing_run (&writing, samples, n, given, interrupt, error);
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
  const WeftField *target = weft_writing_find_target (model);
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
  return (double) count_right (weft_writing_find_target (model), model->split->samples[part], n,
                               tokens, options.most)
         / (double) n;
}

/* Whether the criterion judges sequences that stand beside their target: they can be written. */
static gboolean
judges_writing (const WeftModel *model, guint criterion)
{
  const WeftCriterion *of = &model->criteria[criterion];

  return of->metric != NULL && of->metric->add_sequence != NULL && (int) criterion != model->figure
         && model->judges[of->judge].judged.blank == 0
         && weft_model_get_target (model, of->judge) == weft_writing_find_target (model);
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
  const WeftField *target = weft_writing_find_target (model);
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
