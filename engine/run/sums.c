/* sums: gradients of several runs added up, each weight's in the place that the state has for it
 *
 * All learnt values of a state lie in one piece (weft_state_layout), and so do their sums. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "engine/run/running.h"

static gsize
get_place (const WeftExec *exec, const WeftChunk *chunk)
{
  return (gsize) (chunk->w - (const float *) exec->state->block);
}

gsize
weft_exec_count_gradients (const WeftExec *exec)
{
  gsize n = 0;

  for (guint i = 0; i < exec->chunks->len; i++)
    {
      const WeftChunk *chunk = &g_array_index (exec->chunks, WeftChunk, i);

      n = MAX (n, get_place (exec, chunk) + chunk->n);
    }
  return n;
}

void
weft_exec_add_gradients (const WeftExec *exec, float *sums, float scale, gboolean is_first)
{
  for (guint i = 0; i < exec->chunks->len; i++)
    {
      const WeftChunk *chunk = &g_array_index (exec->chunks, WeftChunk, i);

      exec->kernels->add (sums + get_place (exec, chunk), chunk->g, chunk->n, scale, !is_first);
    }
}

void
weft_exec_take_gradients (WeftExec *exec, const float *sums)
{
  weft_exec_forget_rows (exec);
  for (guint i = 0; i < exec->chunks->len; i++)
    {
      const WeftChunk *chunk = &g_array_index (exec->chunks, WeftChunk, i);

      memcpy ((float *) chunk->g, sums + get_place (exec, chunk), chunk->n * sizeof (float));
    }
}
