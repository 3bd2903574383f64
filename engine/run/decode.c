/* decode: a sequence is written token by token, each from those before it, greedily or with a beam
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/run/decode.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "engine/base/memory.h"
#include "engine/data/kind-row.h"
#include "engine/plan/steps.h"

/* What one op hands from a step to the next. */
typedef struct
{
  int in;         /* value that it begins with */
  int out;        /* value that it ends with; −1: the token that was chosen */
  gsize row;      /* bytes of a row of it */
  gpointer begin; /* (N, …) */
} Carry;

struct _WeftDecoder
{
  WeftProgram *program;
  WeftExec *first, *next; /* the first step; one of those that follow */
  int answer, target;     /* values */
  gint64 rows, words;     /* N; how many tokens there are to choose from */
  GArray *carries;        /* Carry */
  GArray *fixed;          /* int: values that do not hang on what is written */
  const void **inputs;    /* of the program, then `fixed`, then the carries */
  gint64 *said;           /* (N): the tokens of the step before */
  float *real;            /* (N): ones, the mask of the one step */
};

/* --- what hangs on the writing --- */

/* Marks the values that hang on what is written; at_once: within one and the same step. */
static void
mark_written (const WeftDecoder *decoder, gboolean at_once, gboolean *marked)
{
  const WeftProgram *program = decoder->program;
  int mask = weft_program_value (program, decoder->target)->mask;

  marked[decoder->target] = TRUE;
  if (mask >= 0 && !at_once)
    marked[mask] = TRUE;
  for (guint k = 0; k < program->ops->len; k++)
    {
      const WeftProgramOp *op = weft_program_op (program, k);
      const WeftOp *row = weft_op_find (op->op, 0);
      gboolean is_later = row->carry.in > 0 && row->carry.out == 0, hangs = FALSE;

      for (guint i = 0; i < op->n_in; i++)
        hangs |= op->in[i] >= 0 && marked[op->in[i]] && !(at_once && is_later && i == 0);
      for (guint o = 0; hangs && o < op->n_out; o++)
        marked[op->out[o]] = TRUE;
    }
}

/* Marks the ops that an answer needs, or what is carried on from step to step. */
static void
mark_needed (const WeftDecoder *decoder, const gboolean *written, gboolean *needed)
{
  const WeftProgram *program = decoder->program;

  needed[decoder->answer] = TRUE;
  for (gboolean has_more = TRUE; has_more;)
    {
      has_more = FALSE;
      for (guint k = program->ops->len; k-- > 0;)
        {
          const WeftProgramOp *op = weft_program_op (program, k);
          gboolean is_needed = FALSE;

          for (guint o = 0; o < op->n_out; o++)
            is_needed |= needed[op->out[o]] && written[op->out[o]];
          for (guint i = 0; is_needed && i < op->n_in; i++)
            if (op->in[i] >= 0 && !needed[op->in[i]])
              needed[op->in[i]] = has_more = TRUE;
        }
    }
}

static gboolean
refuse (GError **error, const char *node, const char *sentence)
{
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, sentence, node);
  return FALSE;
}

static gboolean
add_carry (WeftDecoder *decoder, const WeftProgramOp *op, const gboolean *at_once, GError **error)
{
  const WeftOp *row = weft_op_find (op->op, 0);
  Carry carry = { .in = op->in[row->carry.in - 1], .out = -1 };
  const WeftShape *shape = &weft_program_value (decoder->program, carry.in)->shape;

  if (row->carry.out > 0)
    carry.out = op->out[row->carry.out - 1];
  else if (op->in[0] != decoder->target)
    carry.out = op->in[0];
  if (carry.out >= 0 && at_once[carry.out])
    return refuse (
        error, op->node_name,
        _ ("%s hands on what is made of a token that is not chosen yet. Delay the tokens "
           "themselves."));
  carry.row = weft_shape_bytes (shape) / (gsize) shape->dims[0];
  carry.begin = weft_memory_new (weft_shape_bytes (shape), error);
  g_array_append_val (decoder->carries, carry);
  return carry.begin != NULL;
}

static gboolean
find_carries (WeftDecoder *decoder, const gboolean *written, const gboolean *needed, GError **error)
{
  const WeftProgram *program = decoder->program;
  g_autofree gboolean *at_once = g_new0 (gboolean, program->values->len + 1);

  mark_written (decoder, TRUE, at_once);
  if (at_once[decoder->answer])
    return refuse (error, weft_program_get_chief (program)->name,
                   _ ("What %s judges sees the very token that it is to say. Put a Delay between "
                      "the tokens and what reads them."));
  for (guint k = 0; k < program->ops->len; k++)
    {
      const WeftProgramOp *op = weft_program_op (program, k);

      if (weft_op_find (op->op, 0)->carry.in > 0 && written[op->out[0]] && needed[op->out[0]]
          && !add_carry (decoder, op, at_once, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_carried (const WeftDecoder *decoder, int value)
{
  for (guint i = 0; i < decoder->carries->len; i++)
    if (g_array_index (decoder->carries, Carry, i).in == value)
      return TRUE;
  return FALSE;
}

/* What is made but does not hang on the writing, and is read by what does. */
static void
find_fixed (WeftDecoder *decoder, const gboolean *written, const gboolean *needed)
{
  const WeftProgram *program = decoder->program;
  g_autofree gboolean *is_read = g_new0 (gboolean, program->values->len + 1);

  for (guint k = 0; k < program->ops->len; k++)
    {
      const WeftProgramOp *op = weft_program_op (program, k);

      for (guint i = 0; written[op->out[0]] && needed[op->out[0]] && i < op->n_in; i++)
        if (op->in[i] >= 0)
          is_read[op->in[i]] = TRUE;
    }
  for (int i = 0; i < (int) program->values->len; i++)
    if (is_read[i] && !written[i] && !is_carried (decoder, i)
        && weft_program_value (program, i)->role == WEFT_VALUE_RESULT)
      g_array_append_val (decoder->fixed, i);
}

/* --- its execs --- */

static WeftExec *
new_exec (WeftDecoder *decoder, const WeftPlanOptions *options, WeftState *state, WeftPool *pool,
          GError **error)
{
  g_autoptr (WeftPlan) plan = weft_plan_compile (decoder->program, options, error);

  return plan ? weft_exec_new (plan, state, pool, error) : NULL;
}

static gboolean
compile (WeftDecoder *decoder, WeftState *state, WeftPool *pool, int level, GError **error)
{
  g_autoptr (GArray) wanted = g_array_new (FALSE, FALSE, sizeof (int));
  g_autoptr (GArray) given = g_array_new (FALSE, FALSE, sizeof (int));
  WeftPlanOptions options = { .mode = WEFT_MODE_INFER, .level = level, .wanted = wanted };

  g_array_append_val (wanted, decoder->answer);
  g_array_append_vals (given, decoder->fixed->data, decoder->fixed->len);
  for (guint i = 0; i < decoder->carries->len; i++)
    {
      const Carry *carry = &g_array_index (decoder->carries, Carry, i);

      g_array_append_val (given, carry->in);
      if (carry->out >= 0)
        g_array_append_val (wanted, carry->out);
    }
  options.given = given;
  decoder->next = new_exec (decoder, &options, state, pool, error);
  g_array_append_vals (wanted, decoder->fixed->data, decoder->fixed->len);
  options.given = NULL;
  decoder->first = decoder->next ? new_exec (decoder, &options, state, pool, error) : NULL;
  return decoder->first != NULL;
}

/* What is written: the tokens that the first loss wants, one a step. */
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
      if (target->role == WEFT_VALUE_INPUT
          && weft_kind_get_row (target->kind)->answer == WEFT_ANSWER_WORDS
          && target->shape.rank == 2 && target->shape.dims[1] == 1 && answer->shape.rank == 3)
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
  gsize n = decoder->program->values->len + 1, rows;
  g_autofree gboolean *written = g_new0 (gboolean, n);
  g_autofree gboolean *needed = g_new0 (gboolean, n);

  if (!find_target (decoder, error))
    return FALSE;
  rows = (gsize) decoder->rows;
  mark_written (decoder, FALSE, written);
  mark_needed (decoder, written, needed);
  if (!find_carries (decoder, written, needed, error))
    return FALSE;
  find_fixed (decoder, written, needed);
  decoder->inputs = g_new0 (const void *, n + decoder->program->inputs->len);
  decoder->said = g_new0 (gint64, rows);
  decoder->real = g_new (float, rows);
  for (gsize i = 0; i < rows; i++)
    decoder->real[i] = 1.0f;
  return compile (decoder, state, pool, level, error);
}

WeftDecoder *
weft_decoder_new (WeftProgram *program, WeftState *state, WeftPool *pool, int level, GError **error)
{
  g_autoptr (WeftDecoder) decoder = g_new0 (WeftDecoder, 1);

  g_return_val_if_fail (program->binding.goes_on, NULL);
  decoder->program = weft_program_ref (program);
  decoder->carries = g_array_new (FALSE, FALSE, sizeof (Carry));
  decoder->fixed = g_array_new (FALSE, FALSE, sizeof (int));
  return prepare (decoder, state, pool, level, error) ? g_steal_pointer (&decoder) : NULL;
}

void
weft_decoder_free (WeftDecoder *decoder)
{
  for (guint i = 0; i < decoder->carries->len; i++)
    weft_memory_free (g_array_index (decoder->carries, Carry, i).begin);
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

/* One sequence that is followed, a row of the batch, or one that could be. */
typedef struct
{
  double score; /* the logarithm of its probability */
  gint64 row, token;
  gboolean is_over;
} Line;

/* The likelier before the other, of equals the one that comes first. */
static gboolean
is_better (const Line *a, const Line *b)
{
  if (a->score != b->score)
    return a->score > b->score;
  return a->row != b->row ? a->row < b->row : a->token < b->token;
}

/* Into the best `beam` of them, the best first. */
static void
offer (Line *best, guint beam, Line line)
{
  for (guint i = 0; i < beam; i++)
    if (is_better (&line, &best[i]))
      {
        Line next = best[i];

        best[i] = line;
        line = next;
      }
}

/* So that the logarithm of a token's probability is its score less this. */
static double
sum_scores (const float *scores, gint64 words)
{
  double highest = -INFINITY, sum = 0;

  for (gint64 v = 0; v < words; v++)
    highest = MAX (highest, (double) scores[v]);
  for (gint64 v = 0; v < words; v++)
    sum += exp ((double) scores[v] - highest);
  return highest + log (sum);
}

double
weft_decode_weigh (const float *scores, const gint64 *tokens, gint64 n, gint64 words)
{
  double likelihood = 0;

  for (gint64 i = 0; i < n; i++, scores += words)
    likelihood += (double) scores[tokens[i]] - sum_scores (scores, words);
  return likelihood;
}

/* All that one sequence could go on with. */
static void
offer_words (const WeftDecoder *decoder, const float *scores, const Line *line, gint64 row,
             Line *best, const WeftDecodeOptions *options)
{
  double whole;

  if (line->is_over || line->score == -INFINITY)
    {
      if (line->is_over)
        offer (best, options->beam, (Line){ line->score, row, 0, TRUE });
      return;
    }
  whole = sum_scores (scores, decoder->words);
  for (gint64 v = 0; v < decoder->words; v++)
    offer (best, options->beam,
           (Line){ line->score + (double) scores[v] - whole, row, v, v == options->end });
}

/* What goes on in row i is what ended in the row that its sequence comes from. */
static void
carry_on (WeftDecoder *decoder, const WeftExec *exec, const Line *lines)
{
  for (gint64 i = 0; i < decoder->rows; i++)
    decoder->said[i] = lines[i].token;
  for (guint k = 0; k < decoder->carries->len; k++)
    {
      const Carry *carry = &g_array_index (decoder->carries, Carry, k);
      const char *ends = carry->out >= 0 ? weft_exec_get_value (exec, carry->out) : NULL;

      for (gint64 i = 0; i < decoder->rows; i++)
        memcpy ((char *) carry->begin + (gsize) i * carry->row,
                ends ? ends + (gsize) lines[i].row * carry->row
                     : (const char *) (decoder->said + i),
                carry->row);
    }
}

/* The sequences of all samples, one token longer; FALSE: all are over. */
static gboolean
choose (WeftDecoder *decoder, const WeftExec *exec, const WeftDecodeOptions *options, Line *lines)
{
  const float *scores = weft_exec_get_value (exec, decoder->answer);
  g_autofree Line *best = g_new (Line, options->beam);
  gboolean goes_on = FALSE;

  for (gint64 first = 0; first < decoder->rows; first += options->beam)
    {
      for (guint i = 0; i < options->beam; i++)
        best[i] = (Line){ -INFINITY, first, 0, FALSE };
      for (gint64 row = first; row < first + options->beam; row++)
        offer_words (decoder, scores + row * decoder->words, &lines[row], row, best, options);
      memcpy (lines + first, best, options->beam * sizeof *best);
      for (guint i = 0; i < options->beam; i++)
        goes_on |= !best[i].is_over && best[i].score > -INFINITY;
    }
  return goes_on;
}

/* What was written so far, in the rows that it goes on in, and the new token. */
static void
write_step (const WeftDecoder *decoder, const Line *lines, gint64 step, gint64 most,
            gint64 *written)
{
  gsize bytes = (gsize) (decoder->rows * most) * sizeof *written;
  g_autofree gint64 *before = g_memdup2 (written, bytes);

  for (gint64 i = 0; i < decoder->rows; i++)
    {
      memcpy (written + i * most, before + lines[i].row * most, (gsize) step * sizeof *written);
      written[i * most + step] = lines[i].token;
    }
}

static void
set_inputs (WeftDecoder *decoder, const void *const *inputs)
{
  const WeftProgram *program = decoder->program;
  guint n = program->inputs->len;

  for (guint i = 0; i < n; i++)
    {
      int value = weft_program_input (program, i)->value;

      decoder->inputs[i] = inputs[i];
      if (value == decoder->target)
        decoder->inputs[i] = decoder->said;
      else if (value == weft_program_value (program, decoder->target)->mask)
        decoder->inputs[i] = decoder->real;
    }
  for (guint i = 0; i < decoder->fixed->len; i++)
    decoder->inputs[n++]
        = weft_exec_get_value (decoder->first, g_array_index (decoder->fixed, int, i));
  for (guint i = 0; i < decoder->carries->len; i++)
    decoder->inputs[n++] = g_array_index (decoder->carries, Carry, i).begin;
}

void
weft_decoder_run (WeftDecoder *decoder, const void *const *inputs, const WeftDecodeOptions *options,
                  gint64 *tokens, double *likelihood)
{
  gint64 most = options->most, beam = options->beam;
  g_autofree gint64 *written = g_new0 (gint64, decoder->rows * most + 1);
  g_autofree Line *lines = g_new0 (Line, decoder->rows);
  WeftExec *exec = decoder->first;
  gboolean goes_on = TRUE;

  g_return_if_fail (beam > 0 && decoder->rows % beam == 0);
  for (gint64 i = 0; i < decoder->rows; i++) /* at first they are all one */
    lines[i] = (Line){ i % beam == 0 ? 0 : -INFINITY, i, 0, FALSE };
  memset (decoder->said, 0, (gsize) decoder->rows * sizeof *decoder->said);
  set_inputs (decoder, inputs);
  for (gint64 step = 0; goes_on && step < most; step++, exec = decoder->next)
    {
      weft_exec_set_inputs (exec, decoder->inputs);
      weft_exec_run (exec, 0, 0);
      goes_on = choose (decoder, exec, options, lines);
      write_step (decoder, lines, step, most, written);
      carry_on (decoder, exec, lines);
    }
  for (gint64 i = 0; i < decoder->rows / beam; i++)
    {
      memcpy (tokens + i * most, written + i * beam * most, (gsize) most * sizeof *tokens);
      if (likelihood)
        likelihood[i] = lines[i * beam].score;
    }
}
