/* tables: weights of which a batch reads a few rows, as an embedding's
 *
 * Their gradients are 0 but for those rows, and stay in the arena from step to step: backward
 * clears what the step before wrote. An optimiser under which a weight rests where its gradient is
 * 0 goes over those rows alone, and comes to the same bits. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/run/running.h"

#define LEAST 16384 /* floats: below, going over all of them is as quick */

static guint
count_writers (const WeftPlan *plan, int storage)
{
  guint count = 0;

  for (guint k = 0; k < plan->steps->len; k++)
    {
      const WeftStep *step = weft_plan_step (plan, k);

      for (guint i = 0; i < step->n_in; i++)
        count += step->d_in[i] == storage;
      for (guint o = 0; o < step->n_out; o++)
        count += step->out[o] == storage;
    }
  return count;
}

/* The table whose gradient is written by that step alone; −1: none. With everything kept any
 * gradient may be written by hand. */
static int
find_value (const WeftPlan *plan, const WeftStep *step)
{
  const WeftStorage *storage;
  int d_in;

  if (!step->backward || step->application == NULL || step->op->rows == 0 || plan->options.keep_all)
    return -1;
  d_in = step->d_in[step->op->rows - 1];
  storage = d_in >= 0 ? weft_plan_storage (plan, d_in) : NULL;
  if (storage == NULL || storage->home != WEFT_HOME_GRADIENT
      || storage->bytes < LEAST * sizeof (float) || count_writers (plan, d_in) > 1)
    return -1;
  return storage->value;
}

static WeftTable
make_table (const WeftShape *shape, int value)
{
  WeftTable table = { value, { .n = (gsize) shape->dims[0], .is_all = TRUE } };

  table.rows.width = (gsize) weft_shape_count (shape) / table.rows.n;
  table.rows.bits = g_new0 (guint64, (table.rows.n + 63) / 64);
  return table;
}

static void
clear_table (gpointer data)
{
  g_free (((WeftTable *) data)->rows.bits);
}

void
weft_exec_find_tables (WeftExec *exec)
{
  const WeftPlan *plan = exec->plan;

  exec->tables = g_array_sized_new (FALSE, FALSE, sizeof (WeftTable), plan->steps->len);
  g_array_set_clear_func (exec->tables, clear_table);
  for (guint k = 0; k < plan->steps->len; k++)
    {
      const WeftStep *step = weft_plan_step (plan, k);
      int value = find_value (plan, step);
      WeftTable table;

      if (value < 0)
        continue;
      table = make_table (&step->in_shape[step->op->rows - 1], value);
      g_array_append_val (exec->tables, table); /* none moves: there is room for all */
      exec->runs[k].rows = &g_array_index (exec->tables, WeftTable, exec->tables->len - 1).rows;
    }
}

const WeftRows *
weft_exec_get_rows (const WeftExec *exec, int value)
{
  for (guint i = 0; i < exec->tables->len; i++)
    if (g_array_index (exec->tables, WeftTable, i).value == value)
      return &g_array_index (exec->tables, WeftTable, i).rows;
  return NULL;
}

void
weft_exec_forget_rows (WeftExec *exec)
{
  for (guint i = 0; i < exec->tables->len; i++)
    g_array_index (exec->tables, WeftTable, i).rows.is_all = TRUE;
}

/* The next row from *row on that was written and lies in the chunk, as floats of the chunk. */
static gboolean
find_next (const WeftChunk *chunk, gsize *row, gsize *begin, gsize *end)
{
  const WeftRows *rows = chunk->table;
  gsize width = rows->width, last = MIN ((chunk->at + chunk->n + width - 1) / width, rows->n);

  while (*row < last)
    {
      guint64 bits = rows->bits[*row / 64] >> *row % 64;

      if (bits == 0)
        {
          *row = (*row / 64 + 1) * 64;
          continue;
        }
      *row += (gsize) __builtin_ctzll (bits);
      if (*row >= last)
        return FALSE;
      *begin = MAX (*row * width, chunk->at) - chunk->at;
      *end = MIN (++*row * width - chunk->at, chunk->n);
      return TRUE;
    }
  return FALSE;
}

double
weft_exec_measure_rows (const WeftExec *exec, const WeftChunk *chunk)
{
  gsize row = chunk->at / chunk->table->width, begin, end;
  double sum = 0;

  while (find_next (chunk, &row, &begin, &end))
    sum += exec->kernels->norm2 (chunk->g + begin, end - begin);
  return sum;
}

void
weft_exec_update_rows (const WeftExec *exec, const WeftChunk *chunk)
{
  gsize row = chunk->at / chunk->table->width, begin, end;

  while (find_next (chunk, &row, &begin, &end))
    {
      float *slot[WEFT_MAX_SLOTS];
      WeftUpdatePart part
          = { .w = chunk->w + begin, .g = chunk->g + begin, .slot = slot, .n = end - begin };

      for (int s = 0; s < WEFT_MAX_SLOTS; s++)
        slot[s] = chunk->slot[s] != NULL ? chunk->slot[s] + begin : NULL;
      exec->optimizer->update (exec->updates + chunk->pace, &part);
    }
}
