/* batches: the training part in its shuffled order, a batch at a time */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/batches.h"
#include "engine/base/memory.h"
#include "engine/base/random.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define KEPT_BYTES (256u << 20) /* as floats: above this, every batch is converted anew */
#define SLICE_BYTES (32u << 10) /* less is not worth a slice */

static gboolean
allocate (WeftBatches *batches, GError **error)
{
  gsize bytes = (gsize) batches->batch * batches->x_row * sizeof (float);

  batches->x = weft_memory_new (bytes, error);
  if (batches->x == NULL)
    return FALSE;
  batches->y = weft_memory_new ((gsize) batches->batch * batches->y_row, error);
  if (batches->y == NULL)
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
  gsize x_bytes = (gsize) batches->count * batches->x_row * sizeof (float);
  gsize y_bytes = (gsize) batches->count * batches->y_row;

  if (x_bytes + y_bytes > KEPT_BYTES)
    return;
  batches->kept_x = weft_memory_new (x_bytes, NULL);
  batches->kept_y = weft_memory_new (y_bytes, NULL);
  if (batches->kept_x != NULL && batches->kept_y != NULL)
    {
      weft_model_gather (batches->model, samples, batches->count, batches->kept_x, batches->kept_y);
      return;
    }
  g_clear_pointer (&batches->kept_x, weft_memory_free);
  g_clear_pointer (&batches->kept_y, weft_memory_free);
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
  batches->x_row = (gsize) model->x_count;
  batches->y_row = (gsize) MAX (1, model->y_count) * weft_type_size (model->y_type);
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
  weft_memory_free (batches->x);
  weft_memory_free (batches->y);
  weft_memory_free (batches->kept_x);
  weft_memory_free (batches->kept_y);
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

/* A call of memcpy costs more than the few numbers of a point. */
static inline void
copy_row (float *to, const float *from, gsize n)
{
  if (n > 16)
    memcpy (to, from, n * sizeof *to);
  else
    for (gsize k = 0; k < n; k++)
      to[k] = from[k];
}

static void
gather_kept (WeftBatches *batches, gint64 begin, gint64 end)
{
  const guint32 *order = batches->order + batches->cursor;
  gsize x_row = batches->x_row, y_row = batches->y_row;

  for (gint64 i = begin; i < end; i++)
    copy_row (batches->x + (gsize) i * x_row, batches->kept_x + order[i] * x_row, x_row);
  if (batches->model->y_type == WEFT_I64)
    for (gint64 i = begin; i < end; i++)
      ((gint64 *) batches->y)[i] = ((const gint64 *) batches->kept_y)[order[i]];
  else
    for (gint64 i = begin; i < end; i++)
      copy_row ((float *) batches->y + (gsize) i * (y_row / 4),
                (const float *) batches->kept_y + order[i] * (y_row / 4), y_row / 4);
}

static void
gather_converted (WeftBatches *batches, gint64 begin, gint64 end)
{
  const guint32 *samples = batches->model->split->samples[WEFT_PART_TRAIN];

  for (gint64 i = begin; i < end; i++)
    weft_model_gather (batches->model, &samples[batches->order[batches->cursor + i]], 1,
                       batches->x + (gsize) i * batches->x_row,
                       (char *) batches->y + (gsize) i * batches->y_row);
}

static void
gather_slice_cb (gpointer data, guint slice)
{
  WeftBatches *batches = data;
  gint64 begin = batches->n * slice / batches->slices;
  gint64 end = batches->n * (slice + 1) / batches->slices;

  if (batches->kept_x != NULL)
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
