/* arena: offsets for storages, so that those never used at once share memory
 *
 * Greedy by size, each into the smallest gap that fits (Pisarchyk & Lee, arXiv:2001.03288). */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "engine/base/memory.h"
#include "engine/plan/compile.h"

#define MOST_BYTES ((gsize) 1 << 56) /* of one storage: no sum of them overflows */

static void
use (WeftPlan *plan, int index, int step)
{
  WeftStorage *storage;

  if (index < 0)
    return;
  storage = weft_plan_storage (plan, index);
  if (storage->first < 0)
    storage->first = step;
  storage->last = step;
}

static void
use_all (WeftPlan *plan, const int *indices, guint n, int step)
{
  for (guint i = 0; i < n; i++)
    use (plan, indices[i], step);
}

/* What a step reads and writes forward; a backward pass uses only what its row says it reads. */
static void
use_values (WeftPlan *plan, const WeftStep *step, int t)
{
  gboolean differentiates = step->backward && step->application != NULL;

  for (guint i = 0; i < step->n_in; i++)
    if (!differentiates || weft_op_get_input (step->op, i)->backward_reads)
      use (plan, step->in[i], t);
  for (guint o = 0; o < step->n_out; o++)
    if (!differentiates || step->op->outputs[o].backward_reads)
      use (plan, step->out[o], t);
}

static void
find_lifetimes (WeftPlan *plan)
{
  for (guint t = 0; t < plan->steps->len; t++)
    {
      const WeftStep *step = weft_plan_step (plan, t);

      use_values (plan, step, (int) t);
      use_all (plan, step->d_in, step->n_in, (int) t);
      use_all (plan, step->d_out, step->n_out, (int) t);
      use (plan, step->saved, t);
      use (plan, step->workspace, t);
    }
  for (guint i = 0; i < plan->storages->len; i++)
    {
      WeftStorage *storage = weft_plan_storage (plan, i);

      if (plan->options.keep_all || storage->is_constant)
        storage->first = 0;
      if (plan->options.keep_all || storage->is_constant || storage->is_kept)
        storage->last = (int) plan->steps->len;
    }
}

static int
compare_size_cb (gconstpointer a, gconstpointer b)
{
  const WeftStorage *x = *(const WeftStorage *const *) a, *y = *(const WeftStorage *const *) b;

  if (x->bytes != y->bytes)
    return x->bytes > y->bytes ? -1 : 1;
  return x < y ? -1 : x > y; /* both in one array */
}

static gsize
end_of (const WeftStorage *storage)
{
  return storage->offset + (storage->bytes + WEFT_ALIGN - 1) / WEFT_ALIGN * WEFT_ALIGN;
}

/* placed is sorted by offset. */
static void
place (WeftStorage *storage, GPtrArray *placed, gsize head)
{
  gsize end = head, best = G_MAXSIZE;
  guint at = 0;

  for (guint i = 0; i < placed->len; i++)
    {
      const WeftStorage *other = g_ptr_array_index (placed, i);

      if (other->last < storage->first || storage->last < other->first)
        continue;
      if (other->offset >= end + storage->bytes && other->offset - end < best)
        {
          best = other->offset - end;
          storage->offset = end;
        }
      end = MAX (end, end_of (other));
    }
  if (best == G_MAXSIZE)
    storage->offset = end;
  while (at < placed->len && ((WeftStorage *) placed->pdata[at])->offset <= storage->offset)
    at++;
  g_ptr_array_insert (placed, (int) at, storage);
}

static gboolean
fits_at_all (const WeftPlan *plan)
{
  double total = 0;

  for (guint i = 0; i < plan->storages->len; i++)
    total += (double) weft_plan_storage (plan, i)->bytes;
  return total < (double) MOST_BYTES;
}

gboolean
weft_compile_arena (WeftCompiler *compiler)
{
  WeftPlan *plan = compiler->plan;
  g_autoptr (GPtrArray) sorted = g_ptr_array_new (), placed = g_ptr_array_new ();

  if (!fits_at_all (plan))
    {
      g_set_error_literal (compiler->error, WEFT_ERROR, WEFT_ERROR_MEMORY,
                           _ ("The network does not fit into memory."));
      return FALSE;
    }
  find_lifetimes (plan);
  for (guint i = 0; i < plan->storages->len; i++)
    if (weft_plan_storage (plan, i)->home == WEFT_HOME_ARENA
        && weft_plan_storage (plan, i)->first >= 0)
      g_ptr_array_add (sorted, weft_plan_storage (plan, i));
  g_ptr_array_sort (sorted, compare_size_cb);
  plan->arena_bytes = plan->gradient_bytes;
  for (guint i = 0; i < sorted->len; i++)
    {
      WeftStorage *storage = g_ptr_array_index (sorted, i);

      place (storage, placed, plan->gradient_bytes);
      plan->arena_bytes = MAX (plan->arena_bytes, end_of (storage));
    }
  return TRUE;
}
