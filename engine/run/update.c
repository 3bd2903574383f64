/* update: the optimiser over all weights in chunks, and the norm of the gradient on the way
 *
 * Small weights that lie side by side in state, slots and gradients are one array, padding
 * included: its gradient is zero and so it stays what it is, zero. Chunks are ordered by how far in
 * their weight they begin, so that the pool hands each to the thread that, in the same order, made
 * the gradient and will read the weight. A chunk whose gradient is not finite is left
 * alone, so that the state stays sound until whoever watches the norm stops. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "engine/base/memory.h"
#include "engine/run/running.h"

#define CHUNK                                                                                      \
  16384 /* floats at most: its weights, gradients and slots stay in a core's second cache */

static gsize
padded (gsize n)
{
  gsize unit = WEFT_ALIGN / sizeof (float);

  return (n + unit - 1) / unit * unit;
}

static gboolean
follows (const WeftChunk *a, const WeftChunk *b)
{
  for (int s = 0; s < WEFT_MAX_SLOTS; s++)
    if ((a->slot[s] == NULL) != (b->slot[s] == NULL)
        || (a->slot[s] != NULL && a->slot[s] + a->n != b->slot[s]))
      return FALSE;
  return a->w + a->n == b->w && a->g + a->n == b->g;
}

/* A matrix of one row or column is a vector. */
static void
set_matrix (WeftChunk *run, const WeftShape *shape)
{
  gsize rows = shape->rank > 1 ? (gsize) shape->dims[0] : 1,
        columns = (gsize) weft_shape_count (shape) / rows;

  if (rows < 2 || columns < 2)
    return;
  run->rows = rows;
  run->columns = columns;
}

/* Every weight that has a gradient; with joins a small one is joined to that which it follows. */
static GArray *
find_runs (const WeftExec *exec, gboolean joins)
{
  const WeftProgram *program = exec->plan->program;
  GArray *runs = g_array_new (FALSE, FALSE, sizeof (WeftChunk));

  for (guint i = 0; i < program->values->len; i++)
    {
      const WeftProgramValue *value = weft_program_value (program, i);
      const WeftStateEntry *entry;
      WeftChunk run, *last;

      if (!exec->plan->has_gradient[i])
        continue;
      entry = weft_state_find_value (exec->state, value);
      run = (WeftChunk){ .w = entry->value,
                         .g = weft_exec_get_gradient (exec, (int) i),
                         .n = padded (entry->count),
                         .tensor = (int) runs->len,
                         .pace = value->pace,
                         .table = weft_exec_get_rows (exec, (int) i) };
      set_matrix (&run, &entry->shape);
      for (int s = 0; s < WEFT_MAX_SLOTS; s++)
        run.slot[s] = entry->slot[s];
      last = runs->len > 0 ? &g_array_index (runs, WeftChunk, runs->len - 1) : NULL;
      if (joins && last != NULL && last->table == NULL && run.n < CHUNK && run.pace == last->pace
          && follows (last, &run))
        last->n += run.n;
      else
        g_array_append_val (runs, run);
    }
  return runs;
}

/* Halved and halved again, so that each of two, four or eight threads has its part of it whole. */
static void
cut (WeftExec *exec, const WeftChunk *run)
{
  gsize length = run->n;

  while (length > CHUNK)
    length = padded ((length + 1) / 2);
  for (gsize begin = 0; begin < run->n; begin += length)
    {
      WeftChunk chunk = *run;

      chunk.w += begin;
      chunk.g += begin;
      chunk.n = MIN (length, run->n - begin);
      chunk.place = (double) begin / (double) run->n;
      chunk.at = begin;
      for (int s = 0; s < WEFT_MAX_SLOTS; s++)
        if (run->slot[s] != NULL)
          chunk.slot[s] = run->slot[s] + begin;
      g_array_append_val (exec->chunks, chunk);
    }
}

static int
compare_places (gconstpointer a, gconstpointer b)
{
  double x = ((const WeftChunk *) a)->place, y = ((const WeftChunk *) b)->place;

  return (x > y) - (x < y);
}

/* For every matrix its own, so that each can be a slice of the pool's. */
static void
make_workspace (WeftExec *exec, const WeftOptimizer *optimizer)
{
  gsize n = 0;

  exec->workspace_at = g_new0 (gsize, exec->tensors->len + 1);
  for (guint i = 0; i < exec->tensors->len; i++)
    {
      const WeftChunk *tensor = &g_array_index (exec->tensors, WeftChunk, i);

      exec->workspace_at[i] = n;
      if (tensor->rows > 0)
        n += padded (optimizer->count_workspace (tensor->rows, tensor->columns));
    }
  exec->workspace = g_new (float, n + 1);
}

static void
make_chunks (WeftExec *exec, const WeftOptimizer *optimizer)
{
  gboolean joins = optimizer == NULL || optimizer->measure == NULL;
  g_autoptr (GArray) runs = find_runs (exec, joins);

  weft_exec_clear_update (exec);
  exec->chunks = g_array_new (FALSE, FALSE, sizeof (WeftChunk));
  for (guint i = 0; i < runs->len; i++)
    cut (exec, &g_array_index (runs, WeftChunk, i));
  g_array_sort (exec->chunks, compare_places); /* stable */
  exec->norms = g_new0 (double, exec->chunks->len + 1);
  exec->sums = joins ? NULL : g_new0 (double, (exec->chunks->len + runs->len) * WEFT_UPDATE_SUMS);
  exec->n_tensors = runs->len;
  exec->chunks_are_joined = joins;
  exec->tensors = joins ? NULL : g_array_ref (runs);
  if (!joins && optimizer->turn != NULL)
    make_workspace (exec, optimizer);
  if (exec->plan->program->paces->len > 1)
    exec->of_paces = g_new0 (WeftUpdate, exec->plan->program->paces->len);
  exec->update_is_pooled = exec->pool != NULL && weft_pool_get_threads (exec->pool) > 1
                           && exec->chunks->len > 1 && exec->plan->gradient_bytes > CHUNK * 4;
}

void
weft_exec_init_update (WeftExec *exec)
{
  make_chunks (exec, NULL);
}

void
weft_exec_clear_update (WeftExec *exec)
{
  g_clear_pointer (&exec->chunks, g_array_unref);
  g_clear_pointer (&exec->norms, g_free);
  g_clear_pointer (&exec->sums, g_free);
  g_clear_pointer (&exec->tensors, g_array_unref);
  g_clear_pointer (&exec->workspace, g_free);
  g_clear_pointer (&exec->workspace_at, g_free);
  g_clear_pointer (&exec->of_paces, g_free);
}

/* Each chunk's sums stand first, then each tensor's. */
static double *
get_sums (const WeftExec *exec, guint place)
{
  return exec->sums != NULL ? exec->sums + place * WEFT_UPDATE_SUMS : NULL;
}

static WeftUpdatePart
get_part (const WeftExec *exec, const WeftChunk *chunk, const float *g)
{
  return (WeftUpdatePart){ .w = chunk->w,
                           .g = g,
                           .slot = chunk->slot,
                           .n = chunk->n,
                           .sums = get_sums (exec, exec->chunks->len + (guint) chunk->tensor),
                           .rows = chunk->rows,
                           .columns = chunk->columns };
}

static gboolean
is_clipped (const WeftUpdate *update)
{
  return update->clip_norm > 0 || update->clip_value > 0;
}

/* --- what is done to a chunk: by a function of the optimiser's --- */

typedef void (*Deed) (const WeftExec *exec, const WeftUpdate *update, const WeftUpdatePart *part,
                      guint slice);

static void
do_update (const WeftExec *exec, const WeftUpdate *update, const WeftUpdatePart *part, guint slice)
{
  exec->optimizer->update (update, part);
}

static void
do_measure (const WeftExec *exec, const WeftUpdate *update, const WeftUpdatePart *part, guint slice)
{
  exec->optimizer->measure (update, part, get_sums (exec, slice));
}

/* Apart, for the room on the stack. The gradient itself stays as it is: who looks at it sees what
 * was found. */
static __attribute__ ((noinline)) void
do_clipped (const WeftExec *exec, const WeftChunk *chunk, guint slice, Deed deed)
{
  const WeftUpdate *update = exec->update;
  float held[CHUNK];
  WeftUpdatePart part = get_part (exec, chunk, held);

  exec->kernels->clip (held, chunk->g, chunk->n, exec->clip_scale,
                       update->clip_value > 0 ? update->clip_value : HUGE_VALF);
  deed (exec, exec->updates + chunk->pace, &part, slice);
}

static inline void
do_chunk (const WeftExec *exec, const WeftChunk *chunk, guint slice, Deed deed)
{
  WeftUpdatePart part = get_part (exec, chunk, chunk->g);

  if (G_UNLIKELY (is_clipped (exec->update)))
    do_clipped (exec, chunk, slice, deed);
  else
    deed (exec, exec->updates + chunk->pace, &part, slice);
}

static void
measure_norm_cb (gpointer data, guint slice)
{
  WeftExec *exec = data;
  const WeftChunk *chunk = &g_array_index (exec->chunks, WeftChunk, slice);

  exec->norms[slice] = exec->kernels->norm2 (chunk->g, chunk->n);
}

/* Whether all but some rows of it stay as they are. */
static inline gboolean
rests (const WeftExec *exec, const WeftChunk *chunk)
{
  return G_UNLIKELY (chunk->table != NULL) && !chunk->table->is_all
         && exec->optimizer->rests != NULL && !is_clipped (exec->update)
         && exec->optimizer->rests (exec->updates + chunk->pace);
}

static void
update_chunk_cb (gpointer data, guint slice)
{
  WeftExec *exec = data;
  const WeftChunk *chunk = &g_array_index (exec->chunks, WeftChunk, slice);

  if (rests (exec, chunk))
    {
      exec->norms[slice] = weft_exec_measure_rows (exec, chunk);
      if (isfinite (exec->norms[slice]))
        weft_exec_update_rows (exec, chunk);
      return;
    }
  if (exec->optimizer->measure == NULL && exec->update->clip_norm <= 0)
    measure_norm_cb (exec, slice);
  if (isfinite (exec->norms[slice]))
    do_chunk (exec, chunk, slice, do_update);
}

static void
measure_chunk_cb (gpointer data, guint slice)
{
  WeftExec *exec = data;
  const WeftChunk *chunk = &g_array_index (exec->chunks, WeftChunk, slice);

  memset (get_sums (exec, slice), 0, WEFT_UPDATE_SUMS * sizeof (double));
  measure_norm_cb (exec, slice);
  if (isfinite (exec->norms[slice]))
    do_chunk (exec, chunk, slice, do_measure);
}

static void
turn_tensor_cb (gpointer data, guint i)
{
  WeftExec *exec = data;
  const WeftChunk *tensor = &g_array_index (exec->tensors, WeftChunk, i);
  WeftUpdatePart whole = get_part (exec, tensor, tensor->g);

  if (tensor->rows > 0)
    exec->optimizer->turn (exec->updates + tensor->pace, &whole,
                           exec->workspace + exec->workspace_at[i]);
}

static void
run_slices (WeftExec *exec, void (*callback) (gpointer data, guint slice), guint n)
{
  if (exec->update_is_pooled)
    weft_pool_run (exec->pool, callback, exec, n);
  else
    for (guint i = 0; i < n; i++)
      callback (exec, i);
}

/* In the order of the chunks: the same on any number of threads. */
static void
add_up_tensors (WeftExec *exec)
{
  memset (get_sums (exec, exec->chunks->len), 0,
          exec->n_tensors * WEFT_UPDATE_SUMS * sizeof (double));
  for (guint i = 0; i < exec->chunks->len; i++)
    {
      guint tensor = (guint) g_array_index (exec->chunks, WeftChunk, i).tensor;

      for (int k = 0; k < WEFT_UPDATE_SUMS; k++)
        get_sums (exec, exec->chunks->len + tensor)[k] += get_sums (exec, i)[k];
    }
}

/* Apart: most networks learn at one pace. */
static __attribute__ ((noinline)) void
prepare_paces (WeftExec *exec, const WeftUpdate *update)
{
  const GArray *paces = exec->plan->program->paces;

  for (guint i = 0; i < paces->len; i++)
    {
      const WeftPace *pace = &g_array_index (paces, WeftPace, i);

      exec->of_paces[i] = *update;
      exec->of_paces[i].lr = (float) ((double) update->lr * pace->lr_factor);
      if (pace->decay >= 0)
        exec->of_paces[i].decay = (float) pace->decay;
    }
  exec->updates = exec->of_paces;
}

static void
prepare (WeftExec *exec, const WeftOptimizer *optimizer, const WeftUpdate *update)
{
  exec->optimizer = optimizer;
  exec->update = exec->updates = update;
  if (exec->chunks_are_joined != (optimizer->measure == NULL)
      || (optimizer->turn != NULL && exec->workspace == NULL))
    make_chunks (exec, optimizer);
  if (G_UNLIKELY (exec->of_paces != NULL))
    prepare_paces (exec, update);
}

/* torch.nn.utils.clip_grad_norm_, of the whole gradient; where that is not finite nobody asks. */
static void
choose_clip_scale (WeftExec *exec, double norm2)
{
  double scale = exec->update->clip_norm / (sqrt (norm2) + 1e-6);

  exec->clip_scale = exec->update->clip_norm > 0 && scale < 1 ? (float) scale : 1.0f;
}

void
weft_exec_run_update (WeftExec *exec)
{
  const WeftOptimizer *optimizer = exec->optimizer;
  const WeftUpdate *update = exec->update;
  guint n = exec->chunks->len;

  if (G_UNLIKELY (update->clip_norm > 0))
    run_slices (exec, measure_norm_cb, n);
  exec->norms_are_known = TRUE;
  if (G_UNLIKELY (is_clipped (update)))
    choose_clip_scale (exec, update->clip_norm > 0 ? weft_exec_get_gradient_norm2 (exec) : 0);
  if (optimizer->measure != NULL)
    {
      run_slices (exec, measure_chunk_cb, n);
      add_up_tensors (exec);
    }
  if (optimizer->turn != NULL)
    run_slices (exec, turn_tensor_cb, exec->tensors->len);
  run_slices (exec, update_chunk_cb, n);
}

void
weft_exec_update (WeftExec *exec, const WeftOptimizer *optimizer, const WeftUpdate *update)
{
  prepare (exec, optimizer, update);
  if (G_UNLIKELY (exec->times != NULL))
    weft_exec_update_timed (exec);
  else
    weft_exec_run_update (exec);
}

/* What of a chunk belongs to the weight at w, n floats; chunk->n is 0 when nothing does. */
static WeftChunk
get_share (const WeftChunk *chunk, const float *w, gsize n)
{
  gsize begin = w > chunk->w ? (gsize) (w - chunk->w) : 0;
  gsize end = w + n > chunk->w ? MIN ((gsize) (w + n - chunk->w), chunk->n) : 0;
  WeftChunk share = *chunk;

  share.n = end > begin ? end - begin : 0;
  share.w += share.n > 0 ? begin : 0;
  share.g += share.n > 0 ? begin : 0;
  for (int s = 0; s < WEFT_MAX_SLOTS; s++)
    if (share.n > 0 && share.slot[s] != NULL)
      share.slot[s] += begin;
  return share;
}

static void
update_share (WeftExec *exec, const WeftChunk *chunk, const WeftChunk *share)
{
  if (isfinite (exec->kernels->norm2 (chunk->g, chunk->n)))
    do_chunk (exec, share, 0, do_update);
}

/* Of the chunks that hold some of the weight; measures them whole. */
static void
do_weight (WeftExec *exec, const WeftStateEntry *entry, gboolean measures)
{
  for (guint i = 0; i < exec->chunks->len; i++)
    {
      const WeftChunk *chunk = &g_array_index (exec->chunks, WeftChunk, i);
      WeftChunk share = get_share (chunk, entry->value, padded (entry->count));

      if (share.n > 0 && measures)
        measure_chunk_cb (exec, i);
      else if (share.n > 0)
        update_share (exec, chunk, &share);
    }
}

static void
turn_weight (WeftExec *exec, const WeftStateEntry *entry)
{
  for (guint i = 0; i < exec->tensors->len; i++)
    if (g_array_index (exec->tensors, WeftChunk, i).w == entry->value)
      turn_tensor_cb (exec, i);
}

/* First all are measured, where the row wants that. */
void
weft_exec_update_weight (WeftExec *exec, const WeftOptimizer *optimizer, const WeftUpdate *update,
                         int value)
{
  const WeftProgramValue *weight = weft_program_value (exec->plan->program, value);
  const WeftStateEntry *entry = weft_state_find_value (exec->state, weight);

  prepare (exec, optimizer, update);
  exec->norms_are_known = FALSE;
  if (is_clipped (update))
    choose_clip_scale (exec, weft_exec_get_gradient_norm2 (exec));
  if (optimizer->measure != NULL)
    {
      do_weight (exec, entry, TRUE);
      add_up_tensors (exec);
    }
  if (optimizer->turn != NULL)
    turn_weight (exec, entry);
  do_weight (exec, entry, FALSE);
}

double
weft_exec_get_gradient_norm2 (const WeftExec *exec)
{
  double sum = 0;

  for (guint i = 0; i < exec->chunks->len; i++)
    {
      const WeftChunk *chunk = &g_array_index (exec->chunks, WeftChunk, i);

      sum += exec->norms_are_known ? exec->norms[i] : exec->kernels->norm2 (chunk->g, chunk->n);
    }
  return sum;
}
