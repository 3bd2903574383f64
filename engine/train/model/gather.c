/* gather: samples of the data set into a batch, with their gaps filled, scaled and standardised */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/model/gather.h"

#include <string.h>

#include "engine/base/draw-number.h"
#include "engine/base/memory.h"
#include "engine/train/model/model.h"

static void
feed_init (WeftFeed *feed, const WeftField *field, const WeftShape *shape, WeftKind kind)
{
  *feed = (WeftFeed){ .field = field, .count = weft_shape_count (shape) };
  feed->type = weft_kind_get_type (kind);
  feed->bytes = (gsize) feed->count * weft_type_size (feed->type);
  feed->rows = 1;
  for (int i = 0; kind != WEFT_KIND_STEPS && i < field->ragged; i++)
    feed->rows *= field->shape.dims[i];
  if (field->ragged >= 0)
    feed->step = feed->count / field->shape.dims[field->ragged];
}

gboolean
weft_feed_init (WeftFeed *feed, const WeftField *field, const WeftDataset *dataset,
                const WeftSplit *split, gboolean standardize, GError **error)
{
  feed_init (feed, field, &field->shape, field->kind);
  if (!weft_gaps_fit (&feed->gaps, field, dataset->count, split, error))
    return FALSE;
  return !standardize || weft_scaling_fit (&feed->scaling, field, split, &feed->gaps, error);
}

void
weft_feed_init_mask (WeftFeed *feed, const WeftField *field)
{
  WeftShape steps = WEFT_SHAPE (field->shape.dims[field->ragged]);

  feed_init (feed, field, &steps, WEFT_KIND_STEPS);
  feed->is_mask = TRUE;
}

void
weft_feed_init_draw (WeftFeed *feed)
{
  *feed = (WeftFeed){ .count = 1, .rows = 1, .type = WEFT_I64, .bytes = sizeof (gint64) };
}

void
weft_feed_clear (WeftFeed *feed)
{
  weft_gaps_clear (&feed->gaps);
  weft_scaling_clear (&feed->scaling);
}

static void
gather_fixed (const WeftFeed *feed, const guint32 *samples, gint64 n, void *to)
{
  float *floats = to;

  if (feed->field == NULL)
    {
      weft_draw_number ((gint64 *) to, samples, n, 0);
      return;
    }
  if (feed->type == WEFT_I64)
    {
      for (gint64 i = 0; i < n; i++)
        weft_field_get_labels (feed->field, samples[i], (gint64 *) to + i * feed->count);
      return;
    }
  for (gint64 i = 0; i < n; i++)
    weft_gaps_get (&feed->gaps, feed->field, samples[i], floats + i * feed->count);
  weft_scaling_apply (&feed->scaling, floats, n);
}

/* The steps of one sample. */
static void
gather_steps (const WeftFeed *feed, guint32 sample, gint64 steps, void *to)
{
  float *floats = to;

  if (feed->is_mask)
    for (gint64 i = 0; i < steps; i++)
      floats[i] = 1.0f;
  else if (feed->type == WEFT_I64)
    memcpy (to, weft_field_get_sample (feed->field, sample, NULL),
            (gsize) (steps * feed->step) * sizeof (gint64)); /* the batch may have fewer steps */
  else
    {
      weft_field_get (feed->field, sample, floats);
      weft_scaling_apply (&feed->scaling, floats, steps);
    }
}

/* Rows of so many bytes to rows of more, the rest zeros; in place. */
static void
spread (char *rows, gsize n, gsize bytes, gsize wanted)
{
  for (gsize i = n; i-- > 0;)
    {
      memmove (rows + i * wanted, rows + i * bytes, bytes);
      memset (rows + i * wanted + bytes, 0, wanted - bytes);
    }
}

void
weft_feed_expect (const WeftFeed *feed, const guint32 *samples, gint64 n)
{
  for (gint64 i = 0; i < n && feed->field != NULL && !feed->is_mask; i++)
    weft_field_expect (feed->field, samples[i]);
}

gint64
weft_feed_get_steps (const WeftFeed *feed, const WeftBinding *binding)
{
  return feed->step > 0 ? binding->t[feed->field->t] : 0;
}

gsize
weft_feed_get_bytes (const WeftFeed *feed, gint64 t)
{
  return feed->step > 0 ? (gsize) (t * feed->step) * weft_type_size (feed->type) : feed->bytes;
}

void
weft_feed_gather (const WeftFeed *feed, const guint32 *samples, gint64 n, gint64 t, void *to)
{
  gsize step = (gsize) feed->step * weft_type_size (feed->type);
  char *row = to;

  if (feed->step == 0)
    {
      gather_fixed (feed, samples, n, to);
      return;
    }
  for (gint64 i = 0; i < n; i++, row += (gsize) t * step)
    {
      const gint64 *offsets = feed->field->offsets + samples[i];
      gint64 steps = MIN (t, offsets[1] - offsets[0]);

      gather_steps (feed, samples[i], steps, row);
      spread (row, (gsize) feed->rows, (gsize) steps * step / (gsize) feed->rows,
              (gsize) t * step / (gsize) feed->rows);
    }
}

void
weft_model_gather (const WeftModel *model, const guint32 *samples, WeftBinding binding,
                   void *const *inputs)
{
  for (guint k = 0; k < model->n_feeds; k++)
    if (inputs[k] != NULL)
      weft_feed_gather (&model->feeds[k], samples, binding.n,
                        weft_feed_get_steps (&model->feeds[k], &binding), inputs[k]);
}

gboolean
weft_model_new_inputs (const WeftModel *model, gint64 samples, void *inputs[WEFT_MAX_FEEDS],
                       GError **error)
{
  for (guint k = 0; k < model->n_feeds; k++)
    {
      if (!model->feeds[k].is_read)
        continue;
      inputs[k] = weft_memory_new ((gsize) samples * model->feeds[k].bytes, error);
      if (inputs[k] == NULL)
        return FALSE;
    }
  return TRUE;
}

void
weft_model_free_inputs (void *inputs[WEFT_MAX_FEEDS])
{
  for (guint k = 0; k < WEFT_MAX_FEEDS; k++)
    g_clear_pointer (&inputs[k], weft_memory_free);
}

int
weft_model_find_feed (const WeftModel *model, const WeftField *field)
{
  for (guint k = 0; k < model->n_feeds; k++)
    if (model->feeds[k].field == field && !model->feeds[k].is_mask)
      return (int) k;
  return -1;
}

const WeftFeed *
weft_model_get_x (const WeftModel *model)
{
  return &model->feeds[weft_model_find_feed (model, weft_dataset_get_x (model->dataset))];
}

const WeftFeed *
weft_model_get_y (const WeftModel *model)
{
  int y = weft_model_find_feed (model, weft_dataset_get_y (model->dataset));

  return y < 0 ? NULL : &model->feeds[y];
}

static gboolean
is_same (const WeftFeed *a, const WeftFeed *b)
{
  if (a->field == NULL || b->field == NULL)
    return a->field == b->field;
  return a->is_mask == b->is_mask && strcmp (a->field->name, b->field->name) == 0;
}

/* Numbers that lie alike. */
static gboolean
learn_from (WeftFeed *feed, const WeftFeed *other, const WeftSplit *split, gint64 samples,
            GError **error)
{
  weft_gaps_clear (&feed->gaps);
  if (feed->count == other->count
      && !weft_gaps_fit_from (&feed->gaps, feed->field, samples, other->field, split, error))
    return FALSE;
  return weft_scaling_copy (&feed->scaling, &other->scaling, error);
}

gboolean
weft_model_scale_as (WeftModel *model, const WeftModel *other, GError **error)
{
  for (guint i = 0; i < model->n_feeds; i++)
    for (guint k = 0; k < other->n_feeds; k++)
      if (model->feeds[i].field != NULL && !model->feeds[i].is_mask
          && is_same (&model->feeds[i], &other->feeds[k])
          && !learn_from (&model->feeds[i], &other->feeds[k], other->split, model->dataset->count,
                          error))
        return FALSE;
  return TRUE;
}

gboolean
weft_model_is_scaled_alike (const WeftModel *a, const WeftModel *b)
{
  for (guint i = 0; i < a->n_feeds; i++)
    for (guint k = 0; k < b->n_feeds; k++)
      if (is_same (&a->feeds[i], &b->feeds[k])
          && !a->feeds[i].scaling.mean != !b->feeds[k].scaling.mean)
        return FALSE;
  return TRUE;
}

gboolean
weft_model_is_fed_alike (const WeftModel *a, const WeftModel *b)
{
  gboolean is_alike = a->n_feeds == b->n_feeds && weft_model_is_scaled_alike (a, b);

  for (guint k = 0; is_alike && k < a->n_feeds; k++)
    is_alike = is_same (&a->feeds[k], &b->feeds[k]) && a->feeds[k].is_read == b->feeds[k].is_read;
  return is_alike;
}
