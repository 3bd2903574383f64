/* outlets: where what was learnt goes: the ring for who watches, the sink for what stays */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/outlets.h"

#include <math.h>

void
weft_outlets_wake (WeftOutlets *out)
{
  WeftChannels *channels = out->channels;

  if (!weft_slot_is_empty (channels->poked))
    return;
  weft_slot_put (channels->poked, channels);
  if (channels->options.wake != NULL)
    channels->options.wake (channels->options.wake_user);
}

void
weft_outlets_send (WeftOutlets *out, const WeftSample *sample)
{
  weft_ring_push (out->channels->ring, sample);
  if (!out->has_sink || out->sink.samples == NULL)
    return;
  if (out->n_outbox == WEFT_OUTBOX)
    weft_outlets_flush (out);
  out->outbox[out->n_outbox++] = *sample;
}

/* What is not a number is no sample: a curve has no place for it. */
void
weft_outlets_emit (WeftOutlets *out, guint32 series, gint64 step, double value)
{
  WeftSample sample = weft_sample_new (series, step, value);

  if (isfinite (sample.value))
    weft_outlets_send (out, &sample);
}

void
weft_outlets_emit_rate (WeftOutlets *out, gint64 step, double rate)
{
  if (rate == out->pushed_rate || step == 0)
    return;
  out->pushed_rate = rate;
  weft_outlets_emit (out, WEFT_SERIES_RATE, step, rate);
}

void
weft_outlets_emit_open (WeftOutlets *out)
{
  for (guint i = 0; i < out->n_open; i++)
    {
      if (out->open[i].count > 0)
        weft_outlets_send (out, &out->open[i]);
      out->open[i].count = 0;
    }
}

void
weft_outlets_open (WeftOutlets *out, const WeftModel *model)
{
  guint32 series[WEFT_MAX_LOSSES];

  out->n_open = weft_model_list_losses (model, series);
  for (guint i = 0; i < out->n_open; i++)
    out->open[i] = (WeftSample){ .series = series[i] };
}

void
weft_outlets_flush (WeftOutlets *out)
{
  if (out->n_outbox > 0)
    out->sink.samples (out->sink.user, out->outbox, out->n_outbox);
  out->n_outbox = 0;
}
