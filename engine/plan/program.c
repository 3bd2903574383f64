/* program: the list of op applications that a graph means; made by program-walk.c */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/plan/program-private.h"

static void
op_clear (gpointer data)
{
  g_free (((WeftProgramOp *) data)->attrs);
}

WeftProgram *
weft_program_new (WeftBinding binding)
{
  WeftProgram *program = g_new0 (WeftProgram, 1);

  g_atomic_ref_count_init (&program->ref_count);
  program->binding = binding;
  program->values = g_array_new (FALSE, TRUE, sizeof (WeftProgramValue));
  program->ops = g_array_new (FALSE, TRUE, sizeof (WeftProgramOp));
  g_array_set_clear_func (program->ops, op_clear);
  program->inputs = g_array_new (FALSE, TRUE, sizeof (WeftProgramInput));
  program->losses = g_array_new (FALSE, TRUE, sizeof (WeftProgramLoss));
  program->total = -1;
  program->paces = g_array_new (FALSE, FALSE, sizeof (WeftPace));
  weft_pace_find (program->paces, (WeftPace){ 1, -1 });
  program->firsts = g_array_new (FALSE, FALSE, sizeof (guint));
  program->node_values = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  program->names = g_string_chunk_new (256);
  return program;
}

void
weft_program_fix_shapes (WeftProgram *program)
{
  for (guint i = 0; i < program->values->len; i++)
    weft_shape_fix (&g_array_index (program->values, WeftProgramValue, i).shape);
}

WeftProgram *
weft_program_ref (WeftProgram *program)
{
  g_atomic_ref_count_inc (&program->ref_count);
  return program;
}

void
weft_program_unref (WeftProgram *program)
{
  if (!g_atomic_ref_count_dec (&program->ref_count))
    return;
  g_array_unref (program->values);
  g_array_unref (program->ops);
  g_array_unref (program->inputs);
  g_array_unref (program->losses);
  g_array_unref (program->paces);
  g_array_unref (program->firsts);
  g_hash_table_unref (program->node_values);
  g_clear_pointer (&program->names, g_string_chunk_free);
  g_free (program);
}

const WeftProgramLoss *
weft_program_get_loss (const WeftProgram *program, guint loss)
{
  g_return_val_if_fail (loss < program->losses->len, NULL);
  return &g_array_index (program->losses, WeftProgramLoss, loss);
}

const WeftProgramLoss *
weft_program_get_chief (const WeftProgram *program)
{
  for (guint i = 0; i < program->losses->len; i++)
    if (weft_program_get_loss (program, i)->prediction >= 0)
      return weft_program_get_loss (program, i);
  return NULL;
}

int
weft_program_find_input (const WeftProgram *program, const char *field)
{
  for (guint i = 0; i < program->inputs->len; i++)
    {
      const WeftProgramInput *input = &g_array_index (program->inputs, WeftProgramInput, i);

      if (!input->is_mask && g_str_equal (input->field, field))
        return input->value;
    }
  return -1;
}

const WeftField *
weft_program_get_field (const WeftProgram *program, const WeftDataset *dataset, int value)
{
  const WeftProgramValue *input
      = value < 0 ? NULL : &g_array_index (program->values, WeftProgramValue, value);

  return input && input->role == WEFT_VALUE_INPUT && input->name
             ? weft_dataset_find_field (dataset, input->name)
             : NULL;
}

int
weft_program_find_given (const WeftProgram *program, gint64 node, const char *input)
{
  for (guint k = 0; k < program->ops->len; k++)
    {
      const WeftProgramOp *op = &g_array_index (program->ops, WeftProgramOp, k);
      const WeftOp *row = op->node == node ? weft_op_find (op->op, 0) : NULL;

      for (guint i = 0; row && i < op->n_in; i++)
        if (g_str_equal (weft_op_get_input (row, i)->name, input))
          return op->in[i];
    }
  return -1;
}

int
weft_program_find_output (const WeftProgram *program, gint64 node, int output)
{
  gpointer first;

  if (output == 0 && g_hash_table_lookup_extended (program->node_values, &node, NULL, &first))
    return GPOINTER_TO_INT (first);
  for (guint i = 0; output > 0 && i < program->values->len; i++)
    {
      const WeftProgramValue *value = &g_array_index (program->values, WeftProgramValue, i);

      if (value->node == node && value->output == output)
        return (int) i;
    }
  return -1;
}

void
weft_program_mark_before (const WeftProgram *program, int value, gboolean *marks)
{
  if (value >= 0)
    marks[value] = TRUE;
  for (int k = (int) program->ops->len - 1; k >= 0; k--)
    {
      const WeftProgramOp *op = &g_array_index (program->ops, WeftProgramOp, k);
      gboolean makes = FALSE;

      for (guint o = 0; o < op->n_out; o++)
        makes |= marks[op->out[o]];
      for (guint i = 0; makes && i < op->n_in; i++)
        if (op->in[i] >= 0)
          marks[op->in[i]] = TRUE;
    }
}
