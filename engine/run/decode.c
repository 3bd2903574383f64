/* decode: a sequence is written step by step, each from those before it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/run/decode-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "engine/base/memory.h"
#include "engine/data/kind-row.h"
#include "engine/plan/steps.h"

/* --- its execs --- */

static WeftExec *
new_exec (WeftDecoder *decoder, const WeftPlanOptions *options, WeftState *state, WeftPool *pool,
          GError **error)
{
  g_autoptr (WeftPlan) plan = weft_plan_compile (decoder->program, options, error);

  return plan ? weft_exec_new (plan, state, pool, error) : NULL;
}

/* Values of carries from one of that number on. */
static void
append_beginnings (const WeftDecoder *decoder, guint from, guint to, GArray *values)
{
  for (guint i = from; i < to; i++)
    g_array_append_val (values, g_array_index (decoder->carries, WeftCarry, i).in);
}

static gboolean
compile (WeftDecoder *decoder, WeftState *state, WeftPool *pool, int level, GError **error)
{
  g_autoptr (GArray) wanted = g_array_new (FALSE, FALSE, sizeof (int));
  g_autoptr (GArray) given = g_array_new (FALSE, FALSE, sizeof (int));
  WeftPlanOptions options
      = { .mode = WEFT_MODE_INFER, .level = level, .wanted = wanted, .given = given };

  g_array_append_val (wanted, decoder->answer);
  for (guint i = 0; i < decoder->carries->len; i++)
    {
      const WeftCarry *carry = &g_array_index (decoder->carries, WeftCarry, i);

      if (carry->out >= 0)
        g_array_append_val (wanted, carry->out);
    }
  append_beginnings (decoder, 0, decoder->n_growing, given);
  g_array_append_vals (given, decoder->fixed->data, decoder->fixed->len);
  append_beginnings (decoder, decoder->n_growing, decoder->carries->len, given);
  decoder->next = new_exec (decoder, &options, state, pool, error);
  g_array_append_vals (wanted, decoder->fixed->data, decoder->fixed->len);
  g_array_set_size (given, decoder->n_growing);
  decoder->first = decoder->next ? new_exec (decoder, &options, state, pool, error) : NULL;
  return decoder->first != NULL;
}

/* Whether tokens are said by scores of all of them, or frames by themselves. */
static gboolean
fits (const WeftProgramValue *target, const WeftProgramValue *answer)
{
  WeftAnswer how = weft_kind_get_row (target->kind)->answer;
  int rank = how == WEFT_ANSWER_WORDS ? 2 : how == WEFT_ANSWER_FRAMES ? 3 : 0;

  return target->role == WEFT_VALUE_INPUT && target->shape.rank == rank
         && target->shape.dims[1] == 1 && answer->shape.rank == 3;
}

/* What is written: the tokens or frames that the first loss wants, one a step. */
static gboolean
find_target (WeftDecoder *decoder, GError **error)
{
  const WeftProgramLoss *chief = weft_program_get_chief (decoder->program);
  const WeftProgramValue *target, *answer;

  if (chief && chief->target >= 0 && chief->blank == 0)
    {
      decoder->answer = chief->prediction;
      decoder->target = chief->target;
      target = weft_program_value (decoder->program, chief->target);
      answer = weft_program_value (decoder->program, chief->prediction);
      decoder->rows = target->shape.dims[0];
      decoder->words = answer->shape.dims[answer->shape.rank - 1];
      decoder->said_row = weft_shape_bytes (&target->shape) / (gsize) decoder->rows;
      if (fits (target, answer))
        return TRUE;
    }
  g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                       _ ("The network has no loss that wants a token at each step, so it cannot "
                          "write."));
  return FALSE;
}

static gboolean
prepare (WeftDecoder *decoder, WeftState *state, WeftPool *pool, int level, GError **error)
{
  const WeftProgram *program = decoder->program;
  gsize rows;

  if (!find_target (decoder, error) || !weft_decoder_find_carries (decoder, error))
    return FALSE;
  rows = (gsize) decoder->rows;
  decoder->inputs = g_new0 (const void *, program->values->len + program->inputs->len + 1);
  decoder->said = g_malloc0 (rows * decoder->said_row);
  decoder->real = g_new (float, rows);
  for (gsize i = 0; i < rows; i++)
    decoder->real[i] = 1.0f;
  return compile (decoder, state, pool, level, error);
}

WeftDecoder *
weft_decoder_new (WeftProgram *program, WeftState *state, WeftPool *pool, int level, GError **error)
{
  g_autoptr (WeftDecoder) decoder = g_new0 (WeftDecoder, 1);

  g_return_val_if_fail (program->binding.goes_on > 0, NULL);
  decoder->program = weft_program_ref (program);
  decoder->pool = pool;
  decoder->carries = g_array_new (FALSE, FALSE, sizeof (WeftCarry));
  decoder->fixed = g_array_new (FALSE, FALSE, sizeof (int));
  return prepare (decoder, state, pool, level, error) ? g_steal_pointer (&decoder) : NULL;
}

void
weft_decoder_free (WeftDecoder *decoder)
{
  for (guint i = 0; i < decoder->carries->len; i++)
    weft_memory_free (g_array_index (decoder->carries, WeftCarry, i).begin);
  g_clear_pointer (&decoder->first, weft_exec_free);
  g_clear_pointer (&decoder->next, weft_exec_free);
  g_array_unref (decoder->carries);
  g_array_unref (decoder->fixed);
  g_free (decoder->inputs);
  g_free (decoder->said);
  g_free (decoder->real);
  weft_program_unref (decoder->program);
  g_free (decoder);
}

/* --- sequences --- */

double
weft_decode_weigh (const float *scores, const gint64 *tokens, gint64 n, gint64 words)
{
  double likelihood = 0;

  for (gint64 i = 0; i < n; i++, scores += words)
    likelihood += (double) scores[tokens[i]] - weft_choosing_sum (scores, words);
  return likelihood;
}

#define SCORES_PER_SLICE 1024 /* fewer are weighed sooner than another thread has woken */
#define MOST_SLICES 16

/* A choice for all samples. */
typedef struct
{
  const WeftDecoding *how;
  WeftChoosing choosing; /* of the first */
  guint samples, slices;
  WeftHypothesis *lines;
} Choice;

static void
choose_some_cb (gpointer data, guint slice)
{
  const Choice *choice = data;
  guint end = choice->samples * (slice + 1) / choice->slices;

  for (guint i = choice->samples * slice / choice->slices; i < end; i++)
    {
      WeftChoosing choosing = choice->choosing;

      choosing.first = (gint64) i * choosing.n;
      choosing.scores += choosing.first * choosing.words;
      choosing.sample += i;
      choice->how->row->choose (choice->how->record, &choosing, choice->lines + choosing.first);
    }
}

/* The sequences of all samples, one token longer; FALSE: all are over. */
static gboolean
choose (const WeftDecoder *decoder, const WeftExec *exec, const WeftDecodeOptions *options,
        gint64 step, WeftHypothesis *lines)
{
  Choice choice = {
    .how = options->decoding,
    .choosing
    = { .scores = weft_exec_get_value (exec, decoder->answer),
        .words = decoder->words,
        .end = options->end,
        .barred = options->barred,
        .n = weft_decoding_count (options->decoding),
        .random = { options->seed, weft_random_stream_for (0, "writing"), (guint64) step },
        .sample = options->first },
    .lines = lines,
  };
  gint64 slices = MIN (decoder->rows * decoder->words / SCORES_PER_SLICE, MOST_SLICES);
  gboolean goes_on = FALSE;

  choice.samples = (guint) (decoder->rows / choice.choosing.n);
  choice.slices = CLAMP ((guint) slices, 1, choice.samples);
  weft_pool_run_until (decoder->pool, choose_some_cb, &choice, choice.slices, NULL);
  for (gint64 i = 0; i < decoder->rows; i++)
    goes_on |= !lines[i].is_over && lines[i].score > -INFINITY;
  return goes_on;
}

/* What was chosen at each step, (most, N): the token, and in which row what came before it stood.
 */
typedef struct
{
  gint64 rows, n; /* steps so far */
  gint64 *token, *row;
} Trail;

static Trail
trail_new (const WeftDecoder *decoder, gint64 most)
{
  return (Trail){ decoder->rows, 0, g_new (gint64, decoder->rows * most + 1),
                  g_new (gint64, decoder->rows * most + 1) };
}

static void
trail_add (Trail *trail, const WeftHypothesis *lines)
{
  for (gint64 i = 0, at = trail->rows * trail->n++; i < trail->rows; i++, at++)
    {
      trail->token[at] = lines[i].token;
      trail->row[at] = lines[i].row;
    }
}

/* What ends in that row, from its first token on; behind it 0. */
static void
trail_follow (const Trail *trail, gint64 row, gint64 most, gint64 *tokens)
{
  memset (tokens, 0, (gsize) most * sizeof *tokens);
  for (gint64 step = trail->n; step-- > 0;)
    {
      tokens[step] = trail->token[step * trail->rows + row];
      row = trail->row[step * trail->rows + row];
    }
}

static void
trail_clear (Trail *trail)
{
  g_free (trail->token);
  g_free (trail->row);
}

void
weft_decoder_set_inputs (WeftDecoder *decoder, const void *const *inputs)
{
  const WeftProgram *program = decoder->program;
  guint n = program->inputs->len;

  memset (decoder->said, 0, (gsize) decoder->rows * decoder->said_row);
  for (guint i = 0; i < n; i++)
    {
      int value = weft_program_input (program, i)->value;

      decoder->inputs[i] = inputs[i];
      if (value == decoder->target)
        decoder->inputs[i] = decoder->said;
      else if (value == weft_program_value (program, decoder->target)->mask)
        decoder->inputs[i] = decoder->real;
    }
  for (guint i = 0; i < decoder->n_growing; i++)
    decoder->inputs[n++] = g_array_index (decoder->carries, WeftCarry, i).begin;
  for (guint i = 0; i < decoder->fixed->len; i++)
    decoder->inputs[n++]
        = weft_exec_get_value (decoder->first, g_array_index (decoder->fixed, int, i));
  for (guint i = decoder->n_growing; i < decoder->carries->len; i++)
    decoder->inputs[n++] = g_array_index (decoder->carries, WeftCarry, i).begin;
}

/* At first the sequences of a sample are all one. */
static WeftHypothesis *
new_lines (const WeftDecoder *decoder, guint count)
{
  WeftHypothesis *lines = g_new0 (WeftHypothesis, decoder->rows);

  for (gint64 i = 0; i < decoder->rows; i++)
    {
      lines[i].row = i;
      lines[i].score = lines[i].rank = i % count == 0 ? 0 : -INFINITY;
    }
  return lines;
}

/* FALSE: interrupted. */
static gboolean
run_steps (WeftDecoder *decoder, const WeftDecodeOptions *options, WeftHypothesis *lines,
           Trail *trail)
{
  WeftExec *exec = decoder->first;
  gboolean goes_on = TRUE;

  for (; goes_on && trail->n < options->most; exec = decoder->next)
    {
      if (weft_interrupt_is_due (options->interrupt))
        return FALSE;
      weft_exec_set_inputs (exec, decoder->inputs);
      weft_exec_run (exec, 0, 0);
      goes_on = choose (decoder, exec, options, trail->n, lines);
      for (gint64 i = 0; i < decoder->rows; i++)
        ((gint64 *) decoder->said)[i] = lines[i].token;
      weft_decoder_carry_on (decoder, exec, lines, trail->n);
      trail_add (trail, lines);
    }
  return TRUE;
}

gboolean
weft_decoder_run (WeftDecoder *decoder, const void *const *inputs, const WeftDecodeOptions *options,
                  gint64 *tokens, double *likelihood)
{
  gint64 most = options->most, count = weft_decoding_count (options->decoding);
  g_autofree WeftHypothesis *lines = NULL;
  gboolean done;
  Trail trail;

  g_return_val_if_fail (options->decoding->row->choose && decoder->rows % count == 0, FALSE);
  g_return_val_if_fail (most <= decoder->program->binding.goes_on, FALSE);
  lines = new_lines (decoder, (guint) count);
  trail = trail_new (decoder, most);
  weft_decoder_set_inputs (decoder, inputs);
  done = run_steps (decoder, options, lines, &trail);
  for (gint64 i = 0; done && i < decoder->rows / count; i++)
    {
      trail_follow (&trail, i * count, most, tokens + i * most);
      if (likelihood)
        likelihood[i] = lines[i * count].score;
    }
  trail_clear (&trail);
  return done;
}
