/* gather: samples of the data set into a batch, with their gaps filled, scaled and standardised */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/gather.h"

#include "engine/base/memory.h"
#include "engine/train/model.h"

gboolean
weft_feed_init (WeftFeed *feed, const WeftField *field, const WeftDataset *dataset,
                const WeftSplit *split, gboolean standardize, GError **error)
{
  *feed = (WeftFeed){ .field = field, .count = weft_shape_count (&field->shape) };
  feed->type = weft_kind_get_type (field->kind);
  feed->bytes = (gsize) feed->count * weft_type_size (feed->type);
  if (!weft_gaps_fit (&feed->gaps, field, dataset->count, split, error))
    return FALSE;
  return !standardize || weft_scaling_fit (&feed->scaling, field, split, &feed->gaps, error);
}

void
weft_feed_clear (WeftFeed *feed)
{
  weft_gaps_clear (&feed->gaps);
  weft_scaling_clear (&feed->scaling);
}

void
weft_feed_gather (const WeftFeed *feed, const guint32 *samples, gint64 n, void *to)
{
  float *floats = to;
  gint64 *integers = to;

  if (feed->type == WEFT_I64)
    {
      for (gint64 i = 0; i < n; i++)
        integers[i] = weft_field_get_class (feed->field, samples[i]);
      return;
    }
  for (gint64 i = 0; i < n; i++)
    weft_gaps_get (&feed->gaps, feed->field, samples[i], floats + i * feed->count);
  weft_scaling_apply (&feed->scaling, floats, n);
}

void
weft_model_gather (const WeftModel *model, const guint32 *samples, gint64 n, void *const *inputs)
{
  for (guint k = 0; k < model->n_feeds; k++)
    if (inputs[k] != NULL)
      weft_feed_gather (&model->feeds[k], samples, n, inputs[k]);
}

gboolean
weft_model_new_inputs (const WeftModel *model, gint64 samples, void *inputs[WEFT_MAX_FIELDS],
                       GError **error)
{
  for (guint k = 0; k < model->n_feeds; k++)
    {
      inputs[k] = weft_memory_new ((gsize) samples * model->feeds[k].bytes, error);
      if (inputs[k] == NULL)
        return FALSE;
    }
  return TRUE;
}

void
weft_model_free_inputs (void *inputs[WEFT_MAX_FIELDS])
{
  for (guint k = 0; k < WEFT_MAX_FIELDS; k++)
    g_clear_pointer (&inputs[k], weft_memory_free);
}

int
weft_model_find_feed (const WeftModel *model, const WeftField *field)
{
  for (guint k = 0; k < model->n_feeds; k++)
    if (model->feeds[k].field == field)
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

const WeftField *
weft_model_get_target (const WeftModel *model)
{
  return model->judging < 0 ? NULL : model->feeds[model->judging].field;
}

gboolean
weft_model_is_scaled_alike (const WeftModel *a, const WeftModel *b)
{
  gboolean is_alike = a->n_feeds == b->n_feeds;

  for (guint k = 0; is_alike && k < a->n_feeds; k++)
    is_alike = !a->feeds[k].scaling.mean == !b->feeds[k].scaling.mean;
  return is_alike;
}
