/* batches: the training part in its shuffled order, a batch at a time */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/base/draw-number.h"
#include "engine/base/memory.h"
#include "engine/base/random.h"
#include "engine/train/model/batches.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define KEPT_BYTES (256u << 20) /* as floats: above this, every batch is converted anew */
#define SORTED 32               /* batches that are put together by length */
#define SLICE_BYTES (32u << 10) /* less is not worth a slice */

static gsize
sample_bytes (const WeftModel *model)
{
  gsize bytes = 0;

  for (guint k = 0; k < model->n_feeds; k++)
    bytes += model->feeds[k].is_read ? model->feeds[k].bytes : 0;
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

/* What has steps is padded for its batch, so never beforehand. Without the memory for it, it goes
 * on without. */
static void
keep_all (WeftBatches *batches)
{
  const guint32 *samples = batches->model->split->samples[WEFT_PART_TRAIN];

  if (batches->model->lengths.n > 0
      || (gsize) batches->count * sample_bytes (batches->model) > KEPT_BYTES)
    return;
  batches->is_kept = weft_model_new_inputs (batches->model, batches->count, batches->kept, NULL);
  if (batches->is_kept)
    weft_model_gather (batches->model, samples, WEFT_BINDING (batches->count, 0), batches->kept);
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
  batches->binding = (WeftBinding){ 0 };
}

/* Whole batches of a range in another order; a smaller one at its end stays there. */
static void
shuffle_batches (const WeftBatches *batches, guint32 *order, gint64 n, const WeftRandom *random)
{
  gint64 whole = n / batches->batch;
  gsize bytes = (gsize) batches->batch * sizeof *order;
  g_autofree guint32 *places = g_new (guint32, MAX (whole, 1));
  g_autofree guint32 *before = g_memdup2 (order, (gsize) n * sizeof *order);

  for (gint64 i = 0; i < whole; i++)
    places[i] = (guint32) i;
  weft_random_shuffle (random, places, (gsize) whole);
  for (gint64 i = 0; i < whole; i++)
    memcpy (order + i * batches->batch, before + places[i] * batches->batch, bytes);
}

typedef struct
{
  guint length; /* of the model's lengths */
  gint64 place;
  guint32 sample;
} Long;

static int
compare_long (gconstpointer a, gconstpointer b)
{
  const Long *x = a, *y = b;

  return x->length != y->length ? (x->length > y->length) - (x->length < y->length)
                                : (x->place > y->place) - (x->place < y->place);
}

/* By length, of like lengths in the order that was drawn. */
static void
sort_by_length (const WeftBatches *batches, guint32 *order, gint64 n)
{
  const WeftModel *model = batches->model;
  g_autofree Long *found = g_new (Long, n);

  for (gint64 i = 0; i < n; i++)
    {
      guint32 sample = model->split->samples[WEFT_PART_TRAIN][order[i]];

      found[i] = (Long){ weft_lengths_find (&model->lengths, model->dataset, sample), i, order[i] };
    }
  qsort (found, (gsize) n, sizeof *found, compare_long);
  for (gint64 i = 0; i < n; i++)
    order[i] = found[i].sample;
}

/* Batches of samples of like length, SORTED at a time. */
static void
put_together (const WeftBatches *batches, gint64 epoch)
{
  WeftRandom random
      = { batches->seed, weft_random_stream_for (WEFT_STREAM_ORDER, "lengths"), (guint64) epoch };

  for (gint64 at = 0; at < batches->count; at += SORTED * batches->batch, random.stream++)
    {
      gint64 n = MIN (SORTED * batches->batch, batches->count - at);

      sort_by_length (batches, batches->order + at, n);
      shuffle_batches (batches, batches->order + at, n, &random);
    }
}

static void
draw_order (WeftBatches *batches, gint64 epoch)
{
  WeftRandom random = { batches->seed, WEFT_STREAM_ORDER, (guint64) epoch };

  for (gint64 i = 0; i < batches->count; i++)
    batches->order[i] = (guint32) i;
  weft_random_shuffle (&random, batches->order, (gsize) batches->count);
  if (batches->model->lengths.n > 0)
    put_together (batches, epoch);
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

      if (batches->inputs[k] == NULL)
        continue;
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
        {
          const WeftFeed *feed = &batches->model->feeds[k];
          gint64 t = weft_feed_get_steps (feed, &batches->binding);

          if (!feed->is_read)
            continue;
          weft_feed_gather (feed, &sample, 1, t,
                            (char *) batches->inputs[k]
                                + (gsize) i * weft_feed_get_bytes (feed, t));
        }
    }
}

/* What a slice will gather for the batch that follows in this epoch: it may have to come from the
 * disk, and can while the network learns from this one. */
static void
expect_next (const WeftBatches *batches, gint64 begin, gint64 end)
{
  const guint32 *samples = batches->model->split->samples[WEFT_PART_TRAIN];
  gint64 next = batches->cursor + batches->binding.n;

  for (gint64 i = next + begin; i < MIN (next + end, batches->count); i++)
    for (guint k = 0; k < batches->model->n_feeds; k++)
      weft_feed_expect (&batches->model->feeds[k], &samples[batches->order[i]], 1);
}

/* Where the network draws by it: the last of what it is given. */
static gint64 *
find_draw (const WeftBatches *batches)
{
  guint last = batches->model->n_feeds - 1;

  return batches->model->feeds[last].field == NULL ? batches->inputs[last] : NULL;
}

/* Which samples of which epoch they are. */
static void
number_samples (const WeftBatches *batches, gint64 *to, gint64 begin, gint64 end)
{
  const guint32 *samples = batches->model->split->samples[WEFT_PART_TRAIN];

  for (gint64 i = begin; i < end; i++)
    weft_draw_number (to + i, &samples[batches->order[batches->cursor + i]], 1,
                      batches->order_epoch);
}

static void
gather_slice_cb (gpointer data, guint slice)
{
  WeftBatches *batches = data;
  gint64 begin = batches->binding.n * slice / batches->slices;
  gint64 end = batches->binding.n * (slice + 1) / batches->slices;
  gint64 *draw = find_draw (batches);

  if (batches->is_kept)
    gather_kept (batches, begin, end);
  else
    {
      gather_converted (batches, begin, end);
      expect_next (batches, begin, end);
    }
  if (draw != NULL)
    number_samples (batches, draw, begin, end);
}

/* Of data that has steps. */
static WeftBinding
bind (const WeftBatches *batches, gint64 n)
{
  const WeftModel *model = batches->model;
  const guint32 *samples = model->split->samples[WEFT_PART_TRAIN];
  guint length = 0;

  for (gint64 i = 0; i < n; i++)
    length = MAX (length, weft_lengths_find (&model->lengths, model->dataset,
                                             samples[batches->order[batches->cursor + i]]));
  return weft_lengths_bind (&model->lengths, length, n);
}

WeftBinding
weft_batches_gather (WeftBatches *batches, gint64 epoch, gint64 cursor)
{
  gint64 n = MIN (batches->batch, batches->count - cursor);

  if (batches->order_epoch != epoch)
    draw_order (batches, epoch);
  batches->cursor = cursor;
  if (batches->model->lengths.n > 0)
    batches->binding = bind (batches, n);
  else if (batches->binding.n != n) /* written anew, it would be waited for in each step */
    batches->binding.n = n;
  if (batches->slices > 1)
    weft_pool_run (batches->pool, gather_slice_cb, batches, batches->slices);
  else
    gather_slice_cb (batches, 0);
  return batches->binding;
}
