/* decode-carries: what goes from one step of a decoder to the next */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/run/decode-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/memory.h"
#include "engine/plan/steps.h"

/* --- what hangs on the writing --- */

/* Whether the op shows an input at the next step alone. */
static gboolean
comes_later (const WeftOp *row, guint in)
{
  for (const WeftOpCarry *carry = row->carry; carry->in > 0; carry++)
    if (carry->out == 0 && carry->of == in && !carry->grows)
      return TRUE;
  return FALSE;
}

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
      gboolean hangs = FALSE;

      for (guint i = 0; i < op->n_in; i++)
        hangs |= op->in[i] >= 0 && marked[op->in[i]] && !(at_once && comes_later (row, i));
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

/* What it ends with; −1: the token that was chosen. */
static int
find_ending (const WeftDecoder *decoder, const WeftProgramOp *op, const WeftOpCarry *carry)
{
  if (carry->out > 0)
    return op->out[carry->out - 1];
  return op->in[carry->of] == decoder->target ? -1 : op->in[carry->of];
}

static gboolean
add_carry (WeftDecoder *decoder, const WeftProgramOp *op, const WeftOpCarry *from,
           const gboolean *at_once, GError **error)
{
  WeftCarry carry = { .in = op->in[from->in - 1], .out = find_ending (decoder, op, from) };
  const WeftShape *shape = &weft_program_value (decoder->program, carry.in)->shape;

  if (carry.out >= 0 && at_once[carry.out])
    return refuse (
        error, op->node_name,
        _ ("%s hands on what is made of a token that is not chosen yet. Delay the tokens "
           "themselves."));
  carry.row = weft_shape_bytes (shape) / (gsize) shape->dims[0];
  carry.step = from->grows ? carry.row / (gsize) shape->dims[1] : 0;
  carry.begin = weft_memory_new (weft_shape_bytes (shape), error);
  if (from->grows)
    g_array_insert_val (decoder->carries, decoder->n_growing++, carry);
  else
    g_array_append_val (decoder->carries, carry);
  return carry.begin != NULL;
}

/* Of an op that may hand something on, but does not with these inputs, nothing is found. */
static gboolean
add_carries (WeftDecoder *decoder, const WeftProgramOp *op, const gboolean *at_once, GError **error)
{
  for (const WeftOpCarry *carry = weft_op_find (op->op, 0)->carry; carry->in > 0; carry++)
    if (carry->in <= op->n_in && op->in[carry->in - 1] >= 0
        && !add_carry (decoder, op, carry, at_once, error))
      return FALSE;
  return TRUE;
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

      if (written[op->out[0]] && needed[op->out[0]] && !add_carries (decoder, op, at_once, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_carried (const WeftDecoder *decoder, int value)
{
  for (guint i = 0; i < decoder->carries->len; i++)
    if (g_array_index (decoder->carries, WeftCarry, i).in == value)
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

gboolean
weft_decoder_find_carries (WeftDecoder *decoder, GError **error)
{
  gsize n = decoder->program->values->len + 1;
  g_autofree gboolean *written = g_new0 (gboolean, n);
  g_autofree gboolean *needed = g_new0 (gboolean, n);

  mark_written (decoder, FALSE, written);
  mark_needed (decoder, written, needed);
  if (!find_carries (decoder, written, needed, error))
    return FALSE;
  find_fixed (decoder, written, needed);
  return TRUE;
}

/* --- from step to step --- */

/* The first bytes of each row, one behind the other. */
static char *
dup_beginnings (const WeftDecoder *decoder, const WeftCarry *carry, gsize length)
{
  char *copy = g_malloc ((gsize) decoder->rows * length);

  for (gint64 i = 0; i < decoder->rows; i++)
    memcpy (copy + (gsize) i * length, (const char *) carry->begin + (gsize) i * carry->row,
            length);
  return copy;
}

/* One step longer, and in the rows that the sequences go on in. */
static void
grow (const WeftDecoder *decoder, const WeftCarry *carry, const char *ends,
      const WeftHypothesis *lines, gint64 step)
{
  gsize length = (gsize) (step + 1) * carry->step;
  char *begin = carry->begin;
  g_autofree char *before = NULL;

  for (gint64 i = 0; i < decoder->rows; i++)
    memcpy (begin + (gsize) i * carry->row + (gsize) step * carry->step,
            ends + (gsize) i * carry->step, carry->step);
  for (gint64 i = 0; i < decoder->rows; i++)
    {
      if (lines[i].row == i)
        continue;
      if (before == NULL)
        before = dup_beginnings (decoder, carry, length);
      memcpy (begin + (gsize) i * carry->row, before + (gsize) lines[i].row * length, length);
    }
}

/* What goes on in row i is what ended in the row that its sequence comes from. */
void
weft_decoder_carry_on (WeftDecoder *decoder, const WeftExec *exec, const WeftHypothesis *lines,
                       gint64 step)
{
  for (guint k = 0; k < decoder->carries->len; k++)
    {
      const WeftCarry *carry = &g_array_index (decoder->carries, WeftCarry, k);
      const char *ends = carry->out >= 0 ? weft_exec_get_value (exec, carry->out) : NULL;

      if (carry->step > 0)
        grow (decoder, carry, ends, lines, step);
      for (gint64 i = 0; carry->step == 0 && i < decoder->rows; i++)
        memcpy ((char *) carry->begin + (gsize) i * carry->row,
                ends ? ends + (gsize) lines[i].row * carry->row
                     : (const char *) decoder->said + (gsize) i * decoder->said_row,
                carry->row);
    }
}
