/* batches: the training part in its shuffled order, a batch at a time */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/batches.h"
#include "engine/base/memory.h"
#include "engine/base/random.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define KEPT_BYTES (256u << 20) /* as floats: above this, every batch is converted anew */
#define SLICE_BYTES (32u << 10) /* less is not worth a slice */

static gsize
sample_bytes (const WeftModel *model)
{
  gsize bytes = 0;

  for (guint k = 0; k < model->n_feeds; k++)
    bytes += model->feeds[k].bytes;
  return bytes;
}

static gboolean
allocate (WeftBatches *batches, GError **error)
{
  gsize bytes = (gsize) batches->batch * sample_bytes (batches->model);

  if (!weft_model_new_inputs (batches->model, batches->batch, batches->inputs, error))
    return FALSE;
  batches->order = weft_memory_new ((gsize) batches->count * sizeof *batches->order, error);
  batches->slices = (guint) CLAMP (bytes / SLICE_BYTES, 1, (gsize) MIN (batches->batch, 64));
  return batches->order != NULL;
}

/* Without the memory for it, it goes on without. */
static void
keep_all (WeftBatches *batches)
{
  const guint32 *samples = batches->model->split->samples[WEFT_PART_TRAIN];

  if ((gsize) batches->count * sample_bytes (batches->model) > KEPT_BYTES)
    return;
  if (weft_model_new_inputs (batches->model, batches->count, batches->kept, NULL))
    weft_model_gather (batches->model, samples, batches->count, batches->kept);
  else
    weft_model_free_inputs (batches->kept);
}

WeftBatches *
weft_batches_new (WeftModel *model, guint64 seed, WeftPool *pool, GError **error)
{
  g_autoptr (WeftBatches) batches = g_new0 (WeftBatches, 1);

  batches->model = weft_model_ref (model);
  batches->pool = pool;
  batches->seed = seed;
  batches->count = model->split->count[WEFT_PART_TRAIN];
  batches->batch = weft_model_get_batch (model);
  batches->order_epoch = -1;
  if (batches->count == 0)
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                           _ ("The training part of the data is empty."));
      return NULL;
    }
  if (!allocate (batches, error))
    return NULL;
  keep_all (batches);
  return g_steal_pointer (&batches);
}

void
weft_batches_free (WeftBatches *batches)
{
  weft_model_free_inputs (batches->inputs);
  weft_model_free_inputs (batches->kept);
  weft_memory_free (batches->order);
  weft_model_unref (batches->model);
  g_free (batches);
}

void
weft_batches_set_model (WeftBatches *batches, WeftModel *model)
{
  weft_model_ref (model);
  weft_model_unref (batches->model);
  batches->model = model;
}

static void
draw_order (WeftBatches *batches, gint64 epoch)
{
  WeftRandom random = { batches->seed, WEFT_STREAM_ORDER, (guint64) epoch };

  for (gint64 i = 0; i < batches->count; i++)
    batches->order[i] = (guint32) i;
  weft_random_shuffle (&random, batches->order, (gsize) batches->count);
  batches->order_epoch = epoch;
}

/* Rows of one word: labels, points. */
static void
gather_words (const guint32 *order, gint64 n, const guint64 *from, guint64 *to)
{
  for (gint64 i = 0; i < n; i++)
    to[i] = from[order[i]];
}

/* A call of memcpy costs more than the few numbers of a short row. */
static void
gather_rows (const guint32 *order, gint64 n, const float *from, float *to, gsize row)
{
  for (gint64 i = 0; i < n; i++, to += row)
    if (row > 16)
      memcpy (to, from + order[i] * row, row * sizeof *to);
    else
      for (gsize k = 0; k < row; k++)
        to[k] = from[order[i] * row + k];
}

static void
gather_kept (WeftBatches *batches, gint64 begin, gint64 end)
{
  const guint32 *order = batches->order + batches->cursor + begin;

  for (guint k = 0; k < batches->model->n_feeds; k++)
    {
      gsize bytes = batches->model->feeds[k].bytes;
      char *to = (char *) batches->inputs[k] + (gsize) begin * bytes;

      if (bytes == sizeof (guint64))
        gather_words (order, end - begin, batches->kept[k], (guint64 *) (void *) to);
      else
        gather_rows (order, end - begin, batches->kept[k], (float *) (void *) to,
                     bytes / sizeof (float));
    }
}

static void
gather_converted (WeftBatches *batches, gint64 begin, gint64 end)
{
  const guint32 *samples = batches->model->split->samples[WEFT_PART_TRAIN];

  for (gint64 i = begin; i < end; i++)
    {
      guint32 sample = samples[batches->order[batches->cursor + i]];

      for (guint k = 0; k < batches->model->n_feeds; k++)
        weft_feed_gather (&batches->model->feeds[k], &sample, 1,
                          (char *) batches->inputs[k] + (gsize) i * batches->model->feeds[k].bytes);
    }
}

static void
gather_slice_cb (gpointer data, guint slice)
{
  WeftBatches *batches = data;
  gint64 begin = batches->n * slice / batches->slices;
  gint64 end = batches->n * (slice + 1) / batches->slices;

  if (batches->kept[0] != NULL)
    gather_kept (batches, begin, end);
  else
    gather_converted (batches, begin, end);
}

gint64
weft_batches_gather (WeftBatches *batches, gint64 epoch, gint64 cursor)
{
  if (batches->order_epoch != epoch)
    draw_order (batches, epoch);
  batches->cursor = cursor;
  batches->n = MIN (batches->batch, batches->count - cursor);
  if (batches->slices > 1)
    weft_pool_run (batches->pool, gather_slice_cb, batches, batches->slices);
  else
    gather_slice_cb (batches, 0);
  return batches->n;
}
